package search

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"
)

// A shard holds entries in the order of their keys. A key is a stem, a word as it is written, a long prefix, or
// several of these at once. An entry is
//
//	shared   byte: how many bytes it has in common with the key before
//	rest     byte, and so many bytes
//	what     byte: keyStem, keyWord, keyPrefix
//	[word]   byte: how many bytes of the key to drop; byte, and so many bytes: what to put there for its stem
//	[stem]   a list of documents
//	[prefix] a list of the documents with any word that has this prefix
//
// and a list of documents is
//
//	number of documents * 2, plus 1 for a dense one; number of bytes    varints
//	dense:  four bitsets: the documents; in a title; in a heading; of weight 4 or more
//	sparse: for each document, the distance to the one before (varint), parts (byte), bits (byte)
const (
	keyStem   = 1
	keyWord   = 2
	keyPrefix = 4
)

const (
	shardRaw = 28 << 10 // a shard before it is compressed
	shardMax = 18 << 10 // and after it, unless one entry alone is larger
	// longRange is how many bytes of entries a search for a prefix reads at most. A prefix of more has its own entry.
	longRange = 40 << 10
	// shortestPrefix is the number of characters of a prefix; in writing without blanks it is one.
	shortestPrefix = 3
)

// key is a key of the index. Numbers are those of stems, and -1 for none.
type key struct {
	text string
	stem int    // the stem that it is
	word int    // the stem of the word that it is, where that is another text
	to   string // that stem
	long bool   // it is a prefix with an entry of its own
}

func (x *Index) keys() []key {
	at := make(map[string]int, len(x.forms)+len(x.stems))
	all := make([]key, 0, len(x.forms)+len(x.stems))
	names := make([]string, len(x.stems))
	for stem, n := range x.stems {
		at[stem] = len(all)
		all = append(all, key{text: stem, stem: int(n), word: -1})
		names[n] = stem
	}
	for word, n := range x.forms {
		if to := names[n]; to != word {
			i, known := at[word]
			if !known {
				i = len(all)
				all = append(all, key{text: word, stem: -1})
			}
			all[i].word, all[i].to = int(n), to
		}
	}
	slices.SortFunc(all, func(a, b key) int { return compare(a.text, b.text) })
	return all
}

// compare orders texts as JavaScript does, by their code units in UTF-16.
func compare(a, b string) int {
	n := shared(a, b)
	if n < len(a) && n < len(b) {
		x, y := a[n] >= 0xf0, b[n] >= 0xf0 // in UTF-16 these characters begin with less than U+E000
		if x != y && min(a[n], b[n]) >= 0xee {
			if x {
				return -1
			}
			return 1
		}
	}
	return strings.Compare(a, b)
}

// markLong returns keys with those prefixes that too many bytes of entries begin with. size is about that of an entry.
func markLong(keys []key, size func(key) int) []key {
	sums := make([]int, len(keys)+1)
	for i, k := range keys {
		sums[i+1] = sums[i] + size(k)
	}
	var long []string
	var mark func(low, high, n int)
	mark = func(low, high, n int) {
		for low < high {
			prefix := string(cutAt([]byte(keys[low].text), n))
			end := low + 1
			for end < high && strings.HasPrefix(keys[end].text, prefix) {
				end++
			}
			if sums[end]-sums[low] > longRange && utf8.RuneCountInString(prefix) == n {
				first, _ := utf8.DecodeRuneInString(prefix)
				if n >= shortestPrefix || isUnspaced(first) {
					long = append(long, prefix)
				}
				mark(low, end, n+1)
			}
			low = end
		}
	}
	mark(0, len(keys), 1)
	for _, p := range long {
		i, known := slices.BinarySearchFunc(keys, p, func(k key, p string) int { return compare(k.text, p) })
		if !known {
			keys = slices.Insert(keys, i, key{text: p, stem: -1, word: -1})
		}
		keys[i].long = true
	}
	return keys
}

// shards are the files of an index's terms.
type shards struct {
	files  [][]byte
	starts []string
	long   []string
}

func (x *Index) shards() shards {
	all := x.lists()
	n := len(x.docs)
	keys := markLong(x.keys(), func(k key) int {
		if k.stem < 0 {
			return len(k.text) / 2
		}
		return len(k.text)/2 + listSize(len(all.of(k.stem)), n)
	})
	out := shards{starts: []string{}, long: []string{}} // never null, for JavaScript
	b := shardBuilder{out: &out}
	for i, k := range keys {
		e := entry{key: k.text, body: []byte{0}}
		if k.word >= 0 {
			n := shared(k.text, k.to)
			e.body[0] |= keyWord
			e.body = append(append(e.body, byte(len(k.text)-n), byte(len(k.to)-n)), k.to[n:]...)
		}
		if k.stem >= 0 {
			e.body[0] |= keyStem
			e.body = appendList(e.body, all.of(k.stem), n)
		}
		if k.long {
			e.body[0] |= keyPrefix
			e.body = appendList(e.body, all.union(keys[i:], k.text, n), n)
			out.long = append(out.long, k.text)
		}
		b.add(e)
	}
	b.flush()
	return out
}

type entry struct {
	key  string
	body []byte
}

