package lint

import (
	"slices"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// carry notes which entries of the baseline are about findings that were known by another name: before their document
// gained its id, or was renamed without one.
func (in *Input) carry(all []keyed, out []Finding) {
	if !in.named && !in.Baseline.byPath() || in.Book == nil {
		return
	}
	former := map[*register.Entry][]string{}
	for i, f := range all {
		if _, known := in.Baseline.entry(&out[i]); known && !in.named || f.doc == nil {
			continue
		}
		keys, asked := former[f.doc]
		if !asked {
			keys = in.formerKeys(f.doc)
			former[f.doc] = keys
		}
		for _, key := range keys {
			out[i].Formerly = append(out[i].Formerly, fingerprint(f.Rule.ID, key, f.anchor, f.ordinal))
		}
	}
}

// byPath reports whether some entry is about a document that had no id.
func (b *Baseline) byPath() bool {
	return slices.ContainsFunc(b.Entries(), func(e BaselineEntry) bool { return e.Document == "" && e.Path != "" })
}

// formerKeys returns the paths by which a document was known while it had no id, where no other one goes by them now.
func (in *Input) formerKeys(e *register.Entry) []string {
	t := in.withoutID(e)
	if e.ID != "" {
		if own := in.Book.ByID(e.ID); own != nil && own.Path == e.Path {
			t = own
		}
	}
	if t == nil {
		return nil
	}
	var keys []string
	for _, ch := range t.Changes {
		taken := in.Register.ByPath(ch.Path)
		free := taken == nil || taken == e || taken.ID != ""
		if ch.Facts != nil && ch.Facts.ID == "" && ch.Path != e.Key() && free && !slices.Contains(keys, ch.Path) {
			keys = append(keys, ch.Path)
		}
	}
	return keys
}

// withoutID returns the trail, without an id, of a document that history has at its path, or that was renamed in the
// working tree and is the same in every byte; nil for none.
func (in *Input) withoutID(e *register.Entry) *trail.Trail {
	if t := in.Book.ByPath(e.Path); t != nil && t.ID == "" && !t.Removed {
		return t
	}
	var same *trail.Trail
	for _, t := range in.Book.Trails {
		if t.ID == "" && !t.Removed && t.Last().Blob == e.Blob && in.Register.ByPath(t.Path) == nil {
			if same != nil {
				return nil // of two nobody knows which one moved
			}
			same = t
		}
	}
	return same
}
