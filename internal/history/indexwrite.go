package history

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// encodeIndex writes an index; false where something in it is beyond what the tables hold. Of the facts, those that
// are in the table's map stay out.
func encodeIndex(header string, x *index) ([]byte, bool) {
	w := newIndexWriter(x)
	for _, s := range x.steps {
		w.step(s)
		for _, side := range s.Side {
			w.step(side)
		}
	}
	for _, p := range x.pairs {
		w.n.pairs++
		w.pairs = append(append(w.pairs, p.Text[:]...), p.File[:]...)
	}
	if x.facts != nil {
		for i, id := range x.facts.ids {
			w.fact(id, x.facts.facts[i])
		}
	}
	if w.failed {
		return nil, false
	}
	n := w.n
	out := make([]byte, 0, len(header)+4*len(n.all())+int(n.size())+len(w.text))
	out = append(out, header...)
	for _, count := range n.all() {
		out = binary.LittleEndian.AppendUint32(out, *count)
	}
	for _, table := range [][]byte{w.ends, w.people, w.commits, w.parents, w.changes, w.pairs, w.facts, w.text} {
		out = append(out, table...)
	}
	return out, true
}

type indexWriter struct {
	n                                                           indexCounts
	ends, people, commits, parents, changes, pairs, facts, text []byte

	strings map[string]uint32
	persons map[personKey]uint32
	last    [factStrings]numbered // of the facts before: most have the same words
	failed  bool
}

type personKey struct{ name, email string }

type numbered struct {
	text string
	n    uint32
}

// newIndexWriter makes a writer with room for an index, so that no table is moved as it grows.
func newIndexWriter(x *index) *indexWriter {
	var commits, parents, changes, text int
	for _, s := range x.steps {
		for _, c := range append([]*gitrepo.Step{s}, s.Side...) {
			commits++
			parents += len(c.Parents)
			changes += len(c.Changes)
			text += len(c.Message)
		}
	}
	facts := 0
	if x.facts != nil {
		facts = len(x.facts.ids)
	}
	return &indexWriter{
		ends: make([]byte, 0, rowString*(commits+2*facts)), commits: make([]byte, 0, rowCommit*commits),
		parents: make([]byte, 0, rowParent*parents), changes: make([]byte, 0, rowChange*changes),
		facts: make([]byte, 0, rowFacts*facts), text: make([]byte, 0, text+32*facts),
		strings: make(map[string]uint32, facts), persons: map[personKey]uint32{},
	}
}

func (w *indexWriter) step(s *gitrepo.Step) {
	w.n.commits++
	w.commits = append(append(w.commits, s.ID[:]...), s.Tree[:]...)
	w.person(s.Author)
	w.person(s.Committer)
	w.commits = binary.LittleEndian.AppendUint32(w.commits, w.newString(s.Message))
	w.commits = append(w.commits, flags(s.Signed, flagSigned)|flags(s.MergeTag, flagMergeTag))
	w.failed = w.failed || len(s.Parents) > math.MaxUint16
	w.commits = binary.LittleEndian.AppendUint16(w.commits, uint16(len(s.Parents)))
	w.commits = binary.LittleEndian.AppendUint32(w.commits, uint32(len(s.Changes)))
	w.commits = binary.LittleEndian.AppendUint32(w.commits, uint32(len(s.Side)))
	for _, p := range s.Parents {
		w.parents = append(w.parents, p[:]...)
		w.n.parents++
	}
	for i := range s.Changes {
		w.change(&s.Changes[i])
	}
}

func (w *indexWriter) change(c *gitrepo.Change) {
	w.n.changes++
	w.changes = binary.LittleEndian.AppendUint32(w.changes, w.str(c.Path))
	w.changes = append(append(w.changes, c.OldBlob[:]...), c.Blob[:]...)
	w.failed = w.failed || c.OldMode > math.MaxUint16 || c.Mode > math.MaxUint16
	w.changes = binary.LittleEndian.AppendUint16(w.changes, uint16(c.OldMode))
	w.changes = binary.LittleEndian.AppendUint16(w.changes, uint16(c.Mode))
	w.changes = append(w.changes, flags(c.Own, flagOwn))
}

func (w *indexWriter) person(p gitrepo.Person) {
	key := personKey{p.Name, p.Email}
	n, ok := w.persons[key]
	if !ok {
		n = w.n.persons
		w.persons[key] = n
		w.n.persons++
		w.people = binary.LittleEndian.AppendUint32(w.people, w.str(p.Name))
		w.people = binary.LittleEndian.AppendUint32(w.people, w.str(p.Email))
	}
	w.commits = binary.LittleEndian.AppendUint32(w.commits, n)
	w.commits = binary.LittleEndian.AppendUint64(w.commits, uint64(p.When.Unix()))
	w.commits = binary.LittleEndian.AppendUint32(w.commits, uint32(zoneOf(p.When)))
}

// zoneOf is the offset of a time's zone in seconds.
func zoneOf(t time.Time) int32 {
	_, offset := t.Zone()
	return int32(offset)
}

func (w *indexWriter) fact(blob gitrepo.ID, f *Facts) {
	w.n.facts++
	w.facts = append(w.facts, blob[:]...)
	for i, s := range stringsOf(f) {
		if last := &w.last[i]; last.text != *s || w.n.facts == 1 {
			*last = numbered{*s, w.str(*s)}
		}
		w.facts = binary.LittleEndian.AppendUint32(w.facts, w.last[i].n)
	}
	for _, d := range [...]day.Day{f.Effective, f.Review, f.LastReviewed} {
		w.facts = binary.LittleEndian.AppendUint32(w.facts, uint32(d))
	}
	for _, c := range [...]day.Cycle{f.ReviewIn, f.ReviewCycle} {
		w.failed = w.failed || int(int32(c.Months)) != c.Months || int(int32(c.Days)) != c.Days
		w.facts = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(w.facts, uint32(c.Months)),
			uint32(c.Days))
	}
	w.facts = append(w.facts, f.Digest[:]...)
	w.facts = append(w.facts, f.Words[:]...)
	w.facts = binary.LittleEndian.AppendUint64(w.facts, uint64(f.Text))
	w.facts = append(w.facts, flags(f.Readable, flagReadable))
}

// str gives the number of a string that comes back often.
func (w *indexWriter) str(s string) uint32 {
	n, ok := w.strings[s]
	if !ok {
		n = w.newString(s)
		w.strings[s] = n
	}
	return n
}

func (w *indexWriter) newString(s string) uint32 {
	w.text = append(w.text, s...)
	w.failed = w.failed || len(w.text) > math.MaxInt32
	w.ends = binary.LittleEndian.AppendUint32(w.ends, uint32(len(w.text)))
	w.n.strings++
	return w.n.strings - 1
}

func flags(set bool, flag byte) byte {
	if set {
		return flag
	}
	return 0
}
