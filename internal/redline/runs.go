package redline

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
)

// equalSpan is a stretch of bytes that two texts share.
type equalSpan struct{ a, b, size int }

// runs turns the edits of two phrases into runs, with the links that lead elsewhere and whether words are set
// otherwise.
func runs(a, b *phrase, edits []edit) (out []Run, links []Link, marked bool) {
	cutA, cutB := cutter{pieces: a.Pieces}, cutter{pieces: b.Pieces}
	for _, s := range append(equalSpans(a, b, edits), equalSpan{len(a.Text), len(b.Text), 0}) {
		if gone := cutA.upTo(s.a); len(gone) > 0 {
			out = append(out, Run{Deleted, gone})
		}
		if come := cutB.upTo(s.b); len(come) > 0 {
			out = append(out, Run{Inserted, come})
		}
		was, is := cutA.upTo(s.a+s.size), cutB.upTo(s.b+s.size)
		if len(is) > 0 {
			out = append(out, Run{Equal, is})
		}
		if !slices.EqualFunc(was, is, samePiece) {
			marked = true
			links = append(links, retargeted(was, is)...)
		}
	}
	return out, links, marked
}

// equalSpans returns what lies between the edits. Where the blanks behind a word differ, only the word is the same.
func equalSpans(a, b *phrase, edits []edit) (out []equalSpan) {
	add := func(s equalSpan) {
		if n := len(out); n > 0 && out[n-1].a+out[n-1].size == s.a && out[n-1].b+out[n-1].size == s.b {
			out[n-1].size += s.size
			return
		}
		out = append(out, s)
	}
	i, j := 0, 0
	for _, e := range append(slices.Clip(edits), edit{a: len(a.tokens), b: len(b.tokens)}) {
		for ; i < e.a; i, j = i+1, j+1 {
			x, y := a.tokens[i], b.tokens[j]
			end := x.end
			if a.Text[x.end:x.next] == b.Text[y.end:y.next] {
				end = x.next
			}
			add(equalSpan{int(x.start), int(y.start), int(end - x.start)})
		}
		i, j = e.aEnd, e.bEnd
		if e.a < e.aEnd && e.b < e.bEnd { // the blanks behind a replaced word aren't part of the change
			x, y := a.tokens[i-1], b.tokens[j-1]
			if x.next > x.end && a.Text[x.end:x.next] == b.Text[y.end:y.next] {
				add(equalSpan{int(x.end), int(y.end), int(x.next - x.end)})
			}
		}
	}
	return out
}

// cutter cuts pieces, from the start on.
type cutter struct {
	pieces   []document.Piece
	at, next int // in the text, and among pieces
	used     int // bytes of the next piece
}

// upTo returns the pieces up to a place in the text. What is never cut goes with the words before it.
func (c *cutter) upTo(end int) (out []document.Piece) {
	for c.at < end {
		p := c.pieces[c.next]
		rest := p.Text[c.used:]
		if n := end - c.at; n < len(rest) {
			out = append(out, document.Piece{Text: rest[:n], Marks: p.Marks})
			c.used += n
			c.at = end
			break
		}
		out = append(out, document.Piece{Text: rest, Marks: p.Marks})
		c.at += len(rest)
		c.next, c.used = c.next+1, 0
	}
	return out
}

func samePiece(x, y document.Piece) bool { return x.Text == y.Text && slices.Equal(x.Marks, y.Marks) }

// retargeted returns the links of the same words that lead elsewhere.
func retargeted(was, is []document.Piece) (out []Link) {
	a, b := cutter{pieces: was}, cutter{pieces: is}
	joined := false
	for a.next < len(was) && b.next < len(is) {
		n := min(len(was[a.next].Text)-a.used, len(is[b.next].Text)-b.used)
		x, y := target(was[a.next]), target(is[b.next])
		text := was[a.next].Text[a.used : a.used+n]
		a.upTo(a.at + n)
		b.upTo(b.at + n)
		switch {
		case x == y:
			joined = false
			continue
		case joined && out[len(out)-1].Old == x && out[len(out)-1].New == y:
			out[len(out)-1].Text += text
		default:
			out = append(out, Link{text, x, y})
		}
		joined = true
	}
	return out
}

func target(p document.Piece) string {
	for _, m := range slices.Backward(p.Marks) {
		if m.Target != "" {
			return m.Target
		}
	}
	return ""
}
