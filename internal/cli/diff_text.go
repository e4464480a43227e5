package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/lint/report"
)

// writeDiffText writes redlines for people. Deleted words are in [-brackets-] and inserted ones in {+braces+}, with
// colour on a terminal that shows any; a line that is only in one of the texts begins with - or +, one that moved with
// < where it was and > where it is.
func (a *app) writeDiffText(all []*compared, f diffFlags) error {
	out := bufio.NewWriter(a.streams.Out)
	w := &diffWriter{out: out, color: a.streams.Color}
	for i, c := range all {
		if i > 0 {
			fmt.Fprintln(out)
		}
		w.document(c)
	}
	if len(all) == 0 {
		fmt.Fprintf(out, "No document differs from where HEAD left %s.\n", report.Visible(f.base))
	}
	return out.Flush()
}

type diffWriter struct {
	out   io.Writer
	color bool
	words redline.Words
}

func (w *diffWriter) document(c *compared) {
	fmt.Fprintf(w.out, "%s\n", w.paint("1", report.Visible(c.id)+"  "+report.Visible(c.title)))
	fmt.Fprintf(w.out, "--- %s\n+++ %s\n", c.old.line(), c.new.line())
	r := c.redline
	if r.Empty() {
		fmt.Fprintf(w.out, "\nNo differences.%s\n", c.hint())
		return
	}
	w.wrap("", "", []span{{text: c.summary(w.words)}})
	if len(r.Fields) > 0 {
		fmt.Fprintln(w.out)
	}
	for _, f := range r.Fields {
		w.wrap("  ", "    ", []span{{text: w.words.Field(f) + ": "}, {redline.Deleted, orNothing(f.Old)}, {text: " "},
			{redline.Inserted, orNothing(f.New)}})
	}
	w.blocks(r)
}

func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// line names one side: what it is, and the file.
func (s *diffSide) line() string {
	if s.entry == nil {
		return report.Visible(s.say)
	}
	return report.Visible(s.say + ": " + s.entry.Path)
}

// hint says why nothing may differ that did once.
func (c *compared) hint() string {
	if c.old.entry != nil && c.new.entry != nil && c.old.entry.Path != c.new.entry.Path {
		return " The file moved."
	}
	if c.old.say == c.new.say {
		return " These are the same words; name an older version, as in `writ diff " + c.id + " " + c.older + "..`."
	}
	return " Only the layout of the file does."
}

// blocks writes what changed under the headings of its sections, and how much is left out.
func (w *diffWriter) blocks(r *redline.Redline) {
	section, same := -1, 0
	for i := range r.Blocks {
		b := &r.Blocks[i]
		if b.Quiet() {
			if b.Kind != document.HeadingBlock {
				same++
			}
			continue
		}
		if b.Section != section {
			w.unchanged(same)
			section = b.Section
			fmt.Fprintf(w.out, "\n%s\n", w.paint("36", report.Visible(sectionLine(w.words, r.Sections[section]))))
		} else {
			w.unchanged(same)
		}
		same = 0
		w.block(r, i)
	}
	w.unchanged(same)
}

func (w *diffWriter) unchanged(n int) {
	if n > 0 {
		fmt.Fprintf(w.out, "  %s\n", w.paint("2", "… "+w.words.Count(n, false)))
	}
}

func sectionLine(words redline.Words, s redline.Section) string {
	where := words.Where(s)
	if s.Number != "" && s.Title != "" {
		where += " " + s.Title
	}
	return where
}

func (w *diffWriter) block(r *redline.Redline, i int) {
	b := &r.Blocks[i]
	sign := map[redline.State]string{redline.Added: "+ ", redline.Removed: "- ", redline.MovedFrom: "< ",
		redline.MovedTo: "> "}[b.State]
	if sign == "" {
		sign = "  "
	}
	if b.State == redline.MovedFrom || b.State == redline.MovedTo {
		fmt.Fprintf(w.out, "%s%s\n", sign, w.paint("2", report.Visible(w.words.Moved(r, i))))
		if b.State == redline.MovedFrom {
			return
		}
	}
	switch {
	case b.Table != nil:
		w.table(b, sign)
	case b.Kind == document.CodeBlock:
		w.code(b, sign)
	default:
		lead := blockLead(b)
		w.wrap(sign+lead, sign+strings.Repeat(" ", utf8.RuneCountInString(lead)), w.spans(b.Runs, whole(b.State)))
	}
	for _, l := range b.Links {
		w.wrap("  ", "    ", []span{{text: w.words.Link(l)}})
	}
}

// whole reports whether a block is only in one of the texts, so that its words need no marks.
func whole(s redline.State) bool { return s == redline.Added || s == redline.Removed }

