package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// margin begins every line below a finding's first one. With the bar, no text of a document can be taken for a
// finding or, in a CI's log, for a command to the CI.
const (
	margin = "    "
	gutter = margin + "| "
)

// Text is the report for people: path:line:col, message and rule, then the source line with the range marked.
// The column counts terminal cells from 1, a tab as one; warnings and infos are named before their message.
func Text(w io.Writer, run *Run, opt Options) error {
	deaf := &deafWriter{w: w}
	t := textReport{out: bufio.NewWriterSize(deaf, 64<<10), color: opt.Color}
	for i := range run.Result.Findings {
		t.finding(&run.Result.Findings[i])
	}
	t.summary(run)
	return errors.Join(t.out.Flush(), deaf.flush())
}

// textReport writes a report. Errors stay in out until it is flushed.
type textReport struct {
	out   *bufio.Writer
	color bool
	last  measured
}

// heading is the first line of a finding.
func (t *textReport) heading(f *lint.Finding) {
	hue := hueOf(f.Severity)
	name := ""
	if f.Severity != lint.Error {
		name = t.paint(hue, string(f.Severity)+":") + " "
	}
	fmt.Fprintf(t.out, "%s %s%s %s\n", t.paint(bold, t.place(f)+":"), name, oneLine(f.Message),
		t.paint(hue, "["+f.Rule.ID+"]"))
}

func (t *textReport) finding(f *lint.Finding) {
	t.heading(f)
	if f.Range != nil && f.Source != "" {
		end := f.Range.End.Column
		if f.Range.End.Line > f.Range.Start.Line {
			end = len(f.Source) + 1
		}
		line, marks := excerpt(f.Source, f.Range.Start.Column-1, end-1)
		fmt.Fprintf(t.out, "%s%s\n%s%s\n", gutter, line, gutter, t.paint(hueOf(f.Severity), marks))
	}
	for _, r := range f.Related {
		t.related(r)
	}
	if f.Commit != "" {
		fmt.Fprintf(t.out, "%scommit: %s\n", margin, Visible(f.Commit))
	}
	t.help(f.Help)
}

// place says where a finding is: path:line:col, as far as it has these.
func (t *textReport) place(f *lint.Finding) string {
	if f.Path == "" {
		return "writ"
	}
	path := PathText(f.Path)
	if f.Range == nil {
		return path
	}
	at := f.Range.Start
	if f.Source == "" {
		return fmt.Sprintf("%s:%d:%d", path, at.Line, at.Column)
	}
	return fmt.Sprintf("%s:%d:%d", path, at.Line, t.last.column(f, widthOf))
}

// PathText returns a path that is safe at the beginning of a line, where two colons command a CI.
func PathText(path string) string {
	if strings.HasPrefix(strings.TrimSpace(path), ":") {
		path = "./" + path
	}
	return Visible(path)
}

// related names another place, by path and line.
func (t *textReport) related(r lint.Related) {
	switch {
	case r.Path == "":
		fmt.Fprintf(t.out, "%snote: %s\n", margin, oneLine(r.Message))
	case r.Range == nil:
		fmt.Fprintf(t.out, "%ssee %s: %s\n", margin, Visible(r.Path), oneLine(r.Message))
	default:
		fmt.Fprintf(t.out, "%ssee %s:%d: %s\n", margin, Visible(r.Path), r.Range.Start.Line, oneLine(r.Message))
	}
}

func (t *textReport) help(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	lead := margin + t.paint(bold, "help:") + " "
	for line := range strings.Lines(text) {
		fmt.Fprintf(t.out, "%s%s\n", lead, Visible(strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), "\r\n")))
		lead = gutter
	}
}

func (t *textReport) summary(run *Run) {
	r := run.Result
	if len(r.Findings) > 0 {
		fmt.Fprintln(t.out)
	}
	for _, g := range grouped(r.Skipped) {
		fmt.Fprintf(t.out, "skipped: %s: %s\n", strings.Join(g.rules, ", "), oneLine(g.why))
	}
	for _, p := range r.Pending {
		fmt.Fprintf(t.out, "pending: %s\n", pendingText(p))
	}
	if text := comparedText(run); text != "" {
		fmt.Fprintf(t.out, "compared: %s\n", text)
	}
	for i, note := range run.notes() {
		if i == 0 && run.Main != nil {
			note += "; judged on " + run.Today.String()
		}
		fmt.Fprintf(t.out, "note: %s\n", oneLine(note))
	}
	t.steps(run.Next)
	fmt.Fprintln(t.out, totals(run))
}

type skippedGroup struct {
	why   string
	rules []string
}

// grouped puts skipped rules with one reason together, in the order of their first rule.
func grouped(all []lint.Skipped) []skippedGroup {
	var groups []skippedGroup
	at := map[string]int{}
	for _, s := range all {
		i, ok := at[s.Why]
		if !ok {
			i = len(groups)
			at[s.Why] = i
			groups = append(groups, skippedGroup{why: s.Why})
		}
		groups[i].rules = append(groups[i].rules, Visible(s.Rule))
	}
	return groups
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// measured remembers how wide the beginning of a source line is. Findings come in the order of their places, so
// that a line of megabytes with thousands of findings is measured once.
type measured struct {
	path               string
	line, bytes, units int
}

// column returns the column of a finding in the units of width, from 1. It is asked with one width only.
func (m *measured) column(f *lint.Finding, width func(string) int) int {
	at := f.Range.Start
	to := boundary(f.Source, at.Column-1)
	if m.path != f.Path || m.line != at.Line || m.bytes > to {
		*m = measured{path: f.Path, line: at.Line, units: 1}
	}
	m.units += width(f.Source[m.bytes:to])
	m.bytes = to
	return m.units
}
