package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// authorsOf returns who altered the document in a change: the authors and co-authors of its commit, or, of a
// merge, those of the side commits that altered it, and the merge's own where it made a result of its own.
func (b *builder) authorsOf(t *Trail, c *Change) []Who {
	var out []Who
	if len(c.Step.Parents) < 2 {
		return commitAuthors(nil, c.Step)
	}
	for _, side := range c.Step.Side {
		if b.touches(side, t, c, false) {
			out = commitAuthors(out, side)
		}
	}
	if len(out) == 0 || b.touches(c.Step, t, c, true) {
		out = commitAuthors(out, c.Step)
	}
	return out
}

// touches reports whether a commit itself altered the document that change c of trail t is about.
func (b *builder) touches(s *gitrepo.Step, t *Trail, c *Change, own bool) bool {
	for _, x := range s.Changes {
		if !x.Own {
			continue
		}
		f := b.book.facts.of(x.Blob)
		if x.Mode == 0 {
			f = b.book.facts.of(x.OldBlob)
		}
		same := f != nil && f.ID != "" && strings.EqualFold(f.ID, t.ID)
		if !same && x.Path != c.Path && (c.OldPath == "" || x.Path != c.OldPath) {
			continue
		}
		if own || c.Facts == nil || b.altersWords(x) {
			return true
		}
	}
	return false
}

func (b *builder) altersWords(x gitrepo.Change) bool {
	from, to := b.book.facts.of(x.OldBlob), b.book.facts.of(x.Blob)
	return from == nil || to == nil || from.Digest != to.Digest
}

// commitAuthors adds a commit's author and its co-authors, each address once.
func commitAuthors(out []Who, s *gitrepo.Step) []Who {
	add := func(w Who) {
		if !slices.ContainsFunc(out, func(have Who) bool {
			return strings.EqualFold(have.Email, w.Email) && (w.Email != "" || have.Name == w.Name)
		}) {
			out = append(out, w)
		}
	}
	add(who(s.Author))
	if strings.Contains(strings.ToLower(s.Message), "co-authored-by") {
		for _, block := range append(gitrepo.InnerBlocks(s.Message), gitrepo.Trailers(s.Message)) {
			for _, t := range block {
				if t.Is(KeyCoAuthor) {
					add(parseWho(t.Value))
				}
			}
		}
	}
	return out
}

// identities of a person: addresses in lower case, raw and mapped, and the roster's key for them. Two people
// are the same where the sets meet. Joining wide is safe here: it only ever takes approvals away.
func (b *builder) aliases(w Who, cfgs ...*config.Config) []string {
	_, mapped := b.mailmap.Map(w.Name, w.Email)
	out := []string{strings.ToLower(w.Email), strings.ToLower(mapped)}
	for _, cfg := range cfgs {
		for _, mail := range out[:2] {
			if p, ok := cfg.PersonByEmail(mail); ok {
				out = append(out, "person:"+p.Key)
			}
		}
	}
	return out
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return x != "" && slices.Contains(b, x) })
}
