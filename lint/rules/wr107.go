package rules

import (
	"fmt"
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr107() *lint.Rule {
	return &lint.Rule{
		ID: "WR107", Name: "field-unknown", Scope: lint.Document, Severity: lint.Warning,
		Title: "A field that nothing knows, and that looks like a slip",
		Text: `A ` + "`reveiw_date`" + ` isn't read by anything, so the date in it counts for nothing, and nobody
notices.

**What counts.** A key of the front matter that neither the kind nor an alias knows, and that is a slip away from a
field which the document lacks. The finding names that field.

**What doesn't.** Keys that are far from all known ones, and keys beside the field that they look like: those are your
own. What the kind requires or describes is known, and so is every name under ` + "`fields:`" + ` in
writ.yaml.

**How to fix it.** Correct the key; or add it as an alias under ` + "`fields:`" + ` in writ.yaml.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR107"), Good: good("WR107"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) {
				return nil
			}
			meant := meantFields()
			for _, f := range e.Front.Fields {
				if slices.Contains(meant, f.Name) || asks(e, f.Name) || e.Kind.Field(f.Name) != nil {
					continue
				}
				if at := invisible(f.Key); at != "" {
					p.Report(lint.Found{Span: f.KeySpan, Anchor: f.Key, Help: "write the line again, without it",
						Message: fmt.Sprintf("nothing knows this field, for its name holds a character that nobody "+
							"sees: %s", at)})
					continue
				}
				known := slices.Concat(e.Kind.Required, meant)
				for _, f := range e.Kind.Fields {
					known = append(known, f.Name)
				}
				near := nearest.Word(f.Key, known)
				if near == "" || has(e, near) || f.Value.Kind == document.Map { // a mapping is another program's
					continue
				}
				p.Report(lint.Found{Span: f.KeySpan, Anchor: f.Key,
					Fix: renaming(p, f, near, near+" is the nearest field, and only a person knows whether "+
						"it is meant"),
					Message: fmt.Sprintf("nothing knows the field %s; did you mean %s?", quoted(f.Key), near),
					Help: fmt.Sprintf("write %s, or add `%s: %s` under `fields:` in writ.yaml", near,
						short(f.Key), near)})
			}
			return nil
		},
	}
}

// renaming is the fix that gives a field another key; nil where no edit of the key alone does it.
func renaming(p *lint.Pass, f document.Field, key, doubt string) *lint.Fix {
	text, err := edited(p.Doc, func(src []byte) ([]byte, error) {
		return document.RenameField(src, p.Config.Fields, f, key)
	})
	if err != nil {
		return nil
	}
	return rewriting(p.Input, p.Doc, fmt.Sprintf("rename the field %s to %s", short(f.Key), key), text, doubt)
}

// meantFields are the canonical names that have a meaning. They are read once, and never changed.
var meantFields = sync.OnceValue(func() []string {
	var all []string
	for _, f := range schema.Fields() {
		all = append(all, f.Name)
	}
	return all
})
