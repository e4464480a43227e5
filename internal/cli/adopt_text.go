package cli

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/snapshot"
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
	t.next()
	return t.err
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
	line := fmt.Sprintf("%s %s front matter", documents(len(gaining)), verb)
	if len(gaining) == 0 {
		line = "No document gains anything"
	}
	if have := len(t.all) - len(gaining) - left; have > 0 {
		line += fmt.Sprintf("; %s nothing more that could be written", hasHave(have))
	}
	if left > 0 {
		line += fmt.Sprintf("; %s left alone", filesAre(left))
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

// diffs shows the lines that files gain, with where each value is from.
func (t *adoptPrinter) diffs() {
	gaining := t.gaining()
	for i, p := range gaining {
		if !t.flags.all && len(gaining) > manyDiffs && i == mostDiffs {
			t.line("… and %s more (--all shows each)", documents(len(gaining)-i))
			t.line("")
			break
		}
		t.diff(p.Path, p.Was, p.Text, p.Fields)
	}
	if t.changesConfig() {
		was, err := snapshot.Read(t.snapshot, config.File)
		t.err = cmp.Or(t.err, err)
		t.diff(config.File, was, t.writes[config.File], nil)
	}
}

func (t *adoptPrinter) diff(path string, was, now []byte, fields []adopt.Field) {
	t.line("%s", path)
	body := false
	for l := range strings.SplitSeq(string(diff.Diff(path, was, path, now)), "\n") {
		body = body || strings.HasPrefix(l, "@@")
		if l = strings.TrimRight(l, "\r"); !body || l == "+" || l == "" || l[0] != '+' && l[0] != '-' {
			continue
		}
		note := ""
		for _, f := range fields {
			rest, ok := strings.CutPrefix(l, "+"+f.Name)
			if !ok {
				rest, ok = strings.CutPrefix(strings.TrimSpace(l[1:]), `"`+f.Name+`"`)
			}
			if ok && strings.HasPrefix(strings.TrimSpace(rest), ":") || ok && strings.HasPrefix(rest, " =") {
				note = "   (" + origin(f.From) + ")"
			}
		}
		t.line("  %-48s%s", l, note)
	}
	t.line("")
}

// origin says where a value is from.
func origin(from []adopt.Source) string {
	var all []string
	for i, s := range from {
		if i == 2 {
			all = append(all, "…")
			break
		}
		all = append(all, placeWords(s))
	}
	return strings.Join(all, "; ")
}

func placeWords(s adopt.Source) string {
	words := ""
	if s.Words != "" {
		words = ": " + s.Words
	}
	switch s.Form {
	case adopt.Line:
		return fmt.Sprintf("line %d%s", s.Line, words)
	case adopt.Cell:
		return fmt.Sprintf("table, line %d%s", s.Line, words)
	case adopt.Key:
		return fmt.Sprintf("key in line %d%s", s.Line, words)
	case adopt.Heading:
		return fmt.Sprintf("heading, line %d%s", s.Line, words)
	case adopt.Commit:
		return fmt.Sprintf("only author, commit %s", s.Commit[:10])
	case adopt.Made:
		return "a free id"
	}
	return string(s.Form) + words
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
			says(claims))
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
			verb, findings(t.accepted))
	case t.baseline != nil:
		t.line("%s loses what no longer occurs.", t.baseline.Path)
	}
	if t.open > 0 {
		t.line("%s can't be accepted by a baseline; `writ lint` shows them.", errorsOf(t.open))
	}
	if t.baseline != nil || t.open > 0 {
		t.line("")
	}
}

// next prints the commands that come next.
func (t *adoptPrinter) next() {
	t.line("%s", t.nextWords())
	for _, c := range t.commands() {
		t.line("  %s", c)
	}
	if t.needsAdoption() {
		t.line("Nothing of it is in force until somebody approves it. To take over what is there as in force:")
		t.line("  %s --by ROLE --reason \"…\"", t.adoptWrite())
	}
	if t.reg.Config.Documents.Everywhere && len(t.paths) == 0 && len(t.writes) > 0 {
		t.line("A new file without an id won't be noticed until writ.yaml says where documents live, such as")
		t.line("  documents: {include: [\"%s\"]}", t.where())
	}
}

func (t *adoptPrinter) nextWords() string {
	switch {
	case t.written:
		return "Written. Next, commit it and look:"
	case len(t.writes) > 0:
		return "Nothing is written yet. To write it:"
	}
	return "There is nothing to write. To see what the documents lack:"
}

// commands are what comes next, as it is typed.
func (x *adopting) commands() []string {
	switch {
	case x.written:
		add := "git add -u :/"
		if x.baseline != nil {
			add += " && git add :/" + x.baseline.Path
		}
		return []string{add, fmt.Sprintf("git commit -m \"Adopt %s\"", documents(len(x.gaining()))), "writ lint",
			"writ build"}
	case len(x.writes) > 0:
		return []string{x.adoptWrite()}
	}
	return []string{"writ lint"}
}

// adoptWrite is the command that writes what is shown.
func (x *adopting) adoptWrite() string {
	c := "writ adopt --write"
	for _, p := range x.args {
		c += " " + shellWord(p)
	}
	if x.flags.by != "" {
		c += " --by " + x.flags.by + " --reason " + shellWord(x.flags.reason)
	}
	return c
}

// shellWord is a word as a shell reads it.
func shellWord(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") == "" && s != "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// needsAdoption reports whether documents that gain front matter wait for an approval that --by would stand in for.
func (x *adopting) needsAdoption() bool {
	return x.config.HasRoster() && x.config.Adoption == nil && x.flags.by == "" && !x.written &&
		slices.ContainsFunc(x.gaining(), func(p *adopt.Proposal) bool { return p.Kind.Approval && p.ID == "" })
}

// where is a pattern for the folder that all documents have in common.
func (x *adopting) where() string {
	common := strings.Split(path.Dir(x.all[0].Path), "/")
	for _, p := range x.all[1:] {
		parts := strings.Split(path.Dir(p.Path), "/")
		n := 0
		for n < min(len(common), len(parts)) && common[n] == parts[n] {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 || common[0] == "." {
		return "**/*.md"
	}
	return strings.Join(common, "/") + "/**/*.md"
}

func documents(n int) string {
	if n == 1 {
		return "1 document"
	}
	return fmt.Sprintf("%d documents", n)
}

func findings(n int) string {
	if n == 1 {
		return "the finding"
	}
	return fmt.Sprintf("the %d findings", n)
}

func errorsOf(n int) string {
	if n == 1 {
		return "1 error"
	}
	return fmt.Sprintf("%d errors", n)
}

func hasHave(n int) string {
	if n == 1 {
		return "1 has"
	}
	return fmt.Sprintf("%d have", n)
}

func filesAre(n int) string {
	if n == 1 {
		return "1 file is"
	}
	return fmt.Sprintf("%d files are", n)
}

func says(n int) string {
	if n == 1 {
		return "1 document says"
	}
	return fmt.Sprintf("%d documents say", n)
}
