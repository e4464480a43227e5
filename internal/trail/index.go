package trail

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// index is what one run remembers for the next: the steps of the main line and the facts of the blobs that they
// touch. Verdicts (days, grades, entitlement) are never stored: they are worked out anew on each run.
type index struct {
	steps []*gitrepo.Step
	facts map[gitrepo.ID]*Facts
}

// indexHeader names the format and what facts depend on besides the blob: the field aliases. A file with another
// header is of no use.
func indexHeader(fields map[string]string) string {
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		fmt.Fprintf(h, "%q=%q\n", k, fields[k])
	}
	return fmt.Sprintf("writ index, facts 3, fields %x\n", h.Sum(nil)[:16])
}

// encodeIndex writes an index: the header, then commits and facts, with every string once.
func encodeIndex(header string, x *index) []byte {
	e := &indexWriter{out: make([]byte, 0, 256*len(x.steps)+256*len(x.facts)), strings: map[string]int{}}
	e.out = append(e.out, header...)
	e.int(int64(len(x.steps)))
	for _, s := range x.steps {
		e.step(s)
		e.int(int64(len(s.Side)))
		for _, side := range s.Side {
			e.step(side)
		}
	}
	ids := slices.SortedFunc(maps.Keys(x.facts), func(a, b gitrepo.ID) int { return slices.Compare(a[:], b[:]) })
	e.int(int64(len(ids)))
	for _, id := range ids {
		e.id(id)
		e.facts(x.facts[id])
	}
	return e.out
}

type indexWriter struct {
	out     []byte
	strings map[string]int
}

func (e *indexWriter) int(n int64)       { e.out = binary.AppendVarint(e.out, n) }
func (e *indexWriter) id(id gitrepo.ID)  { e.out = append(e.out, id[:]...) }
func (e *indexWriter) day(d day.Day)     { e.int(int64(d)) }
func (e *indexWriter) cycle(c day.Cycle) { e.int(int64(c.Months)); e.int(int64(c.Days)) }

func (e *indexWriter) bool(b bool) {
	if b {
		e.int(1)
		return
	}
	e.int(0)
}

// str writes a string, or the number of an equal one before it.
func (e *indexWriter) str(s string) {
	if n, ok := e.strings[s]; ok {
		e.int(int64(n) + 1)
		return
	}
	e.strings[s] = len(e.strings)
	e.int(0)
	e.int(int64(len(s)))
	e.out = append(e.out, s...)
}

func (e *indexWriter) person(p gitrepo.Person) {
	e.str(p.Name)
	e.str(p.Email)
	_, offset := p.When.Zone()
	e.int(p.When.Unix())
	e.int(int64(offset))
}

func (e *indexWriter) step(s *gitrepo.Step) {
	e.id(s.ID)
	e.id(s.Tree)
	e.int(int64(len(s.Parents)))
	for _, p := range s.Parents {
		e.id(p)
	}
	e.person(s.Author)
	e.person(s.Committer)
	e.str(s.Message)
	e.bool(s.Signed)
	e.bool(s.MergeTag)
	e.int(int64(len(s.Changes)))
	for _, c := range s.Changes {
		e.str(c.Path)
		e.id(c.OldBlob)
		e.id(c.Blob)
		e.int(int64(c.OldMode))
		e.int(int64(c.Mode))
		e.bool(c.Own)
	}
}

func (e *indexWriter) facts(f *Facts) {
	for _, s := range []string{f.ID, f.Title, f.Kind, f.Version, f.Status, f.Owner, f.Approver, f.EffectiveText, f.ReviewText} {
		e.str(s)
	}
	for _, d := range []day.Day{f.Effective, f.Review, f.LastReviewed} {
		e.day(d)
	}
	e.cycle(f.ReviewIn)
	e.cycle(f.ReviewCycle)
	e.out = append(e.out, f.Digest[:]...)
	e.bool(f.Readable)
}

// decodeIndex reads what encodeIndex wrote with the same header. Any doubt is an error, and the index of no use.
func decodeIndex(header, data string) (x *index, err error) {
	if len(data) < len(header) || data[:len(header)] != header {
		return nil, errors.New("it was written for something else")
	}
	d := &indexReader{in: data[len(header):]}
	x = &index{facts: map[gitrepo.ID]*Facts{}}
	for range d.count(minStep) {
		s := d.step()
		for range d.count(minStep) {
			s.Side = append(s.Side, d.step())
		}
		x.steps = append(x.steps, s)
	}
	for range d.count(minFacts) {
		id := d.id()
		x.facts[id] = d.facts()
	}
	if d.failed || d.in != "" {
		return nil, errors.New("it is damaged")
	}
	return x, checkChain(x.steps)
}

// checkChain makes sure that each step's first parent is the step before it.
func checkChain(steps []*gitrepo.Step) error {
	for i, s := range steps {
		if i == 0 && len(s.Parents) > 0 || i > 0 && (len(s.Parents) == 0 || s.Parents[0] != steps[i-1].ID) {
			return errors.New("its commits are no chain")
		}
	}
	return nil
}

