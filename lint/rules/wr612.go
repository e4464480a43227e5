package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr612() *lint.Rule {
	return &lint.Rule{
		ID: "WR612", Name: "link-not-read", Scope: lint.Document, Severity: lint.Warning,
		Title: "What was meant as a link is none",
		Text: `A page shows the brackets of what isn't read as a link, and leads nowhere.

**What counts.** ` + "`[words][label]`" + ` without a line that defines the label; ` + "`(words)[target]`" + `; a
blank in a target, or before its parenthesis; a target without a closing parenthesis; ` + "`[^1]`" + ` without a
footnote of that name, and a footnote that nothing refers to.

**What doesn't.** Brackets that are no link: ` + "`[see]`, `a[i][j]`, `[1][2]`" + `; code.

**How to fix it.** Write ` + "`[words](target)`" + `, with ` + "`%20`" + ` for a blank, or add the line that is
missing.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR612"), Good: good("WR612"),
		Find: func(p *lint.Pass) error {
			for _, u := range p.Doc.Unread() {
				what, help := notRead(u)
				p.Report(lint.Found{Span: u.Span, Anchor: "not read " + string(u.Kind) + " " + u.Text + " " + u.Target,
					Message: what, Help: help})
			}
			return nil
		},
	}
}

// notRead says what keeps something from being a link or a footnote, and what to write.
func notRead(u document.Unread) (message, help string) {
	words := quoted(u.Text)
	switch u.Kind {
	case document.NoDefinition:
		return fmt.Sprintf("the link %s is none: no line defines its label", words),
			"add a line `[label]: target`, or write `[words](target)`"
	case document.Reversed:
		return fmt.Sprintf("the link %s is none: its brackets and parentheses are swapped", words),
			"write `[words](target)`"
	case document.BlankBefore:
		return fmt.Sprintf("the link %s is none: a blank is before its target", words), "remove the blank"
	case document.BlankInTarget:
		return fmt.Sprintf("the link %s is none: its target %s can't be read", words, quoted(u.Target)),
			"write %20 for each blank of the target, or put it between < and >"
	case document.NoEnd:
		return fmt.Sprintf("the link %s is none: no parenthesis closes its target", words),
			"write a closing parenthesis behind the target"
	case document.NoNote:
		return fmt.Sprintf("the footnote %s has no text", words),
			fmt.Sprintf("add a line `[^%s]: …`, or remove the mark", u.Text)
	}
	return fmt.Sprintf("nothing refers to the footnote %s, so no page shows it", words),
		fmt.Sprintf("write `[^%s]` where it belongs, or remove it", u.Text)
}
