package rules

import (
	"regexp"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr122() *lint.Rule {
	return &lint.Rule{
		ID: "WR122", Name: "guidance-left", Scope: lint.Document, Severity: lint.Warning,
		Title: "A template's guidance is still in the text",
		Text: `What a template says to its author isn't what the company says to its readers. An example in brackets
reads as if it held.

**What counts.** A comment that begins with ` + "`guide:`" + `; words in square brackets that begin with "e.g.",
"enter", "example:" or "describe", such as [e.g. the head of IT].

**What doesn't.** Drafts, and open records, which are still being written; other comments; links and code.

**How to fix it.** Follow it, and remove it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR122"), Good: good("WR122"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if beingWritten(e) {
				return nil
			}
			for _, c := range e.Comments() {
				if isGuidance(c.Text) {
					p.Report(lint.Found{Span: c.Span, Anchor: "guidance " + c.Text, Help: "follow it, and remove it",
						Message: "guidance of a template is still here: " + quoted(c.Text)})
				}
			}
			if !e.Placeholder {
				return nil
			}
			src, err := e.Source()
			if err != nil {
				return err
			}
			for _, s := range e.Prose() {
				for _, x := range examplesIn(src, s) {
					text := string(src[x.Start:x.End])
					p.Report(lint.Found{Span: x, Anchor: "example " + text, Help: "write what holds in your company",
						Message: "an example of a template is still here: " + quoted(text)})
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, (*draft).valid, func(d *draft) { d.body += "\n<!-- guide: say who does it -->\n" })
		},
	}
}

func isGuidance(comment string) bool {
	return len(comment) > len("guide:") && strings.EqualFold(comment[:len("guide:")], "guide:")
}

var bracketedExample = sync.OnceValue(func() *regexp.Regexp {
	var starts []string
	for _, s := range schema.Examples() {
		starts = append(starts, regexp.QuoteMeta(s))
	}
	return regexp.MustCompile(`(?i)(?:` + strings.Join(starts, "|") + `)[^\[\]\n]*\]`)
})

// examplesIn returns the examples in brackets of a span; links aren't any.
func examplesIn(src []byte, s document.Span) (all []document.Span) {
	for _, m := range bracketedExample().FindAllIndex(src[s.Start:s.End], -1) {
		x := document.Span{Start: s.Start + m[0], End: s.Start + m[1]}
		if x.End < len(src) && strings.IndexByte("([:", src[x.End]) >= 0 {
			continue
		}
		all = append(all, x)
	}
	return all
}
