package document

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HTML returns a sheet's table as the table of a text is shown, named for those who can't see it, with its first rows
// and cells set as look says; nil sets all alike. Nothing in a cell is markup.
func (t Table) HTML(name string, rows int, look func(at int) Look) string {
	if look == nil {
		look = func(int) Look { return Look{} }
	}
	var b strings.Builder
	b.WriteString(`<div class="table-scroll" role="region" tabindex="0" aria-label="` + html.EscapeString(name) +
		"\"><table>\n<thead>\n<tr>")
	for _, c := range t.Header {
		if c.Text == "" {
			b.WriteString("<td></td>") // it heads nothing
			continue
		}
		b.WriteString(`<th scope="col"` + lookClass(look(c.Span.Start)) + ">" + cellHTML(c) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range t.Rows[:min(rows, len(t.Rows))] {
		b.WriteString("<tr>")
		for i, c := range row {
			if i < len(t.Header) {
				l := look(c.Span.Start)
				b.WriteString("<td" + lookClass(l) + ">" + l.mark(c.Text) + cellHTML(c) + "</td>")
			} else {
				b.WriteString(`<td class="extra-cell">` + cellHTML(c) + "</td>")
			}
		}
		for range len(t.Header) - len(row) {
			b.WriteString("<td></td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table></div>\n")
	return b.String()
}

func lookClass(l Look) string {
	if l.End {
		return ` class="align-right"`
	}
	return ""
}

// mark returns the sign before a cell's words; "" where they begin with one themselves.
func (l Look) mark(words string) string {
	if first, _ := utf8.DecodeRuneInString(words); l.Mark == "" || !unicode.IsLetter(first) {
		return ""
	}
	return `<span class="mark" aria-hidden="true">` + html.EscapeString(l.Mark) + "</span>"
}

func cellHTML(c Cell) string {
	return strings.ReplaceAll(html.EscapeString(withoutControls(c.Text)), "\n", "<br>")
}

// withoutControls returns a text without characters that no page may hold.
func withoutControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