// shardBuilder makes shards of entries that come in their order.
type shardBuilder struct {
	out     *shards
	entries []entry
	size    int
	last    string // the key before the entries
}

func (b *shardBuilder) add(e entry) {
	b.entries = append(b.entries, e)
	if b.size += len(e.key)/2 + len(e.body); b.size >= shardRaw {
		b.flush()
	}
}

func (b *shardBuilder) flush() {
	if len(b.entries) > 0 {
		b.write(b.entries)
	}
	b.entries, b.size = b.entries[:0], 0
}

// write makes one shard of entries, or two where that is too large.
func (b *shardBuilder) write(entries []entry) {
	var data []byte
	before := ""
	for _, e := range entries {
		n := shared(before, e.key)
		data = append(append(data, byte(n), byte(len(e.key)-n)), e.key[n:]...)
		data = append(data, e.body...)
		before = e.key
	}
	file := pack(data)
	if half := len(entries) / 2; len(file) > shardMax && half > 0 {
		b.write(entries[:half])
		b.write(entries[half:])
		return
	}
	b.out.files = append(b.out.files, file)
	b.out.starts = append(b.out.starts, between(b.last, entries[0].key))
	b.last = before
}

// between returns the shortest beginning of a key that comes after the one before it.
func between(before, key string) string {
	for i := range key {
		if i > 0 && compare(key[:i], before) > 0 {
			return key[:i]
		}
	}
	return key
}

// lists are the documents of each stem.
type lists struct {
	ends []int // of each stem's documents in all
	all  []listed
}

// listed is a document in a list.
type listed struct {
	doc         uint32
	parts, bits uint8
}

func (l lists) of(stem int) []listed {
	if stem == 0 {
		return l.all[:l.ends[0]]
	}
	return l.all[l.ends[stem-1]:l.ends[stem]]
}

// lists takes the postings out of the documents.
func (x *Index) lists() lists {
	l := lists{ends: make([]int, len(x.stems)+1)} // first their starts, from the second place on their numbers
	total := 0
	for _, d := range x.docs {
		total += d.length
		for _, p := range d.postings {
			l.ends[p.term+1]++
		}
	}
	for i := range len(x.stems) {
		l.ends[i+1] += l.ends[i]
	}
	l.all = make([]listed, l.ends[len(x.stems)])
	for i := range x.docs {
		d := &x.docs[i]
		for _, p := range d.postings {
			bits := p.bits | weight(uint64(p.count), uint64(d.length), uint64(total), uint64(len(x.docs)))
			l.all[l.ends[p.term]] = listed{uint32(i), p.parts, bits}
			l.ends[p.term]++ // from its start to its end
		}
		d.postings = nil
	}
	return l
}

// weight is that of BM25 for a word's count in a document, from 0 to 7: the more often, and the shorter the document,
// the more. It is counted in whole numbers, which are the same on every machine.
func weight(count, length, total, documents uint64) uint8 {
	total = max(total, 1)
	return uint8(min(7, 80*count*total/(10*count*total+6*total+6*length*documents)))
}

// union is the list of the documents that have any of the keys with a prefix; the keys begin with the first of them.
func (l lists) union(keys []key, prefix string, documents int) []listed {
	in := make([]listed, documents)
	seen := map[int]bool{}
	for _, k := range keys {
		if !strings.HasPrefix(k.text, prefix) {
			break
		}
		for _, stem := range []int{k.stem, k.word} {
			if stem < 0 || seen[stem] {
				continue
			}
			seen[stem] = true
			for _, p := range l.of(stem) {
				at := &in[p.doc]
				w := max(at.bits&weightBits, p.bits&weightBits)
				*at = listed{p.doc + 1, at.parts | p.parts, (at.bits|p.bits)&(inHeading|inTitle) | w}
			}
		}
	}
	out := in[:0]
	for _, p := range in {
		if p.doc > 0 {
			out = append(out, listed{p.doc - 1, p.parts, p.bits})
		}
	}
	return out
}

// isDense reports whether a list is written as bitsets: that takes less, and loses the parts.
func isDense(n, documents int) bool { return documents > 512 && n > documents/6 }

// listSize is about the size of a list.
func listSize(n, documents int) int {
	if isDense(n, documents) {
		return 4 * ((documents + 7) / 8)
	}
	return 3 * n
}

func appendList(b []byte, list []listed, documents int) []byte {
	var body []byte
	dense := uint64(0)
	if isDense(len(list), documents) {
		dense = 1
		size := (documents + 7) / 8
		body = make([]byte, 4*size)
		for _, p := range list {
			at, bit := int(p.doc/8), byte(1)<<(p.doc%8)
			body[at] |= bit
			for i, is := range []bool{p.bits&inTitle > 0, p.bits&inHeading > 0, p.bits&weightBits >= 4} {
				if is {
					body[(i+1)*size+at] |= bit
				}
			}
		}
	} else {
		next := uint32(0)
		for _, p := range list {
			body = append(binary.AppendUvarint(body, uint64(p.doc-next)), p.parts, p.bits)
			next = p.doc + 1
		}
	}
	b = binary.AppendUvarint(b, uint64(len(list))<<1|dense)
	return append(binary.AppendUvarint(b, uint64(len(body))), body...)
}
