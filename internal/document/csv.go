package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxCells is how many cells of a sheet are read.
const maxCells = 1 << 20

// parseSheet reads CSV as spreadsheets write it: cells apart by comma, semicolon or tab, in double quotes where they
// hold one of these or a line end, a quote in them doubled. start is added to all places.
func parseSheet(src []byte, start int) sheet {
	s := sheet{lines: NewLines(src)}
	fault := func(kind FaultKind, at int, message, help string) sheet {
		s.faults = append(s.faults, Fault{Kind: kind, Span: Span{start + at, start + min(at+1, len(src))},
			Message: message, Help: help})
		return s
	}
	if len(src) > maxFile {
		return fault(FileTooLarge, 0, fmt.Sprintf("the table has %d bytes; at most %d are read", len(src), maxFile),
			"split it, by year for example")
	}
	if faults := byteFaults(src); len(faults) > 0 {
		f := faults[0]
		return fault(f.Kind, f.Span.Start, f.Message, "save the table as CSV in the encoding UTF-8")
	}
	p := newCSVParser(src)
	var rows [][]Cell
	for p.at < len(src) {
		if row := p.row(); filled(row) > 0 {
			rows = append(rows, row)
		}
		switch {
		case p.open >= 0:
			return fault(FrontSyntax, p.open, "the quote that begins here has no end, so that nothing below is read",
				`end the cell with a quote; a quote within a cell is written twice: ""`)
		case p.cells > maxCells:
			return fault(TooComplex, p.at, fmt.Sprintf("the table has more than %d cells", maxCells), "split it")
		}
	}
	s.table = tableOf(rows)
	shift(&s.table, start)
	return s
}

// SheetRows returns where the rows of a sheet are, with their line ends. Rows without a filled cell are left out. ok
// is false for a sheet that can't be read in full.
func SheetRows(src []byte) (rows []Span, ok bool) {
	if len(src) > maxFile || len(byteFaults(src)) > 0 {
		return nil, false
	}
	p := newCSVParser(src)
	for p.at < len(src) {
		start := p.at
		if filled(p.row()) > 0 {
			rows = append(rows, Span{start, p.at})
		}
		if p.open >= 0 || p.cells > maxCells {
			return nil, false
		}
	}
	return rows, true
}

// newCSVParser returns a parser that is before the first row, and knows what parts the cells.
func newCSVParser(src []byte) csvParser {
	p := csvParser{src: src, at: len(src) - len(bytes.TrimPrefix(src, bom))}
	if line, _, _ := bytes.Cut(src[p.at:], lf); len(line) >= len("sep=,") && bytes.HasPrefix(line, []byte("sep=")) {
		p.separator, p.at = line[len("sep=")], min(p.at+len(line)+1, len(src)) // a line that is for spreadsheets
	} else {
		p.separator = separatorOf(src[p.at:])
	}
	return p
}

// separatorOf returns what parts the cells: of those in the first line the one of which the second has as many, else
// the most frequent one.
func separatorOf(src []byte) byte {
	first := csvParser{src: src, separator: ','}
	best, most := byte(','), -1
	for _, c := range []byte(",;\t") {
		first.separator, first.at, first.open = c, 0, -1
		n := len(first.row())
		if n > 1 && first.at < len(src) && len(first.row()) == n {
			n += 1 << 20
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

type csvParser struct {
	src       []byte
	at        int
	separator byte
	cells     int
	open      int // where a quote without an end is; -1 for none
}

// row reads the cells up to the end of a line.
func (p *csvParser) row() (cells []Cell) {
	p.open = -1
	for {
		cells = append(cells, p.cell())
		p.cells++
		switch {
		case p.at == len(p.src):
			return cells
		case p.src[p.at] == p.separator:
			p.at++
		case bytes.HasPrefix(p.src[p.at:], []byte("\r\n")):
			p.at += 2
			return cells
		default:
			p.at++
			return cells
		}
	}
}

// cell reads one up to the separator or line end behind it.
func (p *csvParser) cell() Cell {
	start := p.at
	for p.at < len(p.src) && (p.src[p.at] == ' ' || p.src[p.at] == '\t' && p.separator != '\t') {
		p.at++
	}
	if p.at < len(p.src) && p.src[p.at] == '"' {
		return p.quoted()
	}
	p.skip()
	span := trim(p.src, Span{start, p.at})
	return Cell{string(p.src[span.Start:span.End]), span}
}

// quoted reads a cell in quotes. What follows its end quote belongs to it, too.
func (p *csvParser) quoted() Cell {
	quote := p.at
	p.at++
	var text []byte
	for p.at < len(p.src) {
		i := bytes.IndexByte(p.src[p.at:], '"')
		if i < 0 {
			break
		}
		text = append(text, p.src[p.at:p.at+i]...)
		p.at += i + 1
		if p.at < len(p.src) && p.src[p.at] == '"' {
			text = append(text, '"')
			p.at++
			continue
		}
		span := Span{quote + 1, p.at - 1}
		rest := p.at
		if p.skip(); len(bytes.TrimSpace(p.src[rest:p.at])) > 0 {
			text = append(text, p.src[rest:p.at]...)
			span.End = p.at
		}
		return Cell{strings.TrimSpace(string(withLF(text))), span}
	}
	p.open, p.at = quote, len(p.src)
	return Cell{"", Span{quote, quote + 1}}
}

// skip goes to the end of a cell.
func (p *csvParser) skip() {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == p.separator, c == '\n', c == '\r':
			return
		case c < utf8.RuneSelf:
			p.at++
		default:
			_, n := utf8.DecodeRune(p.src[p.at:])
			p.at += n
		}
	}
}

// tableOf makes a table of rows that aren't empty. Lines above the header with a single cell are a title; empty
// columns at the right have no header.
func tableOf(rows [][]Cell) (t Table) {
	if len(rows) == 0 {
		return t
	}
	head := 0
	for head < len(rows) && filled(rows[head]) < 2 {
		head++
	}
	if head == len(rows) {
		head = 0
	}
	t.Header, t.Rows = upToFilled(rows[head]), rows[head+1:]
	for i, row := range t.Rows {
		for len(row) > len(t.Header) && row[len(row)-1].Text == "" {
			row = row[:len(row)-1]
		}
		t.Rows[i] = row
	}
	last := rows[len(rows)-1]
	t.Span = Span{t.Header[0].Span.Start, last[len(last)-1].Span.End}
	return t
}

func filled(row []Cell) (n int) {
	for _, c := range row {
		if c.Text != "" {
			n++
		}
	}
	return n
}

// upToFilled is a row without the empty cells at its end.
func upToFilled(row []Cell) []Cell {
	for len(row) > 1 && row[len(row)-1].Text == "" {
		row = row[:len(row)-1]
	}
	return row
}

// shift moves all places of a table.
func shift(t *Table, by int) {
	move := func(s *Span) { s.Start, s.End = s.Start+by, s.End+by }
	move(&t.Span)
	for _, row := range append([][]Cell{t.Header}, t.Rows...) {
		for i := range row {
			move(&row[i].Span)
		}
	}
}
