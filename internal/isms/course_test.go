package isms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/standing"
)

// TestRowsAreThoseOfTheWholeText edits a log at random, and compares what the reader of versions makes of each with what
// the whole text says.
func TestRowsAreThoseOfTheWholeText(t *testing.T) {
	for seed := range uint64(100) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 7))
			cfg := config.Default()
			s := New(standing.View{Config: cfg})
			again := newReader(s, "records/cal.md", cfg.Kinds[CorrectiveLog])
			text := firstLog()
			var was []*Row
			count, now := map[string]int{}, map[string]*Row{}
			for step := 0; step < 25; step += 3 {
				var texts []string
				var read [][]*Row
				for range 3 { // versions whose new lines are parsed together
					for range 1 + rng.IntN(3) {
						text = edited(rng, text)
					}
					rows, err := again.rows([]byte(text), nil)
					if err != nil {
						t.Fatal(err)
					}
					texts, read = append(texts, text), append(read, rows)
				}
				whole := !settled(t, again)
				if whole {
					again = newReader(s, again.path, again.kind)
					again.atOnce = true
				}
				for i, text := range texts {
					if whole {
						read[i], _ = again.rows([]byte(text), nil)
					}
					got := named(read[i])
					one := newReader(s, "records/cal.md", cfg.Kinds[CorrectiveLog])
					want, err := one.parse(one.entry([]byte(text)))
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
						t.Fatalf("step %d (-whole +by lines):\n%s\n%s", step+i, diff, text)
					}
					for key, row := range differing(was, got, count) {
						if now[key] = row; row == nil {
							delete(now, key)
						}
					}
					was = got
					first := map[string]*Row{}
					for _, row := range slices.Backward(want) {
						first[row.Key] = row
					}
					if diff := cmp.Diff(first, now); diff != "" {
						t.Fatalf("step %d (-first of each key +by differences):\n%s\n%s", step+i, diff, text)
					}
				}
			}
		})
	}
}

// TestRowsOfSheets does the same with a log as CSV.
func TestRowsOfSheets(t *testing.T) {
	const sidecar = "---\nid: CAL-001\nkind: corrective-action-log\nstatus: open\n---\n"
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 8))
			cfg := config.Default()
			s := New(standing.View{Config: cfg})
			again := newReader(s, "records/cal.csv.md", cfg.Kinds[CorrectiveLog])
			text := "ID,Raised,Finding,Root cause,Action,Owner,Due,Status\n"
			for i := range 12 {
				text += fmt.Sprintf("CA-%03d,2026-01-%02d,Something %d,Why,\"Do it,\nthen more\",CISO,30 days,open\n", i, i+1, i)
			}
			for step := range 25 {
				for range 1 + rng.IntN(3) {
					text = editedSheet(rng, text)
				}
				got, err := again.rows([]byte(sidecar), []byte(text))
				if err != nil || !settled(t, again) {
					t.Fatal(err)
				}
				got = named(got)
				whole := newReader(s, "records/cal.csv.md", cfg.Kinds[CorrectiveLog])
				want, err := whole.parse(whole.entryWith(sidecar, pipeTable{sheet: true, head: text}, nil))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("step %d (-whole +by lines):\n%s\n%s", step, diff, text)
				}
			}
		})
	}
}

func settled(t *testing.T, r *reader) bool {
	t.Helper()
	ok, err := r.settle()
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// editedSheet changes a sheet in one of the ways in which people, and programs, edit one.
func editedSheet(rng *rand.Rand, text string) string {
	lines := strings.Split(text, "\n")
	at := rng.IntN(len(lines))
	insert := func(new ...string) { lines = slices.Insert(lines, at, new...) }
	edits := []func(){
		func() { lines[at] = strings.Replace(lines[at], "open", "Closed - verified", 1) },
		func() { lines[at] = strings.Replace(lines[at], "open", "\"done, by \"\"us\"\"\"", 1) },
		func() { lines = slices.Delete(lines, at, at+1) },
		func() { insert(lines[at]) },
		func() { insert(fmt.Sprintf("CA-%d,2026-05-01,New,,Do,CISO,Q3 2026,open", rng.IntN(200))) },
		func() { insert("") },
		func() { insert(",,,,,,,") },
		func() { insert("Our log") },
		func() { lines[at] += ",more" },
		func() { lines[at] += "\r" },
		func() { lines[at] = strings.Replace(lines[at], ",", ";", 1) },
		func() { lines[at] = strings.Replace(lines[at], "Something", "Some\rthing", 1) },
		func() { lines[at] += "\"" },
		func() { lines[0] = strings.Replace(lines[0], "Finding", "Nonconformity", 1) },
	}
	edits[rng.IntN(len(edits))]()
	return strings.Join(lines, "\n")
}

func firstLog() string {
	var b strings.Builder
	b.WriteString("---\nid: CAL-001\ntitle: Log\nkind: corrective-action-log\nstatus: open\n---\n\n# Log\n\nWords | with a sign.\n\n## Actions\n\n" +
		"| ID | Raised | Finding | Root cause | Action | Owner | Due | Status |\n|---|---|---|---|---|---|---|---|\n")
	for i := range 12 {
		fmt.Fprintf(&b, "| CA-%03d | 2026-01-%02d | Something %d | Why | Do it | CISO | 30 days | open |\n", i, i+1, i)
	}
	return b.String() + "\n## Root cause categories\n\n- Process: 60%\n- People: 40%\n"
}

// edited changes a text in one of the ways in which people, and worse, edit a log.
func edited(rng *rand.Rand, text string) string {
	lines := strings.Split(text, "\n")
	front := 7
	at := front + rng.IntN(len(lines)-front)
	insert := func(new ...string) { lines = slices.Insert(lines, at, new...) }
	edits := []func(){
		func() { lines[at] = strings.Replace(lines[at], "open", "Closed - verified", 1) },
		func() { lines[at] = strings.Replace(lines[at], "30 days", "2026-09-01", 1) },
		func() { lines[at] = strings.Replace(lines[at], "|", "\\|", 1) },
		func() { lines[at] = strings.TrimSuffix(lines[at], "|") },
		func() { lines = slices.Delete(lines, at, at+1) },
		func() { insert(lines[at]) },
		func() { lines[at] = strings.Replace(lines[at], "CA-00", "CA-01", 1) },
		func() {
			insert(fmt.Sprintf("| CA-%d | 2026-05-01 | New | | Do | CISO | Q3 2026 | open |", rng.IntN(200)))
		},
		func() { insert("") },
		func() { insert("```", "| CA-900 | x |", "```") },
		func() { insert("<!-- | CA-901 | not there | -->") },
		func() { insert("<!--", "| CA-902 |", "-->") },
		func() {
			insert("## 2027", "", "| Id | Nonconformity | Status |", "|---|---|---|", "| CA-903 | Odd | done |")
		},
		func() { insert("> | CA-904 | quoted |") },
		func() { insert("- | CA-905 | listed |") },
		func() {
			insert("| CAR ID | CA-906 |", "|---|---|", "| Nonconformity | Downwards |", "| Status | open |")
		},
		func() { insert("words without a sign") },
		func() { insert("<div>") },
		func() { insert("    | CA-907 | code |") },
		func() { insert("---") },
		func() { insert("Heading", "=======") },
		func() { insert("| Category | Share |", "|---|---|", "| Process | 50% |") },
		func() { lines[at] = "  " + lines[at] },
		func() { lines[at] += "\r" },
	}
	edits[rng.IntN(len(edits))]()
	return strings.Join(lines, "\n")
}
