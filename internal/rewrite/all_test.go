package rewrite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// replaceIn runs All in a folder with the files a and b/c, and returns what is there afterwards.
func replaceIn(t *testing.T, ctx context.Context, before func(dir, lock string), files ...Change) (got, left string, err error) {
	t.Helper()
	dir, lock := t.TempDir(), filepath.Join(t.TempDir(), "writ.lock")
	for name, text := range map[string]string{"a": "1", "b/c": "2"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if before != nil {
		before(dir, lock)
	}
	err = All(ctx, dir, lock, files)
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, _ error) error {
		switch name, _ := filepath.Rel(dir, path); {
		case strings.HasPrefix(d.Name(), ".writ-"):
			left += name + " "
		case d.Type().IsRegular():
			text, _ := os.ReadFile(path)
			got += filepath.ToSlash(name) + "=" + string(text) + " "
		}
		return nil
	})
	return got, left, err
}

func TestAllTogether(t *testing.T) {
	a, c := Change{"a", []byte("1"), []byte("one")}, Change{"b/c", []byte("2"), []byte("two")}
	added := Change{"new", nil, []byte("3")}
	const untouched = "a=1 b/c=2 "
	ended, end := context.WithCancel(t.Context())
	end()
	for _, tc := range []struct {
		name   string
		ctx    context.Context
		before func(dir, lock string)
		files  []Change
		want   string
		says   string // "" for no error
	}{
		{"all of them", t.Context(), nil, []Change{a, c, added}, "a=one b/c=two new=3 ", ""},
		{"interrupted", ended, nil, []Change{a, c}, untouched, "context canceled"},
		{"changed meanwhile", t.Context(), nil, []Change{a, {"b/c", []byte("other"), []byte("two")}}, untouched, "changed meanwhile"},
		{"not there", t.Context(), nil, []Change{a, {"gone", []byte("x"), []byte("y")}}, untouched, "gone"},
		{"there meanwhile", t.Context(), nil, []Change{a, {"b/c", nil, []byte("y")}}, untouched, "is there meanwhile"},
		{"outside", t.Context(), nil, []Change{a, {"../x", nil, []byte("y")}}, untouched, "escapes"},
		{"read-only", t.Context(), func(dir, _ string) { _ = os.Chmod(filepath.Join(dir, "b/c"), 0o444) }, []Change{a, c}, untouched, "read-only"},
		{"a link", t.Context(), func(dir, _ string) {
			_ = os.Remove(filepath.Join(dir, "b/c"))
			_ = os.Symlink("../a", filepath.Join(dir, "b/c"))
		}, []Change{a, c}, "a=1 ", "a symbolic link, which isn't followed"},
		{"a stale lock", t.Context(), func(_, lock string) { _ = os.WriteFile(lock, []byte("1"), 0o644) }, []Change{a}, "a=one b/c=2 ", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, left, err := replaceIn(t, tc.ctx, tc.before, tc.files...)
			if got != tc.want || left != "" {
				t.Errorf("there is %q, and %q was left behind; want %q", got, left, tc.want)
			}
			if tc.says == "" && err != nil || tc.says != "" && (err == nil || !strings.Contains(err.Error(), tc.says)) {
				t.Errorf("the error is %v; want %q", err, tc.says)
			}
		})
	}
}

// TestReplacedTogether: where one file can't be replaced any more, those before it are put back, with their modes.
func TestReplacedTogether(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files := []Change{{"a", []byte("a"), []byte("A")}, {"b", []byte("b"), []byte("B")}}
	r := &replacing{dir: root}
	if err := r.prepare(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b"), []byte("theirs"), 0o755); err != nil { // after it was looked at
		t.Fatal(err)
	}
	if err := r.swap(t.Context(), files); err == nil || !strings.Contains(err.Error(), "b isn't what was read: it changed meanwhile") {
		t.Errorf("the error is %v", err)
	}
	r.cleanUp()
	for name, want := range map[string]string{"a": "a", "b": "theirs"} {
		text, _ := os.ReadFile(filepath.Join(dir, name))
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || string(text) != want || info.Mode().Perm() != 0o755 {
			t.Errorf("%s holds %q with mode %v (%v); want %q", name, text, info.Mode(), err, want)
		}
	}
}

// TestLocked: two runs don't write at the same time.
func TestLocked(t *testing.T) {
	var release func()
	got, _, err := replaceIn(t, t.Context(), func(_, lock string) {
		var err error
		if release, err = acquire(lock); err != nil {
			t.Fatal(err)
		}
	}, Change{"a", []byte("1"), []byte("one")})
	if release(); err == nil || !strings.Contains(err.Error(), "another run of writ") || got != "a=1 b/c=2 " {
		t.Errorf("there is %q, and the error is %v", got, err)
	}
}
