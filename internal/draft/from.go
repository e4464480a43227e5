package draft

import (
	"errors"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// ErrFront is the error for a file that has front matter already.
var ErrFront = errors.New("it has front matter already")

// Read proposes front matter for a file that is to be a document of the kind, from what it states of itself. at is
// where it would lie.
func (n *New) Read(in adopt.Input, at string, src []byte) (*adopt.Proposal, error) {
	d := document.Parse(at, src, n.Config.Fields)
	if d.Front.Format != "" {
		return nil, ErrFront
	}
	in.Kind = n.Kind
	all, err := in.Propose([]*register.Entry{{Document: d, Kind: n.Kind}})
	if err != nil {
		return nil, err
	}
	if p := all[0]; p.LeftAlone != "" {
		return nil, errors.New(p.LeftAlone)
	}
	return all[0], nil
}

// FromText returns a document made of a file: its text as it is, below front matter of what is said and of what the
// text states. What is said comes first.
func (n *New) FromText(p *adopt.Proposal) ([]byte, error) {
	for _, e := range p.Entries() {
		n.say(e.Name, e.Value)
	}
	d := p.Read()
	if list := answered(n, d); len(list) > 0 && d.Front.Text("satisfies") == "" {
		n.say("satisfies", adopt.Value{List: list})
	}
	n.begin(d)
	return n.complete(p.Document)
}

var (
	clauseHeading = lazyregexp.New(`^(?:ISO(?:/IEC)? ?27001(?::\d{4})? )?(?:(?i:clause|klausel) )?` +
		`(\d{1,2}(?:\.\d{1,2}){1,2})(?:[^\d.]|$)`)
	saysClause = lazyregexp.New(`^(?:ISO|(?i:clause|klausel))`)
	ownChapter = lazyregexp.New(`^[1-3](?:[.):]|\s)`)
)

// answered returns the clauses that a document answers: those whose numbers its headings have, and those of the
// template for its title. A heading's number is that of a clause where it says so, or where the kind answers a clause
// of that chapter and the document doesn't count its own chapters.
func answered(n *New, d *document.Document) (list []string) {
	standard := schema.StandardNamed(schema.ISO27001)
	if template := titled(n); template != nil {
		f, _ := document.Parse("new.md", template, nil).Front.Field("satisfies")
		for _, v := range f.Value.List {
			list = append(list, v.Text)
		}
	}
	if auditing(n.Kind.Name) || auditing(n.Kind.Extends) {
		return list
	}
	heads := d.Headings()
	own := slices.ContainsFunc(heads, func(h document.Heading) bool { return ownChapter.MatchString(h.Text) })
	for _, h := range heads {
		m := clauseHeading.FindStringSubmatch(h.Text)
		if m == nil {
			continue
		}
		p, ok := standard.Point(m[1])
		if !ok || p.Sort != schema.Clause || !saysClause.MatchString(h.Text) && (own || !n.answers(chapter(p.Number))) {
			continue
		}
		if ref := (schema.Reference{Standard: standard.Name, Number: p.Number}).String(); !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}

// titled returns the template for the document's title alone; nil where the kind has one for all.
func titled(n *New) []byte {
	own, _ := n.Kind.BuiltInTemplate(n.Text("title"))
	if plain, _ := n.Kind.BuiltInTemplate(""); string(own) == string(plain) {
		return nil
	}
	return own
}

// auditing reports whether headings of a kind name clauses that it speaks about, and doesn't answer.
func auditing(kind string) bool {
	return slices.Contains([]string{"internal-audit", "audit-programme", "statement-of-applicability"}, kind)
}

// answers reports whether a clause of a chapter asks for documents of this kind and of few others.
func (n *New) answers(of string) bool {
	for _, p := range schema.StandardNamed(schema.ISO27001).Points {
		for _, a := range p.Asks {
			special := func(kind string) bool {
				return !slices.Contains([]string{"policy", "procedure", "record"}, kind) &&
					slices.Contains(a.Kinds, kind)
			}
			if chapter(p.Number) == of && (special(n.Kind.Name) || special(n.Kind.Extends)) {
				return true
			}
		}
	}
	return false
}

func chapter(number string) string {
	c, _, _ := strings.Cut(number, ".")
	return c
}
