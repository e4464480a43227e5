package sitegen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree reads a folder into memory, by name.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// publishFiles publishes files as a site.
func publishFiles(ctx context.Context, out string, files map[string][]byte) error {
	if err := sweep(out); err != nil {
		return err
	}
	old, err := readManifest(out)
	if err != nil {
		return err
	}
	return publish(ctx, out, old, "", func(to *folder) (content, error) {
		o := newOutput(to.create)
		for name, data := range files {
			if err := o.put(name, data); err != nil {
				return content{}, err
			}
		}
		return content{files: o.files()}, ctx.Err()
	})
}

func mustBuild(t *testing.T, site Site, out string) Result {
	t.Helper()
	r, err := Build(t.Context(), site, out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// onlySite fails when something stands beside the site, such as a folder of a build that failed.
func onlySite(t *testing.T, out string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), ".writ-") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	mustBuild(t, sampleSite(), a)
	shuffled := sampleSite()
	docs := shuffled.Documents
	docs[0], docs[5] = docs[5], docs[0]
	mustBuild(t, shuffled, b)
	if diff := cmp.Diff(tree(t, a), tree(t, b)); diff != "" {
		t.Error(diff)
	}
}

func TestBuildReplacesTheOldSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "deep", "public")
	first := mustBuild(t, sampleSite(), out)
	site := sampleSite()
	site.Documents = site.Documents[:2]
	second := mustBuild(t, site, out)
	if second.Files >= first.Files || second.Out == "" {
		t.Errorf("first %+v, second %+v", first, second)
	}
	files := tree(t, out)
	if len(files) != second.Files {
		t.Errorf("%d files, %d stated", len(files), second.Files)
	}
	var m manifestFile
	if err := json.Unmarshal([]byte(files[manifestName]), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(files)-1 || len(m.Documents) != 2 || m.Head != site.Head {
		t.Errorf("manifest: %d files, %d documents", len(m.Files), len(m.Documents))
	}
	onlySite(t, out)
}

func TestFailedBuildLeavesTheOldSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	mustBuild(t, sampleSite(), out)
	before := tree(t, out)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	twice := sampleSite()
	twice.Documents[1].address = "pol-001"
	for name, build := range map[string]func() error{
		"cancelled": func() error { _, err := Build(cancelled, sampleSite(), out, Options{}); return err },
		"collision": func() error { _, err := Build(t.Context(), twice, out, Options{}); return err },
		"a file where a folder is due": func() error {
			return publishFiles(t.Context(), out, map[string][]byte{"a": nil, "a/b": nil, "z": nil})
		},
		"cancelled while writing": func() error { return publishFiles(cancelled, out, map[string][]byte{"a": nil}) },
		"swap":                    func() error { _, err := swapByRename(filepath.Join(filepath.Dir(out), "nothing"), out); return err },
	} {
		t.Run(name, func(t *testing.T) {
			if build() == nil {
				t.Error("no error")
			}
			if diff := cmp.Diff(before, tree(t, out)); diff != "" {
				t.Error(diff)
			}
			onlySite(t, out)
		})
	}
}

func TestSwapByRename(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustBuild(t, sampleSite(), out)
	stage := filepath.Join(dir, "stage")
	if err := os.Mkdir(stage, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stage, "new"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	away, err := swapByRename(stage, out)
	if err != nil {
		t.Fatal(err)
	}
	if err := removeAll(away); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, out); len(got) != 1 {
		t.Errorf("%d files", len(got))
	}
	onlySite(t, out)
}

// A number that no process has: Linux gives none over 2^22.
const noProcess = 1<<30 + 7

