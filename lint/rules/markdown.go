package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// Markdown writes the rule reference: the families, and each rule with its documentation and examples.
func Markdown(rules []*lint.Rule) []byte {
	var b bytes.Buffer
	b.WriteString(`<!-- Generated from lint/rules by go generate ./...; don't edit it. -->

# Rules

Each rule has an id that never changes. ` + "`writ explain WR101`" + ` prints the same text as this page; ` + "`writ rules`" + ` lists
all rules. Severities are set in writ.yaml, for all documents or under some paths:

` + "```yaml" + `
rules:
  WR402: info
  overrides: [{paths: "archive/**", rules: {WR601: off}}]
` + "```" + `

The examples are small histories: files, and the steps of Git that lead from one state to the next.
`)
	family := ""
	for _, r := range rules {
		if r.Family() != family {
			family = r.Family()
			fmt.Fprintf(&b, "\n## %s%s\n\n", strings.ToUpper(family[:1]), family[1:])
			writeList(&b, rules, family)
		}
		writeRule(&b, r)
	}
	return b.Bytes()
}

func writeList(b *bytes.Buffer, rules []*lint.Rule, family string) {
	b.WriteString("| Rule | Name | Severity | What is wrong |\n|---|---|---|---|\n")
	for _, r := range rules {
		if r.Family() == family {
			fmt.Fprintf(b, "| [%s](#%s) | %s | %s | %s |\n", r.ID, strings.ToLower(r.ID), r.Name, r.Severity, r.Title)
		}
	}
}

func writeRule(b *bytes.Buffer, r *lint.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n**%s** — %s.\n\n", r.ID, r.Name, r.Title)
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
	writeExample(b, "Fires", r.Bad)
	writeExample(b, "Silent", r.Good)
}

// writeExample writes a story in a fence that is longer than any in it.
func writeExample(b *bytes.Buffer, title, story string) {
	fence := "```"
	for strings.Contains(story, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n%stxtar\n%s\n%s\n\n</details>\n", title, fence,
		strings.TrimSpace(story), fence)
}
