package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr532() *lint.Rule {
	return &lint.Rule{
		ID: "WR532", Name: "exclusion-contradicted", Scope: lint.Register, Severity: lint.Error,
		Title: "Scope and statement of applicability contradict each other",
		Text: `What the scope leaves out needs no control, and what it covers can't be the reason why a control doesn't apply.
An auditor reads the two side by side.

**What counts.** An exclusion of the scope that names a control, as A.7.1, which the statement applies. A control that the
statement excludes, and that the scope's boundaries or assets name; or whose reason names by its id, such as APP-01, what
they include.

**What doesn't.** Words without an id; ids of documents; drafts, retired documents, adopted words.

**How to fix it.** Decide which of the two is right, and change the other one.`,
		Clause: clauseScope, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR532"), Good: good("WR532"),
		Find: func(p *lint.Pass) error {
			all, err := sharedStatements(p.Input)
			if len(all) == 0 || err != nil {
				return err
			}
			return eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return as(p.Input, e, "scope", clauseScope) },
				func(t *clauseText) error {
					if err := checkExclusions(p, t, all); err != nil {
						return err
					}
					return checkInclusions(p, t, all)
				})
		},
	}
}

// checkExclusions reports exclusions of a scope that name a control which a statement applies.
func checkExclusions(p *lint.Pass, t *clauseText, all []statement) error {
	table := t.table("exclusions")
	if table == nil {
		return nil
	}
	for _, row := range table.Rows {
		named := controlsNamed(p.Config, table.Cell(row, "item").Text+" "+table.Cell(row, "reason").Text)
		named = append(named, coverage.Controls(p.Config, table.Cell(row, "controls").Text, "")...)
		for _, n := range named {
			said, by := statedOf(all, n.Standard, n.Number)
			if said == nil || said.Applicable != coverage.Yes {
				continue
			}
			there, err := relatedTo(by.e, said.Rows[0].Span, "the statement applies it")
			if err != nil {
				return err
			}
			p.Report(lint.Found{Doc: t.doc, Span: row.Span, Anchor: "exclusion " + controlKey(n), Related: there,
				Message: fmt.Sprintf("the scope excludes what %s is about, and the statement of applicability %s applies it",
					n.Number, by.e.Key()),
				Help: "decide which of the two is right, and change the other one"})
		}
	}
	return nil
}

// checkInclusions reports controls that a statement excludes and a scope includes, or for a reason that it includes.
func checkInclusions(p *lint.Pass, t *clauseText, all []statement) error {
	included := t.included()
	for _, part := range included {
		for _, n := range controlsNamed(p.Config, part.text) {
			said, by := statedOf(all, n.Standard, n.Number)
			if said == nil || said.Applicable != coverage.No {
				continue
			}
			there, err := relatedTo(by.e, said.Rows[0].Span, "the statement excludes it")
			if err != nil {
				return err
			}
			p.Report(lint.Found{Doc: t.doc, Span: part.span, Anchor: "inclusion " + controlKey(n), Related: there,
				Message: fmt.Sprintf("the scope includes %s, and the statement of applicability %s excludes it", n.Number,
					by.e.Key()),
				Help: "decide which of the two is right, and change the other one"})
		}
	}
	return checkReasons(p, t, included, all)
}

// checkReasons reports controls that a statement excludes for a reason that a scope includes.
func checkReasons(p *lint.Pass, t *clauseText, included []part, all []statement) error {
	for _, s := range all {
		told := map[string]bool{} // rows of several controls
		for n, said := range s.Controls {
			if said.Applicable != coverage.No {
				continue
			}
			row := said.Rows[0].Row
			for _, id := range thingsNamed(p.Register, said.Justification) {
				i := slices.IndexFunc(included, func(x part) bool {
					return slices.Contains(thingsNamed(p.Register, x.text), id)
				})
				anchor := fmt.Sprintf("reason %d %s", row.Span.Start, id)
				if i < 0 || told[anchor] {
					continue
				}
				told[anchor] = true
				there, err := relatedTo(t.doc, included[i].span, "the scope includes it")
				if err != nil {
					return err
				}
				p.Report(lint.Found{Doc: s.e, Span: row.Span, Anchor: "reason " + controlKey(n) + " " + id, Related: there,
					Message: fmt.Sprintf("%s is excluded because of %s, which the scope %s includes",
						quoted(short(s.Table.Cell(row, "control").Text)), id, t.doc.Key()),
					Help: "decide which of the two is right, and change the other one"})
			}
		}
	}
	return nil
}

// part is words of a document and where they are.
type part struct {
	text string
	span document.Span
}

// included is what a scope says of its boundaries and assets.
func (t *clauseText) included() (all []part) {
	tables := t.of("boundaries", "assets", "exclusions", "interfaces")
	inside := func(at int) bool {
		name := t.TableAt(at, tables)
		return name == "boundaries" || name == "assets"
	}
	for _, l := range t.In(t.whole()) {
		if inside(l.Span.Start) {
			all = append(all, part{l.Text, l.Span})
		}
	}
	for _, x := range t.TablesIn(t.whole()) {
		if !inside(x.Span.Start) {
			continue
		}
		for _, cells := range x.Rows {
			for _, c := range cells {
				all = append(all, part{c.Text, c.Span})
			}
		}
	}
	return all
}

// controlsNamed returns the controls that words name with their letters, as A.5.1, and the company's own. A bare
// number is none.
func controlsNamed(cfg *config.Config, text string) []coverage.Named {
	return slices.DeleteFunc(coverage.Controls(cfg, text, ""), func(n coverage.Named) bool {
		return !n.Lettered && n.Standard != ""
	})
}

// thing is the id of something, such as APP-01.
var thing = lazyregexp.New(`[A-Z][A-Za-z0-9]*(?:[-_][A-Za-z]+)*[-_][0-9]+`)

// thingsNamed returns the ids in a text that aren't those of documents, each once.
func thingsNamed(r *register.Register, text string) []string {
	all := slices.DeleteFunc(thing.FindAllString(text, -1), func(id string) bool { return len(r.ByID(id)) > 0 })
	slices.Sort(all)
	return slices.Compact(all)
}
