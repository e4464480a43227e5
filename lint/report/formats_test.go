package report_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

// The lines that the report for GitHub may have.
var githubLine = regexp.MustCompile(`^(::(error|warning|notice) title=[^:,]*(,file=[^:,]*)?(,line=[0-9]+,endLine=[0-9]+,col=[0-9]+,endColumn=[0-9]+)?::.*|[0-9]+ documents?: [a-z0-9, ]*|GitHub shows .*|(Pending|Compared): .*|)$`)

// parsesAs checks that a report is what its format says, for any content.
func parsesAs(format, got string) error {
	switch format {
	case "json", "sarif", "github-sarif", "gitlab", "rdjson":
		var v any
		return json.Unmarshal([]byte(got), &v)
	case "junit", "checkstyle":
		d := xml.NewDecoder(strings.NewReader(got))
		for {
			if _, err := d.Token(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	case "github":
		for line := range strings.SplitSeq(got, "\n") {
			if !githubLine.MatchString(line) {
				return fmt.Errorf("a line that isn't the report's own: %q", line)
			}
		}
	case "markdown", "github-summary":
		for line := range strings.SplitSeq(got, "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(strings.ReplaceAll(line, "<!-- writ lint -->", ""), "<!--") {
				return fmt.Errorf("a line that isn't the report's own: %q", line)
			}
		}
	}
	return nil
}

// FuzzFormats prints findings with any text in them in every format: the report is valid UTF-8, it parses, no
// text starts a command for GitHub, and the same run gives the same bytes.
func FuzzFormats(f *testing.F) {
	f.Add("a.md", "title: x", "message", "help", 3, 5)
	f.Add("a\nb.md", "\x1b[31m\u202e方\t", "m\r\n::error::", "\x00\nhelp", 1, 50)
	f.Add("", "e\u0301\xff\xfe", "", "\u2028", -4, -9)
	f.Add("::error file=a,line=1::x", strings.Repeat("𝒳", 300), "a, b: %0A::stop-commands::x", "`a` @bo #1 <b> |", 600, 300)
	f.Add("\uffff\ufffe", "\uffff", "]]> \ufffe \u0085::x", "\r::notice::\v\f", 1, 2)
	f.Fuzz(func(t *testing.T, path, source, message, help string, start, end int) {
		finding := lint.Finding{
			Rule: rule("WR101", "x"), Severity: lint.Error, Path: path, Document: message, Source: source, Message: message, Help: help,
			Range:   &lint.Range{Start: lint.Place{Line: 1, Column: start}, End: lint.Place{Line: 1 + end%2, Column: end}},
			Related: []lint.Related{{Path: path, Message: message, Range: &lint.Range{}}, {Message: help}},
		}
		run := &report.Run{
			Result: &lint.Result{Findings: []lint.Finding{finding, finding}, Skipped: []lint.Skipped{{Rule: "WR301", Why: message}}},
			Today:  day.Of(2026, time.November, 23), Documents: 1,
		}
		for _, format := range report.Formats() {
			got := printed(t, format, run, report.Options{})
			if !utf8.ValidString(got) {
				t.Fatalf("%s isn't UTF-8: %q", format, got)
			}
			if err := parsesAs(format, got); err != nil {
				t.Fatalf("%s: %v in\n%s", format, err, got)
			}
			if again := printed(t, format, run, report.Options{}); again != got {
				t.Fatalf("%s differs from run to run", format)
			}
		}
	})
}

// TestGoldenParse reads every run's report with a parser of its format.
func TestGoldenParse(t *testing.T) {
	for name, run := range runs() {
		for _, format := range report.Formats() {
			if err := parsesAs(format, printed(t, format, run, report.Options{})); err != nil {
				t.Errorf("%s of %s: %v", format, name, err)
			}
		}
	}
}

type junitCases struct {
	Suites []struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// TestJUnitCases checks the counts, that names are unique, and that failures say the same in both places.
func TestJUnitCases(t *testing.T) {
	all := runs()
	twice := at("a.md", "owner: x", "x", 1)
	all["twice"] = &report.Run{Result: &lint.Result{Findings: []lint.Finding{twice, twice}}, Today: day.Of(2026, time.November, 23)}
	for name, run := range all {
		var got junitCases
		if err := xml.Unmarshal([]byte(printed(t, "junit", run, report.Options{})), &got); err != nil {
			t.Fatal(err)
		}
		suite := got.Suites[0]
		want := max(len(run.Result.Findings), 1) + len(run.Result.Skipped)
		if suite.Tests != want || len(suite.Cases) != want || suite.Failures != len(run.Result.Findings) {
			t.Errorf("%s: tests %d, cases %d, failures %d; want %d cases", name, suite.Tests, len(suite.Cases), suite.Failures, want)
		}
		seen := map[string]bool{}
		for _, c := range suite.Cases {
			if key := c.Class + "\x00" + c.Name; seen[key] {
				t.Errorf("%s: two cases %s", name, c.Name)
			} else {
				seen[key] = true
			}
			if c.Failure != nil && (c.Failure.Message == "" || !strings.Contains(c.Failure.Text, "[WR")) {
				t.Errorf("%s: %s has no message or no text: %+v", name, c.Name, c.Failure)
			}
		}
	}
}

// TestRDJSON checks what every diagnostic must have, and that ranges aren't turned around.
func TestRDJSON(t *testing.T) {
	type place struct{ Line, Column int }
	for name, run := range runs() {
		var got struct {
			Source      struct{ Name string }
			Diagnostics []struct {
				Message, Severity string
				Location          struct {
					Path  string
					Range *struct{ Start, End place }
				}
				Code struct{ Value string }
			}
		}
		if err := json.Unmarshal([]byte(printed(t, "rdjson", run, report.Options{})), &got); err != nil {
			t.Fatal(err)
		}
		if got.Source.Name != "writ" || got.Diagnostics == nil || len(got.Diagnostics) != len(run.Result.Findings) {
			t.Fatalf("%s: %+v", name, got)
		}
		for i, d := range got.Diagnostics {
			if d.Message == "" || d.Location.Path == "" || d.Code.Value == "" || !strings.Contains("ERROR WARNING INFO", d.Severity) {
				t.Errorf("%s: %+v lacks something", name, d)
			}
			r := d.Location.Range
			if (r == nil) != (run.Result.Findings[i].Range == nil) {
				t.Errorf("%s: %+v: the range is %v", name, d, r)
			}
			if r != nil && (r.Start.Line < 1 || r.Start.Column < 1 || r.End.Line < r.Start.Line || r.End.Line == r.Start.Line && r.End.Column < r.Start.Column) {
				t.Errorf("%s: range %+v", name, *r)
			}
		}
	}
}
