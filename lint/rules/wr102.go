package rules

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr102() *lint.Rule {
	return &lint.Rule{
		ID: "WR102", Name: "front-matter-unreadable", Scope: lint.Document, Severity: lint.Error,
		Title: "The front matter or the file can't be read",
		Text: `Front matter that two programs read differently proves nothing. So it is read strictly. One finding is
at the first thing that is wrong with it, and lists the others.

**What counts.** A block that opens and never closes; text that isn't YAML, TOML or JSON; a list or a single value
where fields are due; a key that comes twice; YAML anchors, aliases and merge keys, whose meaning is spread over
several places; a tag such as ` + "`!x`" + `; a block of more than 64 KB, or nested more than 32 levels deep. And of
the whole file: bytes that aren't UTF-8, a NUL byte, more than 16 MB, the marks of a merge conflict; far more marks of
Markdown than a document needs, and a table whose rows lack far more cells than it has text, which aren't read.

**What doesn't.** A byte-order mark, CRLF line ends, blanks after a fence, ` + "`...`" + ` as the closing fence of
YAML, and a line ` + "`---`" + ` in the text below.

**How to fix it.** The finding says what was expected at its place. As long as there is one, the other rules about
fields stay silent for this document.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR102"), Good: good("WR102"),
		Find: func(p *lint.Pass) error {
			if p.Doc.Link != "" {
				return nil
			}
			if i := slices.IndexFunc(p.Doc.Faults,
				func(f document.Fault) bool { return f.Kind == document.Conflict }); i >= 0 {
				f := p.Doc.Faults[i] // the cause of all others
				p.Report(lint.Found{Span: f.Span, Message: f.Message, Help: f.Help, Anchor: string(f.Kind)})
				return nil
			}
			for _, f := range p.Doc.Faults {
				p.Report(lint.Found{Span: f.Span, Message: f.Message, Help: f.Help, Anchor: string(f.Kind)})
			}
			if err := reportSheet(p); err != nil {
				return err
			}
			return reportFront(p)
		},
	}
}

// reportSheet reports a table in a file of its own that can't be read in full.
func reportSheet(p *lint.Pass) error {
	if p.Doc.Sheet == nil {
		return nil
	}
	faults, err := p.Doc.Sheet.Faults()
	for _, f := range faults {
		p.Report(lint.Found{Span: f.Span, Message: f.Message, Help: f.Help, Anchor: "sheet " + string(f.Kind)})
	}
	return err
}

// reportFront reports a front matter that can't be read, once.
func reportFront(p *lint.Pass) error {
	faults := slices.DeleteFunc(slices.Clone(p.Doc.Front.Faults),
		func(f document.Fault) bool { return !frontFault(f) })
	if len(faults) == 0 {
		return nil
	}
	first := faults[0]
	found := lint.Found{Span: first.Span, Message: first.Message, Help: first.Help, Anchor: string(first.Kind)}
	if first.Kind == document.FrontSyntax {
		what, err := unseen(p.Doc, first.Span)
		if err != nil {
			return err
		}
		found.Message += what
	}
	for _, f := range faults[1:] {
		at, err := lint.RangeOf(p.Doc.Document, f.Span)
		if err != nil {
			return err
		}
		found.Related = append(found.Related, lint.Related{Path: p.Doc.Path, Range: at, Message: f.Message})
	}
	p.Report(found)
	return nil
}
