package publication

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// gone are the ids that lead to no document any more: those of removed documents, and those that documents had before.
func (f *filler) gone() ([]sitegen.Gone, error) {
	var all []sitegen.Gone
	taken := map[string]bool{}
	for i := range f.docs {
		taken[strings.ToLower(f.docs[i].ID)] = true
	}
	add := func(x sitegen.Gone) {
		if key := strings.ToLower(x.ID); !taken[key] && f.mayKnow(x.ID) {
			taken[key] = true
			all = append(all, x)
		}
	}
	for _, d := range f.Book.Documents {
		if d.ID == "" || taken[strings.ToLower(d.ID)] {
			continue
		}
		t, err := f.Book.Trail(d)
		if err != nil {
			return nil, err
		}
		doc, err := f.view.History(t)
		if err != nil {
			return nil, err
		}
		known, err := f.knew(t)
		if err != nil {
			return nil, err
		}
		if !known {
			continue
		}
		switch to := f.renamed(t); {
		case to != "":
			add(sitegen.Gone{ID: d.ID, Since: doc.Since, Now: []string{to}})
		case doc.State == standing.Removed || doc.State == standing.Retired:
			add(sitegen.Gone{ID: d.ID, Since: doc.Since, Removed: true, Now: f.superseding(d.ID)})
		}
	}
	slices.SortFunc(all, func(a, b sitegen.Gone) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// renamed is the document that began in the file in which another one ended, and with the same step: somebody gave the
// document another id. It is "" for none.
func (f *filler) renamed(t *trail.Trail) string {
	if len(t.Changes) == 0 {
		return ""
	}
	last := t.Changes[len(t.Changes)-1]
	i, ok := f.at[t.Path]
	if !ok || f.shown[i].Trail == nil || f.shown[i].Trail.Document == t.Document ||
		f.shown[i].Trail.Changes[0].Index != last.Index {
		return ""
	}
	return f.docs[i].Key()
}

// superseding are the documents that say that they supersede an id.
func (f *filler) superseding(id string) (all []string) {
	for i := range f.docs {
		if f.speaks(&f.shown[i]) && slices.ContainsFunc(f.docs[i].Supersedes,
			func(old string) bool { return strings.EqualFold(old, id) }) {
			all = append(all, f.docs[i].Key())
		}
	}
	return all
}

// knew reports whether the readers may know of a document of history, by the class of its last words.
func (f *filler) knew(t *trail.Trail) (bool, error) {
	if f.of == nil {
		return true, nil
	}
	if f.view.EntryOf(t.Document) != nil {
		return true, nil // the register has only what they read
	}
	for _, ch := range slices.Backward(t.Changes) {
		if ch.Facts != nil {
			return f.reads(ch.Blob)
		}
	}
	return false, nil
}
