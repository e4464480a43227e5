package history

import (
	"encoding/binary"
	"errors"
	"sync"
	"time"
	"unsafe"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

var errIndex = errors.New("the index is damaged, or was written for something else")

// decodeIndex reads what encodeIndex wrote with the same header. The strings of what it gives are parts of data, which
// must not change any more. Any doubt is an error, and the index of no use.
func decodeIndex(header string, data []byte) (*index, error) {
	if len(data) < len(header) || string(data[:len(header)]) != header {
		return nil, errIndex
	}
	r := &indexReader{}
	data = data[len(header):]
	for _, count := range r.n.all() {
		if len(data) < 4 {
			return nil, errIndex
		}
		*count, data = binary.LittleEndian.Uint32(data), data[4:]
	}
	if r.n.size() > int64(len(data)) {
		return nil, errIndex
	}
	cut := func(rows uint32, width int) []byte {
		table := data[:int(rows)*width]
		data = data[len(table):]
		return table
	}
	ends, people := cut(r.n.strings, rowString), cut(r.n.persons, rowPerson)
	commits, parents, changes := cut(r.n.commits, rowCommit), cut(r.n.parents, rowParent), cut(r.n.changes, rowChange)
	pairs, facts := cut(r.n.pairs, rowPair), cut(r.n.facts, rowFacts)
	r.ends, r.text = ends, unsafe.String(unsafe.SliceData(data), len(data))
	x := &index{pairs: make([]gitrepo.Pair, r.n.pairs)}
	for i := range x.pairs {
		copy(x.pairs[i].Text[:], pairs[i*rowPair:])
		copy(x.pairs[i].File[:], pairs[i*rowPair+20:])
	}
	all := make([]gitrepo.Change, r.n.changes)
	var read bool
	var wg sync.WaitGroup
	wg.Go(func() {
		x.facts, read = r.readFacts(facts)
		read = read && r.readChanges(all, changes)
	})
	steps, ok := r.readSteps(commits, people, r.readParents(parents), all)
	wg.Wait()
	if !ok || !read || !isChain(steps) {
		return nil, errIndex
	}
	x.steps = steps
	return x, nil
}

// isChain makes sure that each step's first parent is the step before it.
func isChain(steps []*gitrepo.Step) bool {
	for i, s := range steps {
		if i == 0 && len(s.Parents) > 0 || i > 0 && (len(s.Parents) == 0 || s.Parents[0] != steps[i-1].ID) {
			return false
		}
	}
	return true
}

type indexReader struct {
	n       indexCounts
	ends    []byte
	text    string
	persons []gitrepo.Person // without a time
	zones   map[int32]*time.Location
}

// str returns the string whose number is at the beginning of b.
func (r *indexReader) str(b []byte) (string, bool) {
	n := binary.LittleEndian.Uint32(b)
	if n >= r.n.strings {
		return "", false
	}
	at := int64(n) * rowString
	start, end := uint32(0), binary.LittleEndian.Uint32(r.ends[at:])
	if n > 0 {
		start = binary.LittleEndian.Uint32(r.ends[at-rowString:])
	}
	if start > end || int64(end) > int64(len(r.text)) {
		return "", false
	}
	return r.text[start:end], true
}

func (r *indexReader) readPersons(people []byte) bool {
	r.persons = make([]gitrepo.Person, r.n.persons)
	for i := range r.persons {
		var ok, ok2 bool
		p := &r.persons[i]
		p.Name, ok = r.str(people[i*rowPerson:])
		p.Email, ok2 = r.str(people[i*rowPerson+4:])
		if !ok || !ok2 {
			return false
		}
	}
	return true
}

func (r *indexReader) readParents(b []byte) []gitrepo.ID {
	out := make([]gitrepo.ID, r.n.parents)
	for i := range out {
		copy(out[i][:], b[i*rowParent:])
	}
	return out
}

// readChanges fills in the changes.
func (r *indexReader) readChanges(out []gitrepo.Change, b []byte) bool {
	for i := range out {
		row := b[i*rowChange : (i+1)*rowChange]
		c := &out[i]
		var ok bool
		if c.Path, ok = r.str(row); !ok {
			return false
		}
		copy(c.OldBlob[:], row[4:])
		copy(c.Blob[:], row[24:])
		c.OldMode, c.Mode = uint32(binary.LittleEndian.Uint16(row[44:])), uint32(binary.LittleEndian.Uint16(row[46:]))
		c.Own = row[48]&flagOwn != 0
	}
	return true
}

// readSteps builds the steps, with the parents and changes that follow each other as the commits do. The changes may
// be filled in later.
func (r *indexReader) readSteps(b, people []byte, parents []gitrepo.ID,
	changes []gitrepo.Change) ([]*gitrepo.Step, bool) {
	if !r.readPersons(people) {
		return nil, false
	}
	steps, commits := make([]gitrepo.Step, r.n.commits), make([]gitrepo.Commit, r.n.commits)
	pointers := make([]*gitrepo.Step, 0, r.n.commits)
	side := 0 // how many side commits of the last step are still to come
	var main []*gitrepo.Step
	for i := range steps {
		row := b[i*rowCommit : (i+1)*rowCommit]
		c, s := &commits[i], &steps[i]
		s.Commit = c
		copy(c.ID[:], row)
		copy(c.Tree[:], row[20:])
		var ok bool
		if c.Message, ok = r.str(row[72:]); !ok || !r.person(&c.Author, row[40:]) || !r.person(&c.Committer, row[56:]) {
			return nil, false
		}
		c.Signed, c.MergeTag = row[76]&flagSigned != 0, row[76]&flagMergeTag != 0
		n, m, k := int(binary.LittleEndian.Uint16(row[77:])), int(binary.LittleEndian.Uint32(row[79:])),
			int(binary.LittleEndian.Uint32(row[83:]))
		if n > len(parents) || m > len(changes) || k > len(steps)-i-1 || k > 0 && side > 0 {
			return nil, false
		}
		if n > 0 {
			c.Parents, parents = parents[:n:n], parents[n:]
		}
		if m > 0 {
			s.Changes, changes = changes[:m:m], changes[m:]
		}
		pointers = append(pointers, s)
		if side > 0 {
			side--
			continue
		}
		main = append(main, s)
		side = k
	}
	ok := len(parents) == 0 && len(changes) == 0 && side == 0
	return main, ok && r.giveSides(main, pointers, b)
}

// giveSides gives each step the commits that follow it in the table up to the next step.
func (r *indexReader) giveSides(main, all []*gitrepo.Step, b []byte) bool {
	at := 0
	for _, s := range main {
		k := int(binary.LittleEndian.Uint32(b[at*rowCommit+83:]))
		if k > 0 {
			s.Side = all[at+1 : at+1+k : at+1+k]
		}
		at += 1 + k
	}
	return at == len(all)
}

func (r *indexReader) person(p *gitrepo.Person, row []byte) bool {
	n := binary.LittleEndian.Uint32(row)
	if int64(n) >= int64(len(r.persons)) {
		return false
	}
	*p = r.persons[n]
	p.When = time.Unix(int64(binary.LittleEndian.Uint64(row[4:])), 0).UTC()
	if zone := int32(binary.LittleEndian.Uint32(row[12:])); zone != 0 {
		p.When = p.When.In(r.zone(zone))
	}
	return true
}

func (r *indexReader) zone(offset int32) *time.Location {
	loc := r.zones[offset]
	if loc == nil {
		if r.zones == nil {
			r.zones = map[int32]*time.Location{}
		}
		loc = time.FixedZone("", int(offset))
		r.zones[offset] = loc
	}
	return loc
}

func (r *indexReader) readFacts(b []byte) (*factsTable, bool) {
	ids, facts, all := make([]gitrepo.ID, r.n.facts), make([]*Facts, r.n.facts), make([]Facts, r.n.facts)
	for i := range all {
		row := b[i*rowFacts : (i+1)*rowFacts]
		f := &all[i]
		facts[i] = f
		copy(ids[i][:], row)
		row = row[20:]
		for _, s := range stringsOf(f) {
			var ok bool
			if *s, ok = r.str(row); !ok {
				return nil, false
			}
			row = row[4:]
		}
		for _, d := range [...]*day.Day{&f.Effective, &f.Review, &f.LastReviewed} {
			*d = day.Day(binary.LittleEndian.Uint32(row))
			row = row[4:]
		}
		for _, c := range [...]*day.Cycle{&f.ReviewIn, &f.ReviewCycle} {
			c.Months, c.Days = int(int32(binary.LittleEndian.Uint32(row))),
				int(int32(binary.LittleEndian.Uint32(row[4:])))
			row = row[8:]
		}
		copy(f.Digest[:], row)
		copy(f.Words[:], row[32:])
		f.Text = document.TextID(binary.LittleEndian.Uint64(row[64:]))
		f.Readable = row[72]&flagReadable != 0
	}
	return newFactsTable(ids, facts)
}
