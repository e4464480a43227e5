package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) asOfCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "as-of DATE|COMMIT",
		Short: "What was in force on a past day, whose it was, who had approved it, and what was overdue",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			head := []string{"ID", "VERSION", "GRADE", "IN FORCE SINCE", "OWNER", "APPROVED", "REVIEW", "TITLE"}
			return a.standing(cmd.Context(), format, when{asOf: args[0]}, head, asOfCells, asOf)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "output format: text, json")
	return cmd
}

// asOfCells is empty for what was neither in force nor on record that day.
func asOfCells(p *project, e *register.Entry, book *trail.Book) []string {
	t := book.Of(e.ID, e.Path)
	if t == nil || t.Current == nil && !e.Kind.Record {
		return nil
	}
	r := rowOf(e, book)
	review := reviewCell(r)
	if due := t.ReviewDue(book.Today); t.Current != nil && due != day.None && due < book.Today {
		review = fmt.Sprintf("%s overdue by %s", due, counted(int(book.Today-due), "day", "days"))
	}
	return []string{e.Key(), text(r.Version), text(r.Grade), sinceCell(e, book, r), ownerCell(p.config, r.Owner, book.Today), approvedCell(t), review, r.Title}
}

// ownerCell names the owner, and who held the role that day.
func ownerCell(cfg *config.Config, owner string, on day.Day) string {
	role, _, ok := cfg.KnownOwner(owner)
	if !ok || role == "" {
		return owner
	}
	var names []string
	for _, p := range cfg.HoldersOn(role, on) {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return owner + " (vacant)"
	}
	return owner + " (" + strings.Join(names, ", ") + ")"
}

// approvedCell says who approved what was in force, claiming no more than the grade proves.
func approvedCell(t *trail.Trail) string {
	if t.Current == nil || t.Current.Approval == nil {
		return "–"
	}
	a := t.Current.Approval
	switch {
	case a.Adopted != nil:
		return "by adoption"
	case len(a.By) == 0:
		return "nobody had to"
	}
	return strings.Join(slices.Concat(
		namesOf(a.By, "approved by ", "", func(e *trail.Evidence) bool { return e.Grade < trail.Named }),
		namesOf(a.By, "named: ", ", unsigned", func(e *trail.Evidence) bool { return e.Grade == trail.Named && e.Kind != trail.ByMerge }),
		namesOf(a.By, "merged by ", "", func(e *trail.Evidence) bool { return e.Grade == trail.Named && e.Kind == trail.ByMerge }),
	), "; ")
}

// namesOf joins the names of those approvals that want selects, between before and after; nothing for none.
func namesOf(by []*trail.Evidence, before, after string, want func(*trail.Evidence) bool) []string {
	var names []string
	for _, e := range by {
		if want(e) {
			names = append(names, e.Person.Name+" ("+e.Role+")")
		}
	}
	if names == nil {
		return nil
	}
	return []string{before + strings.Join(names, ", ") + after}
}

// byKey sorts documents by id, and those without one by path.
func byKey(docs []*register.Entry) []*register.Entry {
	return slices.SortedStableFunc(slices.Values(docs), func(a, b *register.Entry) int { return strings.Compare(a.Key(), b.Key()) })
}
