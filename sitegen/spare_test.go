package sitegen

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// waiting lists what waits in a folder for the next build.
func waiting(t *testing.T, s Spares) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(string(s), "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// sparing builds the sample over itself into a new folder, so that a folder waits for its next build.
func sparing(t *testing.T) (out string, s Spares) {
	t.Helper()
	dir := t.TempDir()
	out, s = filepath.Join(dir, "public"), Spares(filepath.Join(dir, "spares", "of sites"))
	for range 2 {
		buildSparing(t, imaged(), out, s)
	}
	if n := len(waiting(t, s)); n != 1 && runtime.GOOS == "linux" {
		t.Fatalf("%d folders wait", n)
	}
	return out, s
}

// buildSparing builds a site over the one that is there, and leaves nothing beside it.
func buildSparing(t *testing.T, site Site, out string, s Spares) {
	t.Helper()
	rebuilt(t, site, out, s)
	onlySite(t, out)
}

// TestSpare: whatever a site becomes, it is made in the folder that waits for it, and has the bytes of a build from
// nothing. What waits then has files of the new site only.
func TestSpare(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("file systems may ignore case")
	}
	out, s := sparing(t)
	inode := func(dir string) os.FileInfo {
		info, err := os.Stat(filepath.Join(dir, "POL-001"))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	for name, change := range map[string]func(*Site){
		"nothing changed":    func(*Site) {},
		"words changed":      func(s *Site) { s.Documents[1].Prose = prose("<p>Other words.</p>") },
		"another document":   func(s *Site) { s.Documents[2].Title = "Another" },
		"one document fewer": func(s *Site) { s.Documents = append(s.Documents[:2:2], s.Documents[3:]...) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := inode(waiting(t, s)[0])
			site := imaged()
			change(&site)
			fresh := filepath.Join(t.TempDir(), "fresh")
			buildSparing(t, site, fresh, "")
			buildSparing(t, site, out, s)
			want, got := tree(t, fresh), tree(t, out)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if !os.SameFile(folder, inode(out)) {
				t.Error("the folder that waited wasn't used")
			}
			spare := waiting(t, s)
			if len(spare) != 1 {
				t.Fatalf("%q wait", spare)
			}
			for file, text := range tree(t, spare[0]) {
				if is, ok := got[file]; !ok || is != text {
					t.Errorf("%s waits, and isn't of the site", file)
				}
			}
		})
	}
}

// TestSpareOfOthers: a folder that waits is used for the site alone that it waits for, and not where somebody put
// other things into it.
func TestSpareOfOthers(t *testing.T) {
	site := imaged()
	site.Documents[1].Title = "Another"
	fresh := filepath.Join(t.TempDir(), "fresh")
	buildSparing(t, site, fresh, "")
	want := tree(t, fresh)
	const of, page = "POL-001", "index.html"
	for name, spoil := range map[string]func(t *testing.T, out, spare string){
		"a file more":           func(t *testing.T, _, spare string) { put(t, filepath.Join(spare, of, "more.html"), "x") },
		"a folder more":         func(t *testing.T, _, spare string) { _ = os.Mkdir(filepath.Join(spare, "more"), 0o755) },
		"a page of other words": func(t *testing.T, _, spare string) { anew(t, filepath.Join(spare, of, page)) },
		"a page that is a link": func(t *testing.T, out, spare string) {
			file := filepath.Join(spare, of, page)
			_ = os.Remove(file)
			_ = os.Symlink(filepath.Join(out, "index.html"), file)
		},
		"a folder that is a link": func(t *testing.T, out, spare string) {
			dir := filepath.Join(spare, "POL-001")
			_ = os.RemoveAll(dir)
			_ = os.Symlink(filepath.Join(out, "PRO-010"), dir)
		},
		"a file for a folder": func(t *testing.T, _, spare string) {
			dir := filepath.Join(spare, "POL-001")
			_ = os.RemoveAll(dir)
			put(t, dir, "x")
		},
		"a folder for a file": func(t *testing.T, _, spare string) {
			file := filepath.Join(spare, of, page)
			_ = os.Remove(file)
			put(t, filepath.Join(file, "index.html"), "x")
		},
		"a file for all":       func(t *testing.T, _, spare string) { _ = os.RemoveAll(spare); put(t, spare, "x") },
		"a link for all":       func(t *testing.T, out, spare string) { _ = os.RemoveAll(spare); _ = os.Symlink(out, spare) },
		"half of it":           func(_ *testing.T, _, spare string) { _ = os.RemoveAll(filepath.Join(spare, "PRO-010")) },
		"built without it":     func(t *testing.T, out, _ string) { buildSparing(t, sampleSite(), out, "") },
		"altered in the site":  func(t *testing.T, out, _ string) { put(t, filepath.Join(out, of, page), "x") },
		"a file of somebody's": func(t *testing.T, out, _ string) { put(t, filepath.Join(out, "POL-001", "CNAME"), "x") },
	} {
		t.Run(name, func(t *testing.T) {
			out, s := sparing(t)
			spare := waiting(t, s)
			if len(spare) != 1 {
				t.Skip("nothing waits here")
			}
			spoil(t, out, spare[0])
			foreign, _ := os.ReadFile(filepath.Join(out, "POL-001", "CNAME"))
			for range 2 {
				buildSparing(t, site, out, s)
				got := tree(t, out)
				if foreign != nil && got["POL-001/CNAME"] != string(foreign) {
					t.Error("somebody's file is gone")
				}
				delete(got, "POL-001/CNAME")
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				for _, dir := range waiting(t, s) {
					if _, err := os.Lstat(filepath.Join(dir, "POL-001", "CNAME")); err == nil {
						t.Error("somebody's file waits")
					}
				}
			}
			if n := len(waiting(t, s)); n != 1 {
				t.Errorf("%d folders wait", n)
			}
		})
	}
}

// anew replaces a file with one of other words and of the same size.
func anew(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(file)
	put(t, file, strings.Repeat("x", len(data)))
}

// TestMostSpares: of many targets the newest have a folder that waits.
func TestMostSpares(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("file systems may ignore case")
	}
	dir := t.TempDir()
	s := Spares(filepath.Join(dir, "spares"))
	last := ""
	for n := range mostSpares + 2 {
		last = filepath.Join(dir, fmt.Sprint(n))
		for range 2 {
			buildSparing(t, imaged(), last, s)
		}
	}
	names := waiting(t, s)
	if len(names) != mostSpares {
		t.Errorf("%d folders wait", len(names))
	}
	found := false
	for _, n := range names {
		found = found || strings.HasPrefix(filepath.Base(n), s.prefix(last))
	}
	if !found {
		t.Error("none waits for the newest")
	}
}

// TestKilledSpare: a build that is killed in the folder that waited for it leaves the old site whole, and the next
// one succeeds.
func TestKilledSpare(t *testing.T) {
	out, s := sparing(t)
	before := tree(t, out)
	fresh := filepath.Join(t.TempDir(), "fresh")
	buildSparing(t, retitled(), fresh, "")
	want := tree(t, fresh)
	for _, step := range []int{1, 5, 10} {
		for range 2 {
			buildSparing(t, imaged(), out, s)
		}
		buildAndDie(t, out, s, step)
		if diff := cmp.Diff(before, tree(t, out)); diff != "" {
			t.Fatalf("killed at step %d: %s", step, diff)
		}
	}
	for range 2 {
		buildSparing(t, retitled(), out, s)
		if diff := cmp.Diff(want, tree(t, out)); diff != "" {
			t.Error(diff)
		}
	}
}
