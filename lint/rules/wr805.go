package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr805() *lint.Rule {
	return &lint.Rule{
		ID: "WR805", Name: "soa-incomplete", Scope: lint.Register, Severity: lint.Error,
		Title: "The statement of applicability leaves a control open",
		Text: `The statement says of each control of Annex A whether it applies, and whether it is implemented. One that
is missing was never decided on.

**What counts.** A control that no statement has, also one of ` + "`coverage.own_controls`" + `; one with two answers
that differ, in one table or in several; a row that gives a reason, and no answer; a control that applies, and of which
nothing says how far it is implemented; rows without a control.

**What doesn't.** Tables and documents split by theme, and a list of exclusions beside the table: they are one
statement, in which cells of several rows complete each other. Ranges such as A.7.1 to A.7.6. Rows that are headings.
Rows of other standards, which the row, a heading or the title names. Drafts, retired documents, adopted words.

**How to fix it.** Add the control with its answer, or make one answer of the two.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR805"), Good: good("WR805"),
		Find: func(p *lint.Pass) error {
			all, err := sharedStatements(p.Input)
			if err != nil {
				return err
			}
			return eachStatement(p, func(s statement) error {
				s.missing(p, all)
				s.nameless(p)
				s.each(p, "applied", "write yes, partly, planned or no", "and nothing says how far that is implemented",
					"implemented", func(_ coverage.Named, x *coverage.Stated) bool {
						return x.Applicable == coverage.Yes && x.Implemented == "" && s.has("implemented")
					})
				for n, x := range s.Controls {
					if n.Foreign {
						continue
					}
					if err := s.differing(p, n, x); err != nil {
						return err
					}
					s.unanswered(p, n, x)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantStatement(s, func(t *sheet) {
				t.rows = append(t.rows, slices.Clone(t.rows[0]))
				t.set(0, map[string]string{"control": "A.5.1", "applicable": "yes"})
				t.set(1, map[string]string{"control": "A.5.1", "applicable": "no"})
			})
		},
	}
}

// missing reports the controls of a standard that no statement has, once for all statements: at the first one that
// answers controls of the standard.
func (s statement) missing(p *lint.Pass, all []statement) {
	for _, of := range s.Standards() {
		if std := p.Config.Coverage.Standards; len(std) > 0 && !slices.Contains(std, of.Name) || s.e != firstOf(all, of) {
			continue
		}
		var missing []string
		for _, c := range of.Points {
			if x, _ := statedOf(all, of.Name, c.Number); x == nil && c.Sort == schema.Control {
				missing = append(missing, c.Number)
			}
		}
		if of == s.Standards()[0] {
			for _, own := range p.Config.Coverage.OwnControls {
				if x, _ := statedOf(all, "", own.ID); x == nil {
					missing = append(missing, own.ID)
				}
			}
		}
		if len(missing) > 0 {
			p.Report(lint.Found{Doc: s.e, Span: s.head(), Anchor: "missing " + of.Name,
				Message: fmt.Sprintf("the statement doesn't have %s of %s: %s", count(len(missing), "control"), of.Title,
					someControls(of, missing)),
				Help: "add a row for each, with the reason why it applies or doesn't"})
		}
	}
}

// firstOf returns the first statement that answers controls of a standard.
func firstOf(all []statement, of *schema.Standard) *register.Entry {
	return all[slices.IndexFunc(all, func(s statement) bool { return slices.Contains(s.Standards(), of) })].e
}

// nameless reports rows with an answer and without a control; one finding where no row names one that is known.
func (s statement) nameless(p *lint.Pass) {
	if len(s.Rows) > 0 && !slices.ContainsFunc(s.Rows, func(r coverage.Row) bool { return len(r.Names) > 0 }) {
		p.Report(lint.Found{Doc: s.e, Span: s.head(), Anchor: "no controls",
			Message: "no row names a control by a number that a standard has",
			Help:    "write numbers such as A.5.1, or the standard's titles, in the column of controls"})
		return
	}
	_, i := s.Table.Of.Columns.Named("control")
	for n, row := range s.Rows {
		if v := row.Cells[i]; v.State == records.Empty && !unwritten(v.Text) {
			p.Report(lint.Found{Doc: s.e, Span: row.Span, Anchor: fmt.Sprintf("row without a control %d", n),
				Message: "the row has an answer, and names no control",
				Help:    "write the control's number, such as A.5.1, or remove the row"})
		}
	}
}

// differing reports a control of which two rows say different things.
func (s statement) differing(p *lint.Pass, n coverage.Named, x *coverage.Stated) error {
	for _, a := range []struct {
		column string
		of     func(*coverage.Row) string
	}{
		{"applicable", func(r *coverage.Row) string { return string(r.Applicable) }},
		{"implemented", func(r *coverage.Row) string { return r.Implemented }},
	} {
		var first *coverage.Row
		for _, row := range x.Rows {
			switch {
			case a.of(row) == "":
			case first == nil:
				first = row
			case a.of(row) != a.of(first):
				related, err := relatedTo(s.e, s.at([]*coverage.Row{first}, a.column), "the other answer: "+a.of(first))
				if err != nil {
					return err
				}
				p.Report(lint.Found{Doc: s.e, Span: s.at([]*coverage.Row{row}, a.column), Related: related,
					Anchor: "differs " + controlKey(n),
					Message: fmt.Sprintf("%s is stated twice with different answers: %s is %q here, and %q in line %d",
						n.Number, a.column, a.of(row), a.of(first), related[0].Range.Start.Line),
					Help: "make one answer of the two"})
				return nil
			}
		}
	}
	return nil
}

// unanswered reports a control without the answer whether it applies, or how far it is implemented.
func (s statement) unanswered(p *lint.Pass, n coverage.Named, x *coverage.Stated) {
	report := func(at document.Span, message, help string) {
		p.Report(lint.Found{Doc: s.e, Span: at, Anchor: "unanswered " + controlKey(n), Message: message, Help: help})
	}
	switch {
	case x.Applicable == "" && !s.waits(x.Rows, "applicable"):
		report(s.at(x.Rows, "applicable"), fmt.Sprintf("nothing says whether %s applies", n.Number), "write yes or no")
	case x.Applicable != coverage.Yes || s.waits(x.Rows, "implemented"):
	case !s.has("implemented"):
		if first, _ := s.firstApplied(); first == n {
			report(s.head(), "no column says how far the controls are implemented",
				"add the column Implemented: yes, partly, planned or no")
		}
	case x.Implemented == "excluded":
		report(s.at(x.Rows, "implemented"), fmt.Sprintf("%s applies, and its implementation is not applicable", n.Number),
			"write yes, partly, planned or no; or exclude the control, with a reason")
	}
}

// firstApplied returns the first control that applies.
func (s statement) firstApplied() (coverage.Named, bool) {
	for n, x := range s.Controls {
		if x.Applicable == coverage.Yes && !n.Foreign {
			return n, true
		}
	}
	return coverage.Named{}, false
}
