package isms

import (
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// pipeTable is a table of Markdown, or a sheet, as its lines.
type pipeTable struct {
	sheet    bool
	sections string   // the headings above it, the outermost first
	head     string   // its header and the line below that
	first    int      // index of the text's line that is its first row
	lines    []string // of its rows
}

// sheetTable is a sheet whose head is all up to its second row; false for one without rows, or with faults.
func sheetTable(src []byte) (t pipeTable, ok bool) {
	rows, ok := document.SheetRows(src)
	if !ok || len(rows) < 2 {
		return t, false
	}
	t.sheet, t.head = true, string(src[:rows[1].Start])
	for _, row := range rows[1:] {
		line := strings.TrimSuffix(string(src[row.Start:row.End]), "\n")
		t.lines = append(t.lines, strings.TrimSuffix(line, "\r"))
	}
	return t, true
}

// document is a document with the table alone, and only some lines of it.
func (t *pipeTable) document(front string, lines []string) string {
	return front + "\n" + t.sections + "\n" + t.head + "\n" + strings.Join(lines, "\n") + "\n"
}

var (
	delimiterRow = lazyregexp.New(`^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	boldLine     = lazyregexp.New(`^(?:\*\*|__).{1,80}(?:\*\*|__)[ \t]*:?[ \t]*$`)
	interrupts   = lazyregexp.New(`^ {0,3}(?:#{1,6}(?:[ \t]|$)|>|[-*+][ \t]|1[.)][ \t]|(?:[-*_][ \t]*){3,}$)`)
)

// tableFinder goes through the lines of a text.
type tableFinder struct {
	all      []pipeTable
	read     int // lines before this one
	sections []sectionLine
	open     *pipeTable // whose rows go on
	before   string     // the line above, where it can be a header; ""
	fence    string     // that closes the code in which the line is; ""
	comment  bool       // the line is in a comment
}

type sectionLine struct {
	level int
	text  string
}

// pipeTables finds the tables of a text by its lines. It reports false for a text whose lines alone don't tell: with
// HTML, with indented code, with headings that are underlined, with tables in lists and quotations.
func pipeTables(body string) ([]pipeTable, bool) {
	f := &tableFinder{}
	for chunk := range strings.Lines(body) {
		if line, ok := bare(chunk); !ok || !f.line(line) {
			return nil, false
		}
		f.read++
	}
	f.end()
	return f.all, true
}

// bare is a line without its end. It reports false for a line in which there is another one: a carriage return alone
// ends a line, too.
func bare(chunk string) (line string, ok bool) {
	line = strings.TrimSuffix(strings.TrimSuffix(chunk, "\n"), "\r")
	return line, strings.IndexByte(line, '\r') < 0
}

func (f *tableFinder) end() {
	if f.open != nil {
		f.all = append(f.all, *f.open)
	}
	f.open, f.before = nil, ""
}

// line takes the next line; false where lines alone don't tell.
func (f *tableFinder) line(text string) bool {
	trimmed := strings.TrimLeft(text, " ")
	switch {
	case f.open != nil && f.fence == "" && !f.comment && row(text):
		f.open.lines = append(f.open.lines, text)
		return true
	case f.fence != "":
		if strings.HasPrefix(trimmed, f.fence) && strings.Trim(trimmed, f.fence[:1]+" \t") == "" {
			f.fence = ""
		}
		return true
	case f.comment:
		before, after, closed := strings.Cut(text, "-->")
		f.comment = !closed
		return !closed || strings.TrimSpace(after) == "" && !strings.Contains(before, "|")
	case strings.TrimSpace(text) == "":
		f.end()
		return true
	case f.open == nil && f.before == "" && (strings.HasPrefix(text, "    ") || strings.HasPrefix(trimmed, "\t")):
		return !strings.Contains(text, "|")
	}
	return f.inFlow(text, trimmed)
}

// row reports quickly whether a line below a table's head is one of its rows: it begins with a pipe, and isn't like
// the line below a header.
func row(line string) bool {
	trimmed := strings.TrimLeft(line, " ")
	if trimmed == "" || trimmed[0] != '|' {
		return false
	}
	rest := strings.TrimLeft(trimmed[1:], " \t")
	return rest != "" && rest[0] != '-' && rest[0] != ':' && rest[0] != '|'
}

// inFlow takes a line that is neither code nor a comment, and isn't blank.
func (f *tableFinder) inFlow(text, trimmed string) bool {
	switch {
	case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
		f.end()
		n := len(trimmed) - len(strings.TrimLeft(trimmed, trimmed[:1]))
		f.fence = trimmed[:n]
		return true
	case strings.HasPrefix(trimmed, "<!--"):
		f.end()
		_, rest, closed := strings.Cut(trimmed[len("<!--"):], "-->")
		f.comment = !closed
		return !closed || strings.TrimSpace(rest) == ""
	case strings.HasPrefix(trimmed, "<"):
		return false
	case strings.HasPrefix(trimmed, "#"):
		f.end()
		f.heading(text, len(trimmed)-len(strings.TrimLeft(trimmed, "#")))
		return true
	case (f.open != nil || f.before != "" && !strings.Contains(f.before+text, "|")) && strings.Trim(trimmed, "-= \t") == "":
		return false // a heading that is underlined
	case f.open != nil && !interrupts.MatchString(text):
		f.open.lines = append(f.open.lines, text)
		return !delimiterRow.MatchString(text) // what looked like a table above may be none
	case delimiterRow.MatchString(text) && f.before != "" && strings.Contains(f.before+text, "|"):
		f.open = &pipeTable{head: f.before + "\n" + text, sections: f.chain(), first: f.read + 1}
		return true
	case interrupts.MatchString(text):
		f.end()
		return !strings.Contains(text, "|") || strings.HasPrefix(trimmed, "-") && !strings.Contains(text, "| ")
	}
	if boldLine.MatchString(text) {
		f.heading(text, 7)
	}
	f.before = text
	return true
}

func (f *tableFinder) heading(text string, level int) {
	for n := len(f.sections); n > 0 && f.sections[n-1].level >= level; n-- {
		f.sections = f.sections[:n-1]
	}
	f.sections = append(f.sections, sectionLine{level, text})
}

// chain is the headings above the next table, each with a blank line below.
func (f *tableFinder) chain() string {
	var b strings.Builder
	for _, s := range f.sections {
		b.WriteString(s.text + "\n\n")
	}
	return b.String()
}
