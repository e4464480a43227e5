package rules

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
)

func wr908() *lint.Rule {
	return &lint.Rule{
		ID: "WR908", Name: "include-matches-nothing", Scope: lint.Config, Severity: lint.Error,
		Title: "A pattern of the configuration finds no file",
		Text: `A pattern that finds nothing does nothing: no document is checked or published by it, nothing is left
out, no kind is given, no severity changes. A folder that was renamed, or a slip in a pattern, would go unnoticed.

**What counts.** A pattern under ` + "`documents.include`" + ` that matches no Markdown file of the working tree, or
only files that ` + "`documents.exclude`" + ` takes out again; one under ` + "`documents.exclude`" + ` that matches no
Markdown file; one under ` + "`documents.kinds`" + ` that matches no document; one under ` + "`rules.overrides`" + `
that matches no file; a folder of ` + "`links.root`" + ` without a file. Without a writ.yaml at the root: one in a
folder, which nothing reads.

**What doesn't.** A pattern whose files other patterns match too; a pattern of ` + "`documents.exclude`" + ` that
names files in any folder, such as ` + "`**/README.md`" + `; a run about a past day, when a folder may still have been
to come.

**How to fix it.** Correct the pattern, or remove it until there is a file for it. Git keeps no empty folders.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR908"), Good: good("WR908"),
		Find: func(p *lint.Pass) error {
			if p.Past {
				return nil
			}
			if p.Config.Path == "" {
				return findMisplaced(p)
			}
			return findIdle(p)
		},
		Seed: seedPattern,
	}
}

// idle is a setting whose patterns may find nothing, and what they are to find.
type idle struct {
	keys    []string
	pattern string
	found   func(pattern string) bool
	none    string
}

// findIdle reports the patterns that find nothing.
func findIdle(p *lint.Pass) error {
	files, err := p.Register.Names()
	if err != nil {
		return err
	}
	matched := func(all []string) func(string) bool {
		return func(pattern string) bool {
			return slices.ContainsFunc(all, func(path string) bool {
				return doublestar.MatchUnvalidated(pattern, path)
			})
		}
	}
	var documents, markdown []string
	for _, e := range p.Register.All() {
		documents = append(documents, e.Path)
	}
	for _, path := range files {
		if config.IsMarkdown(path) {
			markdown = append(markdown, path)
		}
	}
	d := p.Config.Documents
	var all []idle
	for i, pattern := range d.Include {
		if d.Explicit {
			all = append(all, idle{[]string{"documents", "include", strconv.Itoa(i)}, pattern, matched(documents),
				"document"})
		}
	}
	for i, pattern := range d.Exclude {
		if !strings.HasPrefix(pattern, "**/") {
			all = append(all, idle{[]string{"documents", "exclude", strconv.Itoa(i)}, pattern, matched(markdown),
				"Markdown file"})
		}
	}
	for i, k := range d.Kinds {
		all = append(all, idle{[]string{"documents", "kinds", strconv.Itoa(i), "paths"}, k.Paths, matched(documents),
			"document"})
	}
	for i, o := range p.Config.Rules.Overrides {
		for _, pattern := range o.Paths {
			all = append(all, idle{[]string{"rules", "overrides", strconv.Itoa(i), "paths"}, pattern, matched(files),
				"file"})
		}
	}
	if l := p.Config.Links; l.Generated() && l.Root != "." {
		all = append(all, idle{[]string{"links", "root"}, l.Root, matched(files), "folder"})
		all[len(all)-1].found = func(root string) bool {
			return slices.ContainsFunc(files, func(path string) bool { return strings.HasPrefix(path, root+"/") })
		}
	}
	for _, x := range all {
		if x.found(x.pattern) {
			continue
		}
		indexed := func(key string) bool { _, err := strconv.Atoi(key); return err == nil }
		setting := strings.Join(slices.DeleteFunc(slices.Clone(x.keys), indexed), ".")
		path, at, line := p.InConfig(x.keys...)
		help, err := helpForPattern(p.Input, x.pattern)
		if err != nil {
			return err
		}
		p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: setting + " " + x.pattern,
			Message: fmt.Sprintf("the pattern %s of %s finds no %s", quoted(x.pattern), setting, x.none), Help: help})
	}
	return nil
}

// findMisplaced reports a writ.yaml in a folder of a repository that has none at its root: it would be taken for a
// judge, and nothing reads it.
func findMisplaced(p *lint.Pass) error {
	files, err := p.Register.Names()
	if err != nil {
		return err
	}
	for _, name := range files {
		if path.Base(name) == config.File && name != config.File {
			p.Report(lint.Found{Path: name, Anchor: "misplaced", Message: name + " is in a folder, and nothing " +
				"reads it there: nobody judges the documents as it says",
				Help: "move it to the repository's root, with its paths written from there"})
		}
	}
	return nil
}

// helpForPattern says what is most likely wrong with a pattern.
func helpForPattern(in *lint.Input, pattern string) (string, error) {
	const wild = "*?[{"
	if plain := strings.TrimRight(pattern, "/"); !strings.ContainsAny(plain, wild) {
		if there, err := in.Register.Exists(plain); there || err != nil {
			return fmt.Sprintf("a pattern names files; write %q", plain+"/**/*.md"), err
		}
	}
	if folder, _, below := strings.Cut(pattern, "/"); below && !strings.ContainsAny(folder, wild) {
		if there, err := in.Register.Exists(folder); !there || err != nil {
			return fmt.Sprintf("there is no folder %s; correct the pattern, or remove it until there is one",
				quoted(folder)), err
		}
	}
	return "correct the pattern, or remove it until a Markdown file matches it", nil
}

// seedPattern adds a pattern to those that the configuration has.
func seedPattern(s lint.Scratch) error {
	const pattern = "seeded-defect/**/*.md"
	in := s.Input()
	p, ok := in.Config.Place("documents", "include", "0")
	var text []byte
	switch {
	case ok:
		src, err := s.Read(config.File)
		if err != nil {
			return err
		}
		before, flow := src[:p.Start], strings.HasSuffix(strings.TrimRight(string(src[:p.Start]), " \t\r\n"), "[")
		item := `"` + pattern + `"`
		if flow {
			item += ", "
		} else {
			item += "\n" + strings.Repeat(" ", p.Column-1-len("- ")) + "- "
		}
		text = append(append(before[:len(before):len(before)], item...), src[p.Start:]...)
	case in.Config.Path == "":
		text = []byte("version: 1\ndocuments: {include: [\"**/*.md\", \"" + pattern + "\"]}\n")
	default:
		return lint.ErrOutOfReach // documents are found by their folders, or the list holds nothing to stand beside
	}
	if err := s.Write(config.File, text); err != nil {
		return err
	}
	return s.Commit(in.Today, lint.Stranger(), "Seed a pattern that finds nothing")
}
