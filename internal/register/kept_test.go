package register

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/snapshot"
)

// told is what an entry tells.
func told(r *Register) []string {
	var out []string
	for _, e := range r.Documents {
		src, err := e.Source()
		out = append(out, fmt.Sprintf("%s %s %s %s %v %v %v %q\n%+v\n%+v\n%+v\n%+v\n%q", e.Path, e.ID, e.Kind.Name, e.Blob, e.Dirty, e.Placeholder, e.Promise, e.Link,
			e.Front, e.Headings(), e.Links(), e.Faults, src), fmt.Sprint(err))
	}
	return out
}

// fromKept reads the working tree twice with facts that are kept at once, and tells how many files the second had to
// read.
func fromKept(t *testing.T, repo *gitrepo.Repo, cfg *config.Config) (first, second *Register, parsed int) {
	t.Helper()
	once := func() (*Register, int) {
		old := readKept(repo, cfg)
		r, err := read(t.Context(), workTree(t, repo), cfg, Options{Kept: repo, every: 1})
		if err != nil {
			t.Fatal(err)
		}
		return r, readKept(repo, cfg).count() - old.count()
	}
	first, _ = once()
	second, parsed = once()
	return first, second, parsed
}

func wantWhole(t *testing.T, repo *gitrepo.Repo, cfg *config.Config, how string, got ...*Register) {
	t.Helper()
	want, err := Read(t.Context(), workTree(t, repo), cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range got {
		if diff := cmp.Diff(told(want), told(r)); diff != "" {
			t.Errorf("%s, run %d (-parsed +facts):\n%s", how, i+1, diff)
		}
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestKept: a run with kept facts has the same documents as one that parses all files, whatever happens to files and
// configuration in between.
func TestKept(t *testing.T) {
	repo, dir := play(t)
	cfg := config.Default()
	first, second, parsed := fromKept(t, repo, cfg)
	wantWhole(t, repo, cfg, "clean", first, second)
	if parsed != 0 || readKept(repo, cfg).count() != 5 {
		t.Errorf("%d files were parsed again, and %d are kept", parsed, readKept(repo, cfg).count())
	}
	put(t, filepath.Join(dir, "policies", "a.md"), "---\nid: POL-9\n---\n\n# Other [Date]\n")
	put(t, filepath.Join(dir, "policies", "crlf.md"), "---\r\nid: POL-7\r\n---\r\n\r\n# A\r\n")
	put(t, filepath.Join(dir, "notes", "d.md"), "---\nid: POL-8\n---\n")
	first, second, _ = fromKept(t, repo, cfg)
	wantWhole(t, repo, cfg, "edited", first, second)

	aliased := *cfg
	aliased.Fields = map[string]string{"kind": "id"}
	first, second, _ = fromKept(t, repo, &aliased)
	wantWhole(t, repo, &aliased, "with other aliases", first, second)

	wide := cfg.Everywhere()
	first, second, _ = fromKept(t, repo, wide)
	wantWhole(t, repo, wide, "everywhere", first, second)
}

// TestKeptLineEnds: a checkout that changes line ends has a file of another size; its text is that of the blob.
func TestKeptLineEnds(t *testing.T) {
	repo, dir := play(t)
	cfg := config.Default()
	fromKept(t, repo, cfg)
	path := filepath.Join(dir, "policies", "a.md")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, strings.ReplaceAll(string(src), "\n", "\r\n"))
	_, r, parsed := fromKept(t, repo, cfg)
	e := r.ByPath("policies/a.md")
	if text, err := e.Source(); err != nil || string(text) != string(src) || e.Dirty || e.Blob != gitrepo.BlobID(src) || parsed != 0 {
		t.Errorf("%q, %v, dirty %v, blob %s; %d files were parsed again", text, err, e.Dirty, e.Blob, parsed)
	}
}

// TestKeptMeanwhile: a file that changes while a run is under way is told of as it was.
func TestKeptMeanwhile(t *testing.T) {
	repo, dir := play(t)
	cfg := config.Default()
	_, r, _ := fromKept(t, repo, cfg)
	e := r.ByPath("policies/a.md")
	put(t, filepath.Join(dir, "policies", "a.md"), "gone\n")
	if src, err := e.Source(); !strings.Contains(string(src), "id: POL-1") || err != nil {
		t.Errorf("%q, %v", src, err)
	}
	e = r.ByPath("policies/sub/b.md")
	if err := os.RemoveAll(filepath.Join(repo.CommonDir, "objects")); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "policies", "sub", "b.md"), "gone\n")
	fresh, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		t.Skip("the repository doesn't open without objects:", err)
	}
	defer fresh.Close()
	if src, err := lost(t, fresh, cfg, e).Source(); err == nil || !strings.Contains(err.Error(), "policies/sub/b.md") {
		t.Errorf("%q, %v", src, err)
	}
}

