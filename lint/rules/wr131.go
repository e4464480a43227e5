package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr131() *lint.Rule {
	return &lint.Rule{
		ID: "WR131", Name: "alias-used", Scope: lint.Document, Severity: lint.Off,
		Title: "A field goes by another name than its own",
		Text: `writ understands ` + "`document_owner`" + ` as well as ` + "`owner`" + `, and whatever
` + "`fields:`" + ` in writ.yaml adds. That is enough for old documents. Those who want one name in all documents
switch this rule on, or run ` + "`writ fix --rule WR131`" + ` once. The rule is off unless
` + "`rules: {WR131: info}`" + ` turns it on.

**What counts.** A field whose key is an alias, built in or of writ.yaml.

**What doesn't.** Fields that nothing knows, and an alias beside its own name, which WR125 reports.

**How to fix it.** Write the field's own name. Approvals stay: the content digest knows fields by their own names.`,
		Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR131"), Good: good("WR131"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			seen := map[string]bool{}
			for _, f := range p.Doc.Front.Fields {
				if f.Key != f.Name && !seen[f.Name] {
					p.Report(lint.Found{Span: f.KeySpan, Anchor: f.Key, Fix: renaming(p, f, f.Name, ""),
						Message: fmt.Sprintf("the field %s is called %s here", f.Name, quoted(f.Key)),
						Help:    "write " + f.Name + ", or run `writ fix --rule WR131`"})
				}
				seen[f.Name] = true
			}
			return nil
		},
		Seed: seedAlias,
	}
}

// seedAlias switches the rule on, and commits a document with an alias.
func seedAlias(s lint.Scratch) error {
	src, err := s.Read(config.File)
	if errors.Is(err, fs.ErrNotExist) {
		src, err = []byte("version: 1\n"), nil
	}
	if err != nil {
		return err
	}
	if bytes.Contains(src, []byte("\nrules:")) {
		return lint.ErrOutOfReach
	}
	if err := s.Write(config.File, append(src, "\nrules: {WR131: info}\n"...)); err != nil {
		return err
	}
	return plant(s, anywhere, func(d *draft) {
		d.set(schema.FieldNamed("title").Aliases[0], d.values["title"])
		d.drop("title")
	})
}
