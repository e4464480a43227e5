package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr503() *lint.Rule {
	return &lint.Rule{
		ID: "WR503", Name: "section-empty", Scope: lint.Document, Severity: lint.Error,
		Title: "Nothing under a heading",
		Text: `An empty section promises what the document doesn't say. A reader can't tell whether nothing applies or
somebody forgot it.

**What counts.** A heading that is followed by another one of its own or a higher level, or by the end, with nothing
between but blanks and comments.

**What doesn't.** Drafts; a heading with sections below it; a section that holds only a list, a table, an image or code;
words that the company adopted as they were; what WR520, WR530 and WR540 report.

**How to fix it.** Write the section, say that nothing applies and why, or remove the heading.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR503"), Good: good("WR503"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) || e.Status() == schema.Draft {
				return nil
			}
			if adopted, err := adoptedWords(p.Input, e); adopted || err != nil {
				return err
			}
			all := e.Headings()
			if !slices.ContainsFunc(all, func(h document.Heading) bool { return h.Empty }) {
				return nil
			}
			spoken, err := gaps(p)
			if err != nil {
				return err
			}
			for i, h := range all {
				if i+1 < len(all) && all[i+1].Level > h.Level {
					continue
				}
				if h.Empty && !spokenHeading(spoken, h.Span) {
					p.Report(lint.Found{Span: h.Span, Anchor: "section " + h.Anchor,
						Message: fmt.Sprintf("there is nothing under %s", quoted(h.Text)),
						Help:    "write what belongs here, say why nothing applies, or remove the heading"})
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool {
				i := slices.IndexFunc(d.kind.States, func(s string) bool {
					return s != schema.Draft &&
						s != schema.Retired
				})
				if i >= 0 {
					d.set("status", d.kind.States[i])
				}
				return i >= 0
			}, func(d *draft) { d.body += "\n## Exceptions\n" })
		},
	}
}

// adoptedWords reports whether a document's words are those that the company adopted as they were.
func adoptedWords(in *lint.Input, e *register.Entry) (bool, error) {
	t, err := trailOf(in, e)
	if t == nil || len(t.Contents) == 0 || proposed(in, t, e) {
		return false, err
	}
	c := t.Contents[len(t.Contents)-1]
	return c.Approval != nil && c.Approval.Adopted != nil, nil
}
