package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr740() *lint.Rule {
	return &lint.Rule{
		ID: "WR740", Name: "audit-clause-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "An audit says that it covers something, and has no item about it",
		Text: `The programme counts on what a report covers. A clause that nobody looked at isn't audited because its number
is in the front matter.

**What counts.** A clause or control that ` + "`covers`" + ` of a report names, and no item is about it: a task item, or
a row with item and result. An item is about what it names, or else about the clause of its section; a group of clauses
needs one item, a theme of controls one for each control. Also an entry that names neither a clause nor a control.

**What doesn't.** Reports without ` + "`covers`" + `; items without an answer, which WR741 reports; an open report
without any item, which isn't begun; placeholders (WR121); criteria that are no standard of writ's data; adopted words;
closed records of the main branch (WR764).

**How to fix it.** Add the item and what was found, or take out of ` + "`covers`" + ` what wasn't looked at. It names
ranges, too: ` + "`covers: [4-10, A.5.15-A.5.18]`" + `.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR740"), Good: good("WR740"),
		Find: findUncovered,
		Seed: func(s lint.Scratch) error {
			return plantReport(s, map[string]string{"covers": "[5, A.5.15]"}, closedReport)
		},
	}
}

// clauseAudit is what the rules of audits serve.
const clauseAudit = "ISO27001:9.2.2"

func findUncovered(p *lint.Pass) error {
	system, a, err := audited(p)
	if a == nil {
		return err
	}
	covers, known := system.Covers(a)
	if !known || len(covers) == 0 {
		return nil
	}
	if len(a.Items) == 0 {
		if p.Doc.Status() == schema.Closed {
			p.Report(lint.Found{Span: at(p.Doc, "covers"), Anchor: "no items",
				Message: "the report says what it covers, and has no item that says what was found there",
				Help:    "add the items with their results, as in `- [x] A.5.15 Access control: conform`, or remove covers"})
		}
		return nil
	}
	for _, c := range covers {
		f := lint.Found{Span: c.Span, Anchor: "covers " + c.Text}
		switch {
		case unwritten(c.Text):
			continue
		case len(c.Points) == 0 && !a.Old:
			f.Message = fmt.Sprintf("covers names %s, which is no clause or control of %s", quoted(c.Text), a.Against[0].Title)
			f.Help = "write numbers, as in 4-10, 9.2 or A.5.15-A.5.18; what was audited besides belongs into area"
		default:
			missing := numbersNamed(slices.DeleteFunc(c.Points, a.Has))
			if len(missing) == 0 {
				continue
			}
			f.Message = fmt.Sprintf("covers names %s, and no item is about %s", c.Text, few(missing))
			f.Help = fmt.Sprintf("add an item with its result, as in `- [x] %s: conform`, or take it out of covers", missing[0])
		}
		p.Report(f)
	}
	return nil
}

// numbersNamed returns the numbers of clauses and controls, each once.
func numbersNamed(points []schema.Reference) (all []string) {
	for _, p := range points {
		if !slices.Contains(all, p.Number) {
			all = append(all, p.Number)
		}
	}
	return all
}
