package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr502() *lint.Rule {
	return &lint.Rule{
		ID: "WR502", Name: "section-out-of-order", Scope: lint.Document, Severity: lint.Warning,
		Title: "Sections are in another order than the kind's",
		Text: `Auditors and deputies read many documents of one kind. In one order they find what they look for, and
see what is missing.

**What counts.** A section that the kind requires (WR501 has the list) and that comes before one that comes earlier in
the kind's order. The fewest sections that can be moved are reported.

**What doesn't.** Other sections, wherever they are; a heading that is two sections; the level of a heading; what WR501
leaves out.

**How to fix it.** Move the section.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR502"), Good: good("WR502"),
		Find: func(p *lint.Pass) error {
			o, asked, err := outlined(p)
			if !asked {
				return err
			}
			text, err := textOf(p.Input, p.Doc)
			if err != nil {
				return err
			}
			all := text.Parts()
			at := alone(o, all, text.Placed(o))
			kept := inKindOrder(at)
			for i, s := range o.Sections {
				if at[i] < 0 || kept[i] {
					continue
				}
				var rest []int
				for j := range at {
					if j == i || kept[j] {
						rest = append(rest, at[j])
					} else {
						rest = append(rest, -1)
					}
				}
				_, where := belongs(p.Doc, o, all, rest, i)
				p.Report(lint.Found{Span: all[at[i]].Span, Anchor: "order of " + strings.ToLower(s.Title),
					Message: fmt.Sprintf("the section %s is in another place than in documents of the kind %s",
						quoted(all[at[i]].Text), p.Doc.Kind.Name),
					Help: "move it " + where})
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, withOutline, func(d *draft) {
				for _, x := range slices.Backward(d.kind.Outline.Sections) {
					d.body += "\n## " + x.Title + "\n\nAs ever.\n"
				}
			})
		},
	}
}

// alone leaves the places of required sections that have a heading of their own.
func alone(o schema.Outline, all []records.Part, at []int) []int {
	times := map[int]int{}
	for _, x := range at {
		times[x]++
	}
	out := slices.Clone(at)
	for i, x := range at {
		if times[x] > 1 || !o.Sections[i].Required || x >= 0 && all[x].Label {
			out[i] = -1
		}
	}
	return out
}

// inKindOrder marks the most sections that stand in the kind's order as they are: a longest run of places that never
// goes down. A section that is missing is in nobody's way.
func inKindOrder(at []int) []bool {
	best, from := make([]int, len(at)), make([]int, len(at))
	last := -1
	for i := range at {
		best[i], from[i] = 1, -1
		for j := range i {
			if at[i] >= 0 && at[j] >= 0 && at[j] <= at[i] && best[j]+1 > best[i] {
				best[i], from[i] = best[j]+1, j
			}
		}
		if at[i] >= 0 && (last < 0 || best[i] > best[last]) {
			last = i
		}
	}
	kept := make([]bool, len(at))
	for ; last >= 0; last = from[last] {
		kept[last] = true
	}
	return kept
}