// blockLead is what stands before the words of a block: the mark of a heading, an item or a footnote.
func blockLead(b *redline.Block) string {
	lead := strings.Repeat("  ", max(0, b.Depth-1))
	switch b.Kind {
	case document.HeadingBlock:
		return strings.Repeat("#", b.Level) + " "
	case document.ItemBlock:
		if b.Ordered {
			return fmt.Sprintf("%s%d. ", lead, b.Number)
		}
		return lead + "- "
	case document.NoteBlock:
		return "[" + report.Visible(b.Label) + "] "
	}
	if b.Depth > 0 {
		lead += "  "
	}
	if b.Quoted {
		lead += "> "
	}
	return lead
}

// span is words that are set alike.
type span struct {
	op   redline.Op
	text string
}

func (w *diffWriter) spans(runs []redline.Run, whole bool) (out []span) {
	for _, r := range runs {
		s := span{r.Op, strings.ReplaceAll(r.Text(), "\n", " ⏎ ")}
		if whole {
			s.op = ""
		}
		out = append(out, s)
	}
	return out
}

// code writes the lines of code that changed.
func (w *diffWriter) code(b *redline.Block, sign string) {
	for _, r := range b.Runs {
		mark := map[redline.Op]string{redline.Deleted: "- ", redline.Inserted: "+ "}[r.Op]
		if mark == "" {
			mark = sign
		}
		for _, l := range strings.Split(strings.TrimSuffix(r.Text(), "\n"), "\n") {
			fmt.Fprintf(w.out, "%s    %s\n", mark, w.paint(hue(r.Op), report.Visible(l)))
		}
	}
}

// table writes the rows that changed, with their cells in one line.
func (w *diffWriter) table(b *redline.Block, sign string) {
	same, t := 0, b.Table
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Quiet() && i > 0 && b.State != redline.Added && b.State != redline.Removed {
			same++
			continue
		}
		w.rowsUnchanged(same)
		same = 0
		mark := map[redline.State]string{redline.Added: "+ ", redline.Removed: "- ", redline.MovedFrom: "< ",
			redline.MovedTo: "> "}[row.State]
		if mark == "" {
			mark = sign
		}
		var all []span
		for k, cell := range row.Cells {
			if k > 0 {
				all = append(all, span{text: " | "})
			}
			all = append(all, w.spans(cell, whole(row.State) || row.State == redline.MovedFrom)...)
		}
		w.wrap(mark+"| ", mark+"    ", append(all, span{text: " |"}))
	}
	w.rowsUnchanged(same)
}

func (w *diffWriter) rowsUnchanged(n int) {
	if n > 0 {
		fmt.Fprintf(w.out, "  %s\n", w.paint("2", "… "+w.words.Count(n, true)))
	}
}

// wrap writes words in lines of at most 80 columns, where words allow it. The first line begins with first, others
// with rest.
func (w *diffWriter) wrap(first, rest string, spans []span) {
	var line strings.Builder
	line.WriteString(first)
	width, empty := utf8.RuneCountInString(first), true
	blank := false
	for _, s := range spans {
		if s.text == "" {
			continue
		}
		open, end := brackets(s.op)
		fields := strings.Fields(s.text)
		if strings.TrimLeft(s.text, " ") != s.text {
			blank = true
		}
		if len(fields) == 0 && s.op != "" && s.op != redline.Equal {
			fields = []string{s.text}
			blank = false
		}
		for k, word := range fields {
			word = report.Visible(word)
			if k == 0 {
				word = open + word
			}
			if k == len(fields)-1 {
				word += end
			}
			n := utf8.RuneCountInString(word)
			switch {
			case (blank || k > 0) && !empty && width+1+n > columns:
				fmt.Fprintln(w.out, line.String())
				line.Reset()
				line.WriteString(rest)
				width = utf8.RuneCountInString(rest)
			case (blank || k > 0) && !empty:
				line.WriteByte(' ')
				width++
			}
			blank, empty = false, false
			line.WriteString(w.paint(hue(s.op), word))
			width += n
		}
		if strings.HasSuffix(s.text, " ") {
			blank = true
		}
	}
	fmt.Fprintln(w.out, line.String())
}

func brackets(op redline.Op) (string, string) {
	switch op {
	case redline.Deleted:
		return "[-", "-]"
	case redline.Inserted:
		return "{+", "+}"
	}
	return "", ""
}

// hue is the colour of words, as ECMA-48 numbers it.
func hue(op redline.Op) string {
	switch op {
	case redline.Deleted:
		return "31"
	case redline.Inserted:
		return "32"
	}
	return ""
}

func (w *diffWriter) paint(code, s string) string {
	if !w.color || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
