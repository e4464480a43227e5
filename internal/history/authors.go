package history

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Authors returns who altered the document in a change: the authors and co-authors of its commit, or, of a
// merge, those of the side commits that altered it, and the merge's own where it made a result of its own.
func (h *History) Authors(d *Document, c *Change) []Who {
	if len(c.Step.Parents) < 2 {
		return CommitAuthors(nil, c.Step)
	}
	var out []Who
	wrote := map[*gitrepo.Step]bool{}
	for _, x := range h.branchOf(c.Step).touches(d.Key, c.Path, cmp.Or(c.OldPath, c.Path)) {
		if x.step == c.Step || c.Facts == nil || h.altersWords(*x.change) {
			wrote[x.step] = true
		}
	}
	for _, side := range c.Step.Side {
		if wrote[side] {
			out = CommitAuthors(out, side)
		}
	}
	if len(out) == 0 || wrote[c.Step] {
		out = CommitAuthors(out, c.Step)
	}
	return out
}

func (h *History) altersWords(x gitrepo.Change) bool {
	from, to := h.FactsAt(x.OldBlob, x.Path), h.FactsAt(x.Blob, x.Path)
	return from == nil || to == nil || from.Digest != to.Digest
}

// Who is a person as a commit names them.
type Who struct{ Name, Email string }

// WhoOf is the person whom a commit or a tag names.
func WhoOf(p gitrepo.Person) Who { return Who{p.Name, p.Email} }

// ParseWho reads "Name <mail>"; without an address the whole value is the name.
func ParseWho(s string) Who {
	name, rest, ok := strings.Cut(s, "<")
	if !ok {
		return Who{Name: strings.TrimSpace(s)}
	}
	mail, _, _ := strings.Cut(rest, ">")
	return Who{strings.TrimSpace(name), strings.TrimSpace(mail)}
}

// CommitAuthors adds a commit's author and its co-authors, each address once. Whatever may mean an author counts,
// because a name too many only takes an approval away: each address of a malformed author line, each line that looks
// like a co-author's wherever it is, and the authors that `git merge --squash` lists in the message which it
// writes.
func CommitAuthors(out []Who, s *gitrepo.Step) []Who {
	out = addAuthors(out, s.Author.Name, s.Author.Email)
	if low := strings.ToLower(s.Message); !strings.Contains(low, "author") && !strings.Contains(low, "develop") {
		return out
	}
	for _, line := range authorLines(s.Message) {
		for text := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == ';' }) {
			w := ParseWho(text)
			out = addAuthors(out, w.Name, w.Email)
		}
	}
	return out
}

// authorLine finds what is meant as the line of an author.
var authorLine = lazyregexp.New(`(?i)(?:co-?(?:author|develop)(?:ed|s)?(?:[ -]by)?|^[ \t]*author)[ \t]*:(.*)`)

// authorLines returns what the lines of authors in a message say, each with the lines that it is folded over.
func authorLines(message string) []string {
	var out []string
	open := false
	for line := range strings.Lines(message) {
		if m := authorLine.FindStringSubmatch(strings.TrimRight(line, "\r\n")); m != nil {
			out, open = append(out, m[1]), true
		} else if open = open && isFolded(line); open {
			out[len(out)-1] += " " + strings.TrimSpace(line)
		}
	}
	return out
}

func isFolded(line string) bool {
	return strings.TrimSpace(line) != "" && (line[0] == ' ' || line[0] == '\t')
}

// address finds e-mail addresses in text that may not have the form of a name with one address.
var address = lazyregexp.New(`[^\s<>(),;:"]+@[^\s<>(),;:"]+`)

// addAuthors adds a person to a list that holds each address once, and one with several addresses several times.
func addAuthors(out []Who, name, email string) []Who {
	add := func(w Who) {
		if w != (Who{}) && !slices.ContainsFunc(out, func(have Who) bool {
			return strings.EqualFold(have.Email, w.Email) && (w.Email != "" || have.Name == w.Name)
		}) {
			out = append(out, w)
		}
	}
	found := address.FindAllString(name+" "+email, -1)
	if len(found) == 0 || len(found) == 1 && found[0] == email {
		add(Who{name, email})
		return out
	}
	name = strings.TrimSpace(strings.Trim(address.ReplaceAllString(name, ""), " <>()"))
	for _, mail := range found {
		add(Who{name, mail})
	}
	return out
}
