package document

import (
	"html"
	"strings"
)

// HTML returns a sheet's table as the table of a text is shown, named for those who can't see it, with its first rows.
// Nothing in a cell is markup.
func (t Table) HTML(name string, rows int) string {
	var b strings.Builder
	b.WriteString(`<div class="table-scroll" role="region" tabindex="0" aria-label="` + html.EscapeString(name) +
		"\"><table>\n<thead>\n<tr>")
	for _, c := range t.Header {
		if c.Text == "" {
			b.WriteString("<td></td>") // it heads nothing
			continue
		}
		b.WriteString(`<th scope="col">` + cellHTML(c) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range t.Rows[:min(rows, len(t.Rows))] {
		b.WriteString("<tr>")
		for i, c := range row {
			if i < len(t.Header) {
				b.WriteString("<td>" + cellHTML(c) + "</td>")
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
