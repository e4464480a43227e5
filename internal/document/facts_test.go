package document

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/writ-docs/writ/internal/compact"
)

var update = flag.Bool("update", false, "write testdata anew")

// everything is all that a document tells.
type everything struct {
	Path     string
	Front    Front
	Body     Span
	Faults   []Fault
	Source   string
	Headings []Heading
	Links    []Link
	Targets  []string
	Tables   []Table
	Comments []Comment
	Prose    []Span
	Ignores  []Suppression
	Mentions []Mention
	Stated   []Stated
	HTML     string
	Digests  [2][32]byte
	Lines    string
}

func tell(d *Document) everything {
	all := everything{Path: d.Path, Front: d.Front, Body: d.Body, Faults: d.Faults, Headings: d.Headings(), Links: d.Links(),
		Tables: d.Tables(), Comments: d.Comments(), Ignores: d.Suppressions(), Mentions: d.Mentions(), Stated: d.Stated(), Prose: d.Prose(),
		Source: string(must(d.Source())), HTML: must(d.HTML(Renderer{}))}
	all.Digests[0], all.Digests[1] = d.Digests()
	d.EachTarget(func(to string) { all.Targets = append(all.Targets, to) })
	for _, at := range []int{0, len(all.Source) / 2, len(all.Source)} {
		line, column := must(d.Lines()).Position(at)
		all.Lines += fmt.Sprintln(line, column, string(must(d.Lines()).Line(line)))
	}
	return all
}

// again makes a document of the facts of another.
func again(t *testing.T, facts []byte, src []byte) *Document {
	t.Helper()
	read := func() ([]byte, error) { return src, nil }
	d, err := Decode("a.md", string(facts), read)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func sameFacts(t *testing.T, src []byte) {
	t.Helper()
	d := Parse("a.md", src, names)
	facts := Encode(d)
	if facts == nil {
		t.Skip("not kept")
	}
	if diff := cmp.Diff(tell(d), tell(again(t, facts, src)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-parsed +decoded):\n%s", diff)
	}
}

// strange returns texts that have one of everything, and broken ones.
func strange(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"sample": string(sample()), "empty": "", "bom": "\ufeff" + sampleFront, "crlf": strings.ReplaceAll(string(sample()), "\n", "\r\n")}
	files, err := filepath.Glob("testdata/facts/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no files in testdata/facts", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(f)] = string(b)
	}
	return all
}

// TestFacts: a document made of facts tells the same as the parsed one, its text included.
func TestFacts(t *testing.T) {
	for name, text := range strange(t) {
		t.Run(name, func(t *testing.T) { sameFacts(t, []byte(text)) })
	}
}

// TestFactsReadLittle: what facts hold is told without the text.
func TestFactsReadLittle(t *testing.T) {
	d := Parse("a.md", sample(), names)
	kept, err := Decode("a.md", string(Encode(d)), func() ([]byte, error) {
		t.Error("the text is read")
		return sample(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Headings()) != 9 || len(kept.Links()) != 6 || len(kept.Tables()) != 1 || len(kept.Comments())+len(kept.Mentions())+len(kept.Stated()) != 0 {
		t.Errorf("%+v", kept)
	}
}

// TestFactsFormat: who changes what is read from a text has to give the facts another format, or old facts would go on
// telling what was read before.
func TestFactsFormat(t *testing.T) {
	h := sha256.New()
	all := strange(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(h, "%s %x\n", name, Encode(Parse("a.md", []byte(all[name]), names)))
	}
	const file = "testdata/facts.txt"
	now := fmt.Sprintf("%s: %x\n", FactsFormat, h.Sum(nil))
	b, err := os.ReadFile(file)
	was := string(b)
	format, _, _ := strings.Cut(was, ":")
	switch {
	case was == now:
	case *update && (err != nil || format != FactsFormat):
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	case format == FactsFormat:
		t.Errorf("documents read differently than before (%s is of another reading): give FactsFormat its next number, and run go test -update", file)
	default:
		t.Errorf("FactsFormat is new: run go test -update")
	}
}

// TestFactsText: a text that can't be read, or that isn't the one that was parsed, is an error where it is asked for; what
// facts hold is told all the same.
func TestFactsText(t *testing.T) {
	whole := Parse("a.md", sample(), names)
	facts := string(Encode(whole))
	gone := errors.New("gone")
	for name, read := range map[string]func() ([]byte, error){
		"gone":   func() ([]byte, error) { return nil, gone },
		"longer": func() ([]byte, error) { return append(sample(), 'x'), nil },
	} {
		d, err := Decode("a.md", facts, read)
		if err != nil {
			t.Fatal(err)
		}
		_, source := d.Source()
		_, lines := d.Lines()
		_, page := d.HTML(Renderer{})
		_, differ := Compare(whole, d, CompareOptions{})
		for _, err := range []error{source, lines, page, differ} {
			if err == nil || !strings.Contains(err.Error(), "a.md can't be read") {
				t.Errorf("%s: %v", name, err)
			}
		}
		all, words := d.Digests()
		if wantAll, wantWords := whole.Digests(); all != wantAll || words != wantWords || len(d.Links()) != len(whole.Links()) ||
			len(d.Prose()) != len(whole.Prose()) {
			t.Errorf("%s: the facts aren't told", name)
		}
	}
}

// TestFactsAtOnce: several goroutines ask one document.
func TestFactsAtOnce(t *testing.T) {
	src := sample()
	d := again(t, Encode(Parse("a.md", src, names)), src)
	want := tell(Parse("a.md", src, names))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if diff := cmp.Diff(want, tell(d), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
	wg.Wait()
}

// TestDamagedFacts: whichever byte is wrong, and wherever facts end, nothing breaks.
func TestDamagedFacts(t *testing.T) {
	src := sample()
	facts := Encode(Parse("a.md", src, names))
	for at := range facts {
		for _, bad := range []string{string(facts[:at]), string(facts[:at]) + string(facts[at]^0x15) + string(facts[at+1:])} {
			tellDamaged(bad, src)
		}
	}
}

func tellDamaged(facts string, src []byte) {
	d, err := Decode("a.md", facts, func() ([]byte, error) { return src, nil })
	if err == nil {
		all := tell(d)
		for _, l := range all.Links {
			_ = all.Source[l.Span.Start:l.Span.End]
		}
	}
}

// FuzzFacts: facts of any text tell what a parse tells.
func FuzzFacts(f *testing.F) {
	f.Add(sample())
	f.Add([]byte("---\nid: [a, {b: c}]\n---\n\n# A\n\nVersion: 2.0\n\n## B\n\nSee POL-001 v1.0.\n\n<!-- c -->\n\n| a |\n|---|\n| [x](y) |\n"))
	f.Fuzz(sameFacts)
}

// FuzzDecode: facts of any bytes, whose checksum is right, break nothing. Of a text of another size than theirs nothing
// can be told.
func FuzzDecode(f *testing.F) {
	facts := Encode(Parse("a.md", sample(), names))
	f.Add(facts[:len(facts)-compact.SumSize], sample())
	f.Fuzz(func(_ *testing.T, facts, src []byte) {
		sum := binary.LittleEndian.AppendUint32(slices.Clone(facts), crc32.ChecksumIEEE(facts))
		d, err := Decode("a.md", string(sum), func() ([]byte, error) { return src, nil })
		if err != nil {
			return
		}
		if _, err := d.Source(); err == nil {
			tellDamaged(string(sum), src)
		}
	})
}
