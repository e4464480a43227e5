package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// maxShort is how many characters GitHub takes of a rule's short description.
const maxShort = 1024

// sarifRules describes the rules of the run and of the kept findings, sorted by id, and says where each is.
func sarifRules(run *Run, all []lint.Finding, kept []int) (rules []sarifRule, index map[string]int) {
	byID := map[string]*lint.Rule{}
	for _, r := range run.Rules {
		byID[r.ID] = r
	}
	for _, i := range kept {
		if r := all[i].Rule; byID[r.ID] == nil {
			byID[r.ID] = r
		}
	}
	sorted := make([]*lint.Rule, 0, len(byID))
	for _, r := range byID {
		sorted = append(sorted, r)
	}
	slices.SortFunc(sorted, func(a, b *lint.Rule) int { return cmp.Compare(a.ID, b.ID) })
	rules, index = []sarifRule{}, map[string]int{}
	for i, r := range sorted {
		rules = append(rules, sarifRuleOf(r))
		index[r.ID] = i
	}
	return rules, index
}

func sarifRuleOf(r *lint.Rule) sarifRule {
	title := sentence(cmp.Or(oneLine(r.Title), r.Name, r.ID))
	text := cmp.Or(strings.TrimSpace(r.Text), title)
	first, _, _ := strings.Cut(text, "\n\n")
	return sarifRule{
		ID: r.ID, Name: pascal(r.Name), Short: sarifText{Text: atMost(title, maxShort)},
		Full: sarifText{Text: unlinked(sentence(oneLine(first)))},
		Help: sarifText{Text: text, Markdown: text}, Default: sarifDefault{sarifLevel(r.Severity)},
		Properties: sarifTags(r),
	}
}

// sarifTags are the family of a rule and the clause that it serves.
func sarifTags(r *lint.Rule) *sarifRuleTagged {
	var tags []string
	for _, tag := range []string{r.Family(), r.Clause} {
		if tag != "" {
			tags = append(tags, tag)
		}
	}
	if tags == nil {
		return nil
	}
	return &sarifRuleTagged{tags}
}

func sarifLeftOutRule() sarifRule {
	const why = "The report can't show all findings."
	const help = why + " Programs that read SARIF files limit their size and the number of results. Run `writ lint`, " +
		"or write another format, to see all."
	return sarifRule{
		ID: leftOutRule, Name: pascal(leftOutRule), Short: sarifText{Text: why}, Full: sarifText{Text: why},
		Help: sarifText{Text: help, Markdown: help}, Default: sarifDefault{"note"},
	}
}

// pascal writes a hyphenated name as the standard wants it: owner-missing is OwnerMissing.
func pascal(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// atMost cuts a text to n bytes, which are no fewer than its characters.
func atMost(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:boundary(s, n-len(cut))] + cut
}
