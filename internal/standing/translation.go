package standing

import (
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// Original is the document that another one translates, and the version of it that is translated.
type Original struct{ ID, Version string }

// OriginalIn returns what front matter says that its document translates; no ID where it says nothing.
func OriginalIn(front *document.Front) Original {
	f, ok := front.Field("translation_of")
	if !ok {
		return Original{}
	}
	var o Original
	for _, m := range f.Value.Map {
		switch text := strings.TrimSpace(m.Value.Text); m.Key {
		case "id":
			o.ID = text
		case "version":
			o.Version = text
		}
	}
	if o.ID == "" {
		return Original{}
	}
	return o
}

// VersionNow returns the version of a document that is in force; "" where none is. Where history can't be read it is
// the one that an approved document states.
func (v View) VersionNow(e *register.Entry) (string, error) {
	if v.Book == nil {
		if e.Status() == schema.Approved {
			return e.Front.Text("version"), nil
		}
		return "", nil
	}
	s, err := v.Document(e)
	if err != nil || !s.Valid() {
		return "", err
	}
	return s.Version, nil
}
