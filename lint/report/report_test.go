package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

var update = flag.Bool("update", false, "rewrite the expected reports in testdata")

const commit = "1f2e3d4c5b6a79880123456789abcdef01234567"

// rule makes a rule that is enough for printing.
func rule(id, name string) *lint.Rule { return &lint.Rule{ID: id, Name: name} }

// at makes a finding at the first place of marked in source, which is the line'th line of path.
func at(path, source, marked string, line int) lint.Finding {
	start := strings.Index(source, marked)
	return lint.Finding{
		Rule: rule("WR103", "owner-missing"), Severity: lint.Error, Document: "POL-001", Path: path, Source: source,
		Message: "what is wrong; what was expected", Fingerprint: strings.Repeat("0f", 32),
		Range: &lint.Range{
			Start: lint.Place{Offset: 100 + start, Line: line, Column: start + 1},
			End:   lint.Place{Offset: 100 + start + len(marked), Line: line, Column: start + len(marked) + 1},
		},
	}
}

// with changes a finding and returns it.
func with(f lint.Finding, change func(*lint.Finding)) lint.Finding {
	change(&f)
	return f
}

// changes are what a pull request may do to documents, one of each sort and more than a line has room for.
func changes() []lint.Changed {
	all := []lint.Changed{
		{ID: "POL-001", Title: "A | <b>@all</b> \x1b[31m `", Path: "a.md", What: lint.Altered, Was: "1.0", Is: "2.0", Step: lint.MajorStep,
			Normative: 3, First: "a duty, from \"may\" to \"*must*\"", Approval: standing.ApprovalDue, Needs: "approvals of ceo and cto", By: []string{"Ilse Marr", "Gus <Holm>"}},
		{Path: "b\n.md", What: lint.Altered, Was: "1.0", Is: "1.1", Step: lint.MinorStep, Normative: 1, First: "a number", Declared: "see #7\n## x",
			Approval: standing.ApprovalDue, Needs: "an approval of ceo", Nobody: "nobody who holds ceo today may approve it: name a holder in writ.yaml"},
		{ID: "POL-003", What: lint.Altered, Was: "1.0", Is: "1.0", Step: lint.SameStep, Editorial: 2, Approval: standing.ApprovalCame},
		{ID: "POL-004", What: lint.Moved, Was: "2.0", Is: "1.0", Step: lint.OtherStep, Approval: standing.UnknownDue},
		{ID: "POL-005", What: lint.Added, Step: lint.FirstStep, Approval: standing.DraftDue},
		{ID: "REC-001", What: lint.Altered, Record: true, Step: lint.SameStep},
		{ID: "POL-006", Title: strings.Repeat("long ", 100), What: lint.Removed, Was: "1.0"},
	}
	for i := range 13 {
		all = append(all, lint.Changed{ID: fmt.Sprintf("PRO-%03d", i), What: lint.Altered, Was: "1.0", Is: fmt.Sprintf("1.%d", i+1), Step: lint.MinorStep})
	}
	return all
}

