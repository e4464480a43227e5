package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// Page is one page of the rule reference. Its path is relative to docs/.
type Page struct {
	Path string
	Text []byte
}

const generated = "<!-- Generated from lint/rules by go generate ./...; don't edit it. -->\n\n"

// Pages writes the rule reference: a list with one line for each rule, and a page of details for each family. The
// examples aren't in it: `writ explain --examples` prints them.
func Pages(rules []*lint.Rule) []Page {
	list := &bytes.Buffer{}
	list.WriteString(generated + `# Rules

Each rule has an id that never changes. ` + "`writ explain WR101`" + ` prints what the pages of the families say, and
` + "`writ explain WR101 --examples`" + ` a repository in which the rule reports something and one in which it doesn't.
Severities are set in writ.yaml, for all documents or under some paths:

` + "```yaml" + `
rules:
  WR402: info
  overrides: [{paths: "archive/**", rules: {WR601: off}}]
` + "```" + `
`)
	pages := []Page{{}}
	var family *bytes.Buffer
	for i, r := range rules {
		path := familyPath(r.Family())
		if i == 0 || rules[i-1].Family() != r.Family() {
			family = &bytes.Buffer{}
			fmt.Fprintf(family, "%s# Rules: %s\n\n[All rules](../rules.md)\n", generated, r.Family())
			fmt.Fprintf(list, "\n## %s%s\n\n| Rule | Name | Severity | What is wrong |\n|---|---|---|---|\n",
				strings.ToUpper(r.Family()[:1]), r.Family()[1:])
			pages = append(pages, Page{Path: path})
		}
		fmt.Fprintf(list, "| [%s](%s#%s) | %s | %s | %s |\n", r.ID, path, strings.ToLower(r.ID), r.Name, r.Severity,
			r.Title)
		writeRule(family, r)
		pages[len(pages)-1].Text = family.Bytes()
	}
	pages[0] = Page{"rules.md", list.Bytes()}
	return pages
}

func familyPath(family string) string { return "rules/" + strings.ReplaceAll(family, " ", "-") + ".md" }

func writeRule(b *bytes.Buffer, r *lint.Rule) {
	fmt.Fprintf(b, "\n## %s\n\n**%s** — %s.\n\n", r.ID, r.Name, r.Title)
	facts := []string{"Severity: " + string(r.Severity), "scope: " + string(r.Scope), "since writ " + r.Since}
	if r.Clause != "" {
		facts = append(facts, "serves "+r.Clause)
	}
	if r.Ground&lint.NeedsHistory != 0 {
		facts = append(facts, "needs the history")
	}
	if r.Ground&lint.NeedsRoster != 0 {
		facts = append(facts, "needs people and roles in writ.yaml")
	}
	if !r.Suppressible {
		facts = append(facts, "can't be suppressed")
	} else if !r.InComments() {
		facts = append(facts, "can't be suppressed by a comment")
	}
	fmt.Fprintf(b, "%s.\n\n%s\n", strings.Join(facts, " · "), strings.TrimSpace(r.Text))
}