func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustBuild(t, sampleSite(), out)
	dead := filepath.Join(dir, fmt.Sprintf(".public.writ-new-%d-1", noProcess))
	alive := filepath.Join(dir, fmt.Sprintf(".public.writ-new-%d-1", os.Getppid()))
	for _, d := range []string{dead, alive} {
		if err := os.MkdirAll(filepath.Join(d, "sub"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	mustBuild(t, sampleSite(), out)
	if _, err := os.Stat(dead); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder of a killed build is still there")
	}
	if _, err := os.Stat(alive); err != nil {
		t.Error("the folder of a running build is gone")
	}
}

// TestFileAndFolder: a file that is in the way of another one of the same build fails it, in either order.
func TestFileAndFolder(t *testing.T) {
	for _, names := range [][]string{{"a", "a/b/c"}, {"a/b/c", "a"}} {
		to := newFolder(t.TempDir(), nil)
		var err error
		for _, name := range names {
			f, failed := to.create(name)
			if failed == nil {
				failed = f.Close()
			}
			err = errors.Join(err, failed)
		}
		if err == nil {
			t.Errorf("%v: no error", names)
		}
	}
}

// A build that was killed between the two steps of swapByRename took the site away; the next one, even if it
// fails later, brings it back.
func TestSiteComesBack(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustBuild(t, sampleSite(), out)
	before := tree(t, out)
	if err := os.Rename(out, filepath.Join(dir, fmt.Sprintf(".public.writ-old-%d-1", noProcess))); err != nil {
		t.Fatal(err)
	}
	if publishFiles(t.Context(), out, map[string][]byte{"a": nil, "a/b": nil}) == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(before, tree(t, out)); diff != "" {
		t.Error(diff)
	}
	onlySite(t, out)
}

func TestOutRefused(t *testing.T) {
	root := t.TempDir()
	make := func(name string) string {
		dir := filepath.Join(root, name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	write := func(name string) string {
		file := filepath.Join(root, name)
		if err := os.WriteFile(file, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	repo := make("repo")
	make("repo/.git/objects")
	bare := make("worktree")
	write("worktree/.git")
	foreign := make("foreign")
	write("foreign/manifest.json")
	dangling := filepath.Join(root, "dangling")
	if err := os.Symlink(filepath.Join(root, "nowhere"), dangling); err != nil {
		t.Skip(err)
	}
	toRepo := filepath.Join(root, "to-repo")
	if err := os.Symlink(repo, toRepo); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{
		"nothing given": "", "repository": repo, "above the repository": root, "in .git": filepath.Join(repo, ".git", "site"),
		"file .git": bare, "files of others": foreign, "file": write("file"), "dangling link": dangling,
		"link to the repository": toRepo, "the top of the disk": "/",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Build(t.Context(), sampleSite(), out, Options{Root: repo})
			if err == nil || !strings.Contains(err.Error(), "output folder") {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := Build(t.Context(), sampleSite(), "/proc/writ/public", Options{}); err == nil {
		t.Error("a folder that can't be written was accepted")
	}
}

func TestOutThroughLink(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real")
	if err := os.Mkdir(real, 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	mustBuild(t, sampleSite(), link)
	mustBuild(t, sampleSite(), link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if m, err := readManifest(real); err != nil || m == nil {
		t.Error("the site isn't where the link points")
	}
}

func TestRefusedSettings(t *testing.T) {
	for _, tc := range []struct {
		set  func(*Site)
		want string
	}{
		{func(s *Site) { s.Accent = "red" }, "accent"},
		{func(s *Site) { s.Language = `en"><script>` }, "language"},
		{func(s *Site) { s.BaseURL = "javascript:alert(1)" }, "base_url"},
		{func(s *Site) { s.BaseURL = "https://user@example.com/" }, "base_url"},
	} {
		site := sampleSite()
		tc.set(&site)
		if _, err := Render(t.Context(), site); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("got %v, want %q", err, tc.want)
		}
	}
}

func TestAccent(t *testing.T) {
	site := sampleSite()
	site.Accent = "#0f8"
	out, err := Render(t.Context(), site)
	if err != nil || len(out.Notes) != 1 || !strings.Contains(out.Notes[0], "#0f8") {
		t.Fatal(out.Notes, err)
	}
}

func TestCSV(t *testing.T) {
	site := addressed(Site{Documents: []Document{{ID: "A-1", Title: `=HYPERLINK("http://x")`, Path: "a.md", Owner: "@x"}}})
	files := renderSample(t, site)
	if !bytes.Contains(files["register.csv"], []byte(`A-1,"'=HYPERLINK(""http://x"")"`)) || !bytes.Contains(files["register.csv"], []byte(",'@x,")) {
		t.Errorf("%s", files["register.csv"])
	}
}

// manyDocuments is a site of n documents of 6 KB with two versions each.
func manyDocuments(n int) Site {
	site := sampleSite()
	model := site.Documents[0]
	model.Prose = prose(policyHTML()+"<p>"+strings.Repeat("Words that fill a page. ", 120)+"</p>", policyContents()...)
	site.Documents = nil
	for i := range n {
		d := model
		d.ID, d.Path = fmt.Sprintf("POL-%05d", i), fmt.Sprintf("policies/%05d.md", i)
		site.Documents = append(site.Documents, d)
	}
	return addressed(site)
}

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			site := manyDocuments(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Render(b.Context(), site); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	site := manyDocuments(1000)
	out := filepath.Join(b.TempDir(), "public")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Build(b.Context(), site, out, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Rendering leaves nothing in the user's folders.
func TestRenderWritesNoFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"} {
		t.Setenv(name, dir)
	}
	t.Chdir(dir)
	renderSample(t, sampleSite())
	if files := tree(t, dir); len(files) > 0 {
		t.Error(files)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Error(entries, err)
	}
}
