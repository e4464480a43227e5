package sitegen

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestListing: what lies in a folder is what a walk of it finds, folders before what they hold.
func TestListing(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "top.html"), "x")
	put(t, filepath.Join(dir, "a", "deep", "ä b", "index.html"), "x")
	for i := range 300 { // more than the system tells at once
		put(t, filepath.Join(dir, "many", fmt.Sprintf("%s-%03d", strings.Repeat("n", 40), i), "index.html"), "x")
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "many"), filepath.Join(dir, "a", "link")); err != nil {
		t.Logf("without a link: %v", err)
	}
	want := map[string]bool{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if name != dir && err == nil {
			rel, _ := filepath.Rel(dir, name)
			want[rel] = e.IsDir()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := listingOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, b := range all {
		for i, x := range b {
			if i > 0 && !got[filepath.Dir(x.name)] {
				t.Errorf("%s comes before its folder", x.name)
			}
			got[x.name] = x.folder
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if all, err := listingOf(filepath.Join(dir, "none")); err != nil || len(all) > 0 {
		t.Errorf("of a folder that isn't there: %v, %v", all, err)
	}
	if _, err := listingOf(filepath.Join(dir, "top.html")); err == nil {
		t.Error("a file was listed")
	}
}

// TestReadRegular reads regular files of the size that is asked for, and nothing else.
func TestReadRegular(t *testing.T) {
	dir := t.TempDir()
	file, link, folder := filepath.Join(dir, "file"), filepath.Join(dir, "link"), filepath.Join(dir, "folder")
	put(t, file, "words")
	put(t, filepath.Join(folder, "file"), "x")
	names := []string{folder, filepath.Join(dir, "none"), filepath.Join(file, "below")}
	if os.Symlink(file, link) == nil {
		names = append(names, link)
	}
	var buf bytes.Buffer
	is, ok, err := readRegular(&buf, file, 5)
	if err != nil || !ok || buf.String() != "words" {
		t.Errorf("%q, %v, %v", buf.String(), ok, err)
	}
	for _, size := range []int64{0, 4, 6} {
		if _, ok, err := readRegular(new(bytes.Buffer), file, size); ok || err != nil {
			t.Errorf("as if it had %d bytes: %v, %v", size, ok, err)
		}
	}
	for _, name := range names {
		if _, ok, err := readRegular(new(bytes.Buffer), name, 5); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	all, err := listingOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	below, ok, err := readRegular(new(bytes.Buffer), filepath.Join(folder, "file"), 1)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	to := newFolder(dir, all)
	if is != (fileID{}) && (!to.has("folder/file", below) || to.has("folder/file", is) || to.has("other", fileID{})) {
		t.Error("a file isn't known by its number")
	}
	if i := slices.IndexFunc(all, func(b branch) bool { return b[0].name == "folder" }); i < 0 || len(all[i]) != 2 {
		t.Errorf("%v", all)
	}
}
