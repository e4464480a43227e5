package standing

import (
	"strings"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// TrailOf returns the trail of a document of the register; nil where history doesn't have it.
func (v View) TrailOf(e *register.Entry) (*trail.Trail, error) {
	if d := v.InHistory(e); d != nil {
		return v.Book.Trail(d)
	}
	return nil, nil
}

// InHistory returns what history knows a document of the register as; nil where it doesn't have it. One document is
// one file: of several with one id, the one that had it before. A file that gets its first id, or whose front matter
// can't be read any more, is still the document that it was.
func (v View) InHistory(e *register.Entry) *history.Document {
	if v.Book == nil {
		return nil
	}
	here := v.Book.DocumentAt(e.Path)
	if here != nil && here.Removed && !v.heldBelow(here) {
		here = nil // what is there now is another document
	}
	if e.ID == "" || here != nil && strings.EqualFold(here.ID, e.ID) {
		return here
	}
	switch d := v.Book.Document(e.ID); {
	case d != nil && v.claimant(d) == e:
		return d
	case d == nil && here != nil && here.ID == "":
		return here
	}
	return nil
}

// heldBelow reports whether the main line had a document where HEAD builds on it: only the main line removed it.
func (v View) heldBelow(d *history.Document) bool {
	c := d.At(v.Book.Fork)
	return c != nil && c.What != history.Removed
}

// EntryOf returns a document of history as the register has it; nil where it doesn't.
func (v View) EntryOf(d *history.Document) *register.Entry {
	if v.Register == nil {
		return nil
	}
	if e := v.Register.ByPath(d.Path); e != nil && v.InHistory(e) == d {
		return e
	}
	for _, e := range v.Register.ByID(d.ID) {
		if v.InHistory(e) == d {
			return e
		}
	}
	return nil
}

// claimant returns which file of the register is the document of an id: the one at its path, unless it has another id
// there; else the one that holds the same bytes; else the first.
func (v View) claimant(d *history.Document) *register.Entry {
	if e := v.Register.ByPath(d.Path); e != nil && (e.ID == "" || strings.EqualFold(e.ID, d.ID)) {
		return e
	}
	same := v.Register.ByID(d.ID)
	for _, e := range same {
		if e.Blob == d.Last().Blob {
			return e
		}
	}
	if len(same) == 0 {
		return nil
	}
	return same[0]
}

// rival returns the path of the file to which the id of a document without a trail belongs; "" for none.
func (v View) rival(e *register.Entry) string {
	if v.Book == nil || e.ID == "" {
		return ""
	}
	d := v.Book.Document(e.ID)
	if d == nil {
		return ""
	}
	if other := v.claimant(d); other != nil && other != e {
		return other.Path
	}
	return ""
}

// Facts returns what a file of the register states.
func (v View) Facts(e *register.Entry) *history.Facts {
	if v.Book != nil {
		if f := v.Book.FactsAt(e.Blob, e.Path); f != nil {
			return f
		}
	}
	return history.FactsOf(e.Document).At(v.Config, e.Path)
}
