package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr706() *lint.Rule {
	return &lint.Rule{
		ID: "WR706", Name: "action-lost", Scope: lint.Register, Severity: lint.Error,
		Title: "A numbered action of the last management review is followed nowhere",
		Text: `What one review decides, the next one asks for. An action that vanishes between two of them was never
checked.

**What counts.** An action with a number that was open at the end of the last review of the same ` + "`series`" + `:
one that it decided, or an earlier one that it didn't call done. Neither this review's previous actions or decisions
nor a row of a log goes on with it: by its id, as ` + "`MR-001/3`" + `, in the table of previous actions as
"action 3", or in the same words (two words, and most of the shorter text).

**What doesn't.** Decisions; actions without a number (WR713); a review whose day is still to come; drafts, retired
documents, adopted words.

**How to fix it.** Say what became of it under the actions from previous reviews, or give it a row in the action log
with ` + "`MR-001/3`" + ` as its source. ` + "`writ new management-review`" + ` carries open actions over.`,
		Clause: "ISO27001:9.3.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR706"), Good: good("WR706"),
		Find: func(p *lint.Pass) error {
			return eachLost(p, func(f isms.Following, c isms.Carried, found lint.Found) {
				if c.ID == "" {
					return
				}
				found.Anchor = "action " + c.Key
				found.Message = fmt.Sprintf("the action %s, %s, was open after %s, and is neither here nor in a log", c.Name(),
					quoted(c.Words()), f.Last.Key())
				found.Help = fmt.Sprintf("say under the actions from previous reviews what became of it, or add a row to "+
					"the action log with the source %s", c.Name())
				p.Report(found)
			})
		},
		Seed: func(s lint.Scratch) error { return seedLost(s, true) },
	}
}

// seedLost commits two reviews of a series of their own. The first one decides on an action, and nothing follows it.
func seedLost(s lint.Scratch, numbered bool) error {
	err := plantMinutesSheet(s, "decisions", func(d *draft, t *sheet) {
		before(d)
		for i, c := range t.of.Columns {
			switch c.Name {
			case "type":
				t.rows[0][i] = "Action"
			case "action":
				t.rows[0][i] = "Xylophone quarry zebra"
			case "status":
				t.rows[0][i] = "open"
			case "id":
				if !numbered {
					t.rows[0][i] = ""
				}
			}
		}
	})
	if err != nil {
		return err
	}
	return plantMinutes(s, anywhere, func(d *draft) { d.set("series", "seeded") })
}

// before makes a draft of minutes those of the last review of a series of its own.
func before(d *draft) {
	d.path = d.path[:len(d.path)-len(".md")] + "-before.md"
	d.set("id", d.values["id"]+"9")
	d.set("series", "seeded")
	d.set("date", d.in.Today.AddMonths(-9).String())
}
