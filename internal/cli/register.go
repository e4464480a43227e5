package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) registerCommand() *cobra.Command {
	var format string
	var w when
	cmd := &cobra.Command{
		Use:   "register",
		Short: "List all documents: version, grade, owner, in force since, next review",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.register(cmd.Context(), format, w) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output format: text, json")
	whenFlags(cmd, &w)
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

func (a *app) register(ctx context.Context, format string, w when) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	out := registerJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book), Today: book.Today.String(), Documents: []documentJSON{}}
	for _, e := range byKey(reg.Documents) {
		out.Documents = append(out.Documents, rowOf(e, book))
	}
	if err := reg.Err(); err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(out)
	}
	var rows [][]string
	for _, r := range out.Documents {
		rows = append(rows, registerCells(r))
	}
	return printTable(a.streams.Out, []string{"ID", "VERSION", "GRADE", "STATUS", "OWNER", "IN FORCE SINCE", "NEXT REVIEW", "TITLE"}, rows)
}

// rowOf joins what a document states with what history proves of it. Where words are in force, the row is theirs,
// whatever the file says meanwhile. What isn't proven stays null.
func rowOf(e *register.Entry, book *trail.Book) documentJSON {
	t := book.Of(e.ID, e.Path)
	f := book.Facts(e.Blob)
	switch {
	case t != nil && t.Current != nil:
		f = t.Current.Facts()
	case f == nil: // words that the main line doesn't have
		f = trail.ReadFacts(e.Source(), book.Fields)
	}
	row := documentJSON{ID: orNull(e.ID), Title: firstOf(f.Title, headline(e)), Kind: e.Kind.Name, Version: orNull(f.Version), Status: f.Status,
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

// headline is what a document without a title calls itself: its first heading.
func headline(e *register.Entry) string {
	for _, h := range e.Headings() {
		return h.Text
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func registerCells(r documentJSON) []string {
	id := r.Path
	if r.ID != nil {
		id = *r.ID
	}
	return []string{id, text(r.Version), text(r.Grade), r.Status, r.Owner, text(r.InForceSince), reviewCell(r), r.Title}
}

func text(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}
