package rules

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/snapshot"
)

// TestCodeowners tells what both forges' documentation says of patterns, sections and faulty lines.
func TestCodeowners(t *testing.T) {
	for _, tc := range []struct{ name, file, path, github, gitlab string }{
		{"last match", "* @a\n*.md @b\n", "p/x.md", "@b", "@b"},
		{"taken away", "* @a\n/p/\n", "p/x.md", "", ""},
		{"a name at any depth", "p @a\n", "q/p/x.md", "@a", "-"},
		{"a folder at any depth", "p/ @a\n", "q/p/r/x.md", "@a", "@a"},
		{"a slash within", "p/r @a\n", "q/p/r", "-", "@a"},
		{"anchored", "/p/ @a\n", "q/p/x.md", "-", "-"},
		{"right there only", "/p/* @a\n", "p/r/x.md", "-", "-"},
		{"right there", "/p/* @a\n", "p/x.md", "@a", "@a"},
		{"all below", "/p/** @a\n", "p/r/x.md", "@a", "@a"},
		{"between", "/p/**/x.md @a\n", "p/r/s/x.md", "@a", "@a"},
		{"case", "/P/ @a\n", "p/x.md", "-", "-"},
		{"a blank", "/p\\ q/ @a\n", "p q/x.md", "@a", "@a"},
		{"a comment behind", "* @a # @b\n", "x.md", "@a", "@a @b"},
		{"letters", "/zwölf,&'=%/ @a\n", "zwölf,&'=%/x.md", "@a", "@a"},
		{"braces are letters", "/{p,q}/ @a\n", "p/x.md", "-", "-"},
		{"an exception", "* @a\n!/p/ @b\n", "p/x.md", "@a", "-"},
		{"a range", "* @a\n/[p]/ @b\n", "p/x.md", "@a", "@b"},
		{"a bad owner", "* @a\n/p/ @b nobody\n", "p/x.md", "@a", "@b"},
		{"addresses and teams", "* a@example.museum @x/y\n", "x.md", "a@example.museum @x/y", "a@example.museum @x/y"},
		{"sections", "* @a\n[Law] @l\n/p/\n^[Two][2]\n*.md @m\n[law]\n/p/x.md @n\n", "p/x.md", "@n", "@a @n @m"},
		{"nothing", "# x\n\n", "x.md", "-", "-"},
		{"BOM and CRLF", "\ufeff* @a\r\n", "x.md", "@a", "@a"},
	} {
		for _, gitlab := range []bool{false, true} {
			want := tc.github
			if gitlab {
				want = tc.gitlab
			}
			got := "-"
			if entries := parseCodeowners("CODEOWNERS", []byte(tc.file), gitlab).of(tc.path); len(entries) > 0 {
				var owners []string
				for _, e := range entries {
					owners = append(owners, e.owners...)
				}
				got = strings.Join(owners, " ")
			}
			if got != want {
				t.Errorf("%s (gitlab %v): %q, want %q", tc.name, gitlab, got, want)
			}
		}
	}
	large := parseCodeowners("CODEOWNERS", []byte("* @a\n"+strings.Repeat("#\n", maxCodeowners/2)), false)
	if len(large.entries) > 0 || len(large.skipped) != 1 {
		t.Errorf("3 MB: %d entries, %v", len(large.entries), large.skipped)
	}
	long := parseCodeowners("CODEOWNERS", []byte("* @a\n"+strings.Repeat("x", maxOwnerLine+1)+"\n/p/ @b\n"), false)
	if len(long.entries) != 2 || len(long.skipped) != 1 || long.skipped[0].line != 2 {
		t.Errorf("a long line: %d entries, %v", len(long.entries), long.skipped)
	}
}

// TestOddCodeowners checks that what can't be read as CODEOWNERS is a finding, and doesn't end the run.
func TestOddCodeowners(t *testing.T) {
	story := withRoster + text("policies/p.md", "POL-007", "1.0", "draft", "One.") + step("2026-02-01", "ada", "P")
	for name, tt := range map[string]struct {
		write func(path string) error
		says  string
	}{
		"too large": {func(path string) error {
			return cmp.Or(os.WriteFile(path, []byte("* @ada\n"), 0o644), os.Truncate(path, snapshot.MaxRead+1))
		}, "the file is too large"},
		"a folder": {func(path string) error {
			return cmp.Or(os.Mkdir(path, 0o755), os.WriteFile(filepath.Join(path, "x"), nil, 0o644))
		}, "it is a link, a folder or a submodule"},
	} {
		in := read(t, story, func(dir string) {
			if err := tt.write(filepath.Join(dir, "CODEOWNERS")); err != nil {
				t.Fatal(err)
			}
		})
		if all := printed(run(t, in).Findings, true); !strings.Contains(all, "CODEOWNERS isn't read: "+tt.says) {
			t.Errorf("%s: no finding:\n%s", name, all)
		}
	}
}

func FuzzCodeowners(f *testing.F) {
	f.Add("[S][2] @a\n!/p/ @b\n\\ x\\", "p/x.md", true)
	f.Add("* @a\n[\n/{p @b # x", "p/x.md", false)
	f.Fuzz(func(t *testing.T, file, path string, gitlab bool) {
		for _, e := range parseCodeowners("CODEOWNERS", []byte(file), gitlab).of(path) {
			if e.line < 1 || e.line > strings.Count(file, "\n")+1 {
				t.Fatalf("line %d of %q", e.line, file)
			}
		}
	})
}
