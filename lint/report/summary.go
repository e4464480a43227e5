package report

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// Step is something that a reader of a report can do next.
type Step struct {
	Command string // as it is typed, or a line of writ.yaml
	Why     string // what comes of it
}

// How much a summary shows, so that all of it fits on a screen.
const (
	mostRules   = 5
	mostFolders = 2
	mostSteps   = 6
	mostLines   = 30
)

// Summary is the report for people who see a repository for the first time, and says what to do next. Findings have a
// line each where all of them fit; else they are counted by rule, each with an example, and by folder. It has at most
// mostLines lines.
func Summary(w io.Writer, run *Run, opt Options) error {
	deaf := &deafWriter{w: w}
	t := textReport{out: bufio.NewWriterSize(deaf, 64<<10), color: opt.Color}
	steps := run.Next[:min(len(run.Next), mostSteps)]
	if found := run.Result.Findings; len(found)+1+2*len(steps)+2 <= mostLines {
		for i := range found {
			t.heading(&found[i])
		}
		fmt.Fprintln(t.out)
	} else {
		t.byRule(found)
		t.byFolder(found)
	}
	t.steps(steps)
	fmt.Fprintln(t.out, totals(run))
	return errors.Join(t.out.Flush(), deaf.flush())
}

// tally is how many findings have something in common, and the first of them.
type tally struct {
	name  string
	count int
	first *lint.Finding
}

// tallied counts findings by a name, the most frequent first.
func tallied(all []lint.Finding, name func(*lint.Finding) string) []tally {
	by := map[string]*tally{}
	for i := range all {
		n := name(&all[i])
		if by[n] == nil {
			by[n] = &tally{name: n, first: &all[i]}
		}
		by[n].count++
	}
	out := make([]tally, 0, len(by))
	for _, n := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[n])
	}
	slices.SortStableFunc(out, func(a, b tally) int { return cmp.Compare(b.count, a.count) })
	return out
}

func (t *textReport) byRule(all []lint.Finding) {
	rules := tallied(all, func(f *lint.Finding) string { return f.Rule.ID })
	fmt.Fprintln(t.out, t.paint(bold, "By rule, with one example each:"))
	for i, x := range rules {
		if i == mostRules {
			fmt.Fprintf(t.out, "%6d  of %s\n", sumOf(rules[i:]), count(len(rules)-i, "other rule"))
			break
		}
		f := x.first
		fmt.Fprintf(t.out, "%6d  %s %s\n", x.count, t.paint(hueOf(f.Severity), x.name), oneLine(f.Rule.Title))
		fmt.Fprintf(t.out, "        %s: %s\n", t.place(f), begun(oneLine(f.Message)))
	}
}

func sumOf(all []tally) (n int) {
	for _, x := range all {
		n += x.count
	}
	return n
}

// longestExample is how much of an example's message a line shows, in characters.
const longestExample = 100

func begun(s string) string {
	if r := []rune(s); len(r) > longestExample {
		return string(r[:longestExample-1]) + "…"
	}
	return s
}

func (t *textReport) byFolder(all []lint.Finding) {
	folders := tallied(all, func(f *lint.Finding) string {
		if f.Path == "" {
			return "the repository"
		}
		return PathText(path.Dir(f.Path)) + "/"
	})
	if len(folders) < 2 {
		return
	}
	fmt.Fprintln(t.out, t.paint(bold, "By folder:"))
	for i, x := range folders {
		if i == mostFolders {
			fmt.Fprintf(t.out, "%6d  in %s\n", sumOf(folders[i:]), count(len(folders)-i, "other folder"))
			break
		}
		fmt.Fprintf(t.out, "%6d  %s\n", x.count, strings.TrimPrefix(x.name, "./"))
	}
}

func (t *textReport) steps(all []Step) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(t.out, t.paint(bold, "Next:"))
	for _, s := range all {
		fmt.Fprintf(t.out, "  %s\n      %s\n", t.paint(bold, Visible(s.Command)), oneLine(s.Why))
	}
}
