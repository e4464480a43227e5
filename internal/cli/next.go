package cli

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/lint/rules"
)

// When lint summarizes for people instead of listing: without a configuration above a few findings, and on a terminal
// above what anybody reads.
const (
	mostListedFirst = 3
	mostListed      = 50
)

// introduce makes a report for people one that fits on a screen and says what to do next: above so many findings, and
// the first one of a repository, which has no configuration.
func (a *app) introduce(f lintFlags, p *project, run *linted, limited bool,
	whole *report.Run) (summary bool, err error) {
	n, first := len(run.Result.Findings), p.config.Path == "" && !limited
	if f.format != "text" || f.all || f.base != "" || n == 0 {
		return false, nil
	}
	summary = a.streams.Terminal && n > mostListed || first && n > mostListedFirst
	if !summary && !first {
		return false, nil
	}
	if whole.Apart, err = run.apart(); err != nil {
		return false, err
	}
	whole.Next, err = run.next(!summary)
	return summary, err
}

// apart says how much Markdown is that of programs by others, which isn't looked at without an `include`; "" for none.
func (l *linted) apart() (string, error) {
	names, err := l.Input.Register.Names()
	n := 0
	for _, name := range names {
		if config.IsMarkdown(name) && config.OfOthers(name) {
			n++
		}
	}
	if n == 0 || err != nil || l.Input.Config.Documents.Explicit {
		return "", err
	}
	return fmt.Sprintf("not looked at: %s below vendor, third_party and node_modules", counted(n, "Markdown file",
		"Markdown files")), nil
}

// next says what to do about the findings of a run, the most useful first. listed says that all of them are printed.
func (l *linted) next(listed bool) ([]report.Step, error) {
	var steps []report.Step
	add := func(n int, command, why string) {
		if n > 0 {
			steps = append(steps, report.Step{Command: command, Why: why})
		}
	}
	bare, safe := map[string]bool{}, 0
	for _, f := range l.Result.Findings {
		if slices.Contains([]string{"WR101", "WR103", "WR104", "WR105", "WR106"}, f.Rule.ID) {
			bare[f.Path] = true
		}
		if f.Fix != nil && f.Fix.Safe {
			safe++
		}
	}
	whole := l.Input.Book != nil
	if whole {
		heads := ""
		if n, err := l.unfenced(bare); err != nil {
			return nil, err
		} else if n > 0 {
			heads = fmt.Sprintf(" (%d as front matter without its first ---)", n)
		}
		add(len(bare), "writ adopt", fmt.Sprintf("shows what text and history say of %s%s; --write writes it",
			counted(len(bare), "document that lacks fields", "documents that lack fields"), heads))
		add(safe, "writ fix --diff", fmt.Sprintf("shows what fixes %s by program; without --diff it is written",
			counted(safe, "finding", "findings")))
	}
	root, led, broken, err := l.linkRoot()
	if err != nil {
		return nil, err
	}
	add(led, l.stating(fmt.Sprintf("links: {root: %s}", root)), fmt.Sprintf("%d of %d broken links lead to a page "+
		"of a site generator; this says where they start", led, broken))
	documents, why, err := l.documents()
	if err != nil {
		return nil, err
	}
	add(len(documents), l.stating(documents), why)
	if whole && l.Input.Baseline == nil {
		add(1, "writ lint --write-baseline", "accepts what is there today, so that only what is new is reported")
	}
	if !listed {
		add(1, "writ lint --all", "prints every finding, with its line and how to fix it")
	}
	return steps, nil
}

// unfenced counts the documents at some paths that begin as front matter does, without the fence that opens it.
func (l *linted) unfenced(paths map[string]bool) (n int, err error) {
	for path := range paths {
		e := l.Input.Register.ByPath(path)
		if e == nil {
			continue
		}
		begins, err := rules.Unfenced(e)
		if err != nil {
			return 0, err
		}
		if begins {
			n++
		}
	}
	return n, nil
}

// fewestLed is how many broken links must lead somewhere with one root before that root is worth a word.
const fewestLed = 20

// linkRoot returns the root of links that makes most of the broken ones whole; led is 0 where none makes enough.
func (l *linted) linkRoot() (root string, led, broken int, err error) {
	if l.Input.Config.Links.Generated() {
		return "", 0, 0, nil
	}
	root, led, broken, err = rules.LinkRoot(l.Input, l.Result.Findings)
	if led < fewestLed {
		led = 0
	}
	return root, led, broken, err
}

// noisy returns the smallest folder that has nine of ten findings and not three of four documents, and its share of
// the findings in percent; "" for none.
func (l *linted) noisy() (folder string, share int) {
	docs, found := map[string]int{}, map[string]int{}
	for _, e := range l.Input.Register.Documents {
		eachFolder(e.Path, func(dir string) { docs[dir]++ })
	}
	for _, f := range l.Result.Findings {
		eachFolder(f.Path, func(dir string) { found[dir]++ })
	}
	all, total := len(l.Input.Register.Documents), len(l.Result.Findings)
	for dir, n := range found {
		if 10*n < 9*total || 4*docs[dir] > 3*all || docs[dir] == 0 {
			continue
		}
		if folder == "" || cmp.Or(cmp.Compare(docs[dir], docs[folder]), cmp.Compare(len(folder), len(dir)),
			strings.Compare(dir, folder)) < 0 {
			folder, share = dir, 100*n/total
		}
	}
	return folder, share
}

// eachFolder calls visit with each folder that a path is in, but the root.
func eachFolder(at string, visit func(dir string)) {
	for dir := path.Dir(at); dir != "." && dir != "/"; dir = path.Dir(dir) {
		visit(dir)
	}
}

// stating is how a line comes into writ.yaml: a command that writes a first one, or the line for the one that is
// there.
func (l *linted) stating(line string) string {
	if l.Input.Config.Path == "" {
		return fmt.Sprintf(`printf '%s\n' >>%s`, quotedForPrintf(line), config.File)
	}
	return fmt.Sprintf(`in %s: %s`, config.File, line)
}

// quotedForPrintf is a text as a printf in single quotes needs it.
func quotedForPrintf(s string) string {
	return strings.NewReplacer("'", `'\''`, "%", "%%", `\`, `\\`).Replace(s)
}
