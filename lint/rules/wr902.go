package rules

import (
	"fmt"
	"strconv"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

func wr902() *lint.Rule {
	return &lint.Rule{
		ID: "WR902", Name: "suppression-expired", Scope: lint.Document, Severity: lint.Error, Calendar: true,
		Title: "A suppression is past its end",
		Text: `An exception is accepted until a day. After that day somebody has to look at it again: what was to be
done meanwhile is done, or it isn't and somebody must say so.

**What counts.** A suppression in a comment or in ` + "`writ.yaml`" + ` whose ` + "`until`" + ` is before today. It
suppresses nothing any more.

**What doesn't.** The last day itself. In a pull request it only warns: an end that passed is nobody's change.

**How to fix it.** Fix what it hid and remove it; or, where the exception goes on, agree on a new end and write it.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0",
		Bad: bad("WR902"), Good: good("WR902"),
		Find: func(p *lint.Pass) error {
			for _, c := range suppressions(p.Doc) {
				if until, err := day.Parse(c.Until.Text); err == nil && holds(c) && until < p.Today {
					p.Report(lint.Found{Span: c.Until.Span, Anchor: "suppression " + named(c),
						Message: ended(named(c), until, p.Today, c.Reason.Text), Help: fixEnded})
				}
			}
			return nil
		},
		After: func(p *lint.Pass, _ *lint.Outcome) error {
			for i, c := range p.Config.Suppressions {
				if c.Until < p.Today {
					path, at, line := p.InConfig("suppressions", strconv.Itoa(i), "until")
					p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: "suppression " + c.Rule +
						" " + c.Document,
						Message: ended(c.Rule+" for "+short(c.Document), c.Until, p.Today, c.Reason), Help: fixEnded})
				}
			}
			return nil
		},
	}
}

const fixEnded = "fix what it hid and remove it, or agree on a new end"

func ended(what string, until, today day.Day, reason string) string {
	return fmt.Sprintf("the suppression of %s ended on %s, %s ago; its reason was %s", what, until,
		count(int(today-until), "day"), quoted(reason))
}
