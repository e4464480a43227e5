package rules

import (
	"fmt"
	"strconv"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr903() *lint.Rule {
	return &lint.Rule{
		ID: "WR903", Name: "suppression-unused", Scope: lint.Document, Severity: lint.Warning,
		Title: "A suppression has nothing to suppress",
		Text: `A suppression that is left behind after the fault was fixed hides the next fault of its kind, and is an
exception on the list that nobody makes use of.

**What counts.** A rule of a suppression, in a comment or in ` + "`writ.yaml`" + `, that finds nothing where the
suppression speaks.

**What doesn't.** Rules that did not run, because they are off or because their ground is missing; suppressions that
have ended (WR902) or lack something (WR901); rules that can't be suppressed (WR905) and unknown ones (WR904).

**How to fix it.** Remove the rule from the suppression, or the suppression. A comment speaks of the block after it; one
within a line speaks of its paragraph or row; one on the first line of the text speaks of the file.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR903"), Good: good("WR903"),
		After: func(p *lint.Pass, o *lint.Outcome) error {
			spans := map[*register.Entry][]document.Span{}
			stated := 0
			for _, u := range o.Unused {
				if spans[u.Doc] = append(spans[u.Doc], u.Span); u.Doc == nil {
					stated++
				}
			}
			for _, u := range o.Unused {
				if u.Doc != nil {
					p.Report(lint.Found{Doc: u.Doc, Span: u.Span, Anchor: "suppression " + u.Rule,
						Fix:     dropping(p.Input, u.Doc, u.Span, spans[u.Doc]),
						Message: u.Rule + " finds nothing here to suppress", Help: "remove " + u.Rule +
							" from the comment, or the comment"})
					continue
				}
				c := p.Config.Suppressions[u.Index]
				fix, err := droppingEntry(p.Input, u.Index, stated == len(p.Config.Suppressions))
				if err != nil {
					return err
				}
				path, at, line := p.InConfig("suppressions", strconv.Itoa(u.Index))
				p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: "suppression " + c.Rule + " " + c.Document,
					Fix: fix, Message: vain(p.Input, c.Rule, c.Document),
					Help: "remove the entry, or correct the rule or the document in it"})
			}
			return nil
		},
	}
}

// vain says why an entry of the configuration suppresses nothing.
func vain(in *lint.Input, rule, doc string) string {
	if len(in.Register.ByID(doc)) == 0 && in.Register.ByPath(doc) == nil &&
		(in.Book == nil || in.Book.Document(doc) == nil) {
		return fmt.Sprintf("no document has the id or the path %s, so %s has nothing to suppress", quoted(doc), rule)
	}
	return fmt.Sprintf("%s finds nothing to suppress in %s", rule, short(doc))
}
