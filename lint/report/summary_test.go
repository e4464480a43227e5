package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

// TestSummaryFitsOnAScreen: with whatever is found, a summary has 30 lines at most, and no text of a document steers it.
func TestSummaryFitsOnAScreen(t *testing.T) {
	run := &report.Run{Result: &lint.Result{}, Documents: 100}
	for i := range 40 {
		f := at(fmt.Sprintf("folder%d/x.md", i%9), "owner: x", "x", 1)
		f.Rule = rule(fmt.Sprintf("WR%d", 100+i%20), "x")
		f.Message = strings.Repeat("long ", 100) + "\x1b[2J\n\n"
		run.Result.Findings = append(run.Result.Findings, f)
		run.Next = append(run.Next, report.Step{Command: "writ lint --all\n\n", Why: "shows\nall"})
	}
	var out bytes.Buffer
	if err := report.Summary(&out, run, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n > 30 || strings.Contains(out.String(), "\x1b") {
		t.Errorf("it has %d lines:\n%s", n, out.String())
	}
	if !strings.Contains(out.String(), "of 15 other rules") || !strings.Contains(out.String(), "in 7 other folders") {
		t.Errorf("it doesn't say what it leaves out:\n%s", out.String())
	}
}

// TestSummaryListsFew: findings that fit on a screen are all listed, each by its first line.
func TestSummaryListsFew(t *testing.T) {
	run := &report.Run{Result: &lint.Result{}, Documents: 3, Next: []report.Step{{Command: "writ adopt", Why: "adopts"}}}
	for i := range 20 {
		f := at(fmt.Sprintf("folder%d/x.md", i), "owner: x", "x", 1)
		f.Message = fmt.Sprintf("fault %d", i)
		run.Result.Findings = append(run.Result.Findings, f)
	}
	var out bytes.Buffer
	if err := report.Summary(&out, run, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "fault "); n != 20 || strings.Count(out.String(), "\n") > 30 {
		t.Errorf("%d findings are listed:\n%s", n, out.String())
	}
}
