package standing

import (
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Frozen reports whether a document is a closed record as the main line holds it: it may only gain addenda.
func (v View) Frozen(e *register.Entry) (bool, error) {
	if !e.Kind.Record || e.Status() != schema.Closed {
		return false, nil
	}
	t, err := v.TrailOf(e)
	return t != nil && !v.Proposed(t, e), err
}

// Proposed reports whether the register's document is something that HEAD or the working tree adds to the main
// line, and not just what the main line holds, or held where HEAD left it.
func (v View) Proposed(t *trail.Trail, e *register.Entry) bool {
	var from *trail.Change // what HEAD started from
	for _, ch := range t.Changes {
		if ch.Index <= v.Book.Fork {
			from = ch
		}
	}
	if from != nil && from.Facts != nil && from.Blob == e.Blob {
		return false
	}
	if t.Removed || len(t.Contents) == 0 || t.Last().Facts == nil {
		return true
	}
	return t.Last().Blob != e.Blob
}
