package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (a *app) statusCommand() *cobra.Command {
	var w when
	var format string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "List documents with what history proves: in force, lapses",
		Long: "status lists for every document what history proves: the version and its grade of evidence, since " +
			"when it is in force, and on how many days of the last 12 months its review was late. As JSON it says " +
			"who approved it, too.\n\n" +
			"`writ register` has the same lines as an inventory, with the owner and the status of the front " +
			"matter. `writ lint` says what is to be fixed.",
		Example: "writ status\n" +
			"writ status --today 2027-01-31      # what will be overdue\n" +
			"writ status --format json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.list(cmd.Context(), format, w, listing{
				head:  []string{"ID", "VERSION", "GRADE", "IN FORCE SINCE", "NEXT REVIEW", "LAPSES", "TITLE"},
				cells: statusCells, object: statusOf})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	whenFlags(cmd, &w)
	return cmd
}

func statusCells(v standing.View, s *standing.Standing) []string {
	lapses := "–"
	if days := lapseDays(v, s); days > 0 {
		lapses = counted(days, "day", "days")
	}
	return []string{s.Key(), orDash(s.Version), orDash(string(s.Grade)), sinceCell(s), reviewCell(s), lapses, s.Title}
}

// sinceCell says since when a document is in force, or what it is else.
func sinceCell(s *standing.Standing) string {
	switch {
	case s.State == standing.InForce:
		return s.Since.String()
	case s.State == standing.NotYet:
		return fmt.Sprintf("%s (from %s)", s.State, s.Coming.Since)
	case s.Rival != "":
		return fmt.Sprintf("%s (its id is that of %s)", s.State, s.Rival)
	case s.State == standing.Retired:
		return fmt.Sprintf("%s %s", s.State, s.Since)
	}
	return string(s.State)
}

func reviewCell(s *standing.Standing) string {
	due := orDash(s.Review.Due.String())
	if s.Review.Overdue > 0 {
		return due + " overdue"
	}
	return due
}

// lapseDays sums the days of the last 12 months on which a document was in force past its review date.
func lapseDays(v standing.View, s *standing.Standing) int {
	return standing.LapseDays(s.Trail, v.Today.AddMonths(-12)+1, v.Today)
}

// listing is a command that prints one line, or one JSON object, for each document.
type listing struct {
	head   []string
	cells  func(standing.View, *standing.Standing) []string // none for a document that isn't listed
	object func(standing.View, *standing.Standing) any      // nil for a document that isn't listed
	// what is said where nothing is listed, with the day; "" makes it an error
	none string
}

// list prints a listing, sorted by id.
func (a *app) list(ctx context.Context, format string, w when, l listing) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, reg, book, err := a.readAny(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	if err := noDocument(reg); err != nil && l.none == "" {
		return err
	}
	view := standing.NewView(reg, book)
	all, err := view.All()
	if err != nil {
		return err
	}
	if format == "json" {
		out := standingJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book.Main),
			Today: book.Today.String(), Notes: notesJSON{book.NotesSeen}, Documents: []any{}}
		for i := range all {
			if x := l.object(view, &all[i]); x != nil {
				out.Documents = append(out.Documents, x)
			}
		}
		return a.printJSON(out)
	}
	var rows [][]string
	for i := range all {
		if cells := l.cells(view, &all[i]); cells != nil {
			rows = append(rows, cells)
		}
	}
	a.printStand(book)
	if len(rows) == 0 && l.none != "" {
		_, err = fmt.Fprintf(a.streams.Out, l.none+"\n", book.Today)
	} else {
		err = printTable(a.streams.Out, l.head, rows)
	}
	if err == nil && unseenNotes(p, book) {
		_, err = fmt.Fprintf(a.streams.Out, "\n%s\n", notesUnseen)
	}
	return err
}

// printStand says above a table which main line it is about.
func (a *app) printStand(b *trail.Book) {
	for _, note := range judgedOn(b) {
		fmt.Fprintf(a.streams.Out, "note: %s\n", report.Visible(note))
	}
	fmt.Fprintln(a.streams.Out)
}

// notesUnseen is said where a company captures reviews and no notes are here: neither clone nor CI fetches them.
const notesUnseen = "Captured reviews in notes weren't seen: refs/notes/writ isn't in this clone (" + fetchNotes + ")."

func unseenNotes(p *project, book *trail.Book) bool {
	return len(p.config.CaptureBy) > 0 && !book.NotesSeen
}

// printTable prints rows below a head.
func printTable(out io.Writer, head []string, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, row := range rows {
		for i, c := range row {
			row[i] = report.Visible(c)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
