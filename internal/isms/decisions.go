package isms

import (
	"strings"

	"github.com/writ-docs/writ/internal/records"
)

// Decides reports whether a row of decisions and actions is a decision, which needs neither owner nor date. The row's
// type tells it, else the word before its text, else its section. What nothing tells is an action.
func Decides(t *records.Table, row records.Row) bool {
	words := records.Vocabularies()["proceedings"]
	if c, ok := words.Read(t.Cell(row, "type").Text); ok {
		return c.Class == decision
	}
	text := t.Cell(row, "action").Text
	if i := strings.IndexAny(text, ":-–—"); i > 0 {
		if c, ok := words.Read(text[:i]); ok && c.Note == "" {
			return c.Class == decision
		}
	}
	decides := false
	for _, w := range strings.Fields(row.Section) {
		if c, ok := words.Read(w); ok && len(w) > 1 { // D and A are words of a column
			if c.Class != decision {
				return false
			}
			decides = true
		}
	}
	return decides
}

const decision = "decision" // a class of the words
