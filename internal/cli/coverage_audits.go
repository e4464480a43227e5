package cli

import (
	"fmt"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// programmes is what `writ coverage --audits` prints.
type programmes struct {
	book *trail.Book
	all  []*isms.Programme
}

// auditSummary says how much of a standard internal audits covered in time.
func auditSummary(p *isms.Programme) string {
	if p.Since == day.None {
		return "No internal audit was held yet."
	}
	var asked, late, never [2]int // clauses, controls
	for _, x := range p.Points {
		i := sortIndex(x.Sort)
		if !x.Asked {
			continue
		}
		asked[i]++
		if x.Late {
			late[i]++
		}
		if x.Last == nil {
			never[i]++
		}
	}
	text := fmt.Sprintf("Internal audits covered %d of %s", asked[0]-never[0], counted(asked[0], "clause", "clauses"))
	if asked[1] > 0 {
		text += fmt.Sprintf(" and %d of %s that apply", asked[1]-never[1], counted(asked[1], "control", "controls"))
	}
	text += fmt.Sprintf(" since %s", p.Since)
	if n := late[0]; n > 0 {
		text += fmt.Sprintf("; %s longer ago than %s, or never", were(n, "clause"), p.Interval(schema.Clause))
	}
	if n := late[1]; n > 0 {
		text += fmt.Sprintf("; %s longer ago than %s, or never", were(n, "control"), p.Interval(schema.Control))
	}
	return text + "."
}

func were(n int, what string) string {
	if n == 1 {
		return "1 " + what + " was audited"
	}
	return fmt.Sprintf("%d %ss were audited", n, what)
}

func sortIndex(sort schema.PointSort) int {
	if sort == schema.Control {
		return 1
	}
	return 0
}

// auditTables are the rows for clauses and for controls, with their heads.
func auditTables(p *isms.Programme, today day.Day) (heads [2][]string, rows [2][][]string) {
	heads = [2][]string{{"CLAUSE", "AUDITED", "REPORT", "PLANNED", "AUDIT", "TITLE"},
		{"CONTROL", "APPLICABLE", "AUDITED", "REPORT", "PLANNED", "AUDIT", "TITLE"}}
	for i := range p.Points {
		x := &p.Points[i]
		row := []string{x.Number}
		if x.Sort == schema.Control {
			row = append(row, orDash(string(applies(x.Point))))
		}
		audited, report := "–", "–"
		switch {
		case x.Last != nil:
			audited, report = x.Last.When.Last.String(), x.Last.Entry.Key()
		case x.Late:
			audited = "never"
		}
		if x.Late {
			audited += " (late)"
		}
		planned, name := "–", "–"
		if x.Next != nil {
			planned, name = plannedFor(x.Next, today), orDash(x.Next.Name)
		}
		k := sortIndex(x.Sort)
		rows[k] = append(rows[k], append(row, audited, report, planned, name, x.Title))
	}
	return heads, rows
}

// applies is what the statement of applicability says of a control; "" for nothing.
func applies(p *coverage.Point) coverage.Answer {
	if p.Stated == nil {
		return ""
	}
	return p.Stated.Applicable
}

// plannedFor says for when an audit is planned, of a period its last day, and that this is over.
func plannedFor(x *isms.Planned, today day.Day) string {
	switch last := x.When.Last; {
	case last == day.None:
		return "–"
	case last < today:
		return last.String() + " (not held)"
	default:
		return last.String()
	}
}

func (a *app) auditsText(x *programmes) error {
	out := a.streams.Out
	a.printStand(x.book)
	for i, p := range x.all {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s\n%s\n", p.Of.Of.Title, auditSummary(p))
		heads, rows := auditTables(p, x.book.Today)
		for k := range heads {
			if len(rows[k]) == 0 {
				continue
			}
			fmt.Fprintln(out)
			if err := printTable(out, heads[k], rows[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *app) auditsMarkdown(x *programmes) error {
	out := a.streams.Out
	for i, p := range x.all {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "# Internal audits of %s\n\n%s\n", p.Of.Of.Title, markdownCell(auditSummary(p)))
		heads, rows := auditTables(p, x.book.Today)
		for k, title := range []string{"Clauses", "Controls"} {
			if len(rows[k]) == 0 {
				continue
			}
			fmt.Fprintf(out, "\n## %s\n\n", title)
			markdownTable(out, heads[k], rows[k])
		}
	}
	return nil
}

func (a *app) auditsCSV(x *programmes) error {
	rows := [][]string{{"standard", "number", "sort", "title", "applicable", "audited", "report", "late", "planned",
		"audit"}}
	for _, p := range x.all {
		for i := range p.Points {
			point := auditedPoint(&p.Points[i])
			row := []string{p.Of.Of.Name, point.Number, point.Sort, point.Title, deref(point.Applicable), "", "",
				fmt.Sprint(point.Late), "", ""}
			if l := point.Last; l != nil {
				row[5], row[6] = l.Day, l.Key()
			}
			if n := point.Next; n != nil {
				row[8], row[9] = deref(n.Until), n.Name
			}
			rows = append(rows, row)
		}
	}
	return a.printCSV(rows)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
