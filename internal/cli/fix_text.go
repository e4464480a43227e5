package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

// fixPrinter tells people what was fixed and what is left.
type fixPrinter struct {
	*fixing
	out  io.Writer
	left int // how many fixes are left
}

// written tells what was written, and what a person has to look at.
func (p *fixPrinter) written() {
	p.lines(p.Done)
	left := p.Left(p.After, p.wanted)
	p.left = len(left)
	p.forPeople(left)
	p.total(len(p.Done), "fixed")
}

// safe shows what would be written as a diff.
func (p *fixPrinter) safe() error {
	changes, err := p.changes()
	if err != nil {
		return err
	}
	p.lines(p.Done)
	p.patch(changes)
	left := p.Left(p.Before, p.wanted)
	p.left = len(left) + len(p.Done)
	p.forPeople(left)
	p.total(len(p.Done), "to fix")
	return nil
}

// unsafe shows what a person has to look at as a diff.
func (p *fixPrinter) unsafe() error {
	left := p.Left(p.Before, p.wanted)
	p.left = len(left)
	chosen, others := lint.Together(left, func(*lint.Finding) bool { return true })
	texts := map[string]*twin{}
	if err := p.edit(texts, lint.EditsOf(chosen)); err != nil {
		return err
	}
	p.explained(chosen)
	p.patch(changesOf(texts))
	if len(others) > 0 {
		fmt.Fprintln(p.out, "\nThese overlap with others, and are in the diff once those are applied:")
		p.explained(others)
	}
	if len(left) == 0 {
		fmt.Fprintln(p.out, "no fix is left that a person has to look at")
	}
	return nil
}

// lines prints one line for each fix.
func (p *fixPrinter) lines(all []lint.Finding) {
	for _, f := range all {
		fmt.Fprintln(p.out, fixLine(&f))
	}
}

// fixLine is path:line, rule and what the fix does.
func fixLine(f *lint.Finding) string {
	place := report.PathText(f.Path)
	if len(f.Fix.Edits) > 0 {
		place = fmt.Sprintf("%s:%d", report.PathText(f.Fix.Edits[0].Path), f.Fix.Edits[0].Range.Start.Line)
	}
	return fmt.Sprintf("%s %s %s", place, f.Rule.ID, report.Visible(f.Fix.Title))
}

// explained prints the line of each fix, and why a person has to look at it.
func (p *fixPrinter) explained(all []lint.Finding) {
	for _, f := range all {
		fmt.Fprintf(p.out, "%s\n    %s\n", fixLine(&f), report.Visible(p.Why(&f)))
	}
}

func (p *fixPrinter) forPeople(left []lint.Finding) {
	if len(left) == 0 {
		return
	}
	if len(p.Done) > 0 {
		fmt.Fprintln(p.out)
	}
	fmt.Fprintln(p.out, "Not written, for a person has to look at it; `writ fix --unsafe` shows it as a diff:")
	p.explained(left)
	fmt.Fprintln(p.out)
}

func (p *fixPrinter) total(n int, what string) {
	switch {
	case n == 0 && p.left == 0:
		fmt.Fprintln(p.out, "nothing to fix")
	case n == 0:
		fmt.Fprintln(p.out, "nothing was written")
	default:
		files := map[string]bool{}
		for _, f := range p.Done {
			files[f.Path] = true
		}
		fmt.Fprintf(p.out, "%s in %s %s\n", counted(n, "finding", "findings"), counted(len(files), "file", "files"),
			what)
	}
}

// patch prints changes as a diff that `git apply` takes.
func (p *fixPrinter) patch(changes []rewrite.Change) {
	for _, c := range changes {
		text := string(diff.Diff("a/"+c.Path, c.Was, "b/"+c.Path, c.Now))
		_, text, _ = strings.Cut(text, "\n") // the first line is no part of the format
		for line := range strings.Lines(text) {
			fmt.Fprintln(p.out, patchLine(strings.TrimSuffix(line, "\n")))
		}
	}
}

// patchLine is a line of a diff that can't steer a terminal. A CR at its end stays, for the line has it in the file; a
// name with blanks ends with a tab, as git and patch read it.
func patchLine(line string) string {
	body, cr := strings.CutSuffix(line, "\r")
	parts := strings.Split(body, "\t")
	for i := range parts {
		parts[i] = report.Visible(parts[i])
	}
	out := strings.Join(parts, "\t")
	switch {
	case cr:
		out += "\r"
	case (strings.HasPrefix(out, "--- a/") || strings.HasPrefix(out, "+++ b/")) && strings.Contains(out[6:], " "):
		out += "\t"
	}
	return out
}
