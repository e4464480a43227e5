package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) asOfCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "as-of DATE|COMMIT",
		Short: "What was in force on a past day, whose it was, what was overdue",
		Long: "as-of lists what was in force on a past day by what was merged until then: the owners of that day, " +
			"who had approved, and what was overdue. DATE is YYYY-MM-DD, COMMIT any name of a commit on the main " +
			"line.",
		Example: "writ as-of 2026-06-30\n" +
			"writ as-of HEAD~5 --format json",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.list(cmd.Context(), format, when{asOf: args[0]}, listing{
				head:  []string{"ID", "VERSION", "GRADE", "IN FORCE SINCE", "OWNER", "APPROVED", "REVIEW", "TITLE"},
				cells: asOfCells, object: asOf, none: "Nothing was in force or on record on %s."})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	return cmd
}

// asOfCells is nil for what was neither in force nor on record that day.
func asOfCells(_ standing.View, s *standing.Standing) []string {
	if !s.Valid() {
		return nil
	}
	review := reviewCell(s)
	if late := s.Review.Overdue; late > 0 {
		review += " by " + counted(late, "day", "days")
	}
	return []string{s.Key(), orDash(s.Version), orDash(string(s.Grade)), sinceCell(s), ownerCell(s.Owner),
		approvedCell(s), review, s.Title}
}

// ownerCell names the owner, and who held the role that day.
func ownerCell(owner standing.Party) string {
	switch {
	case owner.Role == "":
		return owner.Key
	case owner.Vacant():
		return owner.Key + " (vacant)"
	}
	var names []string
	for _, p := range owner.Holders {
		names = append(names, p.Name)
	}
	return owner.Key + " (" + strings.Join(names, ", ") + ")"
}

// approvedCell says who approved what was in force, claiming no more than the grade proves.
func approvedCell(s *standing.Standing) string {
	a := s.Approval()
	switch {
	case a == nil:
		return "–"
	case a.Adopted != nil:
		return "by adoption"
	case len(a.By) == 0:
		return "nobody had to"
	}
	return strings.Join(slices.Concat(
		namesOf(a.By, "approved by ", "", func(e *trail.Evidence) bool { return e.Grade < trail.Named }),
		namesOf(a.By, "named: ", ", unsigned", func(e *trail.Evidence) bool {
			return e.Grade == trail.Named &&
				e.Kind != trail.ByMerge
		}),
		namesOf(a.By, "merged by ", "", func(e *trail.Evidence) bool {
			return e.Grade == trail.Named &&
				e.Kind == trail.ByMerge
		}),
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
