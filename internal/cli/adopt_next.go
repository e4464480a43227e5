package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
)

// next prints the commands that come next.
func (t *adoptPrinter) next() error {
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
		line, err := t.where()
		if err != nil {
			return err
		}
		t.line("  %s", line)
	}
	return nil
}

func (t *adoptPrinter) nextWords() string {
	switch {
	case t.written:
		return "Written. Next, commit it and look:"
	case len(t.writes) > 0:
		return "Nothing is written yet. To write it:"
	}
	if t.first {
		return "There is nothing to write. To see what the documents lack, and to accept it, " +
			"so that only what is new is reported:"
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
		return []string{add, fmt.Sprintf("git commit -m \"Adopt %s\"",
			counted(len(x.gaining()), "document", "documents")), "writ lint", "writ build"}
	case len(x.writes) > 0:
		return []string{x.adoptWrite()}
	case x.first:
		return []string{"writ lint", "writ lint --write-baseline"}
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

// where is the line for the folder that all documents have in common.
func (x *adopting) where() (string, error) {
	include := []string{x.common()}
	exclude, err := besideDocuments(x.reg, include)
	return documentsLine(include, exclude), err
}

// common is a pattern for the folder that all documents have in common.
func (x *adopting) common() string {
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