// runs are the runs of which testdata holds the reports, by name.
func runs() map[string]*report.Run {
	day := day.Of(2026, time.November, 23)
	long := strings.Repeat("left ", 100) + "here" + strings.Repeat(" right", 100)
	run := func(findings ...lint.Finding) *report.Run {
		return &report.Run{Result: &lint.Result{Findings: findings}, Head: commit, Main: &report.Main{Ref: "refs/heads/main", Commit: commit, By: "only", Text: "refs/heads/main, the only one"}, Today: day, Documents: 12, Version: "0.1.0"}
	}
	clean := run()
	clean.Documents = 1
	unborn := &report.Run{Result: &lint.Result{}, Today: day, Documents: 2}
	skipped := run(at("policies/a.md", "owner:", "owner:", 5))
	skipped.Base = commit
	skipped.Result.Skipped = []lint.Skipped{
		{Rule: "WR201", Why: "the clone is shallow; fetch all of it with `git fetch --unshallow`"},
		{Rule: "WR301", Why: "no people and roles are configured"},
		{Rule: "WR202", Why: "the clone is shallow; fetch all of it with `git fetch --unshallow`"},
	}
	accepted := run(at("policies/a.md", "owner: nobody", "nobody", 5))
	accepted.Result.Suppressed = []lint.Finding{
		with(at("policies/a.md", "see [x](y.md)", "[x](y.md)", 9), func(f *lint.Finding) {
			f.Suppressed = &lint.Suppression{By: lint.InComment, Reason: "the annex\x1b is on its way", Until: day, Path: "policies/a.md", Line: 8}
		}),
		with(at("policies/b c.md", "owner: nobody", "nobody", 5), func(f *lint.Finding) {
			f.Suppressed = &lint.Suppression{By: lint.InConfiguration, Reason: "may not be edited", Until: day, Path: "writ.yaml", Line: 3}
		}),
		with(lint.Finding{Rule: rule("WR203", "version-returned"), Severity: lint.Error, Path: "policies/d.md", Message: "it returned", Fingerprint: strings.Repeat("ef", 32)}, func(f *lint.Finding) {
			f.Suppressed = &lint.Suppression{By: lint.InBaseline, Path: "writ-baseline.json"}
		}),
	}
	meaning := run(at("policies/a.md", "owner:", "owner:", 5))
	meaning.Base, meaning.BaseRef, meaning.Touched = commit, "origin/main", 20
	meaning.Judges = []string{"CODEOWNERS", "writ.yaml"}
	meaning.Changes = func() ([]lint.Changed, error) { return changes(), nil }
	return map[string]*report.Run{
		"accepted": accepted,
		"meaning":  meaning,
		"clean":    clean,
		"unborn":   unborn,
		"skipped":  skipped,
		"kinds": run(
			with(lint.Finding{Rule: rule("WR901", "history-unavailable")}, func(f *lint.Finding) {
				f.Severity, f.Message, f.Help = lint.Error, "the clone is shallow", "run `git fetch --unshallow`\nor set `fetch-depth: 0`"
				f.Fingerprint = strings.Repeat("ab", 32)
			}),
			with(at("policies/a b.md", "owner: nobody", "nobody", 5), func(f *lint.Finding) {
				f.Severity, f.Help = lint.Warning, "name a role or a person of writ.yaml"
				f.Related = []lint.Related{
					{Path: "writ.yaml", Range: &lint.Range{Start: lint.Place{Offset: 10, Line: 2, Column: 3}, End: lint.Place{Offset: 12, Line: 2, Column: 5}}, Message: "the roster is here"},
					{Path: "policies/b.md", Message: "has the same owner"},
					{Message: "and a note"},
				}
			}),
			with(at("policies/b.md", "", "", 1), func(f *lint.Finding) {
				f.Severity, f.Range, f.Commit = lint.Info, nil, commit
			}),
		),
		"fixes": run(
			fixed(at("a.md", "題名: 1. 2. 2027 # 👍🏽", "1. 2. 2027", 9), lint.Edit{Path: "a.md", Text: "2027-02-01"}),
			fixed(at("a.md", "rest: x", "rest", 10), lint.Edit{Path: "a.md", Range: lint.Range{Start: lint.Place{Offset: 200, Line: 12, Column: 1},
				End: lint.Place{Offset: 220, Line: 14, Column: 1}}}),
			fixed(at("a.md", "there: x", "there", 11), lint.Edit{Path: "a.md", Text: "x\u202e", Range: lint.Range{Start: lint.Place{Offset: 300, Line: 20, Column: 3},
				End: lint.Place{Offset: 300, Line: 20, Column: 3}}}),
		),
		"marks": run(
			at("a.md", "title: Policy", "Policy", 1),
			at("a.md", "title:", "", 2),
			with(at("a.md", "title:", "", 3), func(f *lint.Finding) { f.Range.Start.Column, f.Range.End.Column = 7, 7 }),
			with(at("a.md", "from here on", "here", 4), func(f *lint.Finding) { f.Range.End = lint.Place{Offset: 200, Line: 6, Column: 2} }),
			at("a.md", "\tone\ttwo", "two", 7),
			at("a.md", "one\ttwo three", "one\ttwo", 8),
			at("a.md", "one\ttwo", "\ttwo", 9),
			at("a.md", "título: né", "né", 10),
			at("a.md", "題名: 方針 ok", "方針", 11),
			at("a.md", "題名: 方針 ok", "ok", 11),
			at("a.md", "who: 👩‍👩‍👧 👍🏽 ok", "👍🏽", 12),
			at("a.md", "ne\u0301e ok", "ok", 13),
			at("a.md", "bad \xff\xfe ok", "ok", 14),
			with(at("a.md", "short", "short", 15), func(f *lint.Finding) { f.Range.Start.Column, f.Range.End.Column = 40, 90 }),
			with(at("a.md", "題名", "", 16), func(f *lint.Finding) { f.Range.Start.Column, f.Range.End.Column = 2, 3 }),
		),
		"long": run(
			at("a.md", long, "here", 1),
			at("a.md", long, "left", 2),
			at("a.md", long, "right"+strings.Repeat(" right", 99), 3),
			with(at("a.md", long, "here", 4), func(f *lint.Finding) {
				f.Range.Start.Column, f.Range.End.Column = len(long)+1, len(long)+1
			}),
			at("a.md", strings.Repeat("方", 200)+"ok"+strings.Repeat("針", 200), "ok", 5),
			at("a.md", strings.Repeat("x", 160), "x", 6),
			at("a.md", strings.Repeat("x", 161), "x", 7),
			at("a.md", strings.Repeat("x", 5000)+"here"+strings.Repeat("y", 5000), "here", 8),
			at("a.md", strings.Repeat("e\u0301", 3000)+" ok", "ok", 9),
		),
		"hostile": run(
			with(at("pol\x1b[2Jicies/\u202egpj.md", "a \x1b[31m red \u009b0m \u202e evil \u2066 \x07 end", "red", 1), func(f *lint.Finding) {
				f.Message = "the title is \x1b]0;pwned\x07 and\nmore\u2028lines\t\u200b"
				f.Help = "help \x1b[1A\n::error::no\r\n\ttab"
				f.Related = []lint.Related{{Path: "a\nb.md", Message: "see\x00this"}}
			}),
			at("::error::x.md", "::error:: x", "x", 1),
			at("a\nb.md", "\ufeff---", "---", 1),
			at("a.md", "cr\rin the middle", "middle", 1),
			with(lint.Finding{Rule: rule("WR902", "x"), Severity: lint.Error}, func(f *lint.Finding) { f.Message, f.Fingerprint = "::stop", strings.Repeat("cd", 32) }),
		),
	}
}

