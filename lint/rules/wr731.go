package rules

import (
	"fmt"
	"math"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr731() *lint.Rule {
	return &lint.Rule{
		ID: "WR731", Name: "percentages-off", Scope: lint.Document, Severity: lint.Warning,
		Title: "The categories of causes don't add up",
		Text: `Shares that make 110 % say that nobody counted, and the trend that the management review reads is invented.

**What counts.** In a log of corrective actions, the shares of the root cause categories don't add up to 100 %, half a
point of each aside; or one differs by more than a point from what the rows' own categories come to.

**What doesn't.** Shares that can't be read (WR507); numbers that are no shares; rows without a category.

**How to fix it.** Count the rows again, or leave the list out: the rows have it all.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR731"), Good: good("WR731"),
		Find: func(p *lint.Pass) error {
			s, actions, err := followed(p.Input, p.Doc)
			if err != nil || !s.Is(p.Doc.Kind, isms.CorrectiveLog) {
				return err
			}
			t, err := s.Table(p.Doc, "categories")
			if t == nil || err != nil {
				return err
			}
			checkShares(p, t, actions)
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.after = "\n## Root cause categories\n\n- Process: 60%\n- People: 60%\n"
			})
		},
	}
}

func checkShares(p *lint.Pass, t *records.Table, actions []*isms.Action) {
	sum, shares := 0.0, 0
	var first, last document.Span
	for _, row := range t.Rows {
		c := t.Cell(row, "share")
		if c.State == records.Empty {
			continue
		}
		if c.State != records.Known || c.Quantity == nil || c.Quantity.Unit != "%" {
			return
		}
		if shares++; shares == 1 {
			first = c.Span
		}
		sum, last = sum+c.Quantity.Value, c.Span
	}
	if shares == 0 {
		return
	}
	if off := math.Abs(sum - 100); off > float64(shares)/2+1e-9 {
		p.Report(lint.Found{Span: document.Span{Start: first.Start, End: last.End}, Anchor: "categories sum",
			Message: fmt.Sprintf("the shares of the categories add up to %s %%", decimal(sum)),
			Help:    "count the rows again: the shares make 100 %"})
		return
	}
	compareShares(p, t, actions)
}

// compareShares compares stated shares with what the rows' own categories come to.
func compareShares(p *lint.Pass, t *records.Table, actions []*isms.Action) {
	count, all := map[string]int{}, 0
	for _, a := range actions {
		if c := a.Cell("category"); c.State == records.Known {
			count[strings.ToLower(c.Text)]++
			all++
		}
	}
	if all == 0 {
		return
	}
	for _, row := range t.Rows {
		c := t.Cell(row, "share")
		if c.State != records.Known {
			continue
		}
		name := t.Cell(row, "category").Text
		n := count[strings.ToLower(name)]
		if is := 100 * float64(n) / float64(all); math.Abs(is-c.Quantity.Value) > 1 {
			p.Report(lint.Found{Span: c.Span, Anchor: "category " + strings.ToLower(name),
				Message: fmt.Sprintf("%s is said to be %s %%; of the %d rows with a category %d have it, which is %s %%",
					quoted(name), decimal(c.Quantity.Value), all, n, decimal(is)),
				Help: "count the rows again"})
		}
	}
}

// decimal prints a number with at most one digit behind the point.
func decimal(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
