package redline

import (
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// Text returns the words of a document in the form in which they are compared: each block in a paragraph of its own,
// of a table each row on a line.
func Text(d *document.Document) (string, error) {
	all, err := d.Blocks()
	if err != nil {
		return "", err
	}
	var w textWriter
	for i := range all {
		w.block()
		w.b.WriteString(all[i].Text)
		for _, row := range all[i].Rows {
			for _, cell := range row {
				w.cell(cell.Text)
			}
			w.row()
		}
	}
	return w.b.String(), nil
}

// Old returns the words of the old document: what isn't inserted.
func (r *Redline) Old() string { return r.text(Inserted, Added, MovedTo) }

// New returns the words of the new document: what isn't deleted.
func (r *Redline) New() string { return r.text(Deleted, Removed, MovedFrom) }

// text writes all blocks but for what isn't in one of the documents.
func (r *Redline) text(not Op, states ...State) string {
	without := func(s State) bool { return s == states[0] || s == states[1] }
	var w textWriter
	for i := range r.Blocks {
		b := &r.Blocks[i]
		if without(b.State) {
			continue
		}
		w.block()
		w.b.WriteString(textOf(b.Runs, not))
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows {
			if without(row.State) {
				continue
			}
			for k, cell := range row.Cells {
				if !without(b.Table.Columns[k]) {
					w.cell(textOf(cell, not))
				}
			}
			w.row()
		}
	}
	return w.b.String()
}

func textOf(runs []Run, not Op) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Op != not {
			for _, p := range r.Pieces {
				b.WriteString(p.Text)
			}
		}
	}
	return b.String()
}

type textWriter struct{ b strings.Builder }

func (w *textWriter) block() {
	if w.b.Len() > 0 {
		w.b.WriteString("\n\n")
	}
}

func (w *textWriter) cell(text string) {
	w.b.WriteString("| ")
	w.b.WriteString(text)
	w.b.WriteString(" ")
}

func (w *textWriter) row() { w.b.WriteString("|\n") }
