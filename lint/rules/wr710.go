package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr710() *lint.Rule {
	return &lint.Rule{
		ID: "WR710", Name: "decision-incomplete", Scope: lint.Document, Severity: lint.Error,
		Title: "An action of a management review has no owner or no due date",
		Text: `An action that nobody owns and that is due on no day isn't done, and the next review finds it again.

**What counts.** A row or an item of a review's decisions and actions that is an action, without an owner or without a
due date. Words such as "ongoing" or "TBD" are no date. A column that the table lacks is one finding at the table.

**What doesn't.** Decisions, which need neither: the type, a word before the text such as "Decision:", or the section
tells which is which; what nothing tells is an action. A due date of an action that is done or dropped; a text that is
no day (WR507); placeholders (WR121); drafts, retired documents, adopted words.

**How to fix it.** Write who does it and by when, or call it a decision.`,
		Clause: "ISO27001:9.3.3", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR710"), Good: good("WR710"),
		Find: ofMinutes(func(p *lint.Pass, system *isms.System, m *isms.Minutes) error {
			t, err := system.Table(m.Entry, "decisions")
			if t == nil || err != nil {
				return err
			}
			lacking := make([][]string, len(t.Pieces))
			for i, row := range t.Rows {
				if isms.Decides(t, row) || t.Cell(row, "action").State != records.Known {
					continue
				}
				for _, column := range unanswered(t, row) {
					_, at := t.Of.Columns.Named(column)
					what := map[string]string{"owner": "owner", "due": "due date"}[column]
					if piece := t.Pieces[row.Piece]; ofTable(piece) && !hasHeader(piece, column) {
						if of := &lacking[row.Piece]; !slices.Contains(*of, what) {
							*of = append(*of, what)
						}
						continue
					}
					p.Report(lint.Found{Span: cellSpan(row, at), Anchor: cellAnchor(t, i, column),
						Message: fmt.Sprintf("the action %s has no %s", quoted(t.Cell(row, "action").Text), what),
						Help:    "write it, or call this a decision"})
				}
			}
			for i, what := range lacking {
				if len(what) > 0 {
					p.Report(lint.Found{Span: t.Pieces[i].Span, Anchor: "table decisions " + strings.Join(what, " "),
						Message: fmt.Sprintf("actions of this table have no %s", strings.Join(what, " and no ")),
						Help:    "add the columns Owner and Due, or call what needs neither a decision"})
				}
			}
			return nil
		}),
		Seed: func(s lint.Scratch) error {
			return plantMinutesSheet(s, "decisions", func(_ *draft, t *sheet) {
				for i, c := range t.of.Columns {
					switch c.Name {
					case "type":
						t.rows[0][i] = "Action"
					case "owner":
						t.rows[0][i] = ""
					case "status":
						t.rows[0][i] = "open"
					}
				}
			})
		},
	}
}

// unanswered lists which of owner and due date an action lacks. A done or dropped one needs no date any more.
func unanswered(t *records.Table, row records.Row) (columns []string) {
	status := t.Cell(row, "status")
	over := status.State == records.Known && status.Choice.Class != records.ClassOpen
	for _, column := range []string{"owner", "due"} {
		c := t.Cell(row, column)
		_, i := t.Of.Columns.Named(column)
		if i >= 0 && (c.State == records.Empty || c.State == records.Nothing) && !unwritten(c.Text) &&
			(column == "owner" || !over) {
			columns = append(columns, column)
		}
	}
	return columns
}
