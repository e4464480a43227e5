package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
)

func wr112() *lint.Rule {
	return &lint.Rule{
		ID: "WR112", Name: "status-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "The status is none of the kind's states",
		Text: `The status decides whether anybody may rely on the words. A status that writ doesn't know would have to
be guessed, and a guess could make a draft valid.

**What counts.** A value outside the states of the kind: draft, in-review, approved and retired for documents, open and
closed for records, or those that ` + "`states:`" + ` in writ.yaml gives the kind.

**What doesn't.** Case: ` + "`Approved`" + ` is approved.

**How to fix it.** Write one of the states that the finding lists.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR112"), Good: good("WR112"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) {
				return nil
			}
			f, status, wrong, ok := single(e, "status")
			if !ok || wrong == "" && slices.Contains(e.Kind.States, strings.ToLower(status)) {
				return nil
			}
			help := "write one of " + strings.Join(e.Kind.States, ", ")
			var fix *lint.Fix
			if wrong == "" {
				wrong = fmt.Sprintf("the kind %s has no status %s; expected %s", e.Kind.Name, quoted(status),
					oneOf(e.Kind.States))
				near := nearest.Word(strings.Join(strings.Fields(status), "-"), e.Kind.States)
				if near != "" {
					help = "write " + fieldLine(e, f.Key, near)
				}
				fix = choosing(p, f, status, near, e.Kind.States)
			}
			p.Report(lint.Found{Span: place(f), Anchor: "status", Message: wrong, Help: help, Fix: fix})
			return nil
		},
	}
}
