package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr702() *lint.Rule {
	return &lint.Rule{
		ID: "WR702", Name: "top-management-absent", Scope: lint.Document, Severity: lint.Error,
		Ground: lint.NeedsTopManagement, Title: "Nobody of top management attended the management review",
		Text: `A management review is top management's own look at its system. Minutes of a meeting without it show
that somebody else did it.

**What counts.** A management review whose attendees hold, on its day, none of the roles that make up
` + "`top-management`" + `. Attendees are those of the field; else of the table that says who was present; else of the
line or list under attendees, participants or present. Who chaired it or took the minutes attended it. A role stands
for its holder on that day.

**What doesn't.** Minutes that name nobody at all (WR106) or no day; drafts, retired documents, adopted words. Names
under apologies, absent or regrets aren't attendees. Without a role ` + "`top-management`" + ` in writ.yaml the rule
is skipped.

**How to fix it.** Name who was there. If nobody of top management was, hold the review with them.`,
		Clause: "ISO27001:9.3.1", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR702"), Good: good("WR702"),
		Find: ofMinutes(findTopManagement),
		Seed: func(s lint.Scratch) error {
			return plantMinutes(s, func(d *draft) bool {
				return d.in.Config.Roles[schema.TopManagement] != nil
			}, func(d *draft) { d.set("attendees", "[Nobody Known (guest)]") })
		},
	}
}

func findTopManagement(p *lint.Pass, system *isms.System, m *isms.Minutes) error {
	all, err := system.Attendees(m)
	if err != nil || len(all) == 0 || m.Day() == day.None {
		return err
	}
	top := p.Config.HoldersOn(schema.TopManagement, m.Day())
	for _, a := range all {
		if slices.ContainsFunc(a.People, func(who *config.Person) bool { return slices.Contains(top, who) }) {
			return nil
		}
	}
	f := lint.Found{Span: all[0].Span, Anchor: "attendees",
		Message: fmt.Sprintf("nobody of top management attended on %s", m.Day()),
		Help:    "name who of them was there (" + oneOf(peopleNames(top)) + "), or hold the review with them"}
	if len(top) == 0 {
		f.Message += fmt.Sprintf(": the role %s has no holder on that day", schema.TopManagement)
		f.Help = fmt.Sprintf("say under `roles:` in writ.yaml who held %s, or a role that it combines, on that day",
			schema.TopManagement)
	}
	p.Report(f)
	return nil
}

// peopleNames are the names of people, in their order.
func peopleNames(people []*config.Person) (all []string) {
	for _, who := range people {
		all = append(all, who.Name)
	}
	slices.SortFunc(all, strings.Compare)
	return all
}
