package rules

import (
	"cmp"
	"fmt"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/lint"
)

func wr104() *lint.Rule {
	return &lint.Rule{
		ID: "WR104", Name: "version-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "The document has no version",
		Text: `An approval is given to one version, and readers need to see which one they hold. Without a version
nobody can tell the words of last year from those of today.

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
			line, err := versionLine(p)
			if err != nil {
				return err
			}
			p.Report(lint.Found{Span: at(e, "version"), Anchor: "version",
				Message: fmt.Sprintf("no version: a %s needs one as major.minor, so that an approval can name it",
					e.Kind.Name),
				Help: "add " + line,
				Fix:  restoring(p, "version", func(f *history.Facts) string { return f.Version })})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool { return d.asks("version") }, func(d *draft) { d.drop("version") })
		},
	}
}

// versionLine says which version a document without one is to have: the last that history knows, or a first one.
func versionLine(p *lint.Pass) (string, error) {
	last := ""
	t, err := trailOf(p.Input, p.Doc)
	if err != nil {
		return "", err
	}
	if t != nil {
		for _, v := range t.Versions {
			last = cmp.Or(v.Number, last)
		}
	}
	switch {
	case majorMinor.MatchString(last):
		return fmt.Sprintf("%s, as it was, or a higher one", fieldLine(p.Doc, "version", `"`+last+`"`)), nil
	case last != "":
		return fmt.Sprintf("the field version with major.minor in quotes, higher than %s", quoted(last)), nil
	}
	return fmt.Sprintf("%s if this is its first version", fieldLine(p.Doc, "version", `"1.0"`)), nil
}
