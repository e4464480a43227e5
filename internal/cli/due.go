package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

// wantedDue are the flags of the command.
type wantedDue struct{ within, person, format string }

func (a *app) dueCommand() *cobra.Command {
	var w when
	var want wantedDue
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List by person what is overdue or will be due",
		Long: "due lists what is to be done: reviews of documents, open actions of logs and management reviews, " +
			"treatments of risks, audits of the programme, activities, checks of documents of external origin, promised " +
			"management reviews, and suppressions that end. What is overdue is always listed; days late count once the " +
			"kind's `grace` is over.\n\n" +
			"A role stands for whoever holds it today; what nobody holds is listed under the role's title, and what nobody " +
			"owns under nobody. An action of a review that a log carries on is listed once, as the log's row. Where nothing " +
			"is due, nothing is printed.\n\n" +
			"With --format ics the output is a calendar that others can subscribe to: an item whose day moves stays the " +
			"same entry.",
		Example: "writ due\n" +
			"writ due --within \"3 months\" --person \"Head of Operations\"\n" +
			"writ due --within 52w --format ics >due.ics",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.due(cmd.Context(), w, want) },
	}
	f := cmd.Flags()
	f.StringVar(&want.within, "within", "30d", "what is due within this `TIME`: 30d, 6 weeks, 3 months")
	f.StringVar(&want.person, "person", "", "what a `PERSON` or a role owns, by key, title or name; nobody for what "+
		"has no owner")
	f.StringVar(&want.format, "format", "text", "output `FORMAT`: text, json, ics")
	whenFlags(cmd, &w)
	return cmd
}

// dueList is what the command prints.
type dueList struct {
	book  *trail.Book
	until day.Day
	items []isms.Item
	one   func(isms.Owner) bool // reports whether somebody is asked for; nil for everybody
}

func (a *app) due(ctx context.Context, w when, want wantedDue) error {
	show := map[string]func(*dueList) error{"text": a.dueText, "json": a.dueJSON, "ics": a.dueICS}[want.format]
	if show == nil {
		return fmt.Errorf("--format %q is unknown; there are: text, json, ics", want.format)
	}
	within, err := readLength(want.within)
	if err != nil {
		return fmt.Errorf("--within: %w", err)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	all, err := isms.New(standing.NewView(reg, book)).Due()
	if err != nil {
		return err
	}
	x := &dueList{book: book, until: book.Today.Add(within)}
	if want.person != "" {
		if x.one, err = ownerNamed(p.config, want.person, all); err != nil {
			return err
		}
	}
	for _, item := range all {
		if item.Due <= x.until && x.asks(item) {
			x.items = append(x.items, item)
		}
	}
	return show(x)
}

// nobody is who owns what has no owner.
const nobody = "nobody"

// ownersOf are the owners of an item; nobody where it has none.
func ownersOf(item isms.Item) []isms.Owner {
	if len(item.Owners) == 0 {
		return []isms.Owner{{Name: nobody}}
	}
	return item.Owners
}

// asks reports whether an item is asked for.
func (x *dueList) asks(item isms.Item) bool {
	return x.one == nil || slices.ContainsFunc(ownersOf(item), x.one)
}

// ownerNamed finds who is meant by a name: a person, whoever owns something by a role, or a name of an owner whom the
// roster doesn't have.
func ownerNamed(c *config.Config, name string, all []isms.Item) (func(isms.Owner) bool, error) {
	role, key, ok := c.KnownOwner(name)
	if !ok {
		key, ok = c.PersonCalled(name)
	}
	switch {
	case ok && role != "":
		return func(o isms.Owner) bool { return o.Role == role }, nil
	case ok:
		who := c.People[key]
		return func(o isms.Owner) bool { return o.Person == who || o.Person == nil && o.Name == who.Name }, nil
	}
	same := func(o isms.Owner) bool { return strings.EqualFold(o.Name, name) }
	if !same(isms.Owner{Name: nobody}) &&
		!slices.ContainsFunc(all, func(item isms.Item) bool { return slices.ContainsFunc(item.Owners, same) }) {
		return nil, fmt.Errorf("--person %q is neither one person nor one role of writ.yaml, and owns nothing", name)
	}
	return same, nil
}

// readLength reads a length of time as a kind's cycles are written, or short: 30d, 6w, 1y.
func readLength(text string) (day.Cycle, error) {
	c, err := day.ParseCycle(text)
	if err == nil {
		return c, nil
	}
	short := strings.ToLower(strings.TrimSpace(text))
	for end, unit := range map[string]string{"d": "days", "w": "weeks", "y": "years"} {
		if n, ok := strings.CutSuffix(short, end); ok && n != "" {
			if c, long := day.ParseCycle(n + unit); long == nil {
				return c, nil
			}
		}
	}
	return day.Cycle{}, fmt.Errorf("%w; 30d and 6w are read too", err)
}

func (a *app) dueText(x *dueList) error {
	if len(x.items) == 0 {
		return nil
	}
	a.printStand(x.book)
	var rows [][]string
	for _, item := range x.items {
		for _, o := range ownersOf(item) {
			if x.one == nil || x.one(o) {
				rows = append(rows, []string{o.Name, item.Due.String(), lateBy(item), item.What, item.Name, item.Title})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b []string) int {
		switch {
		case a[0] == b[0]:
			return 0
		case a[0] == nobody:
			return 1
		case b[0] == nobody:
			return -1
		}
		return strings.Compare(a[0], b[0])
	})
	return printTable(a.streams.Out, []string{"PERSON", "DUE", "LATE", "WHAT", "ITEM", "TITLE"}, rows)
}

func lateBy(item isms.Item) string {
	if item.Late == 0 {
		return "–"
	}
	return counted(item.Late, "day", "days")
}
