package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) registerCommand() *cobra.Command {
	var format string
	var w when
	cmd := &cobra.Command{
		Use:   "register",
		Short: "List documents with what their front matter says: status, owner",
		Long: "register lists every document as the inventory that an auditor asks for first: version, status and " +
			"owner as the front matter states them, since when it is in force, and its next review.\n\n" +
			"`writ status` has the same lines for whoever answers for them: the days in force and the lapses of 12 " +
			"months that history proves, and as JSON who approved and when.",
		Example: "writ register\n" +
			"writ register --format json\n" +
			"writ register --as-of 2026-06-30",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.register(cmd.Context(), format, w) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
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
		ID            *string        `json:"id"`
		Title         string         `json:"title"`
		Kind          string         `json:"kind"`
		Version       *string        `json:"version"`
		Status        string         `json:"status"`
		Grade         *string        `json:"grade"`
		Owner         string         `json:"owner"`
		Approver      string         `json:"approver"`
		Path          string         `json:"path"`
		EffectiveDate *string        `json:"effectiveDate"`
		ReviewDate    *string        `json:"reviewDate"`
		State         standing.State `json:"state"`
		Since         *string        `json:"since"`
		InForceSince  *string        `json:"inForceSince"`
		Adopted       bool           `json:"adopted"`
		Overdue       bool           `json:"overdue"`
		TranslationOf *originalJSON  `json:"translationOf"` // null for an original
		Fields        map[string]any `json:"fields"`        // of the kind, by name; null where the words say nothing
	}
)

// originalJSON is the document that another one translates.
type originalJSON struct {
	ID      string  `json:"id"`
	Version *string `json:"version"`
}

func (a *app) register(ctx context.Context, format string, w when) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	out := registerJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book.Main),
		Today: book.Today.String(), Documents: []documentJSON{}}
	all, err := standing.NewView(reg, book).All()
	if err != nil {
		return err
	}
	if format == "json" {
		for i := range all {
			d := registered(&all[i])
			front, err := frontOf(p.config, reg, book, &all[i])
			if err != nil {
				return err
			}
			d.Fields = kindFields(&all[i], &front)
			if o := standing.OriginalIn(&front); o.ID != "" {
				d.TranslationOf = &originalJSON{o.ID, orNull(o.Version)}
			}
			out.Documents = append(out.Documents, d)
		}
		return a.printJSON(out)
	}
	var rows [][]string
	for i := range all {
		s := &all[i]
		rows = append(rows, []string{s.Key(), orDash(s.Version), orDash(string(s.Grade)), s.Status, s.Owner.Key,
			sinceCell(s), reviewCell(s), s.Title})
	}
	a.printStand(book)
	return printTable(a.streams.Out, []string{"ID", "VERSION", "GRADE", "STATUS", "OWNER", "IN FORCE SINCE",
		"NEXT REVIEW", "TITLE"}, rows)
}

// frontOf returns the front matter of the words that count.
func frontOf(c *config.Config, reg *register.Register, book *trail.Book,
	s *standing.Standing) (front document.Front, err error) {
	e := reg.ByPath(s.Path)
	switch {
	case s.Change != nil && (e == nil || e.Blob != s.Change.Blob):
		text, err := book.Text(s.Change.Blob)
		if err != nil {
			return front, err
		}
		front, _ = document.ParseFront(text, c.Fields)
	case e != nil:
		front = e.Front
	}
	return front, nil
}

// kindFields returns what front matter says in the fields of a kind.
func kindFields(s *standing.Standing, front *document.Front) map[string]any {
	all := map[string]any{}
	for _, of := range s.Kind.Fields {
		all[of.Name] = nil
		if f, ok := front.Field(of.Name); ok {
			all[of.Name] = f.Value.JSON()
		}
	}
	return all
}

func registered(s *standing.Standing) documentJSON {
	return documentJSON{ID: orNull(s.ID), Title: s.Title, Kind: s.Kind.Name, Version: orNull(s.Version),
		Status: s.Status, Grade: orNull(string(s.Grade)),
		Owner: s.Owner.Key, Approver: s.Approver.Key, Path: s.Path, EffectiveDate: orNull(s.Effective.String()),
		ReviewDate: orNull(s.Review.Due.String()),
		State:      s.State, Since: orNull(s.Since.String()), InForceSince: orNull(s.InForceSince().String()),
		Adopted: s.Adopted() != nil, Overdue: s.Review.Overdue > 0}
}
