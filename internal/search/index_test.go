package search

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/document"
)

// sample is a document for tests.
type sample struct {
	entry Entry
	text  string
}

func contribution(t *testing.T, s sample) *Contribution {
	t.Helper()
	c, err := Cut(document.Parse("x.md", []byte(s.text), nil), s.entry.Title)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// build returns the files of an index.
func build(t *testing.T, language string, all ...sample) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	x := New(language, func(name string, data []byte) error {
		if _, twice := files[name]; twice {
			return fmt.Errorf("%s is written twice", name)
		}
		files[name] = data
		return nil
	})
	for _, s := range all {
		if err := x.Add(s.entry, contribution(t, s)); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := x.Close()
	if err != nil {
		t.Fatal(err)
	}
	if sum.Documents != len(all) || sum.Files != len(files) {
		t.Errorf("%+v of %d documents in %d files", sum, len(all), len(files))
	}
	return files
}

func unpack(t *testing.T, data []byte, into any) []byte {
	t.Helper()
	raw, err := Unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// client searches as search.js does.
type client struct {
	t     *testing.T
	files map[string][]byte
	dir   directory
	read  map[int][]found // shards
	used  map[int]bool    // those that were asked for
}

type found struct {
	key, stem    string
	here, prefix []listed
}

func open(t *testing.T, files map[string][]byte) *client {
	c := &client{t: t, files: files, read: map[int][]found{}, used: map[int]bool{}}
	unpack(t, files["index.bin"], &c.dir)
	return c
}

func (c *client) shard(n int) []found {
	c.used[n] = true
	if all, known := c.read[n]; known {
		return all
	}
	in := unpack(c.t, c.files[fmt.Sprintf("%s/w%d.bin", c.dir.Folder, n)], nil)
	take := func(n int) []byte {
		b := in[:n]
		in = in[n:]
		return b
	}
	number := func() int {
		x, n := binary.Uvarint(in)
		in = in[n:]
		return int(x)
	}
	list := func() []listed {
		n, body := number(), take(number())
		var out []listed
		if n&1 > 0 {
			for d := range c.dir.Documents {
				if body[d/8]>>(d%8)&1 > 0 {
					out = append(out, listed{doc: uint32(d)})
				}
			}
			return out
		}
		for next := uint64(0); len(body) > 0; {
			by, k := binary.Uvarint(body)
			out = append(out, listed{uint32(next + by), body[k], body[k+1]})
			body, next = body[k+2:], next+by+1
		}
		if len(out) != n>>1 {
			c.t.Fatalf("a list has %d documents, and says %d", len(out), n>>1)
		}
		return out
	}
	var all []found
	key := ""
	for len(in) > 0 {
		same := int(take(1)[0])
		key = key[:same] + string(take(int(take(1)[0])))
		e, what := found{key: key}, take(1)[0]
		if what&keyWord > 0 {
			drop := int(take(1)[0])
			e.stem = key[:len(key)-drop] + string(take(int(take(1)[0])))
		}
		if what&keyStem > 0 {
			e.here = list()
		}
		if what&keyPrefix > 0 {
			e.prefix = list()
		}
		all = append(all, e)
	}
	c.read[n] = all
	return all
}

// shardOf returns the number of the shard where a key is, if it is anywhere.
func (c *client) shardOf(key string) int {
	n := 0
	for n+1 < len(c.dir.Shards) && compare(c.dir.Shards[n+1], key) <= 0 {
		n++
	}
	return n
}

func (c *client) stem(key string) []listed {
	for _, e := range c.shard(c.shardOf(key)) {
		if e.key == key {
			return e.here
		}
	}
	return nil
}

// prefix returns the documents that have a word with a prefix, and how many shards that took.
func (c *client) prefix(p string) (docs map[uint32]bool, shards int) {
	docs = map[uint32]bool{}
	clear(c.used)
	defer func() { shards = len(c.used) }()
	add := func(list []listed) {
		for _, l := range list {
			docs[l.doc] = true
		}
	}
	first := c.shardOf(p)
	if slices.Contains(c.dir.Long, p) {
		for _, e := range c.shard(first) {
			if e.key == p {
				add(e.prefix)
			}
		}
		return
	}
	for n := first; n < len(c.dir.Shards) && (n == first || compare(c.dir.Shards[n], p+"\uffff") < 0); n++ {
		for _, e := range c.shard(n) {
			if !strings.HasPrefix(e.key, p) {
				continue
			}
			add(e.here)
			if e.stem != "" {
				add(c.stem(e.stem))
			}
		}
	}
	return
}

// TestEveryWord shows that each word of a document finds it, whole and by each prefix that may, and nothing else does.
func TestEveryWord(t *testing.T) {
	all := corpus(900, 250)
	files := build(t, "en", all...)
	c := open(t, files)
	if len(c.dir.Shards) < 8 || len(c.dir.Long) == 0 {
		t.Fatalf("%d shards and %d long prefixes show little", len(c.dir.Shards), len(c.dir.Long))
	}
	slices.SortFunc(all, func(a, b sample) int { return strings.Compare(a.entry.Key, b.entry.Key) })
	stems, prefixes := map[string]map[uint32]bool{}, map[string]map[uint32]bool{}
	note := func(in map[string]map[uint32]bool, key string, doc int) {
		if in[key] == nil {
			in[key] = map[uint32]bool{}
		}
		in[key][uint32(doc)] = true
	}
	for i, s := range all {
		said := append([]string{s.text, s.entry.Title, s.entry.Key}, s.entry.Also...)
		words(strings.Join(said, " "), func(w []byte) {
			note(stems, englishStem(string(w)), i)
			runes := []rune(string(w))
			for n := range runes {
				if n+1 >= shortestPrefix || isUnspaced(runes[0]) {
					note(prefixes, string(runes[:n+1]), i)
				}
			}
		})
	}
	for stem, want := range stems {
		got := map[uint32]bool{}
		for _, l := range c.stem(stem) {
			got[l.doc] = true
		}
		if !maps.Equal(got, want) {
			t.Errorf("%q finds %d documents, want %d", stem, len(got), len(want))
		}
	}
	most := 0
	for p, want := range prefixes {
		got, shards := c.prefix(p)
		most = max(most, shards)
		for doc := range want { // a stem that begins with a prefix is found by it, whatever the word
			if !got[doc] {
				t.Errorf("the prefix %q doesn't find %s", p, all[doc].entry.Key)
			}
		}
	}
	if most > 4 {
		t.Errorf("a prefix reads %d shards", most)
	}
	for name, data := range files {
		if len(data) > 18<<10+64 {
			t.Errorf("%s has %d bytes", name, len(data))
		}
	}
}

// corpus makes documents of words whose frequencies are those of a language.
func corpus(documents, length int) []sample {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 3, 11999)
	syllables := strings.Fields("con con con con con con con con pro in re ter ation ing ed ly a o ment er con policy pre sub al ness able ize 情報 é")
	vocabulary := make([]string, 12000)
	for i := range vocabulary {
		var b strings.Builder
		for n := 2 + random.IntN(3); n > 0; n-- {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		vocabulary[i] = b.String()
	}
	all := make([]sample, documents)
	for i := range all {
		var b strings.Builder
		for n := range length {
			if n%40 == 0 {
				fmt.Fprintf(&b, "\n\n## %s %d.%d\n\n", vocabulary[zipf.Uint64()], i%9, n)
			}
			b.WriteString(vocabulary[zipf.Uint64()] + " ")
		}
		id := fmt.Sprintf("DOC-%04d", i)
		all[i] = sample{Entry{Key: id, Title: vocabulary[zipf.Uint64()] + " policy", Kind: "Policy", Owner: "CISO",
			Address: id + "/", Also: []string{"ISO27001:A.5.15"}}, b.String()}
	}
	return all
}

func TestOrderChangesNothing(t *testing.T) {
	all := corpus(600, 40)
	want := build(t, "en", all...)
	slices.Reverse(all)
	if got := build(t, "en", all...); !maps.EqualFunc(want, got, bytes.Equal) {
		t.Error("the files depend on the order in which documents are added")
	}
}

func TestWhatIsWritten(t *testing.T) {
	files := build(t, "en",
		sample{Entry{Key: "POL-001", Title: "Access control", Address: "POL-001/", Kind: "Policy", Owner: "CISO",
			Version: "2.1", Also: []string{"ISO27001:A.5.15"}}, "# Access Control\n\nWho may enter.\n\n## Scope & > aim\n\nAll *offices*.\n"},
		sample{Entry{Key: "notes/a.md", Title: "Größe", Address: "doc/notes/a/", Kind: "Record"}, "Approved rules."})
	c := open(t, files)
	if c.dir.Documents != 2 || c.dir.Language != "en" || len(c.dir.Shards) != 1 {
		t.Errorf("%+v", c.dir)
	}
	var rows [][]any
	unpack(t, files[c.dir.Folder+"/d0.bin"], &rows)
	text := rows[0][6].([]any)[0].(string)
	want := [][]any{
		{"POL-001", "Access control", "", "Policy", "CISO", "2.1", []any{text}},
		{"notes/a.md", "Größe", "doc/notes/a/", "Record", "", "", rows[1][6]},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	var sections []section
	unpack(t, files["text/"+text+".bin"], &sections)
	wantSections := []section{{"", "", "Who may enter."}, {"scope---aim", "Scope & > aim", "All offices."}}
	if d := cmp.Diff(wantSections, sections); d != "" {
		t.Error(d)
	}
	var f facets
	unpack(t, files[c.dir.Folder+"/facets.bin"], &f)
	wantFacets := facets{[]string{"Policy", "Record"}, []string{"", "CISO"}, []int{0, 1}, []int{1, 0}}
	if d := cmp.Diff(wantFacets, f); d != "" {
		t.Error(d)
	}
	for stem, bits := range map[string]uint8{
		"pol-001": inTitle | isKey, "access": inTitle, "scope": inHeading, "offic": 0, "a.5.15": inHeading,
	} {
		l := c.stem(stem)
		if len(l) != 1 || l[0].doc != 0 || l[0].bits&^weightBits != bits {
			t.Errorf("%s: %v", stem, l)
		}
	}
	if l := c.stem("scope"); l[0].parts != 2 {
		t.Errorf("scope is in the parts %b", l[0].parts)
	}
}

func TestClose(t *testing.T) {
	none := build(t, "de")
	if c := open(t, none); c.dir.Documents != 0 || c.dir.Language != "" || len(none) != 3 {
		t.Errorf("an empty index: %+v, %d files", c.dir, len(none))
	}
	for _, keys := range [][]string{{""}, {"A", "A"}} {
		x := New("en", func(string, []byte) error { return nil })
		for _, k := range keys {
			if err := x.Add(Entry{Key: k}, &Contribution{}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := x.Close(); err == nil {
			t.Errorf("the keys %q are taken", keys)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"a", "b", -1}, {"a", "a", 0}, {"ab", "a", 1}, {"\uffee", "\U00020000", 1}, {"x\U00020000", "x\uf000", -1},
		{"\U00020000", "字", 1},
	} {
		if got := compare(c.a, c.b); got != c.want {
			t.Errorf("compare(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
	if got := between("access", "accord"); got != "acco" {
		t.Errorf("between: %q", got)
	}
}

func TestLargeText(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "row %d has the word w%dx\n\n", i, i)
	}
	c := contribution(t, sample{text: "## Rows\n\n" + b.String()})
	if len(c.texts) < 4 {
		t.Fatalf("%d files of text", len(c.texts))
	}
	whole := ""
	for i, data := range c.texts {
		var sections []section
		unpack(t, data, &sections)
		for _, s := range sections {
			if len(s[2]) > textLimit || s[1] != "Rows" {
				t.Errorf("a section %q of %d bytes", s[1], len(s[2]))
			}
			whole += s[2] + "\n"
		}
		last := fmt.Sprintf("w%dx", strings.Count(whole, "row")-1)
		at, _ := slices.BinarySearchFunc(c.words, last, func(x word, s string) int { return strings.Compare(x.text, s) })
		if c.words[at].text != last || c.words[at].parts != 1<<(i%8) {
			t.Errorf("%s is in the parts %b, want file %d", last, c.words[at].parts, i)
		}
	}
	if strings.Count(whole, "row ") != 5000 {
		t.Error("rows are missing")
	}
	unbroken := contribution(t, sample{text: strings.Repeat("x", 100_000)})
	if len(unbroken.texts) != 1 || len(unbroken.words) != 1 {
		t.Errorf("%d files, %d words", len(unbroken.texts), len(unbroken.words))
	}
}

func TestSheet(t *testing.T) {
	d := document.Parse("x.md", []byte("---\ntitle: List\n---\nSee the file.\n"), nil)
	d.Sheet = document.SheetOf(d, "x.csv", func() ([]byte, error) { return []byte("Asset,Owner\nLaptop,Ann\n"), nil })
	c, err := Cut(d, "List")
	if err != nil {
		t.Fatal(err)
	}
	var sections []section
	unpack(t, c.texts[0], &sections)
	if d := cmp.Diff([]section{{"", "", "See the file."}, {"", "", "Asset\tOwner\nLaptop\tAnn"}}, sections); d != "" {
		t.Error(d)
	}
	d.Sheet = document.SheetOf(d, "x.csv", func() ([]byte, error) { return nil, io.ErrUnexpectedEOF })
	if _, err := Cut(d, "List"); err == nil {
		t.Error("a sheet that can't be read is no error")
	}
}

func TestEncode(t *testing.T) {
	for _, s := range corpus(5, 200) {
		c := contribution(t, s)
		data := c.Encode()
		again, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c, again, cmp.AllowUnexported(Contribution{}, word{})); d != "" {
			t.Error(d)
		}
		for i := range data {
			bad := slices.Clone(data)
			bad[i] ^= 1
			if _, err := Decode(bad); err == nil {
				t.Fatalf("byte %d of %d may be anything", i, len(data))
			}
			if _, err := Decode(data[:i]); err == nil {
				t.Fatalf("%d of %d bytes are enough", i, len(data))
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add((&Contribution{}).Encode()[:4])
	f.Add((&Contribution{length: 3, words: []word{{"ab", 1, 1, false}, {"abc", 2, 3, true}}, texts: [][]byte{{1}}}).Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		sealed := seal(data)
		c, err := Decode(sealed)
		if err != nil {
			return
		}
		if !bytes.Equal(c.Encode(), sealed) {
			t.Errorf("%x is read as %x", sealed, c.Encode())
		}
		for _, w := range c.words {
			if !utf8.ValidString(w.text) {
				t.Errorf("%q isn't UTF-8", w.text)
			}
		}
		x := New("en", func(string, []byte) error { return nil })
		if err := x.Add(Entry{Key: "A-1"}, c); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
