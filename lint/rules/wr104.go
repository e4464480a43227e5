package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr104() *lint.Rule {
	return &lint.Rule{
		ID: "WR104", Name: "version-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "The document has no version",
		Text: `An approval is given to one version, and readers need to see which one they hold. Without a version nobody can
tell the words of last year from those of today.

**What counts.** No ` + "`version`" + `, or an empty one, in a kind that asks for it.

**What doesn't.** Records state what happened once, so the built-in kinds of records need no version.

**How to fix it.** Start with ` + "`version: \"1.0\"`" + `, or ` + "`\"0.1\"`" + ` for a first draft.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR104"), Good: good("WR104"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) || !asks(e, "version") || has(e, "version") {
				return nil
			}
			p.Report(lint.Found{Span: at(e, "version"), Anchor: "version",
				Message: fmt.Sprintf("no version: a %s needs one as major.minor, so that an approval can name it", e.Kind.Name),
				Help:    "add " + fieldLine(e, "version", `"1.0"`)})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool { return d.asks("version") }, func(d *draft) { d.drop("version") })
		},
	}
}
