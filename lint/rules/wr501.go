package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr501() *lint.Rule {
	return &lint.Rule{
		ID: "WR501", Name: "section-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A section that the kind requires is missing",
		Text: `Context, scope, top policy, reviews and audit reports have to say certain things, each in a section.

**What counts.** No heading for a required section. Context: stakeholders. Scope, and other documents
that satisfy 4.3: scope statement, exclusions, interfaces and dependencies. The policy that satisfies 5.2: purpose and
scope, objectives, risk management, roles, policy review. Management review: decisions. Internal audit: findings. Or
those of
` + "`kinds.KIND.sections`" + ` in writ.yaml.

**What doesn't.** Other words for the same, numbers before the heading; a bold line, a label or a cited clause in its
place; one heading for two sections; what rules of their own ask for (WR520, WR530, WR540, WR701); drafts,
retired documents, closed records, adopted words; languages other than English and German, save with sections of your
own.

**How to fix it.** Add the section where the finding says, or say there why nothing applies. State other names for it
under ` + "`kinds.KIND.sections`" + `, such as ` + "`{title: Purpose, also: [Why]}`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR501"), Good: good("WR501"),
		Find: func(p *lint.Pass) error {
			all, err := outlines(p)
			for _, o := range all {
				if err == nil {
					err = checkOutline(p, o)
				}
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, withOutline, func(d *draft) {})
		},
	}
}

// asking is an outline, and whose it is.
type asking struct {
	schema.Outline
	whose string
}

// outlines are those that a document is asked for: its kind's, and that of a kind whose clause it answers as well.
func outlines(p *lint.Pass) (all []asking, err error) {
	e := p.Doc
	own, asked, err := outlined(p)
	if asked {
		all = append(all, asking{own, "of the kind " + e.Kind.Name})
	}
	if k := as(p.Input, e, "scope", clauseScope); k != nil && k != e.Kind {
		all = append(all, asking{k.Outline, "that answers 4.3"})
	}
	if k := asTopPolicy(p.Input, e); k != nil && k != e.Kind {
		all = append(all, asking{k.Outline, "that answers 5.2"})
	}
	if len(all) == 0 || asked || err != nil {
		return all, err
	}
	if asked, err = finished(p.Input, e); !asked {
		all = nil
	}
	return all, err
}

func checkOutline(p *lint.Pass, o asking) error {
	text, err := textOf(p.Input, p.Doc)
	if err != nil {
		return err
	}
	all, at := text.Parts(), text.Placed(o.Outline)
	var spoken []gap
	asked := false // what other rules speak of
	for i, s := range o.Sections {
		if !s.Required || at[i] >= 0 {
			continue
		}
		if !asked {
			if spoken, err = gaps(p); err != nil {
				return err
			}
			asked = true
		}
		if !spokenSection(spoken, s) {
			span, where := belongs(p.Doc, o.Outline, all, at, i)
			p.Report(lint.Found{Span: span, Anchor: "section " + strings.ToLower(s.Title),
				Message: fmt.Sprintf("the section %q is missing; a document %s requires it", s.Title, o.whose),
				Help:    fmt.Sprintf("add a heading `## %s` %s, or say there why nothing applies", s.Title, where)})
		}
	}
	return nil
}

// belongs says where the i'th section belongs: after the nearest one before it, or before the nearest after it.
func belongs(e *register.Entry, o schema.Outline, all []records.Part, at []int, i int) (document.Span, string) {
	for _, j := range slices.Backward(at[:i]) {
		if j >= 0 {
			return all[j].Span, "after the section " + quoted(all[j].Text)
		}
	}
	for _, j := range at[i+1:] {
		if j >= 0 {
			return all[j].Span, "before the section " + quoted(all[j].Text)
		}
	}
	if len(e.Headings()) > 0 {
		return e.Headings()[0].Span, "below the title"
	}
	return e.Front.Open, "in the text"
}

// withOutline gives a draft a kind with required sections and a state that isn't a draft's; false where it can't.
func withOutline(d *draft) bool {
	i := slices.IndexFunc(d.kind.States, func(s string) bool {
		return s != schema.Draft && s != schema.Retired &&
			s != schema.Closed
	})
	if i < 0 || !slices.ContainsFunc(d.kind.Outline.Sections, func(s schema.Section) bool { return s.Required }) {
		return false
	}
	d.set("status", d.kind.States[i])
	if c := d.kind.Outline.Clause; c != "" {
		d.set("satisfies", "["+c+"]")
		d.set("title", "Information Security Policy") // several may claim the clause
	}
	return true
}
