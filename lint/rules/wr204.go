package rules

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr204() *lint.Rule {
	return &lint.Rule{
		ID: "WR204", Name: "bump-too-small", Scope: lint.Change, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "What is required changed, and only the minor version rose",
		Text: `Readers take 1.1 after 1.0 for a correction. Where a duty or a limit changed, they go on working by the
old one.

**What counts.** Words that follow those in force (or the last valid ones), with the same major version and a higher
minor one, in which a sentence that binds somebody, a number, who is named, what is covered, a row of a table of
obligations or the kind changed, is new or is gone; or those of a sidecar, whose file is another one. Words on the main
branch count until they come into force.

**What doesn't.** Spelling, line breaks, emphasis, where links lead, the order of sections and items, how a number
is written, lines that repeat the front matter, sentences that ask for nothing; drafts, retired documents, records;
versions that WR111 reports or that are in force by now. A change that states ` + "`change_class: editorial`" + ` and
a new ` + "`change_reason`" + `, which are approved with it.

**How to fix it.** Raise the major version, such as from 1.0 to 2.0. Where nothing that is required changes, state
` + "`change_class: editorial`" + ` and the reason in ` + "`change_reason`" + `.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR204"), Good: good("WR204"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if s := bumpOf(p.Input, t, e); s != nil && !e.Kind.Record {
					return findSmallBump(p, s)
				}
				return nil
			})
		},
		Seed: seedSmallBump,
	}
}

// bump is how a document's newest words follow earlier ones.
type bump struct {
	entry    *register.Entry // whose words are the newest ones; nil where blob are
	trail    *trail.Trail
	old      *trail.Content
	facts    *history.Facts // of the newest words
	blob     gitrepo.ID
	file     gitrepo.ID // whose sidecar they are; zero for none
	commit   gitrepo.ID // zero for what isn't on the main line
	proposed bool
}

// bumpOf returns the step to a document's newest words that is to be judged: one by a minor version alone, to words
// that are meant as valid and aren't in force yet, or come with a pull request. Nil for none.
func bumpOf(in *lint.Input, t *trail.Trail, e *register.Entry) *bump {
	last, content := tip(t)
	if last == nil {
		return nil
	}
	v := content.Version
	s := &bump{trail: t, facts: last.Facts, blob: last.Blob, file: in.Book.FileOf(last.Change),
		commit: last.Step.ID}
	if last.Blob == e.Blob {
		s.entry = e
	}
	if proposed(in, t, e) {
		s.entry, s.facts, s.blob, s.commit, s.proposed = e, factsOf(in, e), e.Blob, gitrepo.ID{}, true
		if s.file = (gitrepo.ID{}); e.File != nil {
			s.file = e.File.Blob
		}
		if s.facts.Version != v.Number {
			v = nil
		}
	} else if t.Current == content && (in.Book.Proposed < 0 || content.First().Index < in.Book.Proposed) {
		return nil
	}
	s.old = wordsBefore(t, v)
	if s.old == nil || !s.facts.Settled() && s.facts.Status != schema.InReview ||
		!minorStep(s.old.Version.Number, s.facts.Version) {
		return nil
	}
	return s
}

// wordsBefore returns the words that a version follows: those in force, else the last that were, else the last valid
// ones; nil for none. Nil is a version that the trail doesn't have yet.
func wordsBefore(t *trail.Trail, v *trail.Version) *trail.Content {
	if t.Current != nil && t.Current.Version != v {
		return t.Current
	}
	var valid *trail.Content
	for i := len(t.Contents) - 1; i >= 0; i-- {
		switch c := t.Contents[i]; {
		case c.Version == v || c.Settled() == nil:
		case !c.Valid().Empty():
			return c
		case valid == nil:
			valid = c
		}
	}
	return valid
}

// minorStep reports whether a version has the major number of the one before it, and a higher minor one.
func minorStep(before, after string) bool {
	a, b := numbersOf(before), numbersOf(after)
	return len(a) == 2 && len(b) == 2 && a[0] == b[0] && a[1] < b[1]
}

// words returns the newest words.
func (s *bump) words(p *lint.Pass) ([]byte, error) {
	if s.entry != nil {
		return s.entry.Source()
	}
	return p.Book.Text(s.blob)
}

func findSmallBump(p *lint.Pass, s *bump) error {
	was := s.old.Changes[len(s.old.Changes)-1]
	before, err := p.Book.Text(was.Blob)
	if err != nil {
		return err
	}
	after, err := s.words(p)
	if err != nil {
		return err
	}
	older := document.Parse(was.Path, before, p.Config.Fields)
	newer := document.Parse(s.trail.Path, after, p.Config.Fields)
	d, err := difference(p.Config, older, newer)
	swapped := p.Book.FileOf(was.Change) != s.file
	if err != nil || len(d.Normative) == 0 && !swapped {
		return err
	}
	why, overridden := editorialByWord(older, newer)
	if overridden {
		return nil
	}
	found := lint.Found{Anchor: "version " + s.facts.Version, Commit: s.commit}
	found.Message = fmt.Sprintf("version %s is a minor step from %s (%s), and ", s.facts.Version,
		s.old.Version.Number, commit(was.Step.ID))
	var first document.Normative
	if len(d.Normative) > 0 {
		first = d.Normative[0]
		found.Message += fmt.Sprintf("what is required changed: %s%s%s", became(first), andMore(len(d.Normative)-1), why)
	} else {
		found.Message += fmt.Sprintf("%s is another file: whether what is required changed can't be read from it%s",
			short(path.Base(cmp.Or(config.SidecarOf(s.trail.Path), config.SidecarOf(was.Path)))), why)
	}
	found.Help = fmt.Sprintf("make it version \"%d.0\"%s; if nothing that is required changes, state `change_class: "+
		"editorial`, and why in `change_reason`",
		numbersOf(s.facts.Version)[0]+1, howToRaise(s))
	if first.New.Text != "" && s.entry != nil {
		there, err := lint.RangeOf(newer, first.New.Span)
		if err != nil {
			return err
		}
		found.Related = []lint.Related{{Path: s.entry.Path, Range: there, Message: "the words that changed"}}
	}
	if s.proposed {
		found.Doc, found.Span = s.entry, at(s.entry, "version")
	} else {
		found = onField(p.Input, s.trail, "version", found)
	}
	p.Report(found)
	return nil
}

