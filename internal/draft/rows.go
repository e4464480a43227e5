package draft

import (
	"bytes"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
)

// Row is a row of a table of the kind: texts by the names of columns.
type Row map[string]string

// withRows adds rows to the tables of a template, below those that it has. A table that it lacks gets none, and so
// does a column.
func (n *New) withRows(template []byte) ([]byte, error) {
	if len(n.Rows) == 0 {
		return template, nil
	}
	d := document.Parse("new.md", template, n.Config.Fields)
	r, err := records.Read(d, n.Kind.Tables, records.Context{})
	if err != nil {
		return nil, err
	}
	tables := d.Tables()
	for _, of := range slices.Backward(tables) { // from below, so that places stay
		for _, t := range r.Tables {
			for _, piece := range t.Pieces {
				if rows := n.Rows[t.Of.Name]; piece.Span == of.Span && piece.Form == "table" {
					template = slices.Insert(bytes.Clone(template), lineEnd(template, of.Span.End), lines(of, piece, rows)...)
				}
			}
		}
	}
	return template, nil
}

// lines are rows as lines of a table.
func lines(of document.Table, piece records.Piece, rows []Row) []byte {
	var b bytes.Buffer
	for _, row := range rows {
		b.WriteByte('|')
		for _, h := range of.Header {
			cell := ""
			for _, c := range piece.Columns {
				if c.Header == h.Text {
					cell = row[c.Name]
				}
			}
			if cell = cellText(cell); cell != "" {
				cell = " " + cell
			}
			b.WriteString(cell + " |")
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// cellText writes words so that a cell of a table shows them as they are.
func cellText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", "<br>", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`,
		"<", `\<`).Replace(strings.TrimSpace(s))
}

// lineEnd is the place behind the line that a place is in, or ends.
func lineEnd(text []byte, at int) int {
	if at > 0 && text[at-1] == '\n' {
		return at
	}
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}
