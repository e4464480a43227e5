package gitrepo

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

func indexed(t *testing.T) *Repo {
	return &Repo{CommonDir: t.TempDir(), index: filepath.Join(t.TempDir(), "cache", cacheName, "x"+indexEnd)}
}

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
	sound, err := os.ReadFile(r.index)
	if err != nil {
		t.Fatal(err)
	}
	inTrail, inDocuments := bytes.Index(sound, trail), bytes.Index(sound, documents)
	for at := range sound {
		for _, bad := range [][]byte{flipped(sound, at), sound[:at], append(bytes.Clone(sound), sound[:at]...)} {
			if err := os.WriteFile(r.index, bad, 0o644); err != nil {
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
	index := indexed(t).index
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			r := &Repo{index: index} // of a run of its own
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
	lock := r.index + ".lock"
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
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(r.index), "*")); len(left) != 1 {
		t.Errorf("files stay behind: %q", left)
	}
}

// TestIndexPlace: the index is in the cache folder that the environment names, one for each repository, and nowhere else.
func TestIndexPlace(t *testing.T) {
	home := t.TempDir()
	env := func(kv ...string) func(string) string { return lookup(kv) }
	for _, tc := range []struct {
		system string
		getenv func(string) string
		want   string
	}{
		{"linux", env("HOME=" + home), filepath.Join(home, ".cache")},
		{"linux", env("HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, "x")), filepath.Join(home, "x")},
		{"linux", env("HOME="+home, "XDG_CACHE_HOME=x"), ""},
		{"linux", env(), ""},
		{"linux", env("HOME=home"), ""},
		{"darwin", env("HOME="+home, "XDG_CACHE_HOME=/x"), filepath.Join(home, "Library", "Caches")},
		{"windows", env("HOME=/h", "LocalAppData="+home), home},
		{"windows", env("HOME=/h"), ""},
	} {
		if got := userCache(tc.system, tc.getenv); got != tc.want {
			t.Errorf("%s: %q; want %q", tc.system, got, tc.want)
		}
	}
	place := func(common, root, cache string) string {
		r := &Repo{CommonDir: common, Root: root}
		r.chooseIndex(env("XDG_CACHE_HOME="+cache, "HOME="+cache, "LocalAppData="+cache))
		return r.IndexPath()
	}
	tree := t.TempDir()
	git := filepath.Join(tree, ".git")
	if one, two := place(git, tree, home), place(filepath.Join(t.TempDir(), ".git"), "", home); one == "" || one == two || filepath.Dir(one) != filepath.Dir(two) {
		t.Errorf("of two repositories: %q, %q", one, two)
	}
	for _, inside := range []string{tree, filepath.Join(tree, ".cache"), git, filepath.Join(git, "x")} {
		if got := place(git, tree, inside); got != "" {
			t.Errorf("a cache folder inside the repository, where others write: %q", got)
		}
	}
	if err := (&Repo{CommonDir: git}).WriteSections(map[string][]byte{"trail": []byte("x")}); err != nil {
		t.Error("without a cache folder:", err)
	}
	if name := (&Repo{CommonDir: git}).Folder("sites"); name != "" {
		t.Errorf("without a cache folder: %s", name)
	}
}

// TestIndexIsPrivate: only the user writes to the folder, and where others could, nothing in it is believed.
func TestIndexIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows guards a user's folders itself")
	}
	r := indexed(t)
	put(t, r, map[string][]byte{"trail": []byte("steps")})
	folder := filepath.Dir(r.index)
	for path, want := range map[string]os.FileMode{folder: 0o700, r.index: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	wantSections(t, r, "a folder that others can write to", nil)
	if r.WriteSections(map[string][]byte{"trail": []byte("more")}) == nil {
		t.Error("it is written to a folder that others can write to")
	}
	if name := r.Folder("sites"); name != "" {
		t.Errorf("%s is in a folder that others can write to", name)
	}
	if err := os.Rename(folder, folder+"2"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder+"2", folder); err != nil {
		t.Fatal(err)
	}
	wantSections(t, r, "a link to a folder", nil)
}

// TestOldIndexes: what nobody used for long is dropped, with the index that was in the Git directory.
func TestOldIndexes(t *testing.T) {
	r := indexed(t)
	put(t, r, map[string][]byte{"trail": []byte("steps")})
	folder, former := filepath.Dir(r.index), filepath.Join(r.CommonDir, "writ")
	old, lately := filepath.Join(folder, "old"+indexEnd), filepath.Join(folder, "lately"+indexEnd)
	foreign := filepath.Join(folder, "notes.txt")
	if err := os.Mkdir(former, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{old, lately, foreign, filepath.Join(former, "index-v1")} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	age := func(path string, by time.Duration) {
		if at := time.Now().Add(-by); os.Chtimes(path, at, at) != nil {
			t.Fatal(path)
		}
	}
	age(old, unused+time.Hour)
	age(foreign, unused+time.Hour)
	age(lately, unused-time.Hour)
	age(r.index, unused+time.Hour)
	wantSections(t, r, "read after long", map[string]string{"trail": "steps"})
	if info, err := os.Stat(r.index); err != nil || time.Since(info.ModTime()) > time.Hour {
		t.Error("who reads an index doesn't keep it from being dropped")
	}
	ofOld, ofLately := filepath.Join(folder, "gone"+foldersEnd, "sites"), r.Folder("sites")
	for _, path := range []string{ofOld, ofLately, r.Folder("new")} {
		if err := os.MkdirAll(filepath.Join(path, "site"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	age(ofOld, unused+time.Hour)
	age(ofLately, unused-time.Hour)
	put(t, r, map[string][]byte{"documents": []byte("facts")})
	for path, stays := range map[string]bool{old: false, lately: true, foreign: true, r.index: true, former: false,
		ofOld: false, ofLately: true, r.Folder("new"): true} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s: %v", path, err)
		}
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
