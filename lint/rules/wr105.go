package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr105() *lint.Rule {
	return &lint.Rule{
		ID: "WR105", Name: "review-date-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "Nothing says when the document is reviewed again",
		Text: `Documents are reviewed at planned intervals. A plan is a date that somebody chose, so a default that
nobody wrote down doesn't count.

**What counts.** Neither ` + "`review_date`" + `, nor ` + "`last_reviewed`" + `, nor ` + "`review_cycle`" + ` in the
document, and no ` + "`review_cycle`" + ` that your writ.yaml states for its kind (or for a kind that this one
extends). ` + "`last_reviewed`" + ` counts together with ` + "`review_in`" + ` or a cycle.

**What doesn't.** Records, retired documents, kinds with ` + "`review_cycle: none`" + `, and kinds whose
` + "`required:`" + ` list leaves out the review date.

**How to fix it.** Add ` + "`review_date: 2027-01-15`" + `, or state ` + "`review_cycle: 12 months`" + ` once for the
kind in writ.yaml.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR105"), Good: good("WR105"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) || !asks(e, "review_date") || e.Kind.Record || e.Kind.ReviewCycle.IsZero() ||
				e.Status() == schema.Retired {
				return nil
			}
			if has(e, "review_date") || has(e, "review_cycle") || has(e, "last_reviewed") && has(e, "review_in") ||
				statesCycle(p.Config, e.Kind) {
				return nil
			}
			message := "no review date: neither review_date, nor last_reviewed with review_in, nor a review_cycle " +
				"is stated"
			if has(e, "last_reviewed") {
				message = "no review date: last_reviewed says when the last review was, and nothing says how long " +
					"it holds"
			}
			p.Report(lint.Found{Span: reviewPlace(e), Anchor: "review_date", Message: message,
				Fix: restoring(p, "review_date", func(f *history.Facts) string { return f.ReviewText }),
				Help: fmt.Sprintf("add %s, or `review_cycle: %s` to `kinds.%s` in writ.yaml",
					fieldLine(e, "review_date", p.Today.Add(e.Kind.ReviewCycle).String()), e.Kind.ReviewCycle,
					e.Kind.Name)})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			cfg := s.Input().Config
			return plant(s, func(d *draft) bool {
				return d.asks("review_date") && !d.kind.Record && !d.kind.ReviewCycle.IsZero() &&
					!statesCycle(cfg, d.kind)
			}, func(d *draft) { d.drop("review_date") })
		},
	}
}

// statesCycle reports whether the company's writ.yaml states a review cycle for the kind or one that it extends.
func statesCycle(cfg *config.Config, k *config.Kind) bool {
	_, stated := cfg.StatedCycle(k)
	return stated
}

// reviewPlace is the place of the field that says when the next review is.
func reviewPlace(e *register.Entry) document.Span {
	for _, name := range []string{"review_date", "last_reviewed", "review_in", "review_cycle"} {
		if _, ok := e.Front.Field(name); ok {
			return at(e, name)
		}
	}
	return e.Front.Open
}
