package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

// manyRun has n infos, with an error as the last finding; text makes a message.
func manyRun(n int, text func(i int) string) *report.Run {
	all := make([]lint.Finding, n)
	for i := range all {
		all[i] = with(at("a.md", "title: Policy", "Policy", i+1), func(f *lint.Finding) {
			f.Severity, f.Message, f.Fingerprint = lint.Info, text(i), fmt.Sprintf("%064x", i)
		})
	}
	all[n-1].Severity, all[n-1].Message = lint.Error, "the heaviest one"
	return &report.Run{Result: &lint.Result{Findings: all}, Today: day.Of(2026, time.November, 23), Documents: 1}
}

func ordinary(int) string { return "what is wrong; what was expected" }

type sarifSeen struct {
	Runs []struct {
		Invocations []struct {
			Notes []struct{ Message struct{ Text string } } `json:"toolExecutionNotifications"`
		}
		Results []struct {
			RuleID  string
			Level   string
			Message struct{ Text string }
		}
	}
}

func sarifOf(t *testing.T, run *report.Run) (sarifSeen, string) {
	t.Helper()
	text := printed(t, "sarif", run, report.Options{})
	var got sarifSeen
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	return got, text
}

// TestSARIFLimits checks that a report stays within what GitHub takes, keeps the heaviest findings, and says what
// is left out in a result and a notification.
func TestSARIFLimits(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	loud := func(int) string {
		b := make([]byte, 30_000)
		for i := range b {
			b[i] = byte('!' + noise.IntN(90))
		}
		return string(b)
	}
	for _, c := range []struct {
		name string
		run  *report.Run
		says string // "" for nothing
	}{
		{"all shown", manyRun(5_000, ordinary), ""},
		{"kept, not all shown", manyRun(5_001, ordinary), "holds 5001 findings, and GitHub shows the 5000 heaviest"},
		{"too many", manyRun(25_010, ordinary), "10 findings are left out of this report"},
		{"too large", manyRun(800, loud), "are left out of this report"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, text := sarifOf(t, c.run)
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			w.Write([]byte(text))
			w.Close()
			results := got.Runs[0].Results
			if z.Len() > 10_000_000 || len(results) > 25_001 {
				t.Errorf("%d bytes, %d results", z.Len(), len(results))
			}
			if last := results[len(results)-1]; last.Level != "error" || !strings.Contains(last.Message.Text, "the heaviest one") {
				t.Errorf("the error is missing: %+v", last)
			}
			says := results[0].RuleID == "findings-left-out"
			if says != (c.says != "") || says != (len(got.Runs[0].Invocations[0].Notes) == 1) {
				t.Fatalf("first result %+v, want %q", results[0], c.says)
			}
			if says && (!strings.Contains(results[0].Message.Text, c.says) || results[0].Level != "error") {
				t.Errorf("first result %+v, want %q", results[0], c.says)
			}
		})
	}
}

// TestTextLimits checks the formats that are limited in bytes.
func TestTextLimits(t *testing.T) {
	run := manyRun(60_000, func(int) string { return strings.Repeat("<&@#*", 100) })
	for format, limit := range map[string]int{"markdown": 64_000, "github-summary": 1 << 20, "junit": 30_000_000} {
		got := printed(t, format, run, report.Options{})
		if len(got) > limit || len(got) < limit*3/4 {
			t.Errorf("%s has %d bytes; the limit is %d", format, len(got), limit)
		}
		if !strings.Contains(got, "the heaviest one") || !strings.Contains(got, " left out") {
			t.Errorf("%s lacks the error, or doesn't say what is left out: …%s", format, got[len(got)-500:])
		}
		if err := parsesAs(format, got); err != nil {
			t.Error(err)
		}
	}
	huge := manyRun(3, func(int) string { return strings.Repeat("`方@", 1<<20) })
	for format, limit := range map[string]int{"markdown": 64_000, "github-summary": 1 << 20} {
		if got := printed(t, format, huge, report.Options{}); len(got) > limit {
			t.Errorf("%s of huge messages has %d bytes", format, len(got))
		}
	}
}

// TestGitHubSaysWhatIsHidden checks the order of commands, and the count of those that don't become annotations.
func TestGitHubSaysWhatIsHidden(t *testing.T) {
	run := manyRun(30, ordinary)
	got := printed(t, "github", run, report.Options{})
	if !strings.HasPrefix(got, "::error ") || strings.Count(got, "\n::notice ") != 29 || !strings.Contains(got, "19 findings are not among them") {
		t.Error(got)
	}
	if got := printed(t, "github-summary", run, report.Options{}); !strings.Contains(got, "19 findings are not shown there") || strings.Count(got, "\n| info |") != 29 {
		t.Error(got)
	}
}
