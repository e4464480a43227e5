package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
)

func TestFill(t *testing.T) {
	for pattern, want := range map[string][]string{
		"policies/**/*.md":  {"policies/x.md", "policies/x.md"},
		"policies/**":       {"policies/x.md", "policies/x.md"},
		"a/*-policy.md":     {"a/x.md", "a/x-policy.md"},
		"**/*.md":           {"x.md", "x.md"},
		"a/b.md":            {"a/b.md", "a/b.md/x.md"},
		"a/*/c/*.md":        {"a/x.md", "a/x/c/x.md"},
		"quality docs/*.md": {"quality docs/x.md", "quality docs/x.md"},
	} {
		if diff := cmp.Diff(want, fill(pattern, "x.md")); diff != "" {
			t.Errorf("fill(%q) (-want +got):\n%s", pattern, diff)
		}
	}
}

func TestFieldNames(t *testing.T) {
	c, problems := config.Load([]byte("version: 1\nfields: {fassung: version, ausgabe: version, nummer: id}\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(map[string]string{"version": "ausgabe", "id": "nummer"}, FieldNames(c)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if got := FieldNames(config.Default()); len(got) > 0 {
		t.Errorf("a repository without writ.yaml has names of its own: %v", got)
	}
}
