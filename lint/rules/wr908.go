package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
)

func wr908() *lint.Rule {
	return &lint.Rule{
		ID: "WR908", Name: "include-matches-nothing", Scope: lint.Config, Severity: lint.Error,
		Title: "A pattern of documents.include finds no file",
		Text: `What no pattern finds is no document: nothing in it is checked, and nothing of it is published. A folder that was renamed,
or a slip in a pattern, would go unnoticed.

**What counts.** A pattern under ` + "`documents.include`" + ` that matches no Markdown file of the working tree, or only files that
` + "`documents.exclude`" + ` takes out again.

**What doesn't.** A pattern whose files other patterns match too; patterns elsewhere in the configuration; a run about a past
day, when a folder may still have been to come.

**How to fix it.** Correct the pattern, or remove it until there is a file for it. Git keeps no empty folders.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR908"), Good: good("WR908"),
		Find: func(p *lint.Pass) error {
			if !p.Config.Documents.Explicit || p.Past {
				return nil
			}
			for i, pattern := range p.Config.Documents.Include {
				if matchesAny(p.Input, pattern) {
					continue
				}
				help, err := helpForPattern(p.Input, pattern)
				if err != nil {
					return err
				}
				path, at, line := p.InConfig("documents", "include", strconv.Itoa(i))
				p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: "documents.include " + pattern,
					Message: fmt.Sprintf("the pattern %s of documents.include finds no document", quoted(pattern)), Help: help})
			}
			return nil
		},
		Seed: seedPattern,
	}
}

func matchesAny(in *lint.Input, pattern string) bool {
	for _, e := range in.Register.All() {
		if doublestar.MatchUnvalidated(pattern, e.Path) {
			return true
		}
	}
	return false
}

// helpForPattern says what is most likely wrong with a pattern.
func helpForPattern(in *lint.Input, pattern string) (string, error) {
	folder, _, below := strings.Cut(pattern, "/")
	if below && !strings.ContainsAny(folder, "*?[{") {
		switch there, err := in.Register.Exists(folder); {
		case err != nil:
			return "", err
		case !there:
			return fmt.Sprintf("there is no folder %s; correct the pattern, or remove it until there is one", quoted(folder)), nil
		}
		switch there, err := in.Register.Exists(pattern); {
		case err != nil:
			return "", err
		case there:
			return fmt.Sprintf("a pattern names files; write %q", strings.TrimRight(pattern, "/")+"/**/*.md"), nil
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
