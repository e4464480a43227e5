package trail

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// InForceSince returns the first day of the run of days, up to today, on which the content in force was valid; a
// lifecycle change in between doesn't begin it anew. None where nothing is in force.
func (t *Trail) InForceSince() day.Day {
	if t.Current == nil {
		return day.None
	}
	since := t.Current.Since
	for i := len(t.Contents) - 1; i >= 0; i-- {
		if c := t.Contents[i]; c.Digest == t.Current.Digest && c.Until == since {
			since = c.Since
		}
	}
	return since
}

// At returns the newest change up to and with step i; nil where the document came later.
func (t *Trail) At(i int) *Change {
	var found *Change
	for _, c := range t.Changes {
		if c.Index <= i {
			found = c
		}
	}
	return found
}

// Proposes reports whether a snapshot's blob of the document (the zero ID: the snapshot doesn't have it) is beyond
// what the main line held where HEAD builds on it.
func (b *Book) Proposes(t *Trail, blob gitrepo.ID) bool {
	if t == nil {
		return !blob.IsZero()
	}
	c := t.At(b.Fork)
	if c == nil || c.What == Removed {
		return !blob.IsZero()
	}
	return c.Blob != blob
}
