package adopt

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// wrappers are keys under which programs keep fields of a site's own.
func wrappers() []string {
	return []string{"params", "extra", "metadata", "meta", "custom", "document", "doc", "document control",
		"properties", "policy", "attributes"}
}

// keys reads the keys of the front matter that writ doesn't know.
func (r *reader) keys() {
	for _, f := range r.doc.Front.Fields {
		label := keyLabel(f.Key)
		switch {
		case f.Name != f.Key || isField(f.Name):
		case f.Value.Kind == document.Map && slices.Contains(wrappers(), label):
			for _, inner := range f.Value.Map {
				r.key(keyLabel(inner.Key), inner)
			}
		case label == "name" || label == "page title":
			r.key("title", f)
		default:
			r.key(label, f)
		}
	}
}

func (r *reader) key(label string, f document.Field) {
	switch f.Value.Kind {
	case document.Text, document.Number:
		r.add(label, f.Value.Text, Key, f.ValueSpan)
	case document.List:
		var all []string
		for _, v := range f.Value.List {
			if v.Kind != document.Text {
				return
			}
			all = append(all, v.Text)
		}
		r.add(label, strings.Join(all, ", "), Key, f.ValueSpan)
	}
}

var (
	humps  = lazyregexp.New(`([\p{Ll}0-9])(\p{Lu})`)
	joints = strings.NewReplacer("-", " ", "_", " ", ".", " ")
)

// keyLabel writes a key such as effectiveDate or policy-owner as the label of a line.
func keyLabel(key string) string {
	return labelOf(joints.Replace(humps.ReplaceAllString(key, "$1 $2")))
}

// isField reports whether a name is that of a field with a meaning.
func isField(name string) bool { return schema.FieldNamed(name).Meaning != "" }
