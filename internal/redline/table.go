package redline

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// column is a column of a table: its number in both, -1 for none.
type column struct{ a, b int }

func stateOf(op Op) State {
	switch op {
	case Deleted:
		return Removed
	case Inserted:
		return Added
	}
	return Same
}

// tableOf is a table whose every word is in the same texts.
func tableOf(rows [][]document.Phrase, op Op) *Table {
	t := &Table{}
	for range rows[0] {
		t.Columns = append(t.Columns, stateOf(op))
	}
	for _, row := range rows {
		r := Row{State: stateOf(op)}
		for _, cell := range row {
			r.Cells = append(r.Cells, runsOf(cell, op))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func runsOf(p document.Phrase, op Op) []Run {
	if len(p.Pieces) == 0 {
		return nil
	}
	return []Run{{op, p.Pieces}}
}

// changed reports whether any word of a table changed.
func (t *Table) changed() bool {
	for _, s := range t.Columns {
		if s != Same {
			return true
		}
	}
	for _, r := range t.Rows {
		if r.State != Same && r.State != Marked {
			return true
		}
	}
	return false
}

// tables compares two tables by columns, rows and cells.
func (c *comparison) tables(a, b [][]document.Phrase) (t *Table, links []Link, marked bool) {
	x := &tablePair{comparison: c, a: a, b: b, columns: c.columns(a, b)}
	t = &Table{}
	for _, col := range x.columns {
		switch {
		case col.b < 0:
			t.Columns = append(t.Columns, Removed)
		case col.a < 0:
			t.Columns = append(t.Columns, Added)
		default:
			t.Columns = append(t.Columns, Same)
		}
	}
	places := append([]place{{a: 0, b: 0}}, x.rows()...)
	at := map[int]int{}
	for _, p := range places {
		row, ls, m := x.row(p)
		links, marked = append(links, ls...), marked || m
		if p.b >= 0 && !p.from {
			at[p.b] = len(t.Rows)
		}
		t.Rows = append(t.Rows, row)
	}
	for k, p := range places {
		if p.from {
			t.Rows[k].Twin, t.Rows[at[p.b]].Twin = at[p.b]-k, k-at[p.b]
			t.Rows[at[p.b]].State = MovedTo
		}
	}
	return t, links, marked
}

// tablePair is the work on two tables.
type tablePair struct {
	*comparison
	a, b    [][]document.Phrase
	columns []column
}

// columns pairs columns by their headers: the same ones first, and between them those with like headers, or one on
// each side.
func (c *comparison) columns(a, b [][]document.Phrase) []column {
	var out []column
	i, j := 0, 0
	gap := func(x, y int) {
		pairs := c.likeColumns(a, b, pair{i, j}, pair{x, y})
		for _, p := range append(pairs, pair{x, y}) {
			for ; i < p.a; i++ {
				out = append(out, column{i, -1})
			}
			for ; j < p.b; j++ {
				out = append(out, column{-1, j})
			}
			if i < x && j < y {
				out = append(out, column{i, j})
				i, j = i+1, j+1
			}
		}
	}
	for _, p := range equals(c.cellNames(a[0]), c.cellNames(b[0])) {
		gap(p.a, p.b)
		out = append(out, column(p))
		i, j = p.a+1, p.b+1
	}
	gap(len(a[0]), len(b[0]))
	return out
}

func (c *comparison) cellNames(row []document.Phrase) []int32 {
	out := make([]int32, len(row))
	for i, cell := range row {
		out[i] = c.name("c" + cell.Text)
	}
	return out
}

// likeColumns pairs columns in a gap whose headers share words, or whose cells do.
func (c *comparison) likeColumns(a, b [][]document.Phrase, from, to pair) []pair {
	if from.a == to.a || from.b == to.b {
		return nil
	}
	heads := func(rows [][]document.Phrase, from, to int) (out [][]int32) {
		for k := from; k < to; k++ {
			words := c.phrase(rows[0][k]).said
			for _, row := range rows[1:min(len(rows), likeRows)] {
				words = append(words, c.phrase(row[k]).said...)
			}
			out = append(out, words)
		}
		return out
	}
	x, y := heads(a, from.a, to.a), heads(b, from.b, to.b)
	found := inOrder(c.match.candidates(x, y, func(i, j int) float64 {
		return c.match.similarity(x[i], y[j], likeBlock)
	}), len(y))
	for k := range found {
		found[k].a += from.a
		found[k].b += from.b
	}
	return found
}

// likeRows is how many rows are looked at to know a column by its cells.
const likeRows = 20

// rows pairs the rows below the header: the same ones first, then between them those with the same key, or alike, and
// then rows that moved.
func (x *tablePair) rows() []place {
	a, b := x.side(0), x.side(1)
	var i, j int
	gap := func(p pair) {
		for _, q := range x.likeRowsIn(a, b, pair{i, j}, p) {
			a.twin[q.a], b.twin[q.b] = q.b, q.a
		}
	}
	for _, p := range equals(a.names, b.names) {
		gap(p)
		a.twin[p.a], b.twin[p.b] = p.b, p.a
		i, j = p.a+1, p.b+1
	}
	gap(pair{len(a.names), len(b.names)})
	x.moveRows(a, b)
	c := comparison{old: side{blocks: make([]document.Block, len(a.names)), twin: a.twin, moved: a.moved},
		new: side{blocks: make([]document.Block, len(b.names)), twin: b.twin, moved: b.moved}}
	out := c.places()
	for k := range out { // the header is row 0
		out[k].a++
		out[k].b++
		if out[k].a == 0 {
			out[k].a = -1
		}
		if out[k].b == 0 {
			out[k].b = -1
		}
	}
	return out
}

// rowSide is the rows of one table below its header.
type rowSide struct {
	names []int32 // the same for rows with the same words in the columns that both have
	keys  []int32 // the same for the same first cell; none where it names no row by itself
	said  [][]int32
	twin  []int
	moved []bool
}

func (x *tablePair) side(which int) *rowSide {
	rows := x.a
	if which == 1 {
		rows = x.b
	}
	s := &rowSide{}
	times := map[int32]int{}
	for _, row := range rows[1:] {
		var text strings.Builder
		first := none
		for _, col := range x.columns {
			if col.a < 0 || col.b < 0 {
				continue
			}
			cell := row[[]int{col.a, col.b}[which]]
			text.WriteString("\x1f" + cell.Text)
			if first == none {
				first = x.name("k" + cell.Text)
			}
		}
		s.names = append(s.names, x.name(text.String()))
		s.keys = append(s.keys, first)
		s.twin = append(s.twin, -1)
		times[first]++
	}
	for i, k := range s.keys {
		if k != none && times[k] > 1 {
			s.keys[i] = none
		}
	}
	s.said = make([][]int32, len(s.names))
	s.moved = make([]bool, len(s.names))
	return s
}

// rowSaid returns the words of content of a row.
func (x *tablePair) rowSaid(s *rowSide, rows [][]document.Phrase, i int) []int32 {
	if s.said[i] == nil {
		s.said[i] = []int32{}
		for _, cell := range rows[i+1] {
			s.said[i] = append(s.said[i], x.phrase(cell).said...)
		}
	}
	return s.said[i]
}

// likeRowsIn pairs rows between two pairs of the same rows: those with the same key, and between these those that are
// alike.
func (x *tablePair) likeRowsIn(a, b *rowSide, from, to pair) (out []pair) {
	i, j := from.a, from.b
	gap := func(p pair) {
		out = append(out, x.alikeRows(a, b, pair{i, j}, p)...)
	}
	for _, p := range keyed(a.keys[from.a:to.a], b.keys[from.b:to.b]) {
		p = pair{from.a + p.a, from.b + p.b}
		gap(p)
		out = append(out, p)
		i, j = p.a+1, p.b+1
	}
	gap(to)
	return out
}

// keyed pairs rows with the same key, in order.
func keyed(a, b []int32) []pair {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	var out []pair
	for _, p := range equals(a, b) {
		if a[p.a] != none {
			out = append(out, p)
		}
	}
	return out
}

func (x *tablePair) alikeRows(a, b *rowSide, from, to pair) []pair {
	if from.a == to.a || from.b == to.b {
		return nil
	}
	said := func(s *rowSide, rows [][]document.Phrase, from, to int) (out [][]int32) {
		for i := from; i < to; i++ {
			out = append(out, x.rowSaid(s, rows, i))
		}
		return out
	}
	found := inOrder(x.match.candidates(said(a, x.a, from.a, to.a), said(b, x.b, from.b, to.b),
		func(i, j int) float64 {
			return x.match.similarity(a.said[from.a+i], b.said[from.b+j], likeBlock)
		}), to.b-from.b)
	for k := range found {
		found[k].a += from.a
		found[k].b += from.b
	}
	return found
}

// moveRows finds rows that have another place now: by their key, or by all their words.
func (x *tablePair) moveRows(a, b *rowSide) {
	at := map[int32]int{}
	for j, k := range b.keys {
		if k != none && b.twin[j] < 0 {
			at[k] = j
		}
	}
	for i, k := range a.keys {
		if j, ok := at[k]; ok && k != none && a.twin[i] < 0 && x.sameRows(a, b, i, j) {
			a.twin[i], b.twin[j] = j, i
			a.moved[i], b.moved[j] = true, true
		}
	}
}

// sameRows reports whether rows with one key are one row: at least half of their words are the same.
func (x *tablePair) sameRows(a, b *rowSide, i, j int) bool {
	return a.names[i] == b.names[j] ||
		x.match.similarity(x.rowSaid(a, x.a, i), x.rowSaid(b, x.b, j), likeBlock) > 0
}

// row makes a row of the result.
func (x *tablePair) row(p place) (r Row, links []Link, marked bool) {
	r.State = Same
	for _, col := range x.columns {
		var cell []Run
		switch {
		case (p.b < 0 || p.from) && col.a < 0, p.a < 0 && col.b < 0: // neither has such a cell
		case p.b < 0, p.from, col.b < 0:
			cell = runsOf(x.a[p.a][col.a], Deleted)
		case p.a < 0, col.a < 0:
			cell = runsOf(x.b[p.b][col.b], Inserted)
		default:
			var ls []Link
			var m, changed bool
			cell, ls, m, changed = x.cell(x.a[p.a][col.a], x.b[p.b][col.b])
			links, marked = append(links, ls...), marked || m
			if changed {
				r.State = Changed
			}
		}
		r.Cells = append(r.Cells, cell)
	}
	switch {
	case p.from:
		r.State = MovedFrom
	case p.b < 0:
		r.State = Removed
	case p.a < 0:
		r.State = Added
	case r.State == Same && marked:
		r.State = Marked
	}
	return r, links, marked
}

func (x *tablePair) cell(a, b document.Phrase) (cell []Run, links []Link, marked, changed bool) {
	if slices.EqualFunc(a.Pieces, b.Pieces, samePiece) {
		return runsOf(b, Equal), nil, false, false
	}
	p, q := x.phrase(a), x.phrase(b)
	if a.Text == b.Text {
		cell, links, marked = runs(p, q, nil)
		return cell, links, marked, false
	}
	cell, links, marked = runs(p, q, x.edits(p, q))
	return cell, links, marked, true
}
