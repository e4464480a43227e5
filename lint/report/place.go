package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/lint"
)

// configFile stands for the repository where a format wants a file for every finding.
const configFile = "writ.yaml"

// extent is where a finding is, for formats that want numbers in any case: lines and byte columns count from
// 1, the end is exclusive and never lies before the start.
type extent struct{ startLine, startColumn, endLine, endColumn int }

// extentOf sets a range right. Nil is the beginning of the file.
func extentOf(r *lint.Range) extent {
	if r == nil {
		return extent{1, 1, 1, 1}
	}
	e := extent{max(r.Start.Line, 1), max(r.Start.Column, 1), max(r.End.Line, 1), max(r.End.Column, 1)}
	if e.endLine < e.startLine || e.endLine == e.startLine && e.endColumn < e.startColumn {
		e.endLine, e.endColumn = e.startLine, e.startColumn
	}
	return e
}

// fileOf is the file that a finding is shown at.
func fileOf(f *lint.Finding) string {
	if f.Path == "" {
		return configFile
	}
	return f.Path
}

// placeText is path:line:column in bytes, as far as the finding has these.
func placeText(f *lint.Finding) string {
	switch {
	case f.Path == "":
		return "writ"
	case f.Range == nil:
		return Visible(f.Path)
	}
	e := extentOf(f.Range)
	return fmt.Sprintf("%s:%d:%d", Visible(f.Path), e.startLine, e.startColumn)
}

// units16 converts byte columns to columns in UTF-16 code units, along the source lines of findings.
type units16 struct{ measured }

// extent returns the extent of a finding in UTF-16 units. No text is at hand of the lines after the first, so
// that a range over several lines ends with its first.
func (u *units16) extent(f *lint.Finding) extent {
	e := extentOf(f.Range)
	if e.endLine > e.startLine {
		e.endLine, e.endColumn = e.startLine, max(len(f.Source)+1, e.startColumn)
	}
	if f.Source == "" {
		return e
	}
	start := boundary(f.Source, e.startColumn-1)
	end := max(start, boundary(f.Source, e.endColumn-1))
	e.startColumn = u.column(f, widthIn16)
	e.endColumn = e.startColumn + widthIn16(f.Source[start:end])
	return e
}

// widthIn16 returns how many UTF-16 code units a text takes; a byte that isn't UTF-8 counts as one.
func widthIn16(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r > 0xffff {
			n++
		}
	}
	return n
}

// heaviest returns the indices of findings: errors, then warnings, then the rest, and at last those that are
// suppressed, each in their order.
func heaviest(all []lint.Finding) []int {
	order := make([]int, 0, len(all))
	take := func(which func(f *lint.Finding) bool) {
		for i := range all {
			if which(&all[i]) {
				order = append(order, i)
			}
		}
	}
	for _, s := range []lint.Severity{lint.Error, lint.Warning} {
		take(func(f *lint.Finding) bool { return f.Suppressed == nil && f.Severity == s })
	}
	take(func(f *lint.Finding) bool { return f.Suppressed == nil && !f.Severity.AtLeast(lint.Warning) })
	take(func(f *lint.Finding) bool { return f.Suppressed != nil })
	return order
}

// sentences is the message and the help of a finding, each of its lines made safe to show.
func sentences(f *lint.Finding) []string {
	out := []string{oneLine(f.Message)}
	for line := range strings.Lines(strings.TrimSpace(f.Help)) {
		if line = oneLine(strings.TrimSpace(line)); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// paragraph is the message and the help of a finding as sentences on one line.
func paragraph(f *lint.Finding) string {
	lines := sentences(f)
	if len(lines) > 1 {
		lines[0] = sentence(lines[0])
	}
	return strings.Join(lines, " ")
}

// sentence closes a text with a full stop, if it has no end yet.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// seeLines names the related places of a finding, one on each line.
func seeLines(f *lint.Finding) []string {
	var out []string
	for _, r := range f.Related {
		switch {
		case r.Path == "":
			out = append(out, "Note: "+oneLine(r.Message))
		case r.Range == nil:
			out = append(out, fmt.Sprintf("See %s: %s", Visible(r.Path), oneLine(r.Message)))
		default:
			out = append(out, fmt.Sprintf("See %s:%d: %s", Visible(r.Path), extentOf(r.Range).startLine,
				oneLine(r.Message)))
		}
	}
	return out
}

// totals says how many documents were read and what was found in them.
func totals(run *Run) string {
	r := run.Result
	found := "nothing to report"
	if len(r.Findings) > 0 {
		found = fmt.Sprintf("%s, %s, %d info", count(r.Count(lint.Error), "error"),
			count(r.Count(lint.Warning), "warning"), r.Count(lint.Info))
	}
	if n := len(r.Suppressed); n > 0 {
		found += fmt.Sprintf(", %d suppressed", n)
	}
	if run.Fixed > 0 {
		found += fmt.Sprintf(", %d fixed", run.Fixed)
	}
	if run.Apart != "" {
		found += "; " + oneLine(run.Apart)
	}
	return count(run.Documents, "document") + ": " + found
}

// comparedText says what a pull request was compared with; "" on a full run.
func comparedText(run *Run) string {
	if run.Base == "" {
		return ""
	}
	with := ""
	if run.BaseRef != "" {
		with = " of HEAD and " + oneLine(run.BaseRef)
	}
	return fmt.Sprintf("%s changed since %s, the merge base%s", count(run.Touched, "document"), shortID(run.Base), with)
}

// pendingText says of an approval on a branch what it is worth.
func pendingText(p lint.Pending) string {
	name := p.Document
	if name == "" {
		name = p.Path
	}
	end := "it counts once the change is merged"
	if !p.Whole {
		end = "it counts once the change is merged, and more is needed"
	}
	return oneLine(fmt.Sprintf("%s: %s, grade %s, in commit %s; %s", strings.TrimSpace(name+" "+p.Version), p.By,
		p.Grade, shortID(p.Commit), end))
}
