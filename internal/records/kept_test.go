package records

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// sameKept makes sure that a reading comes back from the index as it was. All tests that read a document ask it.
func sameKept(t testing.TB, r Reading, of schema.Tables, size int) {
	t.Helper()
	again, ok := Decode(string(r.Encode(of)), of, size)
	if diff := cmp.Diff(r, again, cmpopts.EquateEmpty()); diff != "" || !ok {
		t.Errorf("kept: %v (-read +kept):\n%s", ok, diff)
	}
}

// TestKeptHoldsAll: whatever a value says comes back. Every field is filled at random, so that one which is added later
// and forgotten in the index is found here.
func TestKeptHoldsAll(t *testing.T) {
	of := config.Default().Kinds["corrective-action-log"].Tables
	const size = 1000
	rng := rand.New(rand.NewSource(1))
	value := func() Value {
		x, ok := quick.Value(reflect.TypeFor[Value](), rng)
		if !ok {
			t.Fatal("a value can't be filled")
		}
		v := x.Interface().(Value)
		v.State %= Placeholder + 1
		v.When.Form %= Finished + 1
		if v.Problem != nil {
			for i := range v.Problem.Readings {
				v.Problem.Readings[i].Form %= Finished + 1
			}
		}
		return v
	}
	for range 100 {
		table := Table{Of: of.Tables[0], Pieces: []Piece{{Form: "a", Section: "b", Columns: []Column{{"c", "d"}},
			Own: []string{"e"}, Doubled: []string{"f"}, Span: document.Span{Start: 3, End: size}}}}
		row := Row{Section: "g", Missing: 1, Extra: 2, Span: document.Span{End: 4}}
		for range table.Of.Columns {
			row.Cells = append(row.Cells, Cell{value(), document.Span{Start: rng.Intn(size), End: size}})
		}
		table.Rows = []Row{row, {Cells: make([]Cell, len(row.Cells))}}
		sameKept(t, Reading{Tables: []Table{table},
			Stated: []Stated{{Field: "h", Label: "i", Value: value(), Span: document.Span{Start: 5, End: 6}}},
			Others: []Other{{Headers: []string{"j"}, Near: "k", Missing: []string{"l"}, Span: document.Span{End: 7}}},
		}, of, size)
	}
}

// TestKeptDamaged: what was damaged is of no use, and what somebody forged doesn't stop the program.
func TestKeptDamaged(t *testing.T) {
	src, err := os.ReadFile("testdata/seed/management-review.md")
	if err != nil {
		t.Fatal(err)
	}
	of := config.Default().Kinds["management-review"].Tables
	r := reading(t, "management-review", string(src))
	sound := r.Encode(of)
	for i := 0; i < len(sound); i += 7 {
		bad := append([]byte(nil), sound...)
		bad[i] ^= 1
		if _, ok := Decode(string(bad), of, len(src)); ok {
			t.Fatalf("damage at %d passes", i)
		}
		if _, ok := Decode(string(sound[:i]), of, len(src)); ok {
			t.Fatalf("the first %d bytes pass", i)
		}
	}
	rng := rand.New(rand.NewSource(1))
	for range 1000 {
		forged := append([]byte(nil), sound[:len(sound)-4]...)
		for range 1 + rng.Intn(3) {
			forged[rng.Intn(len(forged))] = byte(rng.Intn(256))
		}
		forged = binary.LittleEndian.AppendUint32(forged, crc32.ChecksumIEEE(forged))
		got, ok := Decode(string(forged), of, len(src))
		for _, table := range got.Tables {
			for _, row := range table.Rows {
				if ok && (row.Span.End > len(src) || row.Piece >= len(table.Pieces) || len(row.Cells) != len(table.Of.Columns)) {
					t.Fatalf("a forged row passes: %+v", row)
				}
			}
		}
	}
}

// TestKeptFormat: who changes how tables are read has to give readings another format, or old ones would go on saying
// what was read before.
func TestKeptFormat(t *testing.T) {
	files, err := filepath.Glob("testdata/seed/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	h, data := sha256.New(), sha256.New()
	fmt.Fprintln(data, schema.WordsDigest())
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(filepath.Base(f), ".md")
		r := reading(t, kind, string(src))
		of := config.Default().Kinds[kind].Tables
		fmt.Fprintf(h, "%s %x\n", kind, r.Encode(of))
		if err := json.NewEncoder(data).Encode([]any{of, src}); err != nil {
			t.Fatal(err)
		}
	}
	const file = "testdata/kept.txt"
	of := fmt.Sprintf("%s of %x", KeptFormat, data.Sum(nil)[:8])
	now := fmt.Sprintf("%s: %x\n", of, h.Sum(nil))
	b, err := os.ReadFile(file)
	was, _, _ := strings.Cut(string(b), ": ")
	switch {
	case string(b) == now:
	case *update && (err != nil || was != of):
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	case was != of:
		t.Error("the kinds, the words or the format are new: run go test -update")
	default:
		t.Errorf("tables read differently than before (%s is of another reading): give KeptFormat its next number, and run "+
			"go test -update", file)
	}
}
