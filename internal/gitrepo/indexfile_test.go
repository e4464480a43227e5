package gitrepo

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func indexed(t *testing.T) *Repo { return &Repo{CommonDir: t.TempDir()} }

func put(t *testing.T, r *Repo, sections map[string][]byte) {
	t.Helper()
	if err := r.WriteSections(sections); err != nil {
		t.Fatal(err)
	}
}

func wantSections(t *testing.T, r *Repo, how string, want map[string]string) {
	t.Helper()
	for _, name := range []string{"trail", "documents", "none"} {
		data, ok := r.ReadSection(name)
		text, due := want[name]
		if ok != due || string(data) != text {
			t.Errorf("%s: section %s reads %q, %v; want %q, %v", how, name, data, ok, text, due)
		}
	}
}

// TestSections: each writer replaces its own section and keeps the others.
func TestSections(t *testing.T) {
	r := indexed(t)
	wantSections(t, r, "no file", nil)
	put(t, r, map[string][]byte{"trail": []byte("steps")})
	wantSections(t, r, "one", map[string]string{"trail": "steps"})
	put(t, r, map[string][]byte{"documents": []byte("facts")})
	wantSections(t, r, "two", map[string]string{"trail": "steps", "documents": "facts"})
	put(t, r, map[string][]byte{"trail": []byte("more steps"), "none": {}})
	wantSections(t, r, "replaced", map[string]string{"trail": "more steps", "documents": "facts"})
	put(t, r, map[string][]byte{"documents": nil})
	wantSections(t, r, "removed", map[string]string{"trail": "more steps"})
}

// TestDamagedSection: whichever byte of the file is wrong, or wherever it ends, a section reads as it was written or
// not at all; damage within one section costs that one, and the next writer drops it.
func TestDamagedSection(t *testing.T) {
	r := indexed(t)
	trail, documents := bytes.Repeat([]byte("steps"), 9), bytes.Repeat([]byte("facts"), 7)
	put(t, r, map[string][]byte{"trail": trail, "documents": documents})
	sound, err := os.ReadFile(r.indexPath())
	if err != nil {
		t.Fatal(err)
	}
	inTrail, inDocuments := bytes.Index(sound, trail), bytes.Index(sound, documents)
	for at := range sound {
		for _, bad := range [][]byte{flipped(sound, at), sound[:at], append(bytes.Clone(sound), sound[:at]...)} {
			if err := os.WriteFile(r.indexPath(), bad, 0o644); err != nil {
				t.Fatal(err)
			}
			got, ok := r.ReadSection("trail")
			if ok && !bytes.Equal(got, trail) {
				t.Fatalf("with damage at %d the section reads %q", at, got)
			}
			flip := len(bad) == len(sound) && !bytes.Equal(bad, sound)
			if sole := at >= inDocuments && at < inDocuments+len(documents); flip && sole && !ok {
				t.Errorf("damage at %d in another section costs this one", at)
			}
			if sole := at >= inTrail && at < inTrail+len(trail); flip && sole {
				put(t, r, map[string][]byte{"more": []byte("x")})
				wantSections(t, r, fmt.Sprint("written over damage at ", at), map[string]string{"documents": string(documents)})
			}
		}
	}
}

func flipped(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0x10
	return b
}

// TestSectionsAtOnce: readers beside writers of several runs see whole sections only.
func TestSectionsAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			r := &Repo{CommonDir: dir} // of a run of its own
			rng := rand.New(rand.NewPCG(1, uint64(n)))
			for range 60 {
				name := []string{"trail", "documents"}[rng.IntN(2)]
				if err := r.WriteSections(map[string][]byte{name: bytes.Repeat([]byte{byte('a' + n)}, 1+rng.IntN(1<<15))}); err != nil {
					t.Error(err)
				}
				for _, name := range []string{"trail", "documents"} {
					if got, ok := r.ReadSection(name); ok && len(bytes.Trim(got, string(got[0]))) > 0 {
						t.Errorf("%s is mixed", name)
					}
				}
			}
		})
	}
	wg.Wait()
}

// TestKilledWriter: the file of a run that was killed while it wrote holds the next ones up for a while, not for ever.
func TestKilledWriter(t *testing.T) {
	r := indexed(t)
	put(t, r, map[string][]byte{"trail": []byte("old")})
	lock := r.indexPath() + ".lock"
	if err := os.WriteFile(lock, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	put(t, r, map[string][]byte{"trail": []byte("new")})
	wantSections(t, r, "locked", map[string]string{"trail": "old"})
	old := time.Now().Add(-2 * staleLock)
	if err := os.Chtimes(lock, old, old); err != nil {
		t.Fatal(err)
	}
	put(t, r, map[string][]byte{"trail": []byte("new")})
	wantSections(t, r, "unlocked", map[string]string{"trail": "new"})
	if left, _ := filepath.Glob(filepath.Join(r.CommonDir, indexFolder, "*")); len(left) != 1 {
		t.Errorf("files stay behind: %q", left)
	}
}

func FuzzIndexTable(f *testing.F) {
	var file bytes.Buffer
	w := newSectionWriter(&file)
	w.add("trail", []byte("steps"))
	w.add("documents", []byte("facts"))
	_ = w.finish()
	f.Add(file.Bytes())
	f.Add([]byte(indexMagic + indexMagic + indexMagic + indexMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, _ := readTable(bytes.NewReader(data), int64(len(data)))
		for name, s := range table {
			if s.offset < 0 || s.length < 0 || s.offset+s.length > int64(len(data)) {
				t.Fatalf("section %q lies outside", name)
			}
			s.read(bytes.NewReader(data))
		}
		parseTable(data, uint64(len(data)))
	})
}
