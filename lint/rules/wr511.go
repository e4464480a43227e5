package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr511() *lint.Rule {
	return &lint.Rule{
		ID: "WR511", Name: "block-unclosed", Scope: lint.Document, Severity: lint.Error,
		Title: "A comment, fence or raw HTML hides what follows",
		Text: `Text behind a comment that nobody closed is hidden from readers, and from every check.

**What counts.** A comment, a code fence, or an element such as ` + "`<script>`" + ` or ` + "`<details>`" + ` that is
never closed. Raw HTML with a heading, a list, a quote, a table or a link of Markdown in it, without an empty line
before that: HTML has no Markdown.

**What doesn't.** Code and HTML that are closed; ` + "`<!--`" + ` within a line, which a page shows.

**How to fix it.** Close it where it was meant to end, or write an empty line between the tag and the Markdown.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR511"), Good: good("WR511"),
		Find: func(p *lint.Pass) error {
			for _, u := range p.Doc.Unclosed() {
				f := lint.Found{Span: u.Span, Anchor: "block " + u.Opener,
					Message: fmt.Sprintf("%s is never closed, so what follows is hidden or shown as it is written",
						quoted(u.Opener)),
					Help: fmt.Sprintf("write %s where it was meant to end", u.Closer)}
				if u.Closer == "" {
					f.Message = fmt.Sprintf("the raw HTML that begins with %s takes in %s, which is shown as it "+
						"is written", quoted(u.Opener), quoted(u.Taken))
					f.Help = "write an empty line between the tag and the Markdown"
				}
				p.Report(f)
			}
			return nil
		},
	}
}
