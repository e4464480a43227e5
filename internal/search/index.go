package search

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Entry is what an index says of a document beside its text.
type Entry struct {
	Key     string // its id, or its path; unique
	Title   string
	Address string   // of its page, relative to the site's root
	Kind    string   // as readers call it
	Owner   string   // as readers call them
	Version string   // "" for none
	Also    []string // further words by which it is found, such as the clauses that it satisfies
}

// Summary says what an index holds.
type Summary struct {
	Documents, Terms, Files int
	Bytes                   int64
}

// Index writes an index, one document after the other:
//
//	index.bin           the directory: which shards and long prefixes there are, see directory
//	<digest>/w<n>.bin   shards: terms in their order, see shard.go
//	<digest>/d<n>.bin   what results show, of blockSize documents each: a row for each document
//	<digest>/facets.bin kinds and owners, for filters
//	text/<digest>.bin   the text of a document by sections, for excerpts, or the dictionary of these texts
//
// All files are compressed, see pack.go. Those below <digest> are named by the bytes of all of them, those of text by
// their own, so a cache may keep them for ever.
type Index struct {
	write    func(name string, data []byte) error
	stem     func(string) string
	language string
	stems    map[string]uint32 // and their numbers
	forms    map[string]uint32 // words as they are written, and the numbers of their stems
	docs     []indexed
	wrote    map[string]bool
	summary  Summary
}

// indexed is a document that was added.
type indexed struct {
	entry    Entry
	length   int
	texts    []string // names, without folder and extension
	postings []posting
}

// posting is one stem in one document.
type posting struct {
	term  uint32
	count uint16
	parts uint8
	bits  uint8
}

// Bits of a posting. The lowest ones hold the weight of the word in the document, from 0 to 7.
const (
	weightBits = 7
	inHeading  = 8
	inTitle    = 16
	isKey      = 32 // the word is the document's key
)

// New begins an index for documents in a language. Files go to write.
func New(language string, write func(name string, data []byte) error) *Index {
	x := &Index{write: write, stems: map[string]uint32{}, forms: map[string]uint32{}, wrote: map[string]bool{}}
	x.stem, x.language = stemmer(language)
	return x
}

// Add adds a document and writes its text. The order in which documents are added changes nothing.
func (x *Index) Add(e Entry, c *Contribution) error {
	d := indexed{entry: e, length: c.length, postings: make([]posting, 0, len(c.words)+8)}
	for _, w := range c.words {
		bits := uint8(0)
		if w.heading {
			bits = inHeading
		}
		d.postings = append(d.postings, posting{x.term(w.text), uint16(min(w.count, 1<<15)), w.parts, bits})
	}
	also := func(text string, bits uint8) {
		words(clean(text), func(w []byte) {
			d.postings = append(d.postings, posting{x.term(string(w)), 1, 0, bits})
			d.length++
		})
	}
	also(e.Title, inTitle)
	also(e.Key, inTitle)
	for _, text := range e.Also {
		also(text, inHeading)
	}
	if isRun(e.Key) {
		key := cutAt([]byte(fold(e.Key)), longestWord)
		d.postings = append(d.postings, posting{x.term(string(key)), 1, 0, inTitle | isKey})
	}
	d.postings = merge(d.postings)
	for _, t := range c.texts {
		name, err := x.text(t)
		if err != nil {
			return err
		}
		d.texts = append(d.texts, name)
	}
	x.docs = append(x.docs, d)
	return nil
}

// text writes a file of text, unless there is one with the same bytes, and returns its name.
func (x *Index) text(file []byte) (string, error) {
	sum := sha256.Sum256(file)
	name := hex.EncodeToString(sum[:8])
	if x.wrote[name] {
		return name, nil
	}
	x.wrote[name] = true
	return name, x.put("text/"+name+".bin", file)
}

// term returns the number of a word's stem.
func (x *Index) term(word string) uint32 {
	if n, known := x.forms[word]; known {
		return n
	}
	stem := word
	if x.stem != nil {
		stem = x.stem(word)
	}
	n, known := x.stems[stem]
	if !known {
		n = uint32(len(x.stems))
		x.stems[strings.Clone(stem)] = n
	}
	x.forms[strings.Clone(word)] = n
	return n
}

// merge makes the postings of the same stem one.
func merge(all []posting) []posting {
	slices.SortFunc(all, func(a, b posting) int { return cmp.Compare(a.term, b.term) })
	out := all[:0]
	for _, p := range all {
		if n := len(out) - 1; n >= 0 && out[n].term == p.term {
			out[n].count = min(out[n].count+p.count, 1<<15)
			out[n].parts |= p.parts
			out[n].bits |= p.bits
			continue
		}
		out = append(out, p)
	}
	return slices.Clip(out)
}

