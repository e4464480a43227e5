package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr806() *lint.Rule {
	return &lint.Rule{
		ID: "WR806", Name: "soa-unjustified", Scope: lint.Register, Severity: lint.Error,
		Title: "A control is included or excluded without a reason",
		Text: `The statement justifies what it includes and what it excludes. An exclusion without a reason looks like a
gap, and an inclusion without one is there because the list has it.

**What counts.** A control that applies or doesn't, and of which no row gives a reason. Where more than ten of one sort
have none it is one finding.

**What doesn't.** Any words, a risk's id, a code (LR, CO, BR, BP, RRA, RT), or a tick in a column of such a name; a
reason in another row of the same control; placeholders (WR121); drafts, retired documents, adopted words.

**How to fix it.** Write why: a risk's id, a law, a contract, what customers expect; or why it can't apply here. If your
column has another name, add that under ` + "`kinds.statement-of-applicability.tables`" + `.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR806"), Good: good("WR806"),
		Find: func(p *lint.Pass) error {
			return eachStatement(p, func(s statement) error {
				for _, sort := range []struct {
					answer coverage.Answer
					verb   string
					help   string
				}{
					{coverage.Yes, "included", "write why it applies: a risk's id, a law, a contract, a need of the business"},
					{coverage.No, "excluded", "write why it can't apply, or isn't needed, here"},
				} {
					s.each(p, sort.verb, sort.help, "and nothing says why", "justification",
						func(_ coverage.Named, x *coverage.Stated) bool {
							return x.Applicable == sort.answer && x.Justification == ""
						})
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantStatement(s, func(t *sheet) {
				t.set(0, map[string]string{"control": "A.5.1", "applicable": "no", "implemented": "n/a", "justification": "",
					"exclusion": "", "law": "", "contract": "", "business": "", "practice": "", "risk": ""})
			})
		},
	}
}

// each reports the controls of the statement at which something is missing, a row once: "A.7.4 is excluded, and
// nothing says why". Many are one finding.
func (s statement) each(p *lint.Pass, verb, help, problem, column string,
	lacks func(coverage.Named, *coverage.Stated) bool) {
	type lacking struct {
		names []coverage.Named
		at    document.Span
	}
	var all []lacking
	seen := map[*coverage.Row]int{}
	total := 0
	for n, x := range s.Controls {
		if n.Foreign || !lacks(n, x) || s.waits(x.Rows, column) {
			continue
		}
		total++
		i, twice := seen[x.Rows[0]]
		if !twice {
			i = len(all)
			seen[x.Rows[0]] = i
			all = append(all, lacking{at: s.at(x.Rows, column)})
		}
		all[i].names = append(all[i].names, n)
	}
	is := func(n int) string {
		if n == 1 {
			return "is"
		}
		return "are"
	}
	if len(all) >= manyRows {
		var names []string
		for _, l := range all[:3] {
			names = append(names, controlNames(l.names))
		}
		p.Report(lint.Found{Doc: s.e, Span: s.head(), Anchor: "many " + verb, Help: help,
			Message: fmt.Sprintf("%s %s %s, %s: %s, …", count(total, "control"), is(total), verb, problem,
				strings.Join(names, ", "))})
		return
	}
	for _, l := range all {
		p.Report(lint.Found{Doc: s.e, Span: l.at, Anchor: verb + " " + controlKey(l.names[0]), Help: help,
			Message: fmt.Sprintf("%s %s %s, %s", controlNames(l.names), is(len(l.names)), verb, problem)})
	}
}

// controlNames prints controls: few by their numbers, many by the first and the last.
func controlNames(all []coverage.Named) string {
	if len(all) > 3 {
		return all[0].Number + " to " + all[len(all)-1].Number
	}
	var numbers []string
	for _, n := range all {
		numbers = append(numbers, n.Number)
	}
	return allOf(numbers)
}
