package records

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// Reading is what a document holds of its kind's typed data.
type Reading struct {
	Tables []Table // of the kind, in its order; those that aren't there are left out
	Stated []Stated
	Others []Other
}

// Table is a table of the kind. Several of the same sort, split by year or theme, are one.
type Table struct {
	Of     schema.Table
	Pieces []Piece
	Rows   []Row
}

// Piece is a table or a list of the document.
type Piece struct {
	Form    string // table, downwards or list
	Section string // the innermost heading above it
	Columns []Column
	Own     []string // headers that the kind doesn't know: the company's own columns
	Doubled []string // headers of a column that another one already is
	Span    document.Span
}

// Column is a column that was found.
type Column struct {
	Name   string // of the kind
	Header string // as written
}

// Row is a row with a cell for each column of the kind.
type Row struct {
	Piece   int
	Section string
	Cells   []Cell
	Missing int // cells that the header has and the row doesn't
	Extra   int // cells beyond the header's
	Span    document.Span
}

// Filled reports whether a row says anything.
func (r Row) Filled() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.State != Empty && c.State != Placeholder })
}

// Cell is a value and its place; one that isn't there is Empty and has no place.
type Cell struct {
	Value
	Span document.Span
}

// Other is a table that is none of the kind, with the one that it comes nearest to.
type Other struct {
	Headers []string
	Near    string
	Missing []string // the key columns that it lacks
	Span    document.Span
}

// Cell returns the cell of a column; an Empty one for a name that no column has.
func (t *Table) Cell(r Row, column string) Cell {
	if _, i := t.Of.Columns.Named(column); i >= 0 {
		return r.Cells[i]
	}
	return Cell{}
}

// reader reads one document.
type reader struct {
	context Context
	doc     *document.Document
	src     []byte
	outline outline
	saying  map[document.Span]bool // tables that state fields
	whole   bool                   // what is read is a file of its own, for the kind's only table
	sorts   []*sort
	reading Reading
}

// sort is a table of the kind while it is read.
type sort struct {
	Table
	columns []*column
}

// Read reads the tables, lists and stated lines of a document as its kind has them: see Text.Read.
func Read(d *document.Document, of schema.Tables, ctx Context) (Reading, error) {
	t, err := TextOf(d)
	if err != nil {
		return Reading{}, err
	}
	return t.Read(of, ctx)
}

// Read reads the tables, lists and stated lines of the document as a kind has them. Without a day from which relative
// times count, they count from the date that a line states. It fails only where the document's sheet can't be read any
// more.
func (t *Text) Read(of schema.Tables, ctx Context) (Reading, error) {
	d, lines := t.doc, t.lines()
	r := &reader{context: ctx, doc: d, src: t.src, saying: map[document.Span]bool{}}
	r.outline = outlineOf(d, lines)
	r.stated(of.Stated, lines)
	for _, t := range of.Tables {
		s := &sort{Table: Table{Of: t}}
		for _, c := range t.Columns {
			s.columns = append(s.columns, r.context.column(c))
		}
		r.sorts = append(r.sorts, s)
	}
	for _, t := range d.Tables() {
		r.table(t)
	}
	if d.Sheet != nil {
		t, err := d.Sheet.Table()
		if err != nil {
			return Reading{}, err
		}
		if r.whole = len(of.Tables) == 1; len(t.Header) > 0 {
			r.table(t)
		}
		r.whole = false
	}
	r.lists(lines)
	for _, s := range r.sorts {
		if len(s.Pieces) > 0 {
			s.relative()
			slices.SortStableFunc(s.Rows, func(a, b Row) int { return a.Span.Start - b.Span.Start })
			r.reading.Tables = append(r.reading.Tables, s.Table)
		}
	}
	return r.reading, nil
}

// relative reads times that count from the day on which their row was raised.
func (s *sort) relative() {
	_, raised := s.Of.Columns.Named("raised")
	if raised < 0 {
		return
	}
	for _, row := range s.Rows {
		from := row.Cells[raised]
		for i := range row.Cells {
			if i != raised && from.State == Known {
				s.columns[i].since(&row.Cells[i].Value, from.When.First)
			}
		}
	}
}

// table reads a table of the document as the one of the kind that fits best.
func (r *reader) table(t document.Table) {
	names := make([]string, len(t.Header))
	for i, h := range t.Header {
		names[i] = h.Text
	}
	if s, f := r.fitting(names, t.Span.Start); s != nil {
		r.rows(s, f, t, names)
		return
	}
	if down, left := turned(t); down != nil {
		if s, f := r.fitting(left, t.Span.Start); s != nil {
			r.downwards(s, f, down, left, t.Span)
			return
		}
	}
	if !r.saying[t.Span] {
		r.reading.Others = append(r.reading.Others, r.other(names, t.Span))
	}
}

