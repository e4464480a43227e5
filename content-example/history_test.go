package contentexample_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

// read plays the example for a day and reads all that rules may see.
func read(t *testing.T, today string) *lint.Input {
	t.Helper()
	s, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	dir, day := t.TempDir(), storytest.Day(t, today)
	if _, err := s.Play(dir, story.Options{Today: day}); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(dir, config.File))
	if err != nil {
		t.Fatal(err)
	}
	cfg, problems := config.Load(src, nil)
	if len(problems) > 0 {
		t.Fatalf("writ.yaml: %v", problems)
	}
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	book, err := trail.Build(context.Background(), repo, trail.Options{Config: cfg, Today: day})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := register.Read(context.Background(), tree, cfg, register.Options{Kept: repo})
	if err != nil {
		t.Fatal(err)
	}
	return &lint.Input{Config: cfg, Register: reg, Book: book, Today: day}
}

// TestFindingsAreTheIntendedOnes holds the findings against the table of README.md.
func TestFindingsAreTheIntendedOnes(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, row := range regexp.MustCompile(`(?m)^\| (WR\d+) \| (\S+) `).FindAllStringSubmatch(string(readme), -1) {
		want = append(want, row[1]+" "+row[2])
	}
	slices.Sort(want)
	for _, today := range oddDays {
		in := read(t, today)
		result, err := lint.Run(context.Background(), in, rules.All())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range result.Findings {
			id := f.Path
			if e := in.Register.ByPath(f.Path); e != nil {
				id = e.ID
			}
			got = append(got, f.Rule.ID+" "+id)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || len(result.Skipped) > 0 {
			t.Errorf("on %s (-want +got):\n%s skipped %v", today, diff, result.Skipped)
		}
	}
}

// The history shows the same on every day: README.md says what is intended.
func TestHistoryShowsWhatIsIntended(t *testing.T) {
	for _, today := range oddDays {
		book := read(t, today).Book
		var unapproved, lapsed, retired, claims []string
		for _, tr := range book.Trails {
			switch {
			case tr.ID == "":
				continue // the repository's own README.md, which isn't a document
			case tr.Contents[len(tr.Contents)-1].Approval == nil:
				unapproved = append(unapproved, tr.ID)
			}
			if n := len(tr.Lapses); n > 0 {
				lapsed = append(lapsed, tr.ID)
			}
			if tr.Retired > 0 {
				retired = append(retired, tr.ID)
			}
			for _, e := range tr.Claims {
				claims = append(claims, tr.ID+" "+e.Why.String())
			}
			for _, r := range tr.Reviews {
				if !r.Counts() {
					claims = append(claims, tr.ID+" "+r.Why.String())
				}
			}
		}
		slices.Sort(unapproved)
		got := map[string][]string{"unapproved": unapproved, "lapsed": lapsed, "retired": retired, "claims": claims}
		want := map[string][]string{"unapproved": {"GUI-001", "PRC-002", "STD-001"}, "lapsed": {"POL-004"}, "retired": {"POL-005"}, "claims": nil}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("on %s (-want +got):\n%s", today, diff)
		}
		grades := map[trail.Grade][]string{}
		for _, tr := range book.Trails {
			for _, c := range tr.Contents {
				if c.Approval != nil && c.Approval.Grade <= trail.Recorded {
					grades[c.Approval.Grade] = append(grades[c.Approval.Grade], tr.ID+" "+c.Version.Number)
				}
			}
		}
		wantGrades := map[trail.Grade][]string{
			trail.Signed: {"AUP-001 1.0", "POL-002 2.0", "POL-002 3.0", "PRC-001 2.0"}, trail.Recorded: {"PRC-006 1.0"}}
		for _, list := range grades {
			slices.Sort(list)
		}
		if diff := cmp.Diff(wantGrades, grades); diff != "" {
			t.Errorf("on %s, grades A and B (-want +got):\n%s", today, diff)
		}
		if len(book.Unused)+len(book.ClockOff) > 0 {
			t.Errorf("on %s: unused %v, clock %v", today, book.Unused, book.ClockOff)
		}
	}
}
