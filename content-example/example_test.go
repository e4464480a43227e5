package contentexample_test

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/internal/story/storytest"
)

// The days that a calendar is most likely to get wrong.
var oddDays = []string{"2028-02-29", "2026-12-31", "2027-01-01", "2026-11-23", "2024-03-31"}

// documents reads the example as it stands on a day.
func documents(t *testing.T, today string) (map[string]*document.Document, []story.File) {
	t.Helper()
	files, err := contentexample.Files(storytest.Day(t, today))
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]*document.Document{}
	for _, f := range files {
		if bytes.Contains(f.Data, []byte("{{")) {
			t.Errorf("%s: a token is left", f.Path)
		}
		if strings.HasSuffix(f.Path, ".md") && f.Path != "README.md" {
			docs[f.Path] = document.Parse(f.Path, f.Data, nil)
		}
	}
	return docs, files
}

func date(t *testing.T, d *document.Document, field string) day.Day {
	t.Helper()
	text := d.Front.Text(field)
	if text == "" {
		return day.None
	}
	v, err := day.Parse(text)
	if err != nil {
		t.Errorf("%s: %s: %v", d.Path, field, err)
	}
	return v
}

func TestDocumentsHoldOnOddDays(t *testing.T) {
	for _, today := range oddDays {
		docs, files := documents(t, today)
		cfg := load(t, files)
		ids := map[string]string{}
		for p, d := range docs {
			if !d.Front.Readable() || len(d.Faults) > 0 {
				t.Errorf("%s: %v %v", p, d.Front.Faults, d.Faults)
			}
			id := d.Front.Text("id")
			if other := ids[id]; other != "" {
				t.Errorf("%s and %s are both %s", p, other, id)
			}
			ids[id] = p
			kind := cfg.KindFor(p, d.Front.Text("kind"))
			if kind.Name != d.Front.Text("kind") {
				t.Errorf("%s: unknown kind %q", p, d.Front.Text("kind"))
			}
			for _, name := range kind.Required {
				if _, there := d.Front.Field(name); !there {
					t.Errorf("%s: no %s", p, name)
				}
			}
			if len(d.Headings()) == 0 || d.Headings()[0].Text != d.Front.Text("title") {
				t.Errorf("%s: its first heading isn't its title", p)
			}
			checkDates(t, d, storytest.Day(t, today))
		}
		checkLinks(t, docs, files)
	}
}

func load(t *testing.T, files []story.File) *config.Config {
	t.Helper()
	for _, f := range files {
		if f.Path == config.File {
			cfg, problems := config.Load(f.Data, nil)
			if len(problems) > 0 {
				t.Fatalf("writ.yaml: %v", problems)
			}
			return cfg
		}
	}
	t.Fatal("there is no writ.yaml")
	return nil
}

func checkDates(t *testing.T, d *document.Document, today day.Day) {
	t.Helper()
	effective, review, last := date(t, d, "effective_date"), date(t, d, "review_date"), date(t, d, "last_reviewed")
	if review != day.None && review <= effective {
		t.Errorf("%s: review_date %s isn't after effective_date %s", d.Path, review, effective)
	}
	if from := max(effective, last); from != day.None && review != day.None && review > from.AddMonths(12) {
		t.Errorf("%s: from %s to the review on %s are more than 12 months", d.Path, from, review)
	}
	for _, name := range []string{"date", "audit_date", "checked_on", "retired_on", "last_reviewed"} {
		if v := date(t, d, name); v > today {
			t.Errorf("%s: %s %s is in the future", d.Path, name, v)
		}
	}
	if held, next := date(t, d, "date"), date(t, d, "next_meeting"); next != day.None && (next <= held || next > held.AddMonths(12)) {
		t.Errorf("%s: next_meeting %s isn't within 12 months of %s", d.Path, next, held)
	}
	if period := d.Front.Text("review_period"); period != "" && quarterEnd(t, period) >= date(t, d, "date") {
		t.Errorf("%s: held on %s, before the end of %s", d.Path, date(t, d, "date"), period)
	}
}

