package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

// wantedActions are the flags of the command.
type wantedActions struct {
	open, overdue, all bool
	owner, source      string
	format             string
}

func (a *app) actionsCommand() *cobra.Command {
	var w when
	var want wantedActions
	cmd := &cobra.Command{
		Use:   "actions",
		Short: "List the actions of all logs and management reviews",
		Long: "actions lists what is to be done: the rows of logs of corrective and other actions, actions in files of " +
			"their own, and what management reviews decided. An action of a review that a log carries on is listed " +
			"once, as the log's row; one that the next review speaks of has the state that it gives.\n\n" +
			"Age counts from the day on which it was raised, or on which the main branch got the row. Slip is how far " +
			"the due date was moved on the main branch.",
		Example: "writ actions\n" +
			"writ actions --overdue --owner \"Head of Operations\"\n" +
			"writ actions --all --source MR-002 --format csv >actions.csv",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.actions(cmd.Context(), w, want) },
	}
	f := cmd.Flags()
	f.BoolVar(&want.open, "open", false, "those that aren't done (the default)")
	f.BoolVar(&want.overdue, "overdue", false, "those that are open past their due date")
	f.BoolVar(&want.all, "all", false, "those that are done or dropped, too")
	f.StringVar(&want.owner, "owner", "", "those of a `ROLE` or person, by key, title or name")
	f.StringVar(&want.source, "source", "", "those whose source, log or review has this `TEXT`")
	f.StringVar(&want.format, "format", "text", "output `FORMAT`: text, json, csv, markdown")
	whenFlags(cmd, &w)
	return cmd
}

// listedActions is what the command prints.
type listedActions struct {
	book   *trail.Book
	system *isms.System
	all    []*isms.Tracked
}

func (a *app) actions(ctx context.Context, w when, want wantedActions) error {
	show := map[string]func(*listedActions) error{"text": a.actionsText, "json": a.actionsJSON, "csv": a.actionsCSV,
		"markdown": a.actionsMarkdown}[want.format]
	switch {
	case show == nil:
		return fmt.Errorf("--format %q is unknown; there are: text, json, csv, markdown", want.format)
	case want.all && (want.open || want.overdue) || want.open && want.overdue:
		return errors.New("--open, --overdue and --all can't go together; choose one of them")
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	system := isms.New(standing.NewView(reg, book))
	all, err := system.Tracked()
	if err != nil {
		return err
	}
	x := &listedActions{book: book, system: system}
	for _, t := range all {
		switch {
		case !want.all && !t.Now.Open(), want.overdue && t.Late(system) == 0,
			want.owner != "" && !ownedBy(system, t, want.owner),
			want.source != "" && !strings.Contains(strings.ToLower(sourceOf(t)), strings.ToLower(want.source)):
		default:
			x.all = append(x.all, t)
		}
	}
	return show(x)
}

// ownedBy reports whether an action belongs to a role, or to a person who is meant or holds the role today.
func ownedBy(s *isms.System, t *isms.Tracked, name string) bool {
	owner := t.Now.Cell("owner")
	if owner.Party == nil {
		owner = t.Cell("owner")
	}
	if owner.Party == nil {
		return false
	}
	if strings.EqualFold(owner.Text, name) {
		return true
	}
	role, person, ok := s.Config.KnownOwner(name)
	if !ok {
		if person, ok = s.Config.PersonCalled(name); !ok {
			return false
		}
	}
	for _, n := range owner.Party.Known {
		if role != "" && n.Role == role {
			return true
		}
	}
	p := s.Config.People[person]
	return p != nil && slices.Contains(t.Owners, p)
}

// sourceOf is where an action comes from: what its row says, and its document.
func sourceOf(t *isms.Tracked) string {
	if c := t.Cell("source"); c.Text != "" {
		return c.Text + " (" + t.Entry.Key() + ")"
	}
	return t.Entry.Key()
}

func actionsHead() []string {
	return []string{"ACTION", "STATE", "OWNER", "DUE", "LATE", "SLIP", "AGE", "SOURCE", "WORDS"}
}

func (x *listedActions) rows() (rows [][]string) {
	days := func(n int) string {
		if n == 0 {
			return "–"
		}
		return counted(n, "day", "days")
	}
	for _, t := range x.all {
		owner := t.Now.Cell("owner").Text
		if owner == "" {
			owner = t.Cell("owner").Text
		}
		age := 0
		if t.Since != day.None && t.Now.Open() {
			age = t.Since.Until(x.book.Today)
		}
		rows = append(rows, []string{t.Address, t.Now.Class(), orDash(owner), orDash(t.DueNow.String()),
			days(t.Late(x.system)), days(t.Slip()), days(age), sourceOf(t),
			strings.Join(strings.Fields(t.Action.Words()), " ")})
	}
	return rows
}

func (a *app) actionsText(x *listedActions) error {
	a.printStand(x.book)
	if len(x.all) == 0 {
		fmt.Fprintln(a.streams.Out, "There is no such action.")
		return nil
	}
	if err := printTable(a.streams.Out, actionsHead(), x.rows()); err != nil {
		return err
	}
	open, late := 0, 0
	for _, t := range x.all {
		if t.Now.Open() {
			open++
		}
		if t.Late(x.system) > 0 {
			late++
		}
	}
	fmt.Fprintf(a.streams.Out, "\n%s, %d open, %d overdue.\n", counted(len(x.all), "action", "actions"), open, late)
	for _, t := range x.all {
		if len(t.Moves) > 0 {
			fmt.Fprintf(a.streams.Out, "note: %s\n", report.Visible(movesOf(t)))
		}
	}
	return nil
}

// movesOf says how the due date of an action was moved, and by which commits.
func movesOf(t *isms.Tracked) string {
	var all []string
	for _, m := range t.Moves {
		all = append(all, fmt.Sprintf("to %s on %s (%s)", m.To, m.Change.Day, m.Change.Step.ID.String()[:10]))
	}
	return fmt.Sprintf("the due date of %s was %s, and was moved %s", t.Address, t.FirstDue, strings.Join(all, ", "))
}

func (a *app) actionsMarkdown(x *listedActions) error {
	out := a.streams.Out
	fmt.Fprint(out, "# Actions\n\n")
	markdownTable(out, actionsHead(), x.rows())
	return nil
}

func (a *app) actionsCSV(x *listedActions) error {
	rows := [][]string{{"action", "state", "owner", "due", "first due", "days late", "slip in days", "raised", "done",
		"source", "document", "words"}}
	for _, t := range x.all {
		owner := t.Now.Cell("owner").Text
		if owner == "" {
			owner = t.Cell("owner").Text
		}
		row := []string{t.Address, t.Now.Class(), owner, t.DueNow.String(), t.FirstDue.String(),
			fmt.Sprint(t.Late(x.system)), fmt.Sprint(t.Slip()), t.Since.String(), t.DoneOn.String(), sourceOf(t),
			t.Entry.Path, t.Action.Words()}
		rows = append(rows, row)
	}
	return a.printCSV(rows)
}
