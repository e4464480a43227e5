package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr520() *lint.Rule {
	return &lint.Rule{
		ID: "WR520", Name: "issues-empty", Scope: lint.Document, Severity: lint.Error,
		Title: "A context without external or internal issues",
		Text: `The context says what outside the company and inside it helps or harms information security (4.1). A
heading with names of topics alone says nothing that a later review could compare with.

**What counts.** A document of the kind context in which external issues, or internal issues, aren't there, or have no
item: no item of a list, no row of a table, no words. A numbered heading in bold is an item only with words or items
below it.

**What doesn't.** Drafts; one heading for both; issues told in sentences; what a template left to be written (WR121);
retired documents, adopted words, languages other than English and German.

**How to fix it.** Name each issue, and below it what it means for the company. State other headings under
` + "`kinds.context.tables`" + `.`,
		Clause: clauseIssues, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR520"), Good: good("WR520"),
		Find: func(p *lint.Pass) error { return reportGaps(p, issueGaps) },
	}
}

// issueGaps are the lists of issues that a context lacks.
func issueGaps(in *lint.Input, e *register.Entry) ([]gap, error) {
	t, err := clauseTextOf(in, e, as(in, e, "context", ""))
	if t == nil || err != nil {
		return nil, err
	}
	var out []gap
	for _, of := range t.of("external issues", "internal issues") {
		all := t.Named(of.In)
		if s, found := t.placed(called(of.In)); found {
			all = append(all, s)
		}
		if slices.ContainsFunc(all, t.hasIssue) || t.table(of.Name) != nil && len(all) == 0 {
			out = append(out, gap{section: called(of.In)})
			continue
		}
		g := gap{section: called(of.In), Found: lint.Found{Span: t.top(), Anchor: of.Name,
			Message: fmt.Sprintf("the %s aren't there", of.Name),
			Help: fmt.Sprintf("add a section %q with an item for each issue, and what it means for you",
				capital(of.Name))}}
		if len(all) > 0 {
			g.Span, g.Message = all[0].Span, fmt.Sprintf("there is no issue under %s", quoted(all[0].Name))
			g.Help = "add an item for each issue, with words or items below it that say what it means for you"
			for _, s := range all {
				g.headings = append(g.headings, s.Span)
				for _, below := range t.Below(s) {
					g.headings = append(g.headings, below.Span)
				}
			}
		}
		out = append(out, g)
	}
	return out, nil
}

// hasIssue reports whether a section holds an issue: an item, a row, words below a heading of their own, or a
// sentence.
func (t *clauseText) hasIssue(s records.Section) bool {
	if s.Body == s.Span {
		return true // a label, which has its words behind it
	}
	lines := t.In(s.Body)
	for i, l := range lines {
		switch {
		case !t.Says(l.Span):
		case l.Item && l.Numbered && l.Label != "" && l.Rest == "":
			if i+1 < len(lines) && (lines[i+1].Indent > l.Indent || !lines[i+1].Item) {
				return true
			}
		case l.Item, l.Label != "" && l.Rest != "", len(strings.Fields(l.Text)) >= fewestOfSentence,
			slices.ContainsFunc(t.Below(s), func(x records.Section) bool { return x.Body.Start <= l.Span.Start }):
			return true
		}
	}
	return slices.ContainsFunc(t.TablesIn(s.Body), func(x document.Table) bool { return records.TableSays(x) })
}

// fewestOfSentence is how many words make a sentence that says something, unlike "None identified."
const fewestOfSentence = 5
