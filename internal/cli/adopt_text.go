package cli

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/schema"
)

// How much of a long list is shown without --all.
const (
	mostDiffs = 3 // documents whose lines are shown, where there are more than manyDiffs
	manyDiffs = 8
	mostLines = 10
	mostPaths = 3
)

// adoptText prints what would be written, or was, what is missing, and what to do next.
func (a *app) adoptText(x *adopting) error {
	t := &adoptPrinter{textPrinter: &textPrinter{w: a.streams.Out}, adopting: x}
	t.summary()
	if !x.written {
		t.diffs()
	}
	t.unsettled()
	t.leftAlone()
	t.missing()
	t.judged()
	return cmp.Or(t.next(), t.err)
}

type adoptPrinter struct {
	*textPrinter
	*adopting
}

// gaining are the documents that get fields.
func (x *adopting) gaining() []*adopt.Proposal {
	return slices.DeleteFunc(slices.Clone(x.all), func(p *adopt.Proposal) bool { return p.Text == nil })
}

func (t *adoptPrinter) summary() {
	gaining := t.gaining()
	left := 0
	for _, p := range t.all {
		if p.LeftAlone != "" {
			left++
		}
	}
	verb := "would get"
	if t.written {
		verb = "got"
	}
	line := fmt.Sprintf("%s %s front matter", counted(len(gaining), "document", "documents"), verb)
	if len(gaining) == 0 {
		line = "No document gains anything"
	}
	if have := len(t.all) - len(gaining) - left; have > 0 {
		line += fmt.Sprintf("; %s nothing more that could be written", counted(have, "has", "have"))
	}
	if left += len(t.misnamed); left > 0 {
		line += fmt.Sprintf("; %s left alone", counted(left, "file is", "files are"))
	}
	t.line("%s.", line)
	t.folders(gaining)
	t.line("")
}

// folders says how many documents of each folder get which fields.
func (t *adoptPrinter) folders(gaining []*adopt.Proposal) {
	counts := map[string]int{}
	fields := map[string]map[string]int{}
	var names []string
	for _, p := range gaining {
		dir := path.Dir(p.Path)
		if parts := strings.Split(dir, "/"); len(parts) > 2 {
			dir = strings.Join(parts[:2], "/") + "/…"
		}
		if counts[dir] == 0 {
			names = append(names, dir)
			fields[dir] = map[string]int{}
		}
		counts[dir]++
		for _, f := range p.Fields {
			fields[dir][f.Name]++
		}
	}
	width := 0
	for _, dir := range names {
		width = max(width, utf8.RuneCountInString(dir))
	}
	for i, dir := range names {
		if i == mostLines && !t.flags.all {
			t.line("  … %d more folders (--all)", len(names)-i)
			return
		}
		var parts []string
		for _, f := range schema.Fields() {
			if n := fields[dir][f.Name]; n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", f.Name, n))
			}
		}
		t.line("  %-*s  %d   %s", width, dir, counts[dir], strings.Join(parts, ", "))
	}
}

func (t *adoptPrinter) unsettled() {
	var lines []string
	for _, p := range t.all {
		for _, u := range p.Unsettled {
			line := fmt.Sprintf("  %s: %s: %s", p.Path, u.Field, u.Why)
			var from []string
			for _, s := range u.From {
				if strings.HasPrefix(u.Why, strconv.Quote(s.Words)) {
					s.Words = "" // it says so already
				}
				from = append(from, placeWords(s))
			}
			lines = append(lines, line+" ("+strings.Join(from, "; ")+")")
		}
	}
	t.list("Stated, and not written:", lines)
}

func (t *adoptPrinter) leftAlone() {
	var lines []string
	for _, p := range t.all {
		if p.LeftAlone != "" {
			lines = append(lines, fmt.Sprintf("  %s: %s", p.Path, p.LeftAlone))
		}
	}
	if n := len(t.misnamed); n > 0 {
		lines = append(lines, fmt.Sprintf("  %s: Markdown for another program; documents only where documents.include "+
			"of %s names them (%s)", few(t.misnamed, mostPaths), config.File, strings.Join(config.Endings(), ", ")))
	}
	t.list("Left alone:", lines)
}

// list prints lines under a title, the first ones without --all.
func (t *adoptPrinter) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.line("%s", title)
	for i, l := range lines {
		if i == mostLines && len(lines) > mostLines+2 && !t.flags.all {
			t.line("  … %d more (--all)", len(lines)-i)
			break
		}
		t.line("%s", l)
	}
	t.line("")
}

// missing lists what the documents still lack by who can say it.
func (t *adoptPrinter) missing() {
	var lines []string
	for _, ask := range t.asked() {
		lines = append(lines, "  "+ask.who())
		for _, w := range ask.wanting {
			shown := mostPaths
			if t.flags.all {
				shown = len(w.paths)
			}
			lines = append(lines, fmt.Sprintf("    %s  of %s", strings.Join(w.fields, ", "), few(w.paths, shown)))
		}
	}
	t.list("Missing, by who can say it:", lines)
	claims := 0
	for _, p := range t.all {
		if len(p.Claims) > 0 {
			claims++
		}
	}
	if claims > 0 {
		t.line("%s in the text who approved them. That isn't taken over: what counts as an approval is in history.",
			counted(claims, "document says", "documents say"))
		t.line("")
	}
}

// judged says what lint will find in the files.
func (t *adoptPrinter) judged() {
	verb := "would take up"
	if t.written {
		verb = "takes up"
	}
	switch {
	case t.baseline != nil && t.accepted > 0:
		t.line("%s %s %s that the documents have then, so that `writ lint` reports only what is new.", t.baseline.Path,
			verb, "the "+counted(t.accepted, "finding", "findings"))
	case t.baseline != nil:
		t.line("%s loses what no longer occurs.", t.baseline.Path)
	}
	if t.baseline != nil {
		t.line("")
	}
	var lines []string
	for _, f := range t.open {
		lines = append(lines, fmt.Sprintf("  %s: %s [%s]", cmp.Or(f.Path, "the repository"), f.Message, f.Rule.ID))
	}
	t.list("Errors that lint will report, since no baseline accepts them:", lines)
}
