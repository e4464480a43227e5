package rules

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/lint"
)

var update = flag.Bool("update", false, "rewrite the expected results")

// defaultToday is the day on which examples without `git: today` are linted.
var defaultToday = day.Of(2026, 6, 1)

// read plays a story and reads the repository that comes out.
func read(t *testing.T, archive string, then func(dir string)) *lint.Input {
	t.Helper()
	dir, result := storytest.Play(t, archive, day.None)
	if then != nil {
		then(dir)
	}
	today := result.Today
	if today == day.None {
		today = defaultToday
	}
	in, err := scratch.Load(t.Context(), dir, today)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// examine runs all rules over the repository that comes out of an example: over all of it, or over the change that the
// example compares with a base.
func examine(t *testing.T, archive string) *lint.Result {
	t.Helper()
	if !strings.Contains(archive, "-- git: base ") {
		return run(t, read(t, archive, nil))
	}
	dir, told := storytest.Play(t, archive, day.None)
	today := told.Today
	if today == day.None {
		today = defaultToday
	}
	result, err := scratch.Compare(t.Context(), dir, told.Base, today, All(), Referrers)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// run runs all rules.
func run(t *testing.T, in *lint.Input) *lint.Result {
	t.Helper()
	result, err := lint.Run(t.Context(), in, All())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func printed(all []lint.Finding, messages bool) string {
	var b strings.Builder
	for _, f := range all {
		place := f.Path
		if f.Range != nil {
			place += fmt.Sprintf(":%d:%d", f.Range.Start.Line, f.Range.Start.Column)
		}
		if place == "" {
			place = "."
		}
		fmt.Fprintf(&b, "%s %s", place, f.Rule.ID)
		if messages {
			fmt.Fprintf(&b, " %s\n    %s", f.Message, f.Help)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// cut makes a clone shallow: a story can't.
func cut(t *testing.T) func(dir string) {
	return func(dir string) {
		head, err := os.ReadFile(filepath.Join(dir, ".git", "refs", "heads", "main"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, ".git", "shallow"), head, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// withoutRetention leaves out, save for the rule itself, that a writ.yaml doesn't say how long records are kept: those of
// the examples say only what their rule is about.
func withoutRetention(result *lint.Result, of *lint.Rule) *lint.Result {
	out := *result
	out.Findings = slices.DeleteFunc(slices.Clone(result.Findings), func(f lint.Finding) bool {
		return f.Rule.ID == "WR762" && of.ID != "WR762"
	})
	return &out
}

// TestExamples runs each rule's examples through the whole of writ: the bad one fires as its expect.txt lists, the
// good one is clean of every rule.
func TestExamples(t *testing.T) {
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			bad := withoutRetention(badOf(t, r), r)
			if !slices.ContainsFunc(bad.Findings, func(f lint.Finding) bool { return f.Rule.ID == r.ID }) {
				t.Errorf("the bad example doesn't fire; it has:\n%s", printed(bad.Findings, true))
			}
			golden(t, filepath.Join("examples", r.ID, "expect.txt"), printed(bad.Findings, false))
			for _, f := range bad.Findings {
				if f.Message == "" || f.Help == "" || len(f.Fingerprint) != 64 {
					t.Errorf("a finding lacks something: %+v", f)
				}
			}
			if testing.Verbose() {
				t.Logf("\n%s", printed(bad.Findings, true))
			}
			good := withoutRetention(found(t, r.Good()), r)
			if len(good.Findings) > 0 {
				t.Errorf("the good example isn't clean:\n%s", printed(good.Findings, true))
			}
			if slices.ContainsFunc(good.Skipped, func(s lint.Skipped) bool { return s.Rule == r.ID }) {
				t.Errorf("the good example proves nothing: the rule is skipped there")
			}
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test ./lint/rules -update rewrites it):\n%s", path, diff)
	}
}

func TestRulesAreComplete(t *testing.T) {
	last := ""
	for _, r := range All() {
		if r.ID <= last {
			t.Errorf("%s isn't in its place", r.ID)
		}
		last = r.ID
		for what, text := range map[string]string{"name": r.Name, "title": r.Title, "text": r.Text, "bad example": r.Bad(), "good example": r.Good(),
			"since": r.Since, "scope": string(r.Scope), "severity": string(r.Severity), "family": r.Family()} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", r.ID, what)
			}
		}
		for _, heading := range []string{"**What counts.**", "**What doesn't.**", "**How to fix it.**"} {
			if !strings.Contains(r.Text, heading) {
				t.Errorf("%s: the text lacks %s", r.ID, heading)
			}
		}
		if r.Find == nil && r.After == nil && r.Gather == nil {
			t.Errorf("%s finds nothing", r.ID)
		}
	}
}

// TestLedger keeps ids for ever: ledger.txt lists every id that was ever used, with its name.
func TestLedger(t *testing.T) {
	text, err := os.ReadFile("ledger.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for line := range strings.Lines(string(text)) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if names[id] != "" {
			t.Errorf("ledger.txt lists %s twice", id)
		}
		names[id] = name
	}
	for _, r := range All() {
		switch names[r.ID] {
		case r.Name:
		case "":
			t.Errorf("%s %s isn't in ledger.txt; add it", r.ID, r.Name)
		default:
			t.Errorf("%s was %s before; ids are never used again, and names never change", r.ID, names[r.ID])
		}
	}
}
