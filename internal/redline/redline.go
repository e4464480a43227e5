package redline

import (
	"github.com/writ-docs/writ/internal/document"
)

// Version is that of the algorithm and of the form in which redlines are kept: what was made by another one is made
// anew.
const Version = "redline 2"

// Op says to which of the two texts a run belongs.
type Op string

// The operations.
const (
	Equal    Op = "equal"
	Deleted  Op = "deleted"  // only in the old text
	Inserted Op = "inserted" // only in the new one
)

// State says what happened to a block, a row or a column.
type State string

// The states.
const (
	Same      State = "same"
	Changed   State = "changed" // its words
	Marked    State = "marked"  // how its words are set, or where they lead; the words are the same
	Added     State = "added"
	Removed   State = "removed"
	MovedFrom State = "moved-from" // it was here, as it was
	MovedTo   State = "moved-to"   // it is here now; changes inside are those that came with the move
)

// Redline is what is different between two documents.
type Redline struct {
	Fields   []Field   `json:"fields"`   // of the front matter, those that changed
	Sections []Section `json:"sections"` // of both, in the order of the blocks; the first one is what comes before any heading
	Blocks   []Block   `json:"blocks"`   // of both, in the order of the new document; what was removed is where it was
	Changes  []Change  `json:"changes"`  // the summary, in the order of the blocks
}

// Empty reports whether nothing changed.
func (r *Redline) Empty() bool { return len(r.Changes) == 0 }

// Field is a field of the front matter that changed. Nil is one that isn't there.
type Field struct {
	Name string  `json:"name"`
	Old  *string `json:"old"`
	New  *string `json:"new"`
}

// Run is a stretch of words that both texts have, or only one of them.
type Run struct {
	Op     Op               `json:"op"`
	Pieces []document.Piece `json:"pieces"`
}

// Text returns the words of a run.
func (r Run) Text() string {
	if len(r.Pieces) == 1 {
		return r.Pieces[0].Text
	}
	var b []byte
	for _, p := range r.Pieces {
		b = append(b, p.Text...)
	}
	return string(b)
}

// Block is a block of either document. Its frame is the new one's, but for what is only in the old one.
type Block struct {
	State   State `json:"state"`
	Section int   `json:"section"` // in which it is
	document.Frame
	Anchor string `json:"anchor,omitempty"` // of a heading
	Number int    `json:"number,omitempty"` // of an item of a list with numbers
	Runs   []Run  `json:"runs,omitempty"`
	Table  *Table `json:"table,omitempty"`
	Links  []Link `json:"links,omitempty"` // of words that stayed, those that lead elsewhere now
	Twin   int    `json:"twin,omitempty"`  // of a moved one: how far away in Blocks the other end of the move is
}

// Link is a link whose words stayed and whose target didn't.
type Link struct {
	Text string `json:"text"`
	Old  string `json:"old"` // "" where the words were no link
	New  string `json:"new"` // "" where they are none any more
}

// Table is a table of either document. Its columns are those of both.
type Table struct {
	Number  int     `json:"number"` // among the tables of the new document, from 1 on; of a removed one, of the old
	Columns []State `json:"columns"`
	Rows    []Row   `json:"rows"` // the header first
}

// Row is a row of a table, with a cell for each column.
type Row struct {
	State State   `json:"state"`
	Cells [][]Run `json:"cells"`
	Twin  int     `json:"twin,omitempty"` // as that of a block, in Rows
}

// Section is a heading with what follows it, up to the next heading.
type Section struct {
	Number string `json:"number,omitempty"` // as written in the heading: "4.1"
	Title  string `json:"title,omitempty"`  // without the number; "" before any heading
	Level  int    `json:"level,omitempty"`
	Old    string `json:"old,omitempty"` // the anchor in the old document; "" where it has no such section
	New    string `json:"new,omitempty"` // the anchor in the new one
	State  State  `json:"state"`         // Added, Removed, Changed where any word did, Marked, or Same
	Moved  bool   `json:"moved,omitempty"`
}

// What says what a change is.
type What string

// What changes are.
const (
	Reworded       What = "reworded"
	TextAdded      What = "text-added"
	TextRemoved    What = "text-removed"
	Renamed        What = "renamed"    // the heading's words changed
	Renumbered     What = "renumbered" // headings have other numbers and the same words
	SectionAdded   What = "section-added"
	SectionRemoved What = "section-removed"
	SectionMoved   What = "section-moved"
	TextMoved      What = "text-moved"
	RowsAdded      What = "rows-added"
	RowsRemoved    What = "rows-removed"
	RowsChanged    What = "rows-changed"
	RowsMoved      What = "rows-moved"
	ColumnsAdded   What = "columns-added"
	ColumnsRemoved What = "columns-removed"
	TableAdded     What = "table-added"
	TableRemoved   What = "table-removed"
	FieldsChanged  What = "fields-changed"
	LinksChanged   What = "links-changed"
	MarksChanged   What = "marks-changed" // how words are set, in any number of places
)

// Change is a line of the summary.
type Change struct {
	What    What `json:"what"`
	Section int  `json:"section"` // in Sections
	Table   int  `json:"table,omitempty"`
	Count   int  `json:"count"` // of blocks, rows, columns, fields or links
	Block   int  `json:"block"` // the first one that it is about; -1 for the front matter
}