// fixed gives a finding a fix of one edit; an edit without a range replaces what the finding is about.
func fixed(f lint.Finding, e lint.Edit) lint.Finding {
	if e.Range == (lint.Range{}) {
		e.Range = *f.Range
	}
	f.Fix = &lint.Fix{Title: "write [this](that) instead", Why: "nothing that is approved changes", Safe: true, Edits: []lint.Edit{e}}
	return f
}

func printed(t testing.TB, format string, run *report.Run, opt report.Options) string {
	t.Helper()
	p, ok := report.For(format)
	if !ok {
		t.Fatalf("no printer %q", format)
	}
	var out bytes.Buffer
	if err := p(&out, run, opt); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestGolden compares every run's report in every format with testdata/FORMAT/RUN.
func TestGolden(t *testing.T) {
	for name, run := range runs() {
		for _, format := range report.Formats() {
			got := printed(t, format, run, report.Options{})
			if format == "github-sarif" && len(run.Result.Suppressed) == 0 {
				if got != printed(t, "sarif", run, report.Options{}) {
					t.Errorf("%s: without suppressed findings github-sarif differs from sarif", name)
				}
				continue
			}
			check(t, filepath.Join("testdata", format, name+".golden"), got)
		}
	}
	check(t, filepath.Join("testdata", "text", "kinds-color.golden"), printed(t, "text", runs()["kinds"], report.Options{Color: true}))
}

func check(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (run with -update to accept; -want +got):\n%s", file, diff)
	}
}

func TestFor(t *testing.T) {
	for _, name := range report.Formats() {
		if p, ok := report.For(name); !ok || p == nil {
			t.Errorf("no printer for %s", name)
		}
	}
	if _, ok := report.For("yaml"); ok {
		t.Error("a printer for yaml, which is no format")
	}
}

// TestJSONSchema checks every run's JSON against the published schema.
func TestJSONSchema(t *testing.T) {
	text, err := schema.JSON("lint")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("lint.json", doc); err != nil {
		t.Fatal(err)
	}
	s := c.MustCompile("lint.json")
	for name, run := range runs() {
		got, err := jsonschema.UnmarshalJSON(strings.NewReader(printed(t, "json", run, report.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// manyFindings has n findings in lines of their own, and a tenth as many in one long line.
func manyFindings(n int) *report.Run {
	var all []lint.Finding
	for i := range n {
		all = append(all, at("a.md", "title: A policy of this company, with an ordinary title", "policy", i+1))
	}
	line := strings.Repeat("word né 方 ", 4*n)
	for i := range n / 10 {
		all = append(all, with(at("b.md", line, "word", 1), func(f *lint.Finding) {
			f.Range.Start.Column, f.Range.End.Column = 500*i+1, 500*i+5
		}))
	}
	return &report.Run{Result: &lint.Result{Findings: all}, Today: day.Of(2026, time.November, 23), Documents: 2}
}

// TestMany checks that twice as many findings, in a line that is twice as long, take no more than twice the work, counted
// in bytes of memory. Each format stays below its limits, where all findings are printed.
func TestMany(t *testing.T) {
	once, twice := manyFindings(4_000), manyFindings(8_000)
	for _, format := range report.Formats() {
		printer, _ := report.For(format)
		bytes := func(run *report.Run) int {
			return gittest.Allocated(func() {
				if err := printer(io.Discard, run, report.Options{}); err != nil {
					t.Fatal(err)
				}
			})
		}
		few, many := bytes(once), bytes(twice)
		t.Logf("%s: %d and %d bytes, %.2f times as many", format, few, many, float64(many)/float64(few))
		if many > few*5/2 { // a little more, since buffers grow in steps; what is quadratic takes four times as many
			t.Errorf("%s: twice the findings take %.1f times the memory", format, float64(many)/float64(few))
		}
	}
}
