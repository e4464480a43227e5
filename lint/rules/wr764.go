package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr764() *lint.Rule {
	return &lint.Rule{
		ID: "WR764", Name: "closed-with-gaps", Scope: lint.History, Severity: lint.Info, Ground: lint.NeedsHistory,
		Title: "A closed record lacks something that its kind asks for",
		Text: `Minutes and reports are asked for what they must say while they are open, and in the change that closes
them. Afterwards nothing can be fixed there, so a red line in each run would help nobody: but it is told.

**What counts.** A closed record of the main branch in which rules about what records say find something: sections,
tables, inputs of a review, results of an audit. All that they would say of one record is one finding. It is a warning
while the record is the newest of its kind, for an addendum can still fix it; then it is information.

**What doesn't.** Words that the company adopted as they were; rules that are switched off; what an addendum supplies,
which counts as part of the record.

**How to fix it.** Add what is missing as an addendum below the record: ` + "`## Addendum 2026-03-01: …`" + `. For
an older record there is nothing to do: say it to whoever asks.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR764"), Good: good("WR764"),
		Gather: tellGaps,
		Seed: func(s lint.Scratch) error {
			var t *sheet
			always := func(c schema.Column) bool { return c.Required == "always" }
			return plant(s, func(d *draft) bool {
				if d.kind.Record && slices.Contains(d.kind.States, schema.Closed) {
					t = d.sheetOf(hasColumn(always))
				}
				return t != nil
			}, func(d *draft) {
				d.set("status", schema.Closed)
				t.rows[0][t.column(always)] = ""
				d.body += t.text()
			})
		},
	}
}

// tellGaps tells what rules found in one closed record in one finding.
func tellGaps(p *lint.Pass, e *register.Entry, said []lint.Gathered) error {
	newest, err := newestOfKind(p.Input, e)
	if err != nil {
		return err
	}
	f := lint.Found{Doc: e, Anchor: "gaps", Help: "nothing in a closed record can be fixed",
		Message: fmt.Sprintf("was closed with %s: %s", gapsWord(len(said)), byRule(said))}
	for i, g := range said {
		if i == maxNamed {
			break
		}
		there, err := lint.RelatedAt(e.Document, g.Span, g.Rule.ID+": "+g.Message)
		if err != nil {
			return err
		}
		f.Related = append(f.Related, there)
	}
	if status, ok := e.Front.Field("status"); ok {
		f.Span = place(status)
	}
	if newest {
		f.Weight, f.Help = lint.Warning, "add what is missing as a dated addendum, such as `## Addendum "+
			p.Today.String()+"`, while this is the newest record of its kind"
	}
	p.Report(f)
	return nil
}

// byRule counts findings by their rules: "WR501 section-missing (11 times), WR509 cell-empty".
func byRule(said []lint.Gathered) string {
	var all []string
	count := map[string]int{}
	for _, g := range said {
		if name := g.Rule.ID + " " + g.Rule.Name; count[name] == 0 {
			all = append(all, name)
		}
		count[g.Rule.ID+" "+g.Rule.Name]++
	}
	for i, name := range all {
		if n := count[name]; n > 1 {
			all[i] = fmt.Sprintf("%s (%d times)", name, n)
		}
	}
	return strings.Join(all, ", ")
}

func gapsWord(n int) string {
	if n == 1 {
		return "a gap"
	}
	return fmt.Sprintf("%d gaps", n)
}

// newestOfKind reports whether no record of the same kind says a later day.
func newestOfKind(in *lint.Input, e *register.Entry) (bool, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return false, err
	}
	mine, err := system.Date(e)
	if err != nil {
		return false, err
	}
	for _, o := range system.Of(e.Kind.Name) {
		if other, err := system.Date(o); err != nil || other > mine {
			return false, err
		}
	}
	return true, nil
}
