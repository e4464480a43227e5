package lint

import (
	"slices"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
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
	d := in.withoutID(e)
	if e.ID != "" {
		if own := in.Book.Document(e.ID); own != nil && own.Path == e.Path {
			d = own
		}
	}
	if d == nil {
		return nil
	}
	var keys []string
	for _, ch := range d.Changes {
		taken := in.Register.ByPath(ch.Path)
		free := taken == nil || taken == e || taken.ID != ""
		if ch.Facts != nil && ch.Facts.ID == "" && ch.Path != e.Key() && free && !slices.Contains(keys, ch.Path) {
			keys = append(keys, ch.Path)
		}
	}
	return keys
}

// withoutID returns a document, without an id, that history has at its path, or that was renamed in the
// working tree and is the same in every byte; nil for none.
func (in *Input) withoutID(e *register.Entry) *history.Document {
	if d := in.Book.DocumentAt(e.Path); d != nil && d.ID == "" && !d.Removed {
		return d
	}
	var same *history.Document
	for _, d := range in.Book.Documents {
		if d.ID == "" && !d.Removed && d.Last().Blob == e.Blob && in.Register.ByPath(d.Path) == nil {
			if same != nil {
				return nil // of two nobody knows which one moved
			}
			same = d
		}
	}
	return same
}
