package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (a *app) registerCommand() *cobra.Command {
	var format, today string
	cmd := &cobra.Command{
		Use:   "register",
		Short: "List all documents: version, grade, owner, in force since, next review",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.register(cmd.Context(), format, today) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output format: text, json")
	todayFlag(cmd, &today)
	return cmd
}

// The data contract of `writ register --format json` (schema/register.schema.json). It only grows.
type (
	registerJSON struct {
		Schema    int            `json:"schema"`
		Head      *string        `json:"head"`
		Main      mainJSON       `json:"main"`
		Today     string         `json:"today"`
		Documents []documentJSON `json:"documents"`
	}
	documentJSON struct {
		ID            *string `json:"id"`
		Title         string  `json:"title"`
		Kind          string  `json:"kind"`
		Version       *string `json:"version"`
		Status        string  `json:"status"`
		Grade         *string `json:"grade"`
		Owner         string  `json:"owner"`
		Approver      string  `json:"approver"`
		Path          string  `json:"path"`
		EffectiveDate *string `json:"effectiveDate"`
		ReviewDate    *string `json:"reviewDate"`
		InForceSince  *string `json:"inForceSince"`
		Overdue       bool    `json:"overdue"`
	}
)

func (a *app) register(ctx context.Context, format, today string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, err := a.openProject(a.dir, today)
	if err != nil {
		return err
	}
	defer p.close()
	reg, book, missing, err := p.readBoth(ctx, today != "")
	if err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	if len(reg.Documents) == 0 {
		return errNoDocument
	}
	out := registerJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book), Today: book.Today.String(), Documents: []documentJSON{}}
	for _, e := range reg.Documents {
		out.Documents = append(out.Documents, rowOf(e, book))
	}
	slices.SortStableFunc(out.Documents, func(a, b documentJSON) int {
		return cmp.Or(cmp.Compare(text(a.ID), text(b.ID)), cmp.Compare(a.Path, b.Path))
	})
	if format == "json" {
		return a.printJSON(out)
	}
	return a.registerText(out.Documents)
}

// rowOf joins what a document states with what history proves of it. Where words are in force, the row is theirs,
// whatever the file says meanwhile. What isn't proven stays null.
func rowOf(e *register.Entry, book *trail.Book) documentJSON {
	t := book.Of(e.ID, e.Path)
	f := trail.ReadFacts(e.Source, book.Fields)
	if t != nil && t.Current != nil {
		f = t.Current.Facts()
	}
	row := documentJSON{ID: orNull(e.ID), Title: f.Title, Kind: e.Kind.Name, Version: orNull(f.Version), Status: f.Status,
		Owner: firstOf(f.Owner, e.Kind.Owner), Approver: firstOf(f.Approver, e.Kind.Approver), Path: e.Path,
		EffectiveDate: orNull(f.Effective.String()), ReviewDate: orNull(f.Review.String())}
	switch {
	case t == nil:
	case t.Retired != day.None && t.Retired <= book.Today:
		row.Grade, row.ReviewDate = orNull(string(t.Versions[len(t.Versions)-1].Grade)), nil
	case t.Current != nil:
		row.Grade, row.InForceSince = orNull(string(t.Current.Approval.Grade)), orNull(t.InForceSince().String())
		if due := t.ReviewDue(book.Today); due != day.None {
			row.ReviewDate, row.Overdue = orNull(due.String()), due < book.Today
		}
	case len(t.Versions) > 0:
		row.Grade = orNull(string(t.Versions[len(t.Versions)-1].Grade))
	}
	return row
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (a *app) registerText(rows []documentJSON) error {
	w := tabwriter.NewWriter(a.streams.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tVERSION\tGRADE\tSTATUS\tOWNER\tIN FORCE SINCE\tNEXT REVIEW\tTITLE")
	for _, r := range rows {
		review := text(r.ReviewDate)
		if r.Overdue {
			review += " overdue"
		}
		id := r.Path
		if r.ID != nil {
			id = *r.ID
		}
		cells := []string{id, text(r.Version), text(r.Grade), r.Status, r.Owner, text(r.InForceSince), review, r.Title}
		for i, c := range cells {
			cells[i] = report.Visible(c)
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

func text(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}
