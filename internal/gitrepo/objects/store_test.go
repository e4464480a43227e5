package objects

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustOpen(tb testing.TB, dir string, mapping bool) *Store {
	tb.Helper()
	s, err := openStore(mapping, filepath.Join(dir, "objects"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// compareAll reads all objects, in the random order of a map, and says what differs.
func compareAll(r *Reader, want map[ID]object) string {
	buf := []byte{}
	for id, o := range want {
		typ, size, err := r.Header(id)
		if err != nil || typ.String() != o.typ || size != int64(len(o.data)) {
			return fmt.Sprintf("Header(%s) = %v, %d, %v; git says %s, %d", id, typ, size, err, o.typ, len(o.data))
		}
		typ, data, err := r.Read(id, nil)
		if err != nil || typ.String() != o.typ || !bytes.Equal(data, o.data) {
			return fmt.Sprintf("Read(%s) = %v, %d bytes, %v; git says %s, %d bytes", id, typ, len(data), err, o.typ, len(o.data))
		}
		if typ, buf, err = r.Read(id, buf); err != nil || typ.String() != o.typ || !bytes.Equal(buf, o.data) {
			return fmt.Sprintf("Read(%s) into a buffer differs from git: %v", id, err)
		}
	}
	return ""
}

func TestHeldObjectsStayWhole(t *testing.T) {
	dir := newHistory(t, historySpec{files: 12, commits: 100, seed: 2})
	git(t, dir, "repack", "-adq")
	want := allObjects(t, dir)
	r := mustOpen(t, dir, true).NewReader()
	held := map[ID]Held{}
	for id := range want {
		h, err := r.Hold(id)
		if err != nil {
			t.Fatal(err)
		}
		held[id] = h
		if _, _, err := r.Read(id, nil); err != nil {
			t.Fatal(err)
		}
	}
	for len(r.cache.packed) > 0 {
		r.cache.evict(r.cache.ring.prev)
	}
	for id, h := range held {
		if !bytes.Equal(h.Data, want[id].data) {
			t.Fatalf("%s changed while it was held", id)
		}
		h.Release()
		h.Release()
		if _, _, err := r.Read(id, nil); err != nil {
			t.Fatal(err)
		}
	}
	if msg := compareAll(r, want); msg != "" {
		t.Error(msg)
	}
}

func TestLentContentIsNotWrittenOver(t *testing.T) {
	dir := newHistory(t, historySpec{files: 12, commits: 30, seed: 9})
	want := allObjects(t, dir)
	r := mustOpen(t, dir, true).NewReader()
	var buf []byte
	for range 2 {
		for id, o := range want {
			var err error
			if _, buf, err = r.Read(id, buf); err != nil || !bytes.Equal(buf, o.data) {
				t.Fatalf("%s: %v", id, err)
			}
		}
	}
}

func TestFourReadersOnOneStore(t *testing.T) {
	dir := newHistory(t, historySpec{files: 12, commits: 100, batches: 3, seed: 3})
	want := allObjects(t, dir)
	s := mustOpen(t, dir, true)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r := s.NewReader()
			if msg := compareAll(r, want); msg != "" {
				t.Error(msg)
			}
			if _, _, err := r.Read(ID{1}, nil); !errors.As(err, new(*MissingError)) {
				t.Errorf("a missing object gave %v", err)
			}
		})
	}
	wg.Wait()
}

func TestReadingWhileGitRepacks(t *testing.T) {
	for _, mapping := range []bool{true, false} {
		dir := newHistory(t, historySpec{files: 12, commits: 100, batches: 5, seed: 4})
		want := allObjects(t, dir)
		s := mustOpen(t, dir, mapping)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for {
					if msg := compareAll(s.NewReader(), want); msg != "" {
						t.Error(msg)
						return
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		for i := range 6 {
			git(t, dir, "repack", "-adfq", fmt.Sprintf("--depth=%d", 2+i))
		}
		close(stop)
		wg.Wait()
	}
}

func TestStoreFindsPacksThatCameLater(t *testing.T) {
	dir := newHistory(t, historySpec{files: 5, commits: 20, loose: true, seed: 5})
	s := mustOpen(t, dir, true)
	r := s.NewReader()
	git(t, dir, "gc", "-q", "--prune=now")
	git(t, dir, "prune-packed")
	if msg := compareAll(r, allObjects(t, dir)); msg != "" {
		t.Error(msg)
	}
}

func TestMissing(t *testing.T) {
	dir := newHistory(t, historySpec{files: 5, commits: 5, seed: 6})
	alternatesFile(t, dir, "../../nowhere/objects\n")
	s := mustOpen(t, dir, true)
	_, _, err := s.NewReader().Read(ID{1}, nil)
	var missing *MissingError
	if !errors.As(err, &missing) || missing.ID != (ID{1}) || len(missing.Absent) != 1 {
		t.Errorf("got %v", err)
	}
	if got := s.AbsentAlternates(); len(got) != 1 {
		t.Errorf("absent alternates: %q", got)
	}
	if _, err := OpenStore(filepath.Join(t.TempDir(), "objects")); err == nil {
		t.Error("a folder without objects was opened")
	}
}

func TestPromisorPacks(t *testing.T) {
	dir := newHistory(t, historySpec{files: 5, commits: 5, seed: 7})
	if mustOpen(t, dir, true).PromisorPacks() {
		t.Error("a full repository has promisor packs")
	}
	if err := os.WriteFile(strings.TrimSuffix(onePack(t, dir), ".pack")+".promisor", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if !mustOpen(t, dir, true).PromisorPacks() {
		t.Error("a promisor pack wasn't seen")
	}
}

// comparePrefixes looks all objects up by some of their digits.
func comparePrefixes(t *testing.T, s *Store, want map[ID]object) {
	t.Helper()
	byPrefix := map[string]int{}
	for id := range want {
		byPrefix[id.String()[:MinPrefix]]++
	}
	for id := range want {
		hex := id.String()
		for _, n := range []int{4, 7, 39, 40} {
			got, err := s.LookupPrefix(strings.ToUpper(hex[:n]))
			var ambiguous *AmbiguousError
			switch {
			case n == 4 && byPrefix[hex[:4]] > 1:
				if !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != byPrefix[hex[:4]] {
					t.Fatalf("%s: %v, expected %d candidates", hex[:4], err, byPrefix[hex[:4]])
				}
			case err != nil || got != id:
				t.Fatalf("LookupPrefix(%s) = %s, %v", hex[:n], got, err)
			}
		}
	}
}

func TestLookupPrefix(t *testing.T) {
	dir := newHistory(t, historySpec{files: 5, commits: 5, seed: 8})
	s := mustOpen(t, dir, true)
	for _, prefix := range []string{"", "abc", "xyzw", strings.Repeat("0", 41)} {
		if id, err := s.LookupPrefix(prefix); err == nil {
			t.Errorf("LookupPrefix(%q) = %s", prefix, id)
		}
	}
	if _, err := s.LookupPrefix("00000000"); !errors.As(err, new(*UnknownPrefixError)) {
		t.Errorf("got %v", err)
	}
}

func TestParseHex(t *testing.T) {
	const hex = "0123456789abcdef0123456789abcdef01234567"
	id, err := ParseHex(strings.ToUpper(hex))
	if diff := cmp.Diff(hex, id.String()); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, bad := range []string{"", hex[1:], hex + "0", "g" + hex[1:]} {
		if _, err := ParseHex(bad); err == nil {
			t.Errorf("ParseHex(%q) took it", bad)
		}
	}
}
