package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// Sizes, in bytes. GitHub refuses a comment above 64 KB, and a summary above 1 MiB as a whole; both leave room for
// what a workflow puts around them.
const (
	maxComment = 60_000
	maxSummary = 1_000_000
	maxMessage = 2_000 // of one finding, before it is escaped
)

// commentMark begins the comment, so that a workflow finds the one that it wrote before.
const commentMark = "<!-- writ lint -->\n"

// Markdown is a comment for a pull request, under 64 KB. It shows the heaviest findings and says how many it
// leaves out.
func Markdown(w io.Writer, run *Run, _ Options) error {
	meaning, err := meaningOf(run)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, commentMark+markdown(run, maxComment-len(commentMark), meaning)+"\n")
	return err
}

// GitHubSummary is the summary of a job on GitHub, in Markdown under 1 MiB. It says how many findings GitHub
// doesn't show as annotations, and how many the summary itself leaves out.
func GitHubSummary(w io.Writer, run *Run, _ Options) error {
	lead, err := meaningOf(run)
	if err != nil {
		return err
	}
	if n := unannotated(run); n > 0 {
		lead += fmt.Sprintf("GitHub shows at most %d annotations of each type for a step; %s not shown there.\n\n",
			annotationsShown, areCount(n, "finding"))
	}
	_, err = io.WriteString(w, markdown(run, maxSummary, lead)+"\n")
	return err
}

func areCount(n int, what string) string {
	if n == 1 {
		return count(n, what) + " is"
	}
	return count(n, what) + " are"
}

const tableHead = "| Severity | Place | Finding | Rule |\n|:--|:--|:--|:--|\n"

// markdown renders a run in fewer than limit bytes: what it is about, a table of findings, and what is missing.
func markdown(run *Run, limit int, lead string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### writ lint\n\n%s.\n\n%s", totals(run), lead)
	end := closing(run)
	room := limit - b.Len() - len(end) - len(tableHead) - 200 // for the note of what is left out
	order := heaviest(run.Result.Findings)
	shown := 0
	for _, i := range order {
		row := markdownRow(&run.Result.Findings[i])
		if room -= len(row); room < 0 {
			break
		}
		if shown == 0 {
			b.WriteString(tableHead)
		}
		b.WriteString(row)
		shown++
	}
	if shown > 0 {
		b.WriteByte('\n')
	}
	if left := len(order) - shown; left > 0 {
		fmt.Fprintf(&b, "**%s left out here**, for the room is limited; the heaviest are shown. `writ lint` shows "+
			"all.\n\n", areCount(left, "finding"))
	}
	b.WriteString(end)
	return strings.TrimRight(b.String(), "\n")
}

// closing says what did not run, and what was judged.
func closing(run *Run) string {
	var b strings.Builder
	for i, g := range grouped(run.Result.Skipped) {
		if i == 20 {
			b.WriteString("- more; `writ lint` lists them.\n")
			break
		}
		fmt.Fprintf(&b, "- Did not run: %s: %s\n", markdownText(strings.Join(g.rules, ", ")),
			markdownText(shortened(g.why)))
	}
	for i, p := range run.Result.Pending {
		if i == 50 {
			fmt.Fprintf(&b, "- %d more pending approvals; `writ lint` lists them.\n", len(run.Result.Pending)-i)
			break
		}
		fmt.Fprintf(&b, "- Pending: %s.\n", markdownText(shortened(pendingText(p))))
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "Judged on %s", run.Today)
	if run.Head != "" {
		fmt.Fprintf(&b, " at <code>%s</code>", markdownText(shortID(run.Head)))
	}
	if text := comparedText(run); text != "" {
		fmt.Fprintf(&b, "; %s", markdownText(text))
	}
	for _, note := range run.notes() {
		fmt.Fprintf(&b, "; %s", markdownText(shortened(note)))
	}
	return b.String() + ".\n"
}

func shortID(id string) string { return id[:min(12, len(id))] }

func markdownRow(f *lint.Finding) string {
	var text []string
	size := 0
	for _, line := range append(sentences(f), seeLines(f)...) {
		if size += len(line); len(text) > 0 && size > maxMessage {
			text = append(text, cut)
			break
		}
		text = append(text, markdownText(shortened(line)))
	}
	return fmt.Sprintf("| %s | <code>%s</code> | %s | <code>%s</code> |\n",
		f.Severity, EscapeMarkdown(shortened(placeText(f))), strings.Join(text, "<br>"), EscapeMarkdown(f.Rule.ID))
}

// shortened makes a text safe to show, and cuts what is longer than a page.
func shortened(s string) string {
	s = oneLine(s)
	if len(s) > maxMessage {
		s = s[:boundary(s, maxMessage)] + cut
	}
	return s
}

// markdownText shows a text in Markdown as it is, save that what is between backticks is code.
func markdownText(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // a backtick without its partner
		return EscapeMarkdown(s)
	}
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 0 || part == "":
			b.WriteString(EscapeMarkdown(part))
		default:
			b.WriteString("<code>" + EscapeMarkdown(part) + "</code>")
		}
	}
	return b.String()
}

// nothing is a space of no width, which breaks what a forge would make a link of.
const nothing = "&#8203;"

// EscapeMarkdown keeps a text from being markup, and from naming people, issues or addresses: a document must
// not notify anybody from a comment.
func EscapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '\\', '`', '*', '_', '[', ']', '|', '~', '!', '$', '{', '}':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '@', '#':
			b.WriteRune(r)
			b.WriteString(nothing)
		case ':':
			b.WriteByte(':')
			if strings.HasPrefix(s[i:], "://") {
				b.WriteString(nothing)
			}
		case '.':
			if i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteString(nothing)
			}
			b.WriteByte('.')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
