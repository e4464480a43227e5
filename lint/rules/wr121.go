package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr121() *lint.Rule {
	return &lint.Rule{
		ID: "WR121", Name: "placeholder-left", Scope: lint.Document, Severity: lint.Error,
		Title: "A template's placeholder was never filled in",
		Text: `A policy of "[Organization Name]" was copied and not read. Whoever finds one placeholder doubts every
other word.

**What counts.** In fields and in the text, tables and those in CSV included: a template's words in square brackets, such as
[Organization Name] or [Date]; TBD, TBC, TODO, FIXME or XXX as a word in capitals; filler text; and a pattern for a
date, such as YYYY-MM-DD, where a date was to be filled in: alone in its line or cell, or after a colon; and
a line of underscores to write on, behind a label or in a cell. Each is a finding at its place.

In a draft and in an open record it only warns: they are still being written.

**What doesn't.** Code, comments, links, footnotes, and a sentence that speaks of a date's pattern. A word that you want
to show as it is can stand in code: ` + "`` `TBD` ``" + `.

**How to fix it.** Write what belongs there. What isn't decided yet is better said in a sentence, with who decides it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR121"), Good: good("WR121"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if judged(e) {
				for _, f := range e.Front.Fields {
					words, err := templateWords(e, f)
					if err != nil {
						return err
					}
					if err := reportTemplate(p, words); err != nil {
						return err
					}
				}
			}
			if e.Placeholder {
				if err := findTemplateInProse(p); err != nil {
					return err
				}
			}
			return findTemplateInSheet(p)
		},
	}
}

func findTemplateInProse(p *lint.Pass) error {
	src, err := p.Doc.Source()
	if err != nil {
		return err
	}
	for _, s := range p.Doc.Prose() {
		if err := reportTemplate(p, templates().in(src, s)); err != nil {
			return err
		}
	}
	return nil
}

// findTemplateInSheet looks through the cells of a table in a file of its own.
func findTemplateInSheet(p *lint.Pass) error {
	if p.Doc.Sheet == nil {
		return nil
	}
	src, err := p.Doc.Sheet.Source()
	if err != nil || !register.MayHoldPlaceholder(src) {
		return err
	}
	t, err := p.Doc.Sheet.Table()
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		for _, c := range row {
			if unwritten(c.Text) {
				reportUnwritten(p, c.Span, c.Text)
			}
		}
	}
	return nil
}

func reportTemplate(p *lint.Pass, places []document.Span) error {
	if len(places) == 0 {
		return nil
	}
	src, err := p.Doc.Source()
	if err != nil {
		return err
	}
	for _, s := range places {
		reportUnwritten(p, s, string(src[s.Start:s.End]))
	}
	return nil
}

func reportUnwritten(p *lint.Pass, at document.Span, text string) {
	weight := lint.Severity("")
	if beingWritten(p.Doc) {
		weight = lint.Warning
	}
	p.Report(lint.Found{Span: at, Anchor: text, Weight: weight,
		Message: fmt.Sprintf("%s was never filled in", quoted(text)),
		Help:    "write what belongs here; to show the word itself, set it in code"})
}

// beingWritten reports whether nobody may rely on a document's words yet: it is a draft, or a record that isn't
// closed.
func beingWritten(e *register.Entry) bool {
	return e.Status() == schema.Draft || e.Kind.Record && e.Status() == schema.Open
}
