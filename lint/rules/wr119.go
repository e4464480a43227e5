package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr119() *lint.Rule {
	return &lint.Rule{
		ID: "WR119", Name: "dates-out-of-order", Scope: lint.Document, Severity: lint.Error,
		Title: "Two dates of the document contradict each other, or what was done is dated after today",
		Text: `A review that is due before the document takes effect was copied from somewhere, and nobody noticed.
One of the two dates is wrong, and history can't tell which. And what was done can't lie in the future: a year that
slipped would put off the next review for decades.

**What counts.** ` + "`review_date`" + ` on or before ` + "`effective_date`" + ` or ` + "`last_reviewed`" + `;
` + "`retired_on`" + ` before ` + "`effective_date`" + `; a field that ends in ` + "`_until`" + ` before its twin that
ends in ` + "`_from`" + `. ` + "`last_reviewed`, `approved_date` or `checked_on`" + ` after today: such a day doesn't
count.

**What doesn't.** A last review before the effective date: words may be read again before they take effect. Dates that
can't be read are WR118's.

**How to fix it.** Correct the wrong one.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR119"), Good: good("WR119"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			if !inOrder(p, "effective_date", "review_date", 1) {
				return nil
			}
			if inOrder(p, "last_reviewed", "review_date", 1) {
				doneByToday(p, "last_reviewed")
			}
			doneByToday(p, "approved_date")
			doneByToday(p, "checked_on")
			inOrder(p, "effective_date", "retired_on", 0)
			for _, f := range p.Doc.Front.Fields {
				if stem, ok := cutFrom(f.Name); ok {
					inOrder(p, f.Name, stem+"until", 0)
				}
			}
			return nil
		},
	}
}

// cutFrom cuts "from" off the end of a field's name.
func cutFrom(name string) (stem string, ok bool) {
	const from = "from"
	n := len(name) - len(from)
	if n < 0 || name[n:] != from || n > 0 && name[n-1] != '_' {
		return "", false
	}
	return name[:n], true
}

// inOrder reports a date that lies less than so many days after an earlier one. It returns false for a finding.
func inOrder(p *lint.Pass, first, second string, least day.Day) bool {
	f, from := dayOf(p.Doc, first)
	g, to := dayOf(p.Doc, second)
	if from == day.None || to == day.None || to-from >= least {
		return true
	}
	how := "before"
	if from == to {
		how = "the same day as"
	}
	p.Report(lint.Found{Span: place(g), Anchor: second,
		Message: fmt.Sprintf("%s %s is %s %s %s", g.Key, to, how, f.Key, from),
		Help:    fmt.Sprintf("set a %s after %s, or correct %s", g.Key, from, f.Key)})
	return false
}

// doneByToday reports a day on which something is said to have been done, and which is after today.
func doneByToday(p *lint.Pass, name string) {
	f, d := dayOf(p.Doc, name)
	if d <= p.Today {
		return
	}
	p.Report(lint.Found{Span: place(f), Anchor: name + " after today",
		Message: fmt.Sprintf("%s %s is after today, %s, and so doesn't count", f.Key, d, p.Today),
		Help:    fmt.Sprintf("correct %s: it says what was done, not what is planned", f.Key)})
}

// dayOf returns a field and its day; None where it has none.
func dayOf(e *register.Entry, name string) (document.Field, day.Day) {
	f, ok := e.Front.Field(name)
	if !ok || f.Value.Kind == document.List || f.Value.Kind == document.Map {
		return f, day.None
	}
	d, _ := day.Parse(f.Value.Text)
	return f, d
}
