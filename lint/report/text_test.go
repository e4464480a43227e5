package report_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain né 方 👩‍👩‍👧": "plain né 方 👩‍👩‍👧",
		"a\tb\nc":          "a<U+0009>b<U+000A>c",
		"\x1b[2J":          "<U+001B>[2J",
		"\u009b":           "<U+009B>",
		"\x7f\x00":         "<U+007F><U+0000>",
		"\u202e\u2066":     "<U+202E><U+2066>",
		"\u061c\ufeff":     "<U+061C><U+FEFF>",
		"bad \xff":         "bad \ufffd",
		"می\u200cخواهم":    "می\u200cخواهم",
	} {
		if got := report.Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

// The lines that the text report may have.
var (
	headingLine = regexp.MustCompile(`^(|writ|[^:]*(:[^:]*)*): .*\[WR[0-9]{3}\]$`)
	lowerLine   = regexp.MustCompile(`^    (\| |help: |see |note: |commit: )`)
	closingLine = regexp.MustCompile(`^((skipped|pending|compared): .*|[0-9]+ documents?: .*)?$`)
)

// FuzzText prints findings with any text in them: no control character comes out, every line is one of ours, and
// marks are never longer than the excerpt that they stand under.
func FuzzText(f *testing.F) {
	f.Add("a.md", "title: x", "message", "help", 3, 5)
	f.Add("a\nb.md", "\x1b[31m\u202e方\t", "m\r\n::error::", "\x00\nhelp", 1, 50)
	f.Add("", "e\u0301\xff\xfe", "", "\u2028", -4, -9)
	f.Add(":", "x", "x", "x", 1, 1)
	f.Add("::x", strings.Repeat("方", 300), "\u009b", " \n \n", 600, 300)
	f.Fuzz(func(t *testing.T, path, source, message, help string, start, end int) {
		finding := lint.Finding{
			Rule: rule("WR101", "x"), Severity: lint.Error, Path: path, Source: source, Message: message, Help: help,
			Range:   &lint.Range{Start: lint.Place{Line: 1, Column: start}, End: lint.Place{Line: 1, Column: end}},
			Related: []lint.Related{{Path: path, Message: message, Range: &lint.Range{}}, {Message: help}},
		}
		run := &report.Run{
			Result: &lint.Result{Findings: []lint.Finding{finding, finding}, Skipped: []lint.Skipped{{Rule: "WR301", Why: message}}},
			Today:  day.Of(2026, time.November, 23), Documents: 1,
		}
		got := printed(t, "text", run, report.Options{})
		for _, r := range got {
			if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				t.Fatalf("the report holds %U:\n%q", r, got)
			}
		}
		if !strings.HasSuffix(got, "\n") {
			t.Fatalf("the report doesn't end with a line end: %q", got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if !headingLine.MatchString(line) && !lowerLine.MatchString(line) && !closingLine.MatchString(line) {
				t.Fatalf("a line that isn't the report's own: %q in\n%s", line, got)
			}
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Fatalf("a line that commands a CI: %q", line)
			}
		}
		if colored := printed(t, "text", run, report.Options{Color: true}); stripped(colored) != got {
			t.Fatalf("colour changes the text:\n%s\n%s", stripped(colored), got)
		}
	})
}

var sequence = regexp.MustCompile("\x1b\\[[0-9]+m")

func stripped(s string) string { return sequence.ReplaceAllString(s, "") }
