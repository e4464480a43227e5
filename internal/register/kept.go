package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"unsafe"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/schema"
)

// What was read from a file is kept in the index by its blob, for the next run: facts only, never a finding. The
// section has
//
//	header     one line: the format, and a digest of what facts depend on besides the blob
//	count      of blobs (4, little-endian)
//	blobs      their ids (20 each), sorted
//	ends       where the record of each ends (4 each), counted from the first record's start
//	records    one after another
const (
	keptSection = "documents"
	keptFormat  = "files 4"
	keptEvery   = 32 // so many files that aren't kept yet are worth writing the index anew
)

// A record starts with a byte of marks.
const (
	markNoID        = 1 // front matter without an id: a document only where the configuration says so. No facts follow
	markPlaceholder = 2
	markPromise     = 8
	markForeign     = 16
	markFile        = 4 // a file that has a sidecar: its size (8) and sum (32) follow
)

// keptHeader names what facts depend on besides the blob: the formats, the field aliases, the placeholders, the small
// words of languages.
func keptHeader(cfg *config.Config) string {
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(cfg.Fields)) {
		fmt.Fprintf(h, "%q=%q\n", k, cfg.Fields[k])
	}
	for _, s := range schema.Examples() {
		fmt.Fprintf(h, "%q\n", s)
	}
	for _, p := range schema.Placeholders() {
		fmt.Fprintf(h, "%q\n", p.Text)
	}
	fmt.Fprintf(h, "%q\n", schema.WordsDigest())
	return fmt.Sprintf("%s, %s, %x\n", keptFormat, document.FactsFormat, h.Sum(nil)[:16])
}

// keptFiles is what is known of files from earlier runs. The zero value knows none.
type keptFiles struct {
	ids, ends, records string
}

func readKept(repo *gitrepo.Repo, cfg *config.Config) keptFiles {
	data, ok := repo.ReadSection(keptSection)
	if !ok {
		return keptFiles{}
	}
	// The slice is ours, and nobody writes to it: its bytes are the strings of all documents.
	k, _ := parseKept(keptHeader(cfg), unsafe.String(unsafe.SliceData(data), len(data)))
	return k
}

const idSize = len(gitrepo.ID{})

// parseKept reads a section. Any doubt makes it of no use.
func parseKept(header, data string) (keptFiles, bool) {
	rest, ok := strings.CutPrefix(data, header)
	if !ok || len(rest) < 4 {
		return keptFiles{}, false
	}
	n := int(number(rest, 0))
	rest = rest[4:]
	if n > len(rest)/(idSize+4) {
		return keptFiles{}, false
	}
	k := keptFiles{ids: rest[:n*idSize], ends: rest[n*idSize : n*(idSize+4)], records: rest[n*(idSize+4):]}
	last := uint32(0)
	for i := range n {
		end := number(k.ends, i)
		if end <= last || int64(end) > int64(len(k.records)) || i > 0 && k.id(i-1) >= k.id(i) {
			return keptFiles{}, false
		}
		last = end
	}
	return k, int(last) == len(k.records)
}

func number(s string, i int) uint32 {
	s = s[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (k keptFiles) count() int { return len(k.ids) / idSize }

func (k keptFiles) id(i int) string { return k.ids[i*idSize : (i+1)*idSize] }

func (k keptFiles) record(i int) string {
	start := uint32(0)
	if i > 0 {
		start = number(k.ends, i-1)
	}
	return k.records[start:number(k.ends, i)]
}

// find returns the record of a blob, "" for none, and its place.
func (k keptFiles) find(blob gitrepo.ID) (record string, at int) {
	id := string(blob[:])
	at = sort.Search(k.count(), func(i int) bool { return k.id(i) >= id })
	if at < k.count() && k.id(at) == id {
		return k.record(at), at
	}
	return "", -1
}

// fresh is what this run learnt of a file.
type fresh struct {
	blob   gitrepo.ID
	record string
}

// encodeKept writes a section with new records and those of old, the idle ones only where keepIdle asks for them.
func encodeKept(header string, old keptFiles, used []bool, keepIdle bool, news []fresh) []byte {
	all := make([]fresh, 0, len(news)+old.count())
	known := make(map[gitrepo.ID]bool, len(news))
	for _, f := range news {
		if !known[f.blob] {
			known[f.blob] = true
			all = append(all, f)
		}
	}
	for i, u := range used {
		if id := gitrepo.ID([]byte(old.id(i))); (u || keepIdle) && !known[id] {
			all = append(all, fresh{id, old.record(i)})
		}
	}
	slices.SortFunc(all, func(a, b fresh) int { return bytes.Compare(a.blob[:], b.blob[:]) })
	size := len(header) + 4 + (idSize+4)*len(all)
	for _, f := range all {
		size += len(f.record)
	}
	out := append(make([]byte, 0, size), header...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(all)))
	for _, f := range all {
		out = append(out, f.blob[:]...)
	}
	end := 0
	for _, f := range all {
		end += len(f.record)
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	for _, f := range all {
		out = append(out, f.record...)
	}
	return out
}

// wasteful reports whether more records lie idle than are used: those of files that were edited or removed since. Some
// are worth keeping, for a branch that comes back.
func wasteful(used []bool) bool {
	n := 0
	for _, u := range used {
		if u {
			n++
		}
	}
	return len(used)-n > n+keptEvery
}
