package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (a *app) statusCommand() *cobra.Command {
	var w when
	cmd := &cobra.Command{
		Use:   "status",
		Short: "One line for each document: version, grade, in force since, next review, lapses of 12 months",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.table(cmd.Context(), w, []string{"ID", "VERSION", "GRADE", "IN FORCE SINCE", "NEXT REVIEW", "LAPSES", "TITLE"}, statusCells)
		},
	}
	whenFlags(cmd, &w)
	return cmd
}

func statusCells(p *project, e *register.Entry, book *trail.Book) []string {
	r := rowOf(e, book)
	return []string{e.Key(), text(r.Version), text(r.Grade), sinceCell(e, book, r), reviewCell(r), lapseCell(book, book.Of(e.ID, e.Path)), r.Title}
}

func sinceCell(e *register.Entry, book *trail.Book, r documentJSON) string {
	t := book.Of(e.ID, e.Path)
	switch {
	case r.InForceSince != nil:
		return *r.InForceSince
	case e.Kind.Record:
		return "on record"
	case t != nil && t.Retired != day.None && t.Retired <= book.Today:
		return "retired " + t.Retired.String()
	}
	return "not in force"
}

func reviewCell(r documentJSON) string {
	if r.Overdue {
		return text(r.ReviewDate) + " overdue"
	}
	return text(r.ReviewDate)
}

// lapseCell sums the days of the last 12 months on which a document was in force past its review date.
func lapseCell(book *trail.Book, t *trail.Trail) string {
	if t == nil {
		return "–"
	}
	from, days := book.Today.AddMonths(-12)+1, 0
	for _, l := range t.Lapses {
		end := l.Until
		if end == day.None {
			end = book.Today + 1
		}
		days += max(0, int(end-max(l.From, from)))
	}
	if days == 0 {
		return "–"
	}
	return counted(days, "day", "days")
}

// table prints one line for each document, sorted by id.
func (a *app) table(ctx context.Context, w when, head []string, cells func(*project, *register.Entry, *trail.Book) []string) error {
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	return printTable(a.streams.Out, head, byKey(reg.Documents), func(e *register.Entry) []string { return cells(p, e, book) })
}

func printTable(out io.Writer, head []string, docs []*register.Entry, cells func(*register.Entry) []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, e := range docs {
		row := cells(e)
		for i, c := range row {
			row[i] = report.Visible(c)
		}
		if len(row) > 0 {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
	}
	return w.Flush()
}
