package report

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Sizes of an excerpt. The bytes bound the work on a line of any length.
const (
	maxCells   = 160  // of the source line, with what stands for the parts that were cut
	leadCells  = 60   // of these, how many stand before the place
	bytesAhead = 1024 // read before the place
	bytesAfter = 2048 // read after it
	cut        = "…"
)

// cell is one character as a reader sees it (a grapheme cluster), in a source line.
type cell struct {
	text     string
	from, to int // its bytes in the line
	width    int // in terminal cells; a tab counts as one
}

// cellsOf returns the cells of a text in turn; at is the offset of its first byte.
func cellsOf(s string, at int) iter.Seq[cell] {
	return func(yield func(cell) bool) {
		for i := 0; i < len(s); {
			c := firstCell(s[i:])
			c.from, c.to = at+i, at+i+c.to
			i = c.to - at
			if !yield(c) {
				return
			}
		}
	}
}

// firstCell returns the first cell of a text that isn't empty.
func firstCell(s string) cell {
	if s[0] == '\t' || s[0] >= ' ' && s[0] < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return cell{s[:1], 0, 1, 1}
	}
	g := displaywidth.StringGraphemes(s)
	g.Next()
	text := g.Value()
	if isPlain(text) {
		return cell{text, 0, len(text), g.Width()}
	}
	seen := Visible(text)
	return cell{seen, 0, len(text), displaywidth.String(seen)}
}

// widthOf returns how many cells a text takes on a terminal, a tab counting as one and a control as none.
func widthOf(s string) int { return displaywidth.String(s) + strings.Count(s, "\t") }

// excerpt returns a source line, cut around the range [start, end) of its bytes where it is too long, and the
// line that marks the range below it: a caret, and tildes for the rest. Both stand in the same terminal cells,
// whatever the width of a tab.
func excerpt(source string, start, end int) (shown, marks string) {
	start = min(max(start, 0), len(source))
	end = min(max(end, start), len(source))
	from, cells := around(source, start)
	to := from
	if len(cells) > 0 {
		to = cells[len(cells)-1].to
	}
	first, last := window(cells, start, from > 0, to < len(source))

	var line, under strings.Builder
	if first > 0 || from > 0 {
		line.WriteString(cut)
		under.WriteByte(' ')
	}
	marked := false
	for _, c := range cells[first:last] {
		line.WriteString(c.text)
		switch {
		case c.to <= start || c.from >= end && marked:
			under.WriteString(c.blank())
		case !marked:
			marked = true
			under.WriteString(caret(c))
			if c.text == "\t" { // what follows would not stand below its text
				end = start
			}
		default:
			under.WriteString(c.underline())
		}
	}
	if last < len(cells) || to < len(source) {
		line.WriteString(cut)
	}
	if !marked { // a place at the line's end
		return line.String(), under.String() + "^"
	}
	return line.String(), strings.TrimRight(under.String(), " \t")
}

// around returns the cells near a byte of the source line, as many as an excerpt may show, and where they begin.
func around(source string, start int) (from int, cells []cell) {
	from = boundary(source, start-bytesAhead)
	to := boundary(source, start+bytesAfter)
	after := 0
	for c := range cellsOf(source[from:to], from) {
		if cells = append(cells, c); c.to > start {
			after += c.width
		}
		if after > maxCells {
			break
		}
	}
	return from, cells
}

func (c cell) blank() string {
	if c.text == "\t" {
		return "\t"
	}
	return strings.Repeat(" ", c.width)
}

func (c cell) underline() string {
	if c.text == "\t" {
		return "\t"
	}
	return strings.Repeat("~", c.width)
}

func caret(c cell) string { return "^" + strings.Repeat("~", max(c.width-1, 0)) }

// window chooses the cells [first, last) that are shown, so that the one at the byte start is among them. more
// tells that the line goes on before and after the cells.
func window(cells []cell, start int, moreBefore, moreAfter bool) (first, last int) {
	total, place := 0, len(cells)
	for i, c := range cells {
		total += c.width
		if c.to > start && place == len(cells) {
			place = i
		}
	}
	if total <= maxCells && !moreBefore && !moreAfter {
		return 0, len(cells)
	}
	room := maxCells - 2*displaywidth.String(cut)
	first, last = place, place
	grow := func(limit int, back bool) {
		for limit > 0 {
			i := last
			if back {
				i = first - 1
			}
			if i < 0 || i >= len(cells) || cells[i].width > room || cells[i].width > limit {
				return
			}
			room -= cells[i].width
			limit -= cells[i].width
			if back {
				first--
			} else {
				last++
			}
		}
	}
	grow(leadCells, true)
	grow(room, false)
	grow(room, true) // where the line ends early, more of its beginning
	return first, last
}

// boundary moves an offset into the string, and back to where a character begins.
func boundary(s string, at int) int {
	if at >= len(s) {
		return len(s)
	}
	at = max(at, 0)
	for back := 0; at > 0 && back < utf8.UTFMax && !utf8.RuneStart(s[at]); back++ {
		at--
	}
	return at
}
