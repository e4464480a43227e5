package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr801() *lint.Rule {
	return &lint.Rule{
		ID: "WR801", Name: "mandatory-document-missing", Scope: lint.Register, Severity: lint.Error,
		Ground: lint.NeedsHistory,
		Title:  "What the standard asks to be written isn't there",
		Text: `A standard asks for a scope, a policy, a statement of applicability, results of audits and more. Without one of
them there is nothing to certify.

**What counts.** For each standard under ` + "`coverage.standards`" + `: something that it asks to be written, and no
document answers it: by its kind, or where many have that, as policies, by ` + "`satisfies`" + `. Where only drafts do,
or documents that nobody approved, it is a warning.

**What doesn't.** Standards that ` + "`coverage.standards`" + ` doesn't name; what auditors expect and the standard
doesn't ask for (` + "`writ coverage`" + ` lists it); words that a pull request brings and that its merge puts in force.

**How to fix it.** Write the document: ` + "`writ new`" + ` has a template for each kind. If it is there, let its front matter say what it
answers: ` + "`satisfies: [ISO27001:5.2]`" + `.`,
		Clause: "ISO27001:7.5.1", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR801"), Good: good("WR801"),
		Find: func(p *lint.Pass) error {
			all, err := sharedCoverage(p.Input)
			for _, s := range all {
				for i := range s.Points {
					for _, ask := range s.Points[i].Asks {
						if ask.Mandatory && ask.State != coverage.InForce {
							missingDocument(p, s.Of, s.Points[i].Number, ask)
						}
					}
				}
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			if _, err := measure(s); err != nil {
				return err
			}
			return s.Commit(s.Input().Today, lint.Stranger(), "Measure documents against another standard")
		},
	}
}

// missingDocument reports something that a standard asks to be written.
func missingDocument(p *lint.Pass, of *schema.Standard, number string, ask coverage.Ask) {
	f := lint.Found{Anchor: fmt.Sprintf("%s %s %s", of.Name, number, ask.What), Message: fmt.Sprintf(
		"%s %s asks for this in writing, and no document is it: %s", of.Title, number, ask.What)}
	if len(ask.Documents) == 0 {
		f.Help = fmt.Sprintf("add `satisfies: [%s:%s]` to the document that is it, or write one", of.Name, number)
		if len(ask.Kinds) > 0 {
			f.Help += " of the kind " + ask.Kinds[0]
		}
		p.Report(onConfig(p.Input, f, "coverage", "standards"))
		return
	}
	var names []string
	for _, d := range ask.Documents {
		if p.Proposal != nil && d.Status != schema.Draft && d.Status != schema.InReview {
			return // the merge puts it in force
		}
		names = append(names, keyOf(d))
	}
	f.Message = fmt.Sprintf("%s %s asks for this in writing, and nothing of it is in force yet: %s (%s)", of.Title,
		number,
		ask.What, few(names))
	f.Help = fmt.Sprintf("finish %s and have it approved", names[0])
	f.Weight, f.Doc, f.Whole = lint.Warning, p.Register.ByPath(ask.Documents[0].Path), true
	if f.Doc != nil && slices.Contains(p.Register.Documents, f.Doc) {
		p.Report(f)
	}
}

// keyOf names a document that answers something.
func keyOf(d coverage.Document) string {
	return cmp.Or(d.ID, d.Path)
}
