package rules

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// TestFixes applies each fix that findings of bad examples carry: its edits fit, the finding is gone, and the content digest
// is kept where the fix is safe. A rule that claims safe fixes has one.
func TestFixes(t *testing.T) {
	for _, r := range All() {
		if strings.Contains(r.Bad, "-- git: base ") {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			dir, played := storytest.Play(t, r.Bad, day.None)
			today := played.Today
			if today == day.None {
				today = defaultToday
			}
			lintAll := func() []lint.Finding {
				in, err := scratch.Load(t.Context(), dir, today)
				if err != nil {
					t.Fatal(err)
				}
				return run(t, in).Findings
			}
			safe := false
			for _, f := range lintAll() {
				if f.Fix == nil || f.Rule.ID != r.ID {
					continue
				}
				safe = safe || f.Fix.Safe
				tryFix(t, dir, &f, lintAll)
			}
			if safe != r.Fixable {
				t.Errorf("%s says of itself that it has safe fixes: %v; its bad example has one: %v", r.ID, r.Fixable, safe)
			}
		})
	}
}

// tryFix applies the fix of a finding in the repository in dir, looks at what came of it, and takes it back.
func tryFix(t *testing.T, dir string, f *lint.Finding, lintAll func() []lint.Finding) {
	t.Helper()
	if f.Fix.Title == "" || f.Fix.Why == "" || len(f.Fix.Edits) == 0 {
		t.Errorf("the fix of %s in %s lacks something: %+v", f.Rule.ID, f.Path, f.Fix)
	}
	file := filepath.Join(dir, filepath.FromSlash(f.Path))
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, e := range f.Fix.Edits {
		if e.Path != f.Path || e.Range.Start.Offset < at || e.Range.End.Offset < e.Range.Start.Offset || e.Range.End.Offset > len(src) {
			t.Fatalf("%s in %s: the edit %+v doesn't fit", f.Rule.ID, f.Path, e)
		}
		at = e.Range.End.Offset
	}
	fixed := f.Fix.Apply(f.Path, src)
	write := func(text []byte) {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(fixed)
	defer write(src)
	after := lintAll()
	if slices.ContainsFunc(after, func(x lint.Finding) bool { return x.Fingerprint == f.Fingerprint }) {
		t.Errorf("%s in %s is still there after its fix (%s):\n%s", f.Rule.ID, f.Path, f.Fix.Title, printed(after, true))
	}
	if same := trail.ReadFacts(src, nil).Digest == trail.ReadFacts(fixed, nil).Digest; f.Fix.Safe && !same {
		t.Errorf("%s in %s: %s is called safe, and changes the content digest", f.Rule.ID, f.Path, f.Fix.Title)
	}
	t.Logf("%s: %s (safe: %v)", f.Path, f.Fix.Title, f.Fix.Safe)
}
