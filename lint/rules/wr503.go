package rules

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr503() *lint.Rule {
	return &lint.Rule{
		ID: "WR503", Name: "section-empty", Scope: lint.Document, Severity: lint.Error,
		Title: "Nothing stands under a heading",
		Text: `An empty section promises what the document doesn't say. A reader can't tell whether nothing applies or somebody
forgot it.

**What counts.** A heading that is followed by another one of its own or a higher level, or by the end, with nothing
between but blanks and comments.

**What doesn't.** Drafts; a heading with sections below it; a section that holds only a list, a table, an image or code;
words that the company adopted as they stood.

**How to mend it.** Write the section, say that nothing applies and why, or remove the heading.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR503"), Good: good("WR503"),
		Find: func(p *lint.Pass) {
			e := p.Doc
			if !judged(e) || e.Status() == "draft" || adoptedWords(p.Input, e) {
				return
			}
			for i, h := range e.Headings() {
				end := e.Body.End
				if i+1 < len(e.Headings()) {
					if e.Headings()[i+1].Level > h.Level {
						continue
					}
					end = max(h.Span.End, e.Headings()[i+1].Span.Start)
				}
				if emptyBetween(e, h, end, i+1 < len(e.Headings())) {
					p.Report(lint.Found{Span: h.Span, Anchor: "section " + h.Anchor,
						Message: fmt.Sprintf("nothing stands under %s", quoted(h.Text)),
						Help:    "write what belongs here, say why nothing applies, or remove the heading"})
				}
			}
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool {
				i := slices.IndexFunc(d.kind.States, func(s string) bool { return s != "draft" && s != "retired" })
				if i >= 0 {
					d.set("status", d.kind.States[i])
				}
				return i >= 0
			}, func(d *draft) { d.body += "\n## Exceptions\n" })
		},
	}
}

// adoptedWords tells whether a document's words are those that the company adopted as they stood.
func adoptedWords(in *lint.Input, e *register.Entry) bool {
	t := trailOf(in, e)
	if t == nil || len(t.Contents) == 0 || proposed(in, t, e) {
		return false
	}
	c := t.Contents[len(t.Contents)-1]
	return c.Approval != nil && c.Approval.Adopted != nil
}

// emptyBetween tells whether nothing that a reader sees stands between a heading and the text of the next one, or
// the end of the body.
func emptyBetween(e *register.Entry, h document.Heading, end int, cutLast bool) bool {
	text := bytes.Clone(e.Source()[h.Span.End:end])
	for _, c := range e.Comments() {
		if c.Span.Start >= h.Span.End && c.Span.End <= end {
			blank(text[c.Span.Start-h.Span.End : c.Span.End-h.Span.End])
		}
	}
	rest := text
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[i+1:]
	} else {
		rest = nil
	}
	if line, after, _ := bytes.Cut(rest, []byte("\n")); len(line) > 0 && len(bytes.Trim(line, "=- \t\r")) == 0 {
		rest = after // the line under a heading
	}
	if cutLast {
		rest = rest[:bytes.LastIndexByte(rest, '\n')+1] // what opens the next heading
	}
	return len(bytes.TrimSpace(rest)) == 0
}

func blank(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}