// howToRaise is the command that makes the step a major one, where a command can.
func howToRaise(s *bump) string {
	switch {
	case s.entry == nil || s.facts.ID == "":
		return ""
	case s.entry.Dirty:
		return fmt.Sprintf(" with `writ release %s --major --with-edits -m REASON`", argument(s.facts.ID))
	}
	return fmt.Sprintf(" with `writ release %s --major -m REASON`", argument(s.facts.ID))
}

// editorialByWord reports whether a version is declared to be editorial with a reason of its own; where the
// declaration doesn't count, why.
func editorialByWord(older, newer *document.Document) (why string, counts bool) {
	if !strings.EqualFold(newer.Front.Text("change_class"), "editorial") {
		return "", false
	}
	switch reason := strings.TrimSpace(newer.Front.Text("change_reason")); reason {
	case "":
		return "; `change_class: editorial` doesn't count without a change_reason", false
	case strings.TrimSpace(older.Front.Text("change_reason")):
		return "; `change_class: editorial` doesn't count, because its change_reason is that of the version before",
			false
	}
	return "", true
}

// became says what one difference is.
func became(n document.Normative) string {
	what := map[document.NormativeKind]string{
		document.ByDuty: "a duty", document.ByNumber: "a number", document.ByRole: "who is named",
		document.ByScope: "what is covered",
		document.ByNot:   "whether it is so", document.ByRow: "a row of obligations", document.ByKind: "the kind",
	}[n.Kind]
	switch {
	case n.Old.Text == "":
		return fmt.Sprintf("%s, with %s, which is new", what, quoted(n.New.Text))
	case n.New.Text == "":
		return fmt.Sprintf("%s, with %s, which is gone", what, quoted(n.Old.Text))
	}
	return fmt.Sprintf("%s, from %s to %s", what, quoted(n.Old.Text), quoted(n.New.Text))
}

func andMore(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", and %d more", n)
}

// namesOf lists the roles and people that a text may name. A key of two letters, such as it, may be a common word.
func namesOf(c *config.Config) []string {
	var all []string
	for key, r := range c.Roles {
		if all = append(all, r.Title); len(key) > 2 {
			all = append(all, key)
		}
	}
	for _, person := range c.People {
		all = append(all, person.Name)
	}
	return all
}

// seedSmallBump brings a document into force, and proposes another duty with a minor version.
func seedSmallBump(s lint.Scratch) error {
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	d.drop("effective_date")
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	d.set("version", `"1.1"`)
	d.body += edit
	return s.Write(d.path, d.text())
}
