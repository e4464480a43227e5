package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder makes one with a few files.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o750); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.md", "sub/b.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old\n"), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// state is everything in a folder: names, modes and contents.
func state(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %v", d.Name(), info.Mode())
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			fmt.Fprintf(&b, " %q", text)
			if err != nil {
				return err
			}
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func lock(t *testing.T) string { return filepath.Join(t.TempDir(), "writ.lock") }

func change(path string) Change {
	return Change{Path: path, Was: []byte("old\n"), Now: []byte("new\n")}
}

func TestAll(t *testing.T) {
	dir := folder(t)
	if err := All(t.Context(), dir, lock(t), []Change{change("a.md"), change("sub/b.md")}); err != nil {
		t.Fatal(err)
	}
	if got := state(t, dir); strings.Count(got, `-rw-r----- "new\n"`) != 2 || strings.Contains(got, ".writ-") {
		t.Errorf("there is now\n%s", got)
	}
}

// TestAllOrNone: whatever is in the way of the second file, the first one keeps its content, and nothing is left.
func TestAllOrNone(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(dir string) error
		want  string
	}{
		"changed": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "sub/b.md"), []byte("newer\n"), 0o640)
		}, "sub/b.md isn't what was read"},
		"gone":      {func(dir string) error { return os.Remove(filepath.Join(dir, "sub/b.md")) }, "no such file"},
		"read-only": {func(dir string) error { return os.Chmod(filepath.Join(dir, "sub/b.md"), 0o440) }, "sub/b.md is read-only"},
		"a link": {func(dir string) error {
			file := filepath.Join(dir, "sub/b.md")
			return errors.Join(os.Rename(file, filepath.Join(dir, "c.md")), os.Symlink("../c.md", file))
		}, "sub/b.md is a symbolic link"},
		"a folder that is a link": {func(dir string) error {
			return errors.Join(os.Rename(filepath.Join(dir, "sub"), filepath.Join(dir, "real")), os.Symlink("real", filepath.Join(dir, "sub")))
		}, "sub is a symbolic link"},
		"a folder": {func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "sub/b.md")), os.Mkdir(filepath.Join(dir, "sub/b.md"), 0o750))
		}, "sub/b.md is a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			if err := tt.spoil(dir); err != nil {
				t.Skip(err)
			}
			before := state(t, dir)
			err := All(t.Context(), dir, lock(t), []Change{change("a.md"), change("sub/b.md")})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v; expected %q", err, tt.want)
			}
			if after := state(t, dir); after != before {
				t.Errorf("it was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

// TestPutBack: what was replaced already gets its content back, and what can't is named.
func TestPutBack(t *testing.T) {
	path := folder(t)
	dir, err := os.OpenRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	before := state(t, path)
	if err := All(t.Context(), path, lock(t), []Change{change("a.md"), change("sub/b.md")}); err != nil {
		t.Fatal(err)
	}
	err = putBack(dir, []Change{change("gone/x.md"), change("a.md"), change("sub/b.md")})
	if after := state(t, path); after != before || err == nil || !strings.Contains(err.Error(), "gone/x.md couldn't be put back") {
		t.Errorf("%v; it was\n%s\nand is\n%s", err, before, after)
	}
}

// TestOnlyOne: a file that is there keeps its mode, one that isn't is made, and what a killed run left isn't in the way.
func TestOnlyOne(t *testing.T) {
	dir := folder(t)
	left := filepath.Join(dir, fmt.Sprintf(".writ-%d-0.tmp", os.Getpid()))
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		File(filepath.Join(dir, "a.md"), []byte("new\n"), 0),
		File(filepath.Join(dir, "open.json"), []byte("{}\n"), 0o644),
		Below(dir, "deep/down.md", []byte("made\n")),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	got := state(t, dir)
	for _, want := range []string{`a.md -rw-r----- "new\n"`, `open.json -rw-r--r-- "{}\n"`, `"made\n"`, `tmp -rw------- "half"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s isn't in\n%s", want, got)
		}
	}
	if err := Below(dir, "sub", nil); err == nil || !strings.Contains(err.Error(), "sub is a folder") {
		t.Errorf("a folder: %v", err)
	}
}
