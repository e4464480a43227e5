package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
)

// maxNamed is how many documents a line names; the others are counted.
const maxNamed = 8

// meaningOf says in five lines what a pull request means: which documents it changes, how their versions go on,
// whether what they require changes, who must approve, and what is missing. It is "" on a full run.
func meaningOf(run *Run) (string, error) {
	if run.Changes == nil {
		return "", nil
	}
	all, err := run.Changes()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, line := range []struct{ title, text string }{
		{"Documents", touchedLine(run, all)},
		{"Versions", eachNamed(all, versionStep)},
		{"What they require", eachNamed(all, meaning)},
		{"Approval", eachNamed(all, approval)},
		{"Missing", missing(run, all)},
	} {
		if line.text != "" {
			fmt.Fprintf(&b, "- **%s:** %s.\n", line.title, line.text)
		}
	}
	return b.String() + "\n", nil
}

// eachNamed says something of each document, those of which the same is said together; "" where nothing is said.
func eachNamed(all []lint.Changed, say func(lint.Changed) string) string {
	var texts []string
	names := map[string][]string{}
	for _, c := range all {
		text := say(c)
		if text == "" {
			continue
		}
		if names[text] == nil {
			texts = append(texts, text)
		}
		names[text] = append(names[text], nameOf(c))
	}
	var parts []string
	for i, text := range texts {
		if i == maxNamed {
			parts = append(parts, fmt.Sprintf("%d more", len(texts)-i))
			break
		}
		parts = append(parts, few(names[text])+": "+text)
	}
	return strings.Join(parts, "; ")
}

// few names documents, and counts those for which there is no room.
func few(names []string) string {
	if left := len(names) - maxNamed; left > 0 {
		names = append(slices.Clone(names[:maxNamed]), fmt.Sprintf("%d more", left))
	}
	return strings.Join(names, ", ")
}

func nameOf(c lint.Changed) string {
	name := c.ID
	if name == "" {
		name = c.Path
	}
	return "<code>" + EscapeMarkdown(brief(Visible(name))) + "</code>"
}

// brief cuts what is too long for a part of a line.
func brief(s string) string {
	const most = 120
	s = oneLine(s)
	if len(s) > most {
		s = s[:boundary(s, most)] + cut
	}
	return s
}

func touchedLine(run *Run, all []lint.Changed) string {
	var parts []string
	for _, what := range []lint.Happening{lint.Added, lint.Altered, lint.Moved, lint.Removed} {
		var names []string
		for _, c := range all {
			if c.What == what {
				names = append(names, strings.TrimSpace(nameOf(c)+" "+markdownText(brief(c.Title))))
			}
		}
		if len(names) > 0 {
			parts = append(parts, fmt.Sprintf("%d %s: %s", len(names), what, few(names)))
		}
	}
	if len(run.Judges) > 0 {
		var files []string
		for _, f := range run.Judges {
			files = append(files, "<code>"+EscapeMarkdown(brief(f))+"</code>")
		}
		parts = append(parts, "and what documents are judged by: "+few(files))
	}
	if len(parts) == 0 {
		return "none changed"
	}
	return strings.Join(parts, "; ")
}

func versionStep(c lint.Changed) string {
	was, is := markdownText(brief(c.Was)), markdownText(brief(c.Is))
	switch {
	case c.Record && c.Was == "" && c.Is == "":
		return "a record without versions"
	case c.What == lint.Removed:
		return orNone(was) + " is removed"
	case c.Step == lint.SameStep:
		return "stays at " + orNone(was)
	case c.Step == lint.FirstStep:
		return "begins with " + orNone(is)
	case c.Step == lint.OtherStep:
		return fmt.Sprintf("%s → %s, which is neither a major nor a minor step", orNone(was), orNone(is))
	}
	return fmt.Sprintf("%s → %s (%s)", was, is, c.Step)
}

func orNone(version string) string {
	if version == "" {
		return "no version"
	}
	return version
}

// meaning says whether what a document requires changes.
func meaning(c lint.Changed) string {
	switch {
	case c.What == lint.Removed:
		return "required no more"
	case c.What == lint.Added:
		return "new"
	case c.Record:
		return "a record"
	case (c.Normative > 0 || c.File != "") && c.Declared != "":
		return "editorial by its author's word, " + markdownText(brief(c.Declared))
	case c.Normative > 1:
		return fmt.Sprintf("**normative**, %s, and %d more", markdownText(brief(c.First)), c.Normative-1)
	case c.Normative == 1:
		return "**normative**, " + markdownText(brief(c.First))
	case c.File != "":
		return "another file, <code>" + EscapeMarkdown(brief(Visible(c.File))) + "</code>: what it changes can't be read"
	case c.Editorial > 0:
		return "editorial, in " + count(c.Editorial, "place")
	}
	return "no sentence changes: only fields, layout or links"
}

func approval(c lint.Changed) string {
	switch c.Approval {
	case standing.ApprovalCame:
		return "approved on the branch"
	case standing.DraftDue:
		return "a draft, which nobody approves yet"
	case standing.UnknownDue:
		return "not known without the whole history, and people and roles in writ.yaml"
	case standing.ApprovalDue:
		switch {
		case c.Nobody != "":
			return "due, and " + markdownText(shortened(c.Nobody))
		case len(c.By) == 0:
			return markdownText(brief(c.Needs))
		}
		var names []string
		for _, n := range c.By {
			names = append(names, markdownText(brief(n)))
		}
		return markdownText(brief(c.Needs)) + ", which " + few(names) + " may give"
	}
	return "none needed"
}

// missing says what keeps the change from being merged, and what is due otherwise.
func missing(run *Run, all []lint.Changed) string {
	var parts []string
	if n := run.Result.Count(lint.Error); n > 0 {
		var ids []string
		for _, f := range run.Result.Findings {
			id := "<code>" + EscapeMarkdown(f.Rule.ID) + "</code>"
			if f.Severity == lint.Error && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		parts = append(parts, fmt.Sprintf("%s to fix before the merge (%s)", count(n, "error"), few(ids)))
	}
	var due []string
	for _, c := range all {
		if c.Approval == standing.ApprovalDue {
			due = append(due, nameOf(c))
		}
	}
	if len(due) > 0 {
		parts = append(parts, "the approval of "+few(due)+", which is still due")
	}
	if n := run.Result.Count(lint.Warning); n > 0 {
		parts = append(parts, count(n, "warning")+" to look at")
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, "; ")
}