func (x *Index) put(name string, data []byte) error {
	x.summary.Files++
	x.summary.Bytes += int64(len(data))
	return x.write(name, data)
}

var errNoKey = errors.New("a document has no key")

// Close writes what remains. The index can't be used after it.
func (x *Index) Close() (Summary, error) {
	slices.SortFunc(x.docs, func(a, b indexed) int { return cmp.Compare(a.entry.Key, b.entry.Key) })
	for i, d := range x.docs {
		if d.entry.Key == "" {
			return Summary{}, errNoKey
		}
		if i > 0 && x.docs[i-1].entry.Key == d.entry.Key {
			return Summary{}, fmt.Errorf("two documents have the key %s", d.entry.Key)
		}
	}
	x.summary.Documents, x.summary.Terms = len(x.docs), len(x.stems)
	blocks, err := x.blocks()
	if err != nil {
		return Summary{}, err
	}
	facets, err := x.facets()
	if err != nil {
		return Summary{}, err
	}
	words, err := x.text(pack(dictionary))
	if err != nil {
		return Summary{}, err
	}
	s := x.shards()
	sum := sha256.New()
	for _, all := range [][][]byte{s.files, blocks, {facets}} {
		for _, data := range all {
			sum.Write(data)
		}
	}
	folder := hex.EncodeToString(sum.Sum(nil)[:6])
	directory, err := packJSON(directory{
		Format: 1, Documents: len(x.docs), Block: blockSize, Folder: folder, Words: words, Language: x.language,
		Shards: s.starts, Long: s.long,
	})
	if err != nil {
		return Summary{}, err
	}
	for name, all := range map[string][][]byte{"w": s.files, "d": blocks} {
		for i, data := range all {
			if err := x.put(fmt.Sprintf("%s/%s%d.bin", folder, name, i), data); err != nil {
				return Summary{}, err
			}
		}
	}
	if err := x.put(folder+"/facets.bin", facets); err != nil {
		return Summary{}, err
	}
	return x.summary, x.put("index.bin", directory)
}

// directory is the file that a search reads first.
type directory struct {
	Format    int      `json:"format"`
	Documents int      `json:"documents"`
	Block     int      `json:"block"`    // documents of a block
	Folder    string   `json:"folder"`   // <digest>
	Words     string   `json:"words"`    // the text that is the dictionary of texts
	Language  string   `json:"language"` // whose stemmer was used; "" for none
	Shards    []string `json:"shards"`   // a text after the last key of the shard before, not after its first
	Long      []string `json:"long"`     // the prefixes with an entry of their own
}

// blockSize is small because a result needs its own row alone.
const blockSize = 16

// row is what a result shows: key, title, address ("" for the key and a slash), kind, owner, version, names of texts.
type row [7]any

func (x *Index) blocks() ([][]byte, error) {
	var out [][]byte
	for some := range slices.Chunk(x.docs, blockSize) {
		rows := make([]row, 0, len(some))
		for _, d := range some {
			e := d.entry
			address := clean(e.Address)
			if address == clean(e.Key)+"/" {
				address = ""
			}
			rows = append(rows, row{
				clean(e.Key), clean(e.Title), address, clean(e.Kind), clean(e.Owner), clean(e.Version),
				append([]string{}, d.texts...),
			})
		}
		data, err := packJSON(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// facets are the names of kinds and owners, and for each document the number of its own.
type facets struct {
	Kinds  []string `json:"kinds"`
	Owners []string `json:"owners"`
	Kind   []int    `json:"kind"`
	Owner  []int    `json:"owner"`
}

func (x *Index) facets() ([]byte, error) {
	var f facets
	f.Kinds, f.Kind = x.facet(func(e Entry) string { return clean(e.Kind) })
	f.Owners, f.Owner = x.facet(func(e Entry) string { return clean(e.Owner) })
	return packJSON(f)
}

// facet returns the values that documents have, sorted, and for each document the place of its own.
func (x *Index) facet(of func(Entry) string) (values []string, numbers []int) {
	numbers = make([]int, 0, len(x.docs))
	for _, d := range x.docs {
		values = append(values, of(d.entry))
	}
	names := append([]string{}, values...)
	slices.Sort(names)
	names = slices.Compact(names)
	for _, v := range values {
		n, _ := slices.BinarySearch(names, v)
		numbers = append(numbers, n)
	}
	return names, numbers
}