// quarterEnd returns the last day of "Q3 2026".
func quarterEnd(t *testing.T, s string) day.Day {
	t.Helper()
	year := storytest.Day(t, s[3:]+"-01-01")
	return year.AddMonths(3*int(s[1]-'0')) - 1
}

func checkLinks(t *testing.T, docs map[string]*document.Document, files []story.File) {
	t.Helper()
	others := map[string]bool{}
	for _, f := range files {
		others[f.Path] = docs[f.Path] == nil
	}
	for p, d := range docs {
		for _, l := range d.Links() {
			if strings.Contains(l.Target, "://") {
				continue
			}
			file, anchor, _ := strings.Cut(l.Target, "#")
			to := docs[path.Join(path.Dir(p), file)]
			if anchor == "" && others[path.Join(path.Dir(p), file)] {
				continue
			}
			if to == nil {
				t.Errorf("%s: %s leads nowhere", p, l.Target)
				continue
			}
			found := anchor == ""
			for _, h := range to.Headings() {
				found = found || h.Anchor == anchor
			}
			if !found {
				t.Errorf("%s: %s has no such heading", p, l.Target)
			}
		}
	}
}

func TestAllControlsAreAnsweredOnce(t *testing.T) {
	docs, _ := documents(t, "2026-11-23")
	seen := map[string]bool{}
	for _, row := range docs["isms/statement-of-applicability.md"].Tables()[0].Rows {
		id := row[0].Text
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
		for i, cell := range row {
			if cell.Text == "" {
				t.Errorf("%s: cell %d is empty", id, i+1)
			}
		}
	}
	if len(seen) != 93 {
		t.Errorf("%d controls, want 93", len(seen))
	}
}

// Each table of a kind is there and is read, and none looks like one and isn't.
func TestTablesAreRead(t *testing.T) {
	docs, files := documents(t, "2026-11-23")
	cfg := load(t, files)
	for p, d := range docs {
		known := cfg.KindFor(p, d.Front.Text("kind")).Tables
		reading, err := records.Read(d, known, records.Context{Roster: cfg})
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string]int{}
		for _, table := range reading.Tables {
			rows[table.Of.Name] = len(table.Rows)
			for _, row := range table.Rows {
				for i, cell := range row.Cells {
					if cell.Problem != nil {
						t.Errorf("%s: %s: %q isn't read: %s", p, table.Of.Columns[i].Name, cell.Text, cell.Problem.Message)
					}
				}
			}
		}
		for _, table := range known.Tables {
			if table.Required && rows[table.Name] == 0 {
				t.Errorf("%s: no table of %s is read", p, table.Name)
			}
		}
	}
}

func TestTablesAreEven(t *testing.T) {
	docs, _ := documents(t, "2026-11-23")
	for p, d := range docs {
		for _, table := range d.Tables() {
			for _, row := range table.Rows {
				if len(row) != len(table.Header) {
					t.Errorf("%s: row %q has %d cells of %d", p, row[0].Text, len(row), len(table.Header))
				}
			}
		}
	}
}

var literalDate = regexp.MustCompile(`\b20[0-9]{2}-[0-9]{2}`)

// A date that isn't a token would age.
func TestNothingAges(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(name, ".go") {
			return err
		}
		data, err := os.ReadFile(name)
		if at := literalDate.Find(data); at != nil {
			t.Errorf("%s: %s is no token", name, at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStoryPlaysTheSameEachTime(t *testing.T) {
	for _, today := range oddDays {
		s, err := contentexample.Story()
		if err != nil {
			t.Fatal(err)
		}
		opt := story.Options{Today: storytest.Day(t, today)}
		a, err := s.Play(t.TempDir(), opt)
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.Play(t.TempDir(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if a.Head != b.Head || a.Branch != "main" {
			t.Errorf("on %s: %s and %s on %s", today, a.Head, b.Head, a.Branch)
		}
	}
}
