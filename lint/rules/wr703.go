package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr703() *lint.Rule {
	return &lint.Rule{
		ID: "WR703", Name: "attendee-unknown", Scope: lint.Register, Severity: lint.Warning,
		Ground: lint.NeedsRoster, Title: "Nobody knows who an attendee was",
		Text: `Who decided can be asked later only if the minutes name a person, or a role that somebody held.

**What counts.** An attendee of a management review, its chair or its minute-taker, whom the roster doesn't have; who
wasn't with the company on that day; a role that nobody held then; a first or last name that two have.

**What doesn't.** Guests: ` + "`Ann Lee (guest)`, `(external)`" + `, a company's name behind a comma, people whom
writ.yaml calls external. Names under apologies, absent or regrets; minutes that say no day; drafts, retired
documents, adopted words.

**How to fix it.** Write the name or the role as writ.yaml has it, add who is missing there with ` + "`from`" + ` and
` + "`until`" + `, or mark the guest.`,
		Clause: "ISO27001:9.3.1", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR703"), Good: good("WR703"),
		Find: func(p *lint.Pass) error {
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			for _, e := range system.Of(isms.Review) {
				m, err := minutesOf(p.Input, e)
				if err != nil {
					return err
				}
				if m == nil || m.Day() == day.None {
					continue
				}
				all, err := system.Attendees(m)
				if err != nil {
					return err
				}
				for _, a := range all {
					reportAttendee(p, m, a)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantMinutes(s, func(d *draft) bool { return d.in.Config.HasRoster() },
				func(d *draft) { d.set("attendees", "[Nobody Known]") })
		},
	}
}

func reportAttendee(p *lint.Pass, m *isms.Minutes, a isms.Attendee) {
	f := lint.Found{Doc: m.Entry, Span: a.Span, Anchor: "attendee " + a.Name}
	switch {
	case len(a.People) > 0 || len(a.Known) == 0 && a.Guest:
		return
	case len(a.Several) > 0:
		f.Message = fmt.Sprintf("%s may be %s", quoted(a.Name), oneOf(peopleNames(a.Several)))
		f.Help = "write the whole name, or the role"
	case len(a.Known) > 0 && a.Known[0].Role != "":
		f.Message = fmt.Sprintf("nobody holds the role %s on %s, the day of the review", a.Known[0].Role, m.Day())
		f.Help = "name who was there, or correct `from` and `until` of the role's holders in writ.yaml"
	case len(a.Known) > 0:
		who := p.Config.People[a.Known[0].Person]
		f.Message = fmt.Sprintf("%s isn't with the company on %s, the day of the review", who.Name, m.Day())
		f.Help = "correct the name or the day of the review, or `from` and `until` of this person in writ.yaml"
	default:
		f.Message = fmt.Sprintf("nobody in the roster is called %s", quoted(a.Name))
		f.Help = fmt.Sprintf("write a name or a role as writ.yaml has it, add the person there, or mark a guest: "+
			"`%s (guest)`", a.Name)
	}
	p.Report(f)
}
