package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
)

func wr113() *lint.Rule {
	return &lint.Rule{
		ID: "WR113", Name: "kind-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "Nobody defined this kind",
		Text: `The kind decides which fields, approvals and reviews a document needs. With a kind that nobody defined
the document would escape all of them.

**What counts.** A ` + "`kind`" + ` that is neither built in nor under ` + "`kinds:`" + ` in writ.yaml. Meanwhile the
document is judged as the kind that its place gives it.

**What doesn't.** Case, and no kind at all: then the place decides.

**How to fix it.** Correct the word, or define the kind in writ.yaml.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR113"), Good: good("WR113"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) {
				return nil
			}
			f, kind, wrong, ok := single(e, "kind")
			if !ok || wrong == "" && p.Config.Kinds[strings.ToLower(kind)] != nil {
				return nil
			}
			known := slices.Sorted(maps.Keys(p.Config.Kinds))
			help := fmt.Sprintf("define it under `kinds:` in writ.yaml, or write one of %s", strings.Join(known, ", "))
			var fix *lint.Fix
			if wrong == "" {
				wrong = "no kind is called " + quoted(kind)
				near := nearest.Word(strings.Join(strings.Fields(kind), "-"), known)
				if near != "" {
					wrong += fmt.Sprintf("; did you mean %s?", near)
				}
				fix = choosing(p, f, kind, near, known)
			}
			p.Report(lint.Found{Span: place(f), Anchor: "kind", Message: wrong, Help: help, Fix: fix})
			return nil
		},
	}
}
