package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// setting is the fix that writes another value into a field of the document; nil where no edit of that field alone does
// it, or the text can't be read, without which the finding has no place either. It is safe where nobody can have meant
// another value (sure), and approvals stay.
func setting(p *lint.Pass, f document.Field, value string, sure bool) *lint.Fix {
	src, err := p.Doc.Source()
	if err != nil {
		return nil
	}
	text, err := document.SetField(src, p.Config.Fields, f.Name, value)
	if err != nil {
		return nil
	}
	edit, err := lint.EditTo(p.Doc, text)
	if err != nil {
		return nil
	}
	fix := &lint.Fix{Title: fmt.Sprintf("write %s as %s", f.Key, value), Edits: []lint.Edit{edit}}
	kept := true
	switch {
	case schema.FieldNamed(f.Name).Lifecycle:
		fix.Why = f.Key + " is no part of what is approved"
	case strings.TrimSpace(f.Value.Text) == value:
		fix.Why = "quotes change nothing that was approved"
	default:
		kept = false
		fix.Why = f.Key + " is part of what is approved, so that the document has to be approved again"
	}
	fix.Safe = sure && kept
	return fix
}