// lost makes a document of facts whose text is neither on the disk nor in Git.
func lost(t *testing.T, repo *gitrepo.Repo, cfg *config.Config, e *Entry) *document.Document {
	t.Helper()
	r := newReading(workTree(t, repo), cfg, readKept(repo, cfg), []gitrepo.File{e.file()})
	if !r.known(0) || r.entries[0] == nil {
		t.Fatal("its facts aren't kept")
	}
	return r.entries[0].Document
}

// TestKeptPruned: what was edited away is dropped once it is more than what is used.
func TestKeptPruned(t *testing.T) {
	repo, dir := play(t)
	cfg := config.Default()
	for i := range 60 {
		put(t, filepath.Join(dir, "policies", "a.md"), fmt.Sprintf("---\nid: POL-1\n---\n\nEdit %d.\n", i))
		fromKept(t, repo, cfg)
	}
	if n := readKept(repo, cfg).count(); n < 4 || n > 4+keptEvery+4 {
		t.Errorf("%d files are kept", n)
	}
}

// TestKeptCommit: a commit is told from facts of the working tree, and the other way round.
func TestKeptCommit(t *testing.T) {
	repo, _ := play(t)
	cfg := config.Default()
	head, err := repo.Head()
	if err != nil {
		t.Fatal(err)
	}
	want, err := Read(t.Context(), snapshot.Commit(repo, head.Commit), cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := Read(t.Context(), snapshot.Commit(repo, head.Commit), cfg, Options{Kept: repo, every: 1})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(told(want), told(got)); diff != "" {
			t.Errorf("(-parsed +facts):\n%s", diff)
		}
	}
	_, second, parsed := fromKept(t, repo, cfg)
	wantWhole(t, repo, cfg, "after the commit", second)
	if parsed != 0 {
		t.Errorf("%d files were parsed again", parsed)
	}
}

// TestKeptAtOnce: runs beside each other, some of which write.
func TestKeptAtOnce(t *testing.T) {
	_, dir := play(t)
	cfg := config.Default()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			repo, err := gitrepo.Open(dir, gittest.Cache(dir))
			if err != nil {
				t.Error(err)
				return
			}
			defer repo.Close()
			for range 5 {
				r, err := Read(t.Context(), workTree(t, repo), cfg, Options{Kept: repo, every: 1})
				if err != nil || len(r.Documents) != 3 {
					t.Error(r, err)
				}
			}
		})
	}
	wg.Wait()
}

// TestDamagedKept: whichever byte is wrong, a section is told apart or its files still read as something.
func TestDamagedKept(t *testing.T) {
	cfg := config.Default()
	header := keptHeader(cfg)
	sound := kept(t, cfg)
	if _, ok := parseKept(header, string(sound)); !ok {
		t.Fatal("a sound one isn't read")
	}
	for at := range sound {
		bad := append([]byte{}, sound...)
		bad[at] ^= 0x21
		readAllKept(header, string(bad))
		readAllKept(header, string(sound[:at]))
	}
	if _, ok := parseKept(header, string(sound[:len(sound)-1])); ok {
		t.Error("a cut one is read")
	}
	if _, ok := parseKept("files 0, other\n", string(sound)); ok {
		t.Error("one of another format is read")
	}
}

func kept(t testing.TB, cfg *config.Config) []byte {
	t.Helper()
	var news []fresh
	for _, text := range []string{"---\nid: A-1\n---\n\n# A\n", "---\nid: A-2\n---\n\n[x](y)\n"} {
		facts := document.Encode(document.Parse("a.md", []byte(text), cfg.Fields))
		news = append(news, fresh{gitrepo.BlobID([]byte(text)), "\x00" + string(facts)})
	}
	return encodeKept(keptHeader(cfg), keptFiles{}, nil, true, append(news, fresh{gitrepo.BlobID(nil), "\x01"}))
}

func readAllKept(header, data string) {
	k, ok := parseKept(header, data)
	if !ok {
		return
	}
	for i := range k.count() {
		record, at := k.find(gitrepo.ID([]byte(k.id(i))))
		if at != i || record == "" {
			panic("a record isn't found under its own id")
		}
		read := func() ([]byte, error) { return make([]byte, 30), nil }
		if d, err := document.Decode("a.md", record[1:], read); err == nil {
			d.Headings()
			d.Links()
		}
	}
}

func FuzzKept(f *testing.F) {
	cfg := config.Default()
	header := keptHeader(cfg)
	f.Add(kept(f, cfg)[len(header):])
	f.Fuzz(func(_ *testing.T, data []byte) { readAllKept(header, header+string(data)) })
}
