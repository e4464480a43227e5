package standing

import (
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// TrailOf returns the trail of a document of the register; nil where history doesn't have it. A trail belongs to one
// file: of several with one id, to the one that had it before. A file that gets its first id, or whose front matter
// can't be read any more, is still the document that it was.
func (v View) TrailOf(e *register.Entry) *trail.Trail {
	if v.Book == nil {
		return nil
	}
	here := v.Book.ByPath(e.Path)
	if here != nil && here.Removed && !v.heldBelow(here) {
		here = nil // what stands there now is another document
	}
	if e.ID == "" || here != nil && strings.EqualFold(here.ID, e.ID) {
		return here
	}
	switch t := v.Book.ByID(e.ID); {
	case t != nil && v.claimant(t) == e:
		return t
	case t == nil && here != nil && here.ID == "":
		return here
	}
	return nil
}

// heldBelow reports whether the main line had a document where HEAD builds on it: only the main line removed it.
func (v View) heldBelow(t *trail.Trail) bool {
	c := t.At(v.Book.Fork)
	return c != nil && c.What != trail.Removed
}

// EntryOf returns the document of the register that has a trail; nil for none.
func (v View) EntryOf(t *trail.Trail) *register.Entry {
	if v.Register == nil {
		return nil
	}
	if e := v.Register.ByPath(t.Path); e != nil && v.TrailOf(e) == t {
		return e
	}
	for _, e := range v.Register.ByID(t.ID) {
		if v.TrailOf(e) == t {
			return e
		}
	}
	return nil
}

// claimant returns which file of the register has the trail of an id: the one at the trail's path, unless it has
// another id there; else the one that holds the same bytes; else the first.
func (v View) claimant(t *trail.Trail) *register.Entry {
	if e := v.Register.ByPath(t.Path); e != nil && (e.ID == "" || strings.EqualFold(e.ID, t.ID)) {
		return e
	}
	same := v.Register.ByID(t.ID)
	for _, e := range same {
		if e.Blob == t.Last().Blob {
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
	t := v.Book.ByID(e.ID)
	if t == nil {
		return ""
	}
	if other := v.claimant(t); other != nil && other != e {
		return other.Path
	}
	return ""
}

// Facts returns what a file of the register states.
func (v View) Facts(e *register.Entry) *trail.Facts {
	if v.Book != nil {
		if f := v.Book.FactsAt(e.Blob, e.Path); f != nil {
			return f
		}
	}
	return trail.FactsOf(e.Document).At(v.Config, e.Path)
}
