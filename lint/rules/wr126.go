package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr126() *lint.Rule {
	return &lint.Rule{
		ID: "WR126", Name: "classification-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "The classification is a slip of one of the usual classes",
		Text: `Who may read a document follows from its class. A class that nobody defined says nothing about it.

**What counts.** A ` + "`classification`" + ` that is a slip of public, internal, confidential or restricted.

**What doesn't.** Case; no classification at all; words of your own for classes.

**How to fix it.** Correct the class.`,
		Clause: "ISO27001:A.5.12", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR126"), Good: good("WR126"),
		Find: func(p *lint.Pass) error {
			f, class, wrong, ok := single(p.Doc, "classification")
			if !judged(p.Doc) || !ok {
				return nil
			}
			classes := schema.Classifications()
			near := nearest.Word(class, classes)
			if wrong == "" {
				same := func(c string) bool { return strings.EqualFold(c, class) }
				if near == "" || slices.ContainsFunc(classes, same) {
					return nil
				}
				wrong = fmt.Sprintf("there is no class %s; expected %s", quoted(class), oneOf(classes))
			}
			var fix *lint.Fix
			help := "write one of " + strings.Join(classes, ", ")
			if near != "" {
				help = "write " + fieldLine(p.Doc, f.Key, near)
				fix = choosing(p, f, class, near, classes)
			}
			p.Report(lint.Found{Span: place(f), Anchor: "classification", Message: wrong, Help: help, Fix: fix})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, anywhere, func(d *draft) {
				d.set("classification", schema.Classifications()[0]+"x")
			})
		},
	}
}
