package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/lint/report"
)

// diffMark begins the comment, so that a workflow finds the one that it wrote before.
const diffMark = "<!-- writ diff -->\n"

// maxDiffComment is the size of a comment in bytes: GitHub refuses one above 64 KB.
const maxDiffComment = 60_000

// writeDiffMarkdown writes redlines as a comment for a pull request. What doesn't fit is counted.
func writeDiffMarkdown(out io.Writer, all []*compared) error {
	var b strings.Builder
	b.WriteString(diffMark)
	if len(all) == 0 {
		b.WriteString("No document differs.\n")
	}
	left := 0
	for _, c := range all {
		summary, rest := markdownDocument(c)
		switch {
		case b.Len()+len(summary)+len(rest) < maxDiffComment:
			b.WriteString(summary + rest)
		case b.Len()+len(summary) < maxDiffComment:
			b.WriteString(summary + "_The text is too long to be shown here; `writ diff --base` prints it._\n\n")
		default:
			left++
		}
	}
	if left > 0 {
		fmt.Fprintf(&b, "_%s left out: this comment is full._\n", counted(left, "more document is", "more documents are"))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// markdownDocument is the summary of a document's changes, and its changed text.
func markdownDocument(c *compared) (summary, rest string) {
	var words redline.Words
	md := report.EscapeMarkdown
	summary = fmt.Sprintf("### %s %s\n\n%s → %s\n\n", md(c.id), md(c.title), md(c.old.say), md(c.new.say))
	r := c.redline
	if r.Empty() {
		return summary + "No differences." + md(c.hint()) + "\n\n", ""
	}
	if c.old.entry == nil || c.new.entry == nil {
		summary += c.summary(words) + "\n"
	} else {
		for _, x := range r.Changes {
			summary += "- " + md(words.Say(r, x)) + "\n"
		}
	}
	summary += "\n"
	var b strings.Builder
	if len(r.Fields) > 0 {
		b.WriteString("| Field | Old | New |\n|:--|:--|:--|\n")
		for _, f := range r.Fields {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", md(words.Field(f)), oneLineMarkdown(words.Value(f.Old)),
				oneLineMarkdown(words.Value(f.New)))
		}
		b.WriteString("\n")
	}
	section := -1
	for i := range r.Blocks {
		if r.Blocks[i].Quiet() {
			continue
		}
		if s := r.Blocks[i].Section; s != section {
			section = s
			fmt.Fprintf(&b, "**%s**\n\n", md(sectionLine(words, r.Sections[s])))
		}
		markdownBlock(&b, r, i)
	}
	return summary, b.String()
}

func oneLineMarkdown(s string) string {
	return strings.ReplaceAll(report.EscapeMarkdown(report.Visible(strings.ReplaceAll(s, "\n", " "))), "\n", " ")
}

// markdownBlock writes a block as a quote, so that nothing in it ends the comment's own text.
func markdownBlock(b *strings.Builder, r *redline.Redline, i int) {
	var words redline.Words
	x := &r.Blocks[i]
	if x.Twin != 0 {
		fmt.Fprintf(b, "> _%s_\n", report.EscapeMarkdown(words.Moved(r, i)))
		if x.State == redline.MovedFrom {
			b.WriteString("\n")
			return
		}
		b.WriteString(">\n")
	}
	switch {
	case x.Table != nil:
		markdownRedlineTable(b, x.Table)
	default:
		lead := blockLead(x)
		switch {
		case x.Kind == document.ItemBlock && !x.Ordered:
			lead = "• "
		case x.Kind == document.ItemBlock || x.Kind == document.NoteBlock:
			lead = report.EscapeMarkdown(strings.TrimSpace(lead)) + " "
		default:
			lead = ""
		}
		fmt.Fprintf(b, "> %s%s\n", lead, markdownRuns(x.Runs))
	}
	for _, l := range x.Links {
		fmt.Fprintf(b, ">\n> %s\n", report.EscapeMarkdown(report.Visible(words.Link(l))))
	}
	b.WriteString("\n")
}

// markdownRuns writes words in one line, the elements of HTML that Markdown allows around those that changed.
func markdownRuns(runs []redline.Run) string {
	var b strings.Builder
	for _, r := range runs {
		var lines []string
		for _, l := range strings.Split(r.Text(), "\n") {
			lines = append(lines, report.EscapeMarkdown(report.Visible(l)))
		}
		text := strings.Join(lines, "<br>")
		switch r.Op {
		case redline.Deleted:
			text = "<del>" + text + "</del>"
		case redline.Inserted:
			text = "<ins>" + text + "</ins>"
		}
		b.WriteString(text)
	}
	return b.String()
}

// markdownRedlineTable writes the header and the rows that changed.
func markdownRedlineTable(b *strings.Builder, t *redline.Table) {
	var words redline.Words
	same := 0
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Quiet() && i > 0 && t.Columns[0] == redline.Same {
			same++
			continue
		}
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, markdownRuns(cell))
		}
		fmt.Fprintf(b, "> | %s |\n", strings.Join(cells, " | "))
		if i == 0 {
			fmt.Fprintf(b, "> |%s\n", strings.Repeat(":--|", len(cells)))
		}
	}
	if same > 0 {
		fmt.Fprintf(b, ">\n> _%s_\n", words.Count(same, true))
	}
}
