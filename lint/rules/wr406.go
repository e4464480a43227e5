package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr406() *lint.Rule {
	return &lint.Rule{
		ID: "WR406", Name: "external-check-overdue", Scope: lint.Register, Severity: lint.Warning, Calendar: true,
		Title: "Nobody looked in time for a newer edition of a document of others",
		Text: `A law or a standard that changed without anybody noticing makes the documents that follow it wrong.

**What counts.** A document of the kind ` + "`external`" + `, or a row of an ` + "`external-register`" + `, whose last
check is longer ago than its cycle: ` + "`check_cycle`" + ` of the file, what the row says under the next check ("yearly",
"6 months", a day), else ` + "`check_within`" + ` of the kind (12 months). A row whose last check is dated after today. It
comes with time alone, and never blocks a pull request.

**What doesn't.** A check that is due today; a document without the day of its last check, for which WR106, WR506 and
WR509 ask; closed and retired documents, adopted words.

**How to fix it.** Look whether there is a newer edition, and write the day into ` + "`checked_on`" + ` or into the row.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR406"), Good: good("WR406"),
		Find: findOldChecks,
		Seed: func(s lint.Scratch) error {
			checked := s.Input().Today.AddMonths(-60).String()
			err := plant(s, func(d *draft) bool { return d.in.Config.IsKind(d.kind, isms.ExternalFile) },
				func(d *draft) { d.set("checked_on", checked) })
			if err != lint.ErrOutOfReach {
				return err
			}
			return plantSheetOf(s, isms.ExternalRegister, isms.ExternalsTable, func(t *sheet) {
				t.set(0, map[string]string{"checked": checked, "next": ""})
			})
		},
	}
}

func findOldChecks(p *lint.Pass) error {
	system, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	all, err := system.Externals()
	if err != nil {
		return err
	}
	asked := map[*register.Entry]bool{}
	for _, e := range p.Register.Documents {
		if isKind(p.Input, e, isms.ExternalFile, isms.ExternalRegister) && judged(e) {
			adopted, err := adoptedWords(p.Input, e)
			if err != nil {
				return err
			}
			asked[e] = !adopted
		}
	}
	for _, x := range all {
		f := lint.Found{Doc: x.Entry, Span: x.Span, Anchor: "checked_on",
			Help: "look whether there is a newer edition, and write the day into checked_on"}
		what := "it"
		if x.Table != nil {
			what = quoted(short(x.Title))
			f.Anchor = cellAnchor(x.Table, x.Row, "checked") + " " + x.Title
			f.Help = "look whether there is a newer edition, and write the day into the row"
		}
		switch {
		case !asked[x.Entry] || x.Checked == day.None:
			continue
		case x.Checked > p.Today:
			if x.Table == nil {
				continue // WR119 says so
			}
			f.Message = fmt.Sprintf("%s was checked on %s, which is after today (%s)", what, x.Checked, p.Today)
			f.Help = "write the day on which somebody looked for a newer edition"
		case x.Late(p.Today) == 0:
			continue
		default:
			f.Message = fmt.Sprintf("%s was checked last on %s, and the next check was due on %s, %s ago%s", what, x.Checked,
				x.Due,
				count(x.Due.Until(p.Today), "day"), cycleOf(p, x))
		}
		p.Report(f)
	}
	return nil
}

// cycleOf says whose the cycle of a check is.
func cycleOf(p *lint.Pass, x *isms.External) string {
	switch {
	case x.Cycle.IsZero():
		return ""
	case x.Stated:
		return fmt.Sprintf("; %s is what the document says", x.Cycle)
	}
	return fmt.Sprintf("; %s is what %s", x.Cycle, intervalOf(p, x.Entry, "check_within"))
}
