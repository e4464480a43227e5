package report

import (
	"cmp"
	"io"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

// Run is one run of the linter, as printers see it.
type Run struct {
	Result    *lint.Result
	Head      string   // the commit that was checked out, full hex; "" where there is none
	Main      *Main    // nil where none was found
	Base      string   // the merge base of a pull request, full hex; "" on a full run
	Today     day.Day  // the day on which the run judged
	Documents int      // how many documents were read
	BaseRef   string   // what a pull request is compared with, as the user named it
	Touched   int      // how many documents it touches
	Fixed     int      // how many findings were fixed before, which aren't in Result any more
	Judges    []string // touched files that decide how documents are judged

	// Changes says what a pull request does to each document that it touches. Nil on a full run. Only reports that
	// show it ask, because it compares texts.
	Changes func() ([]lint.Changed, error)

	Apart string // which Markdown isn't looked at by default; "" for none

	Next []Step // what a report for people proposes to do; a summary has six at most

	Version string       // of writ; "" where it isn't known
	Rules   []*lint.Rule // all rules, for formats that describe them; those of findings need not be among them
}

// Main is the main line of a run.
type Main struct {
	Ref    string
	Commit string // at its tip, full hex; "" where there is none
	By     string // what chose it
	Text   string // all of this for people, for the end of a sentence
	Note   string // what else they are to know of it; "" for nothing
}

// notes tell people about the main line, a sentence each; none where none was found.
func (r *Run) notes() []string {
	var all []string
	if m := r.Main; m != nil {
		all = append(all, "the main line is "+m.Text)
		if m.Note != "" {
			all = append(all, m.Note)
		}
	}
	if r.Result != nil {
		all = append(all, r.Result.Notes...)
	}
	return all
}

// Options say how a report is written; they never change what is in it.
type Options struct {
	Color bool // for a terminal; formats that machines read have none
}

// Printer writes a report to w. The same run gives the same bytes. Its errors are those of w.
type Printer func(w io.Writer, run *Run, opt Options) error

type format struct {
	name  string
	print Printer
}

// formats lists the formats in the order in which help texts show them.
func formats() []format {
	return []format{
		{"text", Text},
		{"json", JSON},
		{"sarif", SARIF},
		{"github", GitHub},
		{"github-summary", GitHubSummary},
		{"github-sarif", GitHubSARIF},
		{"gitlab", GitLab},
		{"junit", JUnit},
		{"rdjson", RDJSON},
		{"checkstyle", Checkstyle},
		{"markdown", Markdown},
	}
}

// Formats returns the names of all formats, the one for people first.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// For returns the printer of a format, and false for a name that no format has.
func For(name string) (Printer, bool) {
	for _, f := range formats() {
		if f.name == name {
			return func(w io.Writer, run *Run, opt Options) error { return f.print(w, run.located(), opt) }, true
		}
	}
	return nil, false
}

// located returns the run with each finding at the path of the file that its place is in.
func (r *Run) located() *Run {
	if r.Result == nil {
		return r
	}
	in := func(all []lint.Finding) []lint.Finding {
		if !slices.ContainsFunc(all, func(f lint.Finding) bool { return f.File != "" }) {
			return all
		}
		all = slices.Clone(all)
		for i := range all {
			all[i].Path = cmp.Or(all[i].File, all[i].Path)
		}
		return all
	}
	out, result := *r, *r.Result
	result.Findings, result.Suppressed = in(result.Findings), in(result.Suppressed)
	out.Result = &result
	return &out
}
