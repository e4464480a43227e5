package rules

import (
	"fmt"
	"iter"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr605() *lint.Rule {
	return &lint.Rule{
		ID: "WR605", Name: "link-to-draft", Scope: lint.Register, Severity: lint.Error,
		Title: "Words in force lean on a draft",
		Text: `A policy that says "as the [standard](standard.md) asks" asks for something that nobody approved, and
that the published site doesn't show.

**What counts.** A link in a valid document to one with the status draft or in-review of which no version is in force.

**What doesn't.** Links in drafts and in records; links to a document whose next version is a draft, while an approved
one is in force; and approvals that are missing: those are the linked document's own matter.

**How to fix it.** Approve the linked document first, or take the link out until then.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR605"), Good: good("WR605"),
		Find: func(p *lint.Pass) error {
			return validLinks(p, func(e, to *register.Entry, l document.Link) error {
				s := to.Status()
				if s != schema.Draft && s != schema.InReview {
					return nil
				}
				if t, err := trailOf(p.Input, to); err != nil || t != nil && t.Current != nil {
					return err
				}
				p.Report(lint.Found{Doc: e, Span: l.Span, Anchor: "link " + l.Target,
					Message: fmt.Sprintf("the link %s leads to %s, which is still %s and not in force",
						quoted(l.Target), to.Key(), s),
					Help: fmt.Sprintf("release %s%s and have it approved first, or remove the link until then",
						to.Key(), releaseSays(to.ID))})
				return nil
			})
		},
		Seed: func(s lint.Scratch) error { return seedLinkTo(s, schema.Draft) },
	}
}

// validLinks calls found for each link of a valid document that leads to another document, other than a record. Links
// of which WR808 speaks are left to it.
func validLinks(p *lint.Pass, found func(e, to *register.Entry, l document.Link) error) error {
	all, err := leads(p.Input)
	if err != nil {
		return err
	}
	for _, e := range p.Register.Documents {
		if !e.Kind.Record && e.Status() == schema.Approved {
			for to, l := range validLinksOf(all[e], e) {
				told, err := silencedBy808(p.Input, e, l.Span)
				if err == nil && !told {
					err = found(e, to, l)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// validLinksOf is validLinks for one document, with where its links lead.
func validLinksOf(leads []standing.Lead, e *register.Entry) iter.Seq2[*register.Entry, document.Link] {
	return func(yield func(*register.Entry, document.Link) bool) {
		for i, l := range e.Links() {
			if to := leads[i].To; !l.Image && to != nil && to != e && !to.Kind.Record && !yield(to, l) {
				return
			}
		}
	}
}
