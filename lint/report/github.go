package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// annotationsShown is how many annotations of each type GitHub shows for a step. The others vanish from its
// pages without a word, so that the last line of the report tells.
const annotationsShown = 10

// GitHub is a list of workflow commands, one for each finding, errors first. Each line that holds text of a
// document is a command of writ's own, in which that text can't end the line or begin another command.
func GitHub(w io.Writer, run *Run, _ Options) error {
	g := githubReport{out: bufio.NewWriterSize(w, 64<<10)}
	all := run.Result.Findings
	order := heaviest(all)
	grave := len(all) - run.Result.Count(lint.Info)
	for _, i := range order[:grave] {
		g.finding(&all[i])
	}
	for _, s := range grouped(run.Result.Skipped) {
		g.command("notice", "writ: rules that did not run", "", extent{},
			strings.Join(s.rules, ", ")+": "+oneLine(s.why))
	}
	for _, i := range order[grave:] {
		g.finding(&all[i])
	}
	for _, p := range run.Result.Pending {
		fmt.Fprintf(g.out, "Pending: %s.\n", pendingText(p))
	}
	if text := comparedText(run); text != "" {
		fmt.Fprintf(g.out, "Compared: %s.\n", text)
	}
	fmt.Fprintln(g.out, totals(run))
	if n := unannotated(run); n > 0 {
		fmt.Fprintf(g.out, "GitHub shows %d annotations of each type for a step, so %s not among them; the lines "+
			"above have all.\n", annotationsShown, areCount(n, "finding"))
	}
	return g.out.Flush()
}

// unannotated is how many findings GitHub doesn't show as annotations.
func unannotated(run *Run) int {
	n := 0
	for _, s := range []lint.Severity{lint.Error, lint.Warning, lint.Info} {
		shown := annotationsShown
		if s == lint.Info {
			shown = max(0, shown-len(grouped(run.Result.Skipped)))
		}
		n += max(0, run.Result.Count(s)-shown)
	}
	return n
}

// githubReport writes commands. Errors stay in out until it is flushed.
type githubReport struct {
	out     *bufio.Writer
	columns units16
}

func (g *githubReport) finding(f *lint.Finding) {
	var at extent
	if f.Range != nil {
		at = g.columns.extent(f)
	}
	text := append(sentences(f), seeLines(f)...)
	g.command(githubType(f.Severity), strings.TrimSpace(f.Rule.ID+" "+f.Rule.Name), f.Path, at,
		strings.Join(text, "\n"))
}

func githubType(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	}
	return "notice"
}

// command writes one workflow command. An empty path and a zero extent are left out.
func (g *githubReport) command(kind, title, path string, at extent, message string) {
	fmt.Fprintf(g.out, "::%s title=%s", kind, commandProperty(Visible(title)))
	if path != "" {
		fmt.Fprintf(g.out, ",file=%s", commandProperty(Visible(path)))
	}
	if at != (extent{}) {
		fmt.Fprintf(g.out, ",line=%d,endLine=%d,col=%d,endColumn=%d", at.startLine, at.endLine,
			at.startColumn, at.endColumn)
	}
	fmt.Fprintf(g.out, "::%s\n", commandData(message))
}

// commandData escapes the text of a workflow command.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// commandProperty escapes the value of a property of a workflow command.
func commandProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
