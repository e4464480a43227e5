package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr530() *lint.Rule {
	return &lint.Rule{
		ID: "WR530", Name: "boundary-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A boundary of the scope is missing",
		Text: `A certificate covers what the scope says: which sites, which parts of the company, which systems (4.3). Who
reads it must see where it ends.

**What counts.** In a scope, and in any other document that satisfies 4.3: no heading, line in bold, label or row for the
physical, the organizational or the technical boundary, or one with nothing below it, or a bare "none". Locations,
departments, people, technology, IT and systems are names for them, too.

**What doesn't.** "None, because everybody works from home"; drafts; what a template left to be written (WR121); retired
documents, adopted words, languages other than English and German.

**How to fix it.** Say where the boundary is, or that there is none, and why. Other names for the section in which
boundaries stand go under ` + "`kinds.scope.tables`" + `.`,
		Clause: clauseScope, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR530"), Good: good("WR530"),
		Find: func(p *lint.Pass) error { return reportGaps(p, boundaryGaps) },
	}
}

// boundary is what a scope says of one of its boundaries.
type boundary struct {
	there, says bool
	span        document.Span
	headings    []document.Span
}

// boundaryGaps are the boundaries that a scope lacks.
func boundaryGaps(in *lint.Input, e *register.Entry) ([]gap, error) {
	t, err := clauseTextOf(in, e, as(in, e, "scope", clauseScope))
	if t == nil || err != nil {
		return nil, err
	}
	var out []gap
	for _, class := range schema.Vocabularies()["boundaries"] {
		b := t.boundary(class.Words)
		if b.says {
			continue
		}
		g := gap{headings: b.headings, Found: lint.Found{Span: t.scopeAt(), Anchor: "boundary " + class.Name,
			Message: fmt.Sprintf("the scope says nothing of its %s boundaries", class.Name),
			Help: fmt.Sprintf("add a heading `### %s boundaries` and what is inside, or \"none\" with the reason",
				capital(class.Name))}}
		if of := t.of("boundaries"); len(of) > 0 {
			g.section = called(of[0].In)
		}
		if b.there {
			g.Span, g.Message = b.span, fmt.Sprintf("the %s boundaries are empty", class.Name)
			g.Help = `say what is inside, or "none" with the reason`
		}
		out = append(out, g)
	}
	return out, nil
}

// boundary finds a boundary among rows, headings, lines in bold and labels of the part of a text where boundaries are.
func (t *clauseText) boundary(words []string) (b boundary) {
	add := func(says bool, span document.Span) {
		if !b.there || says && !b.says {
			b.span = span
		}
		b.there, b.says = true, b.says || says
	}
	if table := t.table("boundaries"); table != nil {
		for _, row := range table.Rows {
			name := table.Cell(row, "boundary")
			if ofTable(table.Pieces[row.Piece]) && hasWord(name.Text, words) {
				state := table.Cell(row, "includes").State
				add(state == records.Known || state == records.Placeholder, name.Span)
			}
		}
	}
	for _, s := range t.Named(words) {
		if !t.bounds(s.Span.Start) {
			continue
		}
		says := t.Says(s.Body)
		if !says {
			b.headings = append(b.headings, s.Span)
		}
		add(says, s.Span)
	}
	for i, l := range t.Lines {
		if l.Label != "" && hasWord(l.Label, words) && t.bounds(l.Span.Start) {
			below := i+1 < len(t.Lines) && t.Lines[i+1].Indent > l.Indent && t.Lines[i+1].Item
			if l.Rest != "" || l.Item {
				add(below || records.Answers(l.Rest), l.Span)
			}
		}
	}
	return b
}

// bounds reports whether boundaries stand at a place: in their section, and in a scope wherever nothing else does.
func (t *clauseText) bounds(at int) bool {
	name := t.TableAt(at, t.of("boundaries", "exclusions", "interfaces", "assets"))
	return name == "boundaries" || name == "" && t.kind == t.doc.Kind
}

// hasWord reports whether a text holds one of some words in lower case.
func hasWord(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return hasStem(text, []string{w + " "}) })
}
