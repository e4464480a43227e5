package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr610() *lint.Rule {
	return &lint.Rule{
		ID: "WR610", Name: "link-unsafe", Scope: lint.Document, Severity: lint.Error,
		Title: "A link has a scheme that pages don't carry",
		Text: "`javascript:`" + ` runs in the reader's browser, ` + "`file:`" + ` leads to a disk that only the author
has. The published site shows neither as a link, so the reader gets a dead word.

**What counts.** A link or an image whose address has another scheme than http, https, mailto or tel, or a
control character.

**What doesn't.** Relative links, which are WR601's; addresses in code; a word with a colon that is no link.

**How to fix it.** Link to a page with https:, or put the file into the repository.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR610"), Good: good("WR610"),
		Find: func(p *lint.Pass) error {
			for _, l := range p.Doc.Links() {
				to := strings.TrimSpace(l.Target)
				control := strings.ContainsFunc(to, func(r rune) bool { return r < ' ' || r == 0x7f })
				s := strings.ToLower(strings.TrimSuffix(scheme.FindString(to), ":"))
				if !control && (s == "" || document.Carried(s)) {
					continue
				}
				what := fmt.Sprintf("the scheme %s", s+":")
				if control {
					what = "a control character"
				}
				p.Report(lint.Found{Span: l.Span, Anchor: "link " + l.Target,
					Message: fmt.Sprintf("the address %s has %s; pages carry http, https, mailto and tel",
						quoted(l.Target), what),
					Help: "link to a page with https:, or to a file of this repository"})
			}
			return nil
		},
	}
}
