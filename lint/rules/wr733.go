package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr733() *lint.Rule {
	return &lint.Rule{
		ID: "WR733", Name: "action-owner-left", Scope: lint.Register, Severity: lint.Warning, Ground: lint.NeedsRoster,
		Title: "Nobody is behind the owner of an open action",
		Text: `An action whose owner left the company is nobody's, until somebody reads the log.

**What counts.** An open row of a log of corrective or other actions, or an open action in its own file, of which no
owner is with the company today: a name that the roster doesn't have, a person who left, a role that nobody holds, a
first name that two people have. It comes with time: it never blocks a pull request.

**What doesn't.** Names marked as external or guests; actions that are done or void; an empty owner (WR509), a
placeholder (WR121).

**How to fix it.** Give the action to somebody who is there; or write the name as the roster has it.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Calendar: true,
		Bad: bad("WR733"), Good: good("WR733"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				owner := a.Cell("owner").Party
				if !a.Open() || owner == nil || owner.Outside || unwritten(a.Cell("owner").Text) ||
					len(s.People(owner, p.Today)) > 0 {
					return nil
				}
				f := lint.Found{Help: "give the action to somebody who is there, or write the name as " +
					"`people:` or `roles:` have it"}
				switch {
				case len(owner.Known) > 0 && owner.Known[0].Role != "":
					f.Message = fmt.Sprintf("%s belongs to %s, and nobody holds that role today", actionName(a),
						quoted(a.Cell("owner").Text))
				case len(owner.Known) > 0:
					f.Message = fmt.Sprintf("%s belongs to %s, who isn't with the company today", actionName(a),
						quoted(a.Cell("owner").Text))
				case len(owner.Unknown) > 0:
					f.Message = fmt.Sprintf("%s belongs to %s, whom the roster doesn't have", actionName(a),
						quoted(strings.Join(owner.Unknown, ", ")))
				default:
					return nil
				}
				p.Report(onAction(a, "owner", f))
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{"status": "open", "owner": "Nobody Known"})
			})
		},
	}
}