// fitting returns the table of the kind whose key columns a header has. Where several fit, the section decides, then
// the number of columns that have their own names, and of those that are known.
func (r *reader) fitting(names []string, at int) (*sort, fit) {
	var best *sort
	var found fit
	var score [4]int
	for _, s := range r.sorts {
		f := fitOf(&s.Of, names)
		n, in := r.outline.near(at, s.Of.In)
		if len(f.missing) > 0 || s.Of.Only && !in && !r.whole {
			continue
		}
		this := [4]int{-len(r.outline) - 1, 0, f.exact, f.known}
		if in {
			this[0], this[1] = -n.depth, n.length
		}
		if best == nil || slices.Compare(this[:], score[:]) > 0 {
			best, found, score = s, f, this
		}
	}
	return best, found
}

// rows adds the rows of a table with a header.
func (r *reader) rows(s *sort, f fit, t document.Table, names []string) {
	piece := r.piece(s, f, "table", names, t.Span)
	all := make([]Cell, len(t.Rows)*len(s.columns))
	for i, cells := range t.Rows {
		if i == 0 && f.again(&s.Of, cells) {
			continue // a second row of headers
		}
		row := Row{Piece: piece, Section: s.Pieces[piece].Section, Cells: all[:len(s.columns):len(s.columns)],
			Missing: max(0, len(names)-len(cells)), Extra: max(0, len(cells)-len(names))}
		all = all[len(s.columns):]
		if len(cells) > 0 {
			row.Span = document.Span{Start: cells[0].Span.Start, End: cells[len(cells)-1].Span.End}
		}
		for c, at := range f.columns {
			if at >= 0 && at < len(cells) {
				row.Cells[c] = Cell{s.columns[c].read(cells[at].Text), cells[at].Span}
			}
		}
		s.dueByNote(row)
		s.Rows = append(s.Rows, row)
	}
}

// dueByNote reads a due date from a row's notes, where the table has no column for it: "Due Q1 2024".
func (s *sort) dueByNote(row Row) {
	due, d := s.Of.Columns.Named("due")
	_, n := s.Of.Columns.Named("notes")
	if d < 0 || n < 0 || row.Cells[d].Span != (document.Span{}) {
		return
	}
	if m := dueIn.FindStringSubmatch(row.Cells[n].Text); m != nil {
		if v := s.columns[d].read(m[1]); v.State == Known && due.Type == "day" {
			row.Cells[d] = Cell{v, row.Cells[n].Span}
		}
	}
}

// downwards adds the one row of a table whose left cells are names of columns.
func (r *reader) downwards(s *sort, f fit, cells []document.Cell, names []string, span document.Span) {
	piece := r.piece(s, f, "downwards", names, span)
	row := Row{Piece: piece, Section: s.Pieces[piece].Section, Cells: make([]Cell, len(s.columns)), Span: span}
	for c, at := range f.columns {
		if at >= 0 {
			row.Cells[c] = Cell{s.columns[c].read(cells[at].Text), cells[at].Span}
		}
	}
	s.Rows = append(s.Rows, row)
}

// turned returns the right cells of a table with two columns, and the texts of its left ones.
func turned(t document.Table) (right []document.Cell, left []string) {
	for _, cells := range append([][]document.Cell{t.Header}, t.Rows...) {
		if len(cells) != 2 {
			return nil, nil
		}
		right, left = append(right, cells[1]), append(left, cells[0].Text)
	}
	return right, left
}

func (r *reader) piece(s *sort, f fit, form string, names []string, span document.Span) int {
	p := Piece{Form: form, Section: r.outline.at(span.Start), Span: span, Doubled: f.doubled}
	for c, at := range f.columns {
		if at >= 0 {
			p.Columns = append(p.Columns, Column{s.Of.Columns[c].Name, names[at]})
		}
	}
	for i, n := range names {
		if !slices.Contains(f.columns, i) && !slices.Contains(f.doubled, n) {
			p.Own = append(p.Own, n)
		}
	}
	s.Pieces = append(s.Pieces, p)
	return len(s.Pieces) - 1
}

// other says which table of the kind a table comes nearest to.
func (r *reader) other(names []string, span document.Span) Other {
	o := Other{Headers: names, Span: span}
	best := 0
	for _, s := range r.sorts {
		if f := fitOf(&s.Of, names); f.known > best {
			best, o.Near, o.Missing = f.known, s.Of.Name, f.missing
		}
	}
	return o
}

// Anchor is the place of a row on the page of its document, to which links lead: its id as it is written, behind the
// name of its table where the id is a number alone; "" for a row without one.
func (t *Table) Anchor(row Row) string {
	id := t.Cell(row, "id")
	if t.Pieces[row.Piece].Form != "table" || id.State != Known || strings.ContainsAny(id.Text, " \t\n") {
		return ""
	}
	if strings.Trim(id.Text, "0123456789.#") == "" {
		return strings.ReplaceAll(t.Of.Name, " ", "-") + "-" + strings.Trim(id.Text, ".#")
	}
	return id.Text
}
