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
	var format string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "One line for each document: version, grade, in force since, next review, lapses of 12 months",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			head := []string{"ID", "VERSION", "GRADE", "IN FORCE SINCE", "NEXT REVIEW", "LAPSES", "TITLE"}
			return a.standing(cmd.Context(), format, w, head, statusCells, statusOf)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "output format: text, json")
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
	if days := lapseDays(book, t); days > 0 {
		return counted(days, "day", "days")
	}
	return "–"
}

func lapseDays(book *trail.Book, t *trail.Trail) int {
	if t == nil {
		return 0
	}
	from, days := book.Today.AddMonths(-12)+1, 0
	for _, l := range t.Lapses {
		end := l.Until
		if end == day.None {
			end = book.Today + 1
		}
		days += max(0, int(end-max(l.From, from)))
	}
	return days
}

// standing prints one line, or one JSON object, for each document, sorted by id. What cells or object give as nil is
// left out.
func (a *app) standing(ctx context.Context, format string, w when, head []string, cells func(*project, *register.Entry, *trail.Book) []string,
	object func(*project, *register.Entry, *trail.Book) any) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	out := standingJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book), Today: book.Today.String(), Notes: notesJSON{book.NotesSeen}, Documents: []any{}}
	var rows [][]string
	for _, e := range byKey(reg.Documents) {
		if format == "text" {
			rows = append(rows, cells(p, e, book))
		} else if x := object(p, e, book); x != nil {
			out.Documents = append(out.Documents, x)
		}
	}
	if err := reg.Err(); err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(out)
	}
	err = printTable(a.streams.Out, head, rows)
	if err == nil && unseenNotes(p, book) {
		_, err = fmt.Fprintf(a.streams.Out, "\n%s\n", notesUnseen)
	}
	return err
}

// notesUnseen is said where a company captures reviews and no notes are here: neither clone nor CI fetches them.
const notesUnseen = "Captured reviews in notes weren't seen: refs/notes/writ isn't in this clone (" + fetchNotes + ")."

func unseenNotes(p *project, book *trail.Book) bool {
	return len(p.config.CaptureBy) > 0 && !book.NotesSeen
}

// printTable prints rows below a head. Rows without a cell are left out.
func printTable(out io.Writer, head []string, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, row := range rows {
		for i, c := range row {
			row[i] = report.Visible(c)
		}
		if len(row) > 0 {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
	}
	return w.Flush()
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
