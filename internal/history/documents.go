package history

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// identify works out which changes are of which document.
func (h *History) identify() {
	h.ids = newIdentities(h)
	for i, s := range h.Steps {
		h.ids.step(i, s)
	}
	h.sortDocuments()
}

// sortDocuments arranges the documents for those who look for them.
func (h *History) sortDocuments() {
	all := h.ids.all
	h.byStep = sync.OnceValue(func() stepDocuments { return newStepDocuments(len(h.Steps), all) })
	for _, d := range all {
		if have := h.byPath[d.Path]; have == nil || have.Removed {
			h.byPath[d.Path] = d
		}
	}
	h.Documents = sortedDocuments(all)
}

// stepDocuments lists the documents that each step changed: those of step i from start[i] up to start[i+1].
type stepDocuments struct {
	start     []int32
	documents []*Document
}

func newStepDocuments(steps int, all []*Document) stepDocuments {
	s := stepDocuments{start: make([]int32, steps+2)}
	for _, d := range all {
		for _, c := range d.Changes {
			s.start[c.Index+2]++
		}
	}
	for i := 2; i < len(s.start); i++ {
		s.start[i] += s.start[i-1]
	}
	s.documents = make([]*Document, s.start[len(s.start)-1])
	for _, d := range all {
		for _, c := range d.Changes {
			s.documents[s.start[c.Index+1]] = d
			s.start[c.Index+1]++
		}
	}
	return s
}

// of lists the documents that step i changed, in the order in which they began.
func (s stepDocuments) of(i int) []*Document { return s.documents[s.start[i]:s.start[i+1]] }

// ChangedBy lists the documents that step i changed, in the order in which they began.
func (h *History) ChangedBy(i int) []*Document { return h.byStep().of(i) }

// ChangeAt returns the change that step i made to the document; nil for none.
func (d *Document) ChangeAt(i int) *Change {
	k, ok := slices.BinarySearchFunc(d.Changes, i, func(c *Change, i int) int { return c.Index - i })
	if !ok {
		return nil
	}
	return d.Changes[k]
}

// EachChanged calls visit for each document that a commit changed: step i, or one of its side commits.
func (h *History) EachChanged(i int, commit *gitrepo.Step, visit func(*Document, *Facts)) {
	for k := range commit.Changes {
		c := &commit.Changes[k]
		f := h.FactsAt(c.Blob, c.Path)
		if f == nil || !config.IsMarkdown(c.Path) {
			continue
		}
		if d := h.changed(f, c.Path, i); d != nil {
			visit(d, f)
		}
	}
}

// changed finds the document that a file of step i, or of one of its side commits, is.
func (h *History) changed(f *Facts, path string, i int) *Document {
	if f.ID != "" {
		return h.Document(f.ID)
	}
	for _, d := range h.ChangedBy(i) {
		if c := d.ChangeAt(i); c != nil && (c.Path == path || c.OldPath == path) {
			return d
		}
	}
	return h.byPath[path]
}

// sortedDocuments gives the documents sorted by id without case, then by path.
func sortedDocuments(all []*Document) []*Document {
	type keyed struct {
		key string // beside each other: looking into the documents takes longer
		d   *Document
	}
	keys := make([]keyed, len(all))
	for i, d := range all {
		keys[i] = keyed{d.Key, d}
	}
	slices.SortFunc(keys, func(x, y keyed) int {
		return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.d.Path, y.d.Path))
	})
	sorted := make([]*Document, len(all))
	for i, k := range keys {
		sorted[i] = k.d
	}
	return sorted
}
