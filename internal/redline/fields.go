package redline

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/writ-docs/writ/internal/document"
)

// changedFields compares the front matter of two documents, and the files beside them that aren't tables.
func changedFields(x, y []Field) []Field {
	out := []Field{}
	for _, v := range x {
		if w := named(y, v.Name); w == nil || *w.New != *v.New {
			f := Field{Name: v.Name, Old: v.New}
			if w != nil {
				f.New = w.New
			}
			out = append(out, f)
		}
	}
	for _, w := range y {
		if named(x, w.Name) == nil {
			out = append(out, w)
		}
	}
	return out
}

func named(all []Field, name string) *Field {
	if i := slices.IndexFunc(all, func(f Field) bool { return f.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// valuesOf returns the fields of a document as if all of them were new. Front matter that can't be read is one field
// without a name.
func valuesOf(d *document.Document) ([]Field, error) {
	var out []Field
	add := func(name, value string) {
		if named(out, name) == nil {
			out = append(out, Field{Name: name, New: &value})
		}
	}
	var src []byte
	large := slices.ContainsFunc(d.Faults, func(f document.Fault) bool { return f.Kind == document.FileTooLarge })
	if large || d.Front.Format != "" && len(d.Front.Faults) > 0 {
		var err error
		if src, err = d.Source(); err != nil {
			return nil, err
		}
	}
	switch {
	case large:
		sum := sha256.Sum256(src)
		add(FileField, hex.EncodeToString(sum[:]))
	case src != nil:
		add("", string(src[d.Front.Span.Start:d.Front.Span.End]))
	default:
		for _, f := range d.Front.Fields {
			add(f.Name, f.Value.String())
		}
	}
	if d.Beside != nil && d.Sheet == nil {
		add(FileField, hex.EncodeToString(d.Beside[:]))
	}
	return out, nil
}

// FileField is the name of the field for a file that isn't compared by its words: its value is the file's SHA-256. No
// field of a front matter has a name with a colon.
const FileField = "file:sha256"
