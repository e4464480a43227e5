package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr126() *lint.Rule {
	return &lint.Rule{
		ID: "WR126", Name: "classification-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "The classification isn't one of the configured classes",
		Text: `Who may read a document follows from its class. A class that nobody defined says nothing about it.

**What counts.** A ` + "`classification`" + ` that isn't among the classes under ` + "`site.audiences`" + ` in writ.yaml. Where none are
stated there, a slip of public, internal, confidential or restricted.

**What doesn't.** Case; no classification at all; and, without ` + "`site.audiences`" + `, words of your own for classes.

**How to fix it.** Correct the class, or add it to the circle of readers that may see it.`,
		Clause: "ISO27001:A.5.12", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR126"), Good: good("WR126"),
		Find: func(p *lint.Pass) error {
			f, class, wrong, ok := single(p.Doc, "classification")
			if !judged(p.Doc) || !ok {
				return nil
			}
			classes, stated := classesOf(p.Config)
			near := nearest.Word(class, classes)
			if wrong == "" {
				if slices.ContainsFunc(classes, func(c string) bool { return strings.EqualFold(c, class) }) || !stated && near == "" {
					return nil
				}
				wrong = fmt.Sprintf("there is no class %s; expected %s", quoted(class), oneOf(classes))
			}
			help := "write one of " + strings.Join(classes, ", ") + ", or add the class to a circle under `site.audiences` in writ.yaml"
			if near != "" {
				help = "write " + fieldLine(p.Doc, f.Key, near)
			}
			p.Report(lint.Found{Span: place(f), Anchor: "classification", Message: wrong, Help: help})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, anywhere, func(d *draft) {
				classes, _ := classesOf(d.in.Config)
				d.set("classification", classes[0]+"x")
			})
		},
	}
}

// classesOf returns the classes that a configuration gives to circles of readers, and whether it states any; else
// the usual ones.
func classesOf(cfg *config.Config) (classes []string, stated bool) {
	for _, circle := range cfg.Site.Audiences {
		classes = append(classes, circle...)
	}
	if len(classes) == 0 {
		return schema.Classifications(), false
	}
	slices.Sort(classes)
	return slices.Compact(classes), true
}
