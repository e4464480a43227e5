package rules

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr541() *lint.Rule {
	return &lint.Rule{
		ID: "WR541", Name: "objective-not-followed", Scope: lint.Register, Severity: lint.Info,
		Title: "The top policy leads to no measurable objective",
		Text: `The policy holds the objectives of information security, or the frame in which they are set (5.2 b). An
objective that nobody measures is a wish.

**What counts.** The policy that satisfies 5.2, whose section of objectives has no figure or limit, in a list or a table, and which
leads to no document of objectives, by a link or its id.

**What doesn't.** Other policies; drafts, retired documents, adopted words, languages other than English and German.

**How to fix it.** Link the document of objectives there, or write what is to be reached by when.`,
		Clause: clausePolicy, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR541"), Good: good("WR541"),
		Find: func(p *lint.Pass) error {
			var objectives []*register.Entry
			for _, e := range p.Register.Documents {
				if as(p.Input, e, "objectives", clauseObjectives) != nil && e.Status() != schema.Retired {
					objectives = append(objectives, e)
				}
			}
			return eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return asTopPolicy(p.Input, e) },
				func(t *clauseText) error { return checkObjectives(p, t, objectives) })
		},
	}
}

// aim suits the section of objectives of a policy's outline.
func aim(s schema.Section) bool { return called([]string{"objectives", "objective", "ziele"})(s) }

func checkObjectives(p *lint.Pass, t *clauseText, objectives []*register.Entry) error {
	f := lint.Found{Doc: t.doc, Span: t.top(), Anchor: "objectives",
		Message: "the policy has no measurable objective, and leads to no document of objectives",
		Help:    "add one of the kind objectives, and link it here; or write what is to be reached, as a figure"}
	others := slices.DeleteFunc(slices.Clone(objectives), func(e *register.Entry) bool { return e == t.doc })
	if there, err := refersTo(t.doc, others...); there || err != nil {
		return err
	}
	if n := len(others); n > 0 {
		f.Help = "link " + others[n-1].Path + " here, or write what is to be reached, as a figure"
	}
	if s, found := t.placed(aim); found {
		f.Span = s.Span
		if t.measures(s.Body) {
			return nil
		}
	}
	p.Report(f)
	return nil
}

var (
	figure = lazyregexp.New(`(?i)[0-9]|\b(?:zero|at least|at most|(?:more|less|fewer|later) than|within|mindestens|` +
		`höchstens|spätestens|innerhalb|binnen)\b`)
	standardName = lazyregexp.New(`(?i)\b(?:ISO|IEC|EN|DIN|BS|SOC|NIST|SP)(?:[ /-]+(?:IEC|ISO|EN))*[ /-]*[0-9][0-9:.-]*`)
)

// measures reports whether a line or a row within a span has a figure. The number of a standard is none.
func (t *clauseText) measures(s document.Span) bool {
	has := func(text string) bool { return figure.MatchString(standardName.ReplaceAllString(text, "")) }
	for _, l := range t.In(s) {
		if has(l.Text) {
			return true
		}
	}
	for _, x := range t.TablesIn(s) {
		for _, cells := range x.Rows {
			for i, c := range cells {
				if i > 0 && has(c.Text) {
					return true
				}
			}
		}
	}
	return false
}