// The fewest bytes that a step, the facts of a blob and a change take: a count that promises more than the rest of
// the file can hold is a fault, found before memory is set aside for it.
const (
	minStep   = 40
	minFacts  = 52
	minChange = 40
)

type indexReader struct {
	in      string
	strings []string
	failed  bool
}

func (d *indexReader) int() int64 {
	n, width := varint(d.in)
	if width <= 0 {
		d.failed = true
		d.in = ""
		return 0
	}
	d.in = d.in[width:]
	return n
}

func varint(s string) (int64, int) {
	var u uint64
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		u |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			n := int64(u >> 1)
			if u&1 != 0 {
				n = ^n
			}
			return n, i + 1
		}
	}
	return 0, 0
}

// count reads a number of things of which each takes at least size bytes; more than can follow is a fault.
func (d *indexReader) count(size int) int {
	n := d.int()
	if n < 0 || n > int64(len(d.in)/size) && n > 0 {
		d.failed = true
		d.in = ""
		return 0
	}
	return int(n)
}

func (d *indexReader) bytes(n int) string {
	if n < 0 || n > len(d.in) {
		d.failed = true
		d.in = ""
		return ""
	}
	s := d.in[:n]
	d.in = d.in[n:]
	return s
}

func (d *indexReader) id() (id gitrepo.ID) {
	copy(id[:], d.bytes(len(id)))
	return id
}

func (d *indexReader) bool() bool { return d.int() != 0 }

func (d *indexReader) str() string {
	n := d.int()
	if n == 0 {
		s := d.bytes(int(d.int()))
		d.strings = append(d.strings, s)
		return s
	}
	if n < 0 || n > int64(len(d.strings)) {
		d.failed = true
		return ""
	}
	return d.strings[n-1]
}

func (d *indexReader) person() gitrepo.Person {
	p := gitrepo.Person{Name: d.str(), Email: d.str()}
	seconds, offset := d.int(), int(d.int())
	p.When = time.Unix(seconds, 0).UTC()
	if offset != 0 {
		p.When = p.When.In(time.FixedZone("", offset))
	}
	return p
}

func (d *indexReader) step() *gitrepo.Step {
	s := &gitrepo.Step{Commit: &gitrepo.Commit{ID: d.id(), Tree: d.id()}}
	for range d.count(len(gitrepo.ID{})) {
		s.Parents = append(s.Parents, d.id())
	}
	s.Author, s.Committer = d.person(), d.person()
	s.Message, s.Signed, s.MergeTag = d.str(), d.bool(), d.bool()
	if n := d.count(minChange); n > 0 {
		s.Changes = make([]gitrepo.Change, n)
	}
	for i := range s.Changes {
		s.Changes[i] = gitrepo.Change{Path: d.str(), OldBlob: d.id(), Blob: d.id(), OldMode: uint32(d.int()), Mode: uint32(d.int()), Own: d.bool()}
	}
	return s
}

func (d *indexReader) facts() *Facts {
	f := &Facts{ID: d.str(), Title: d.str(), Kind: d.str(), Version: d.str(), Status: d.str(), Owner: d.str(), Approver: d.str(),
		EffectiveText: d.str(), ReviewText: d.str()}
	f.Effective, f.Review, f.LastReviewed = day.Day(d.int()), day.Day(d.int()), day.Day(d.int())
	f.ReviewIn = day.Cycle{Months: int(d.int()), Days: int(d.int())}
	f.ReviewCycle = day.Cycle{Months: int(d.int()), Days: int(d.int())}
	copy(f.Digest[:], d.bytes(len(f.Digest)))
	f.Readable = d.bool()
	return f
}

// indexSection is where the trail keeps what it remembers in the index file.
const indexSection = "trail"

// An index is written anew when this many commits came since, so that a run with few new ones writes nothing.
const indexEvery = 64

// loadIndex takes over what an earlier run remembered. A missing, old or damaged index is as good as none.
func (b *builder) loadIndex() *index {
	data, ok := b.repo.ReadSection(indexSection)
	if !ok {
		return &index{}
	}
	x, err := decodeIndex(indexHeader(b.cfg.Fields), string(data))
	if err != nil {
		return &index{}
	}
	return x
}

// saveIndex remembers what was read for the next run, if that is worth a file. Where it can't be written (a read-only
// Git directory, a full disk), the next run reads history again, and that is all.
func (b *builder) saveIndex(old *index) {
	if b.line.Fresh < b.indexEvery || len(b.line.Steps) <= len(old.steps) {
		return
	}
	data := encodeIndex(indexHeader(b.cfg.Fields), &index{b.line.Steps, b.book.facts})
	_ = b.repo.WriteSections(map[string][]byte{indexSection: data})
}
