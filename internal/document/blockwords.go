package document

import (
	"bytes"
	"cmp"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

func (b *blockReader) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inline(c)
	}
}

func (b *blockReader) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.plain(n)
	case *ast.String:
		b.text(n.Value)
	case *ast.CodeSpan:
		b.w.buf = b.w.buf[:0]
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.w.code(t)
			}
		}
		b.with(Mark{Kind: CodeMark}, func() { b.text(b.w.buf) })
	case *ast.Emphasis:
		kind := EmphasisMark
		if n.Level == 2 {
			kind = StrongMark
		}
		b.with(Mark{Kind: kind}, func() { b.inlines(n) })
	case *extast.Strikethrough:
		b.with(Mark{Kind: StruckMark}, func() { b.inlines(n) })
	case *ast.Link:
		b.with(Mark{LinkMark, valid([]byte(unescaped(n.Destination)))}, func() { b.inlines(n) })
	case *ast.AutoLink:
		target := valid(n.URL(b.w.src))
		if n.AutoLinkType == ast.AutoLinkEmail {
			target = "mailto:" + target
		}
		b.with(Mark{LinkMark, target}, func() { b.text(n.Label(b.w.src)) })
	case *ast.Image:
		b.whole(Mark{ImageMark, valid([]byte(unescaped(n.Destination)))}, cmp.Or(b.w.of(n), noAlt))
	case *ast.RawHTML:
		b.rawText(n)
	case *extast.TaskCheckBox:
		box := "☐"
		if n.IsChecked {
			box = "☑"
		}
		b.whole(Mark{Kind: TaskMark}, box)
		b.blank = true
	case *extast.FootnoteLink:
		label := b.labels[n.Index]
		if label == "" {
			label = strconv.Itoa(n.Index)
		}
		b.whole(Mark{Kind: NoteMark}, "["+label+"]")
	case *extast.FootnoteBacklink:
	default:
		b.inlines(n)
	}
}

func (b *blockReader) plain(n *ast.Text) {
	if n.Segment.Start < b.mark {
		return
	}
	value := n.Segment.Value(b.w.src)
	if bytes.IndexByte(value, '\\') >= 0 || bytes.IndexByte(value, '&') >= 0 {
		b.w.buf = appendUnescaped(b.w.buf[:0], value)
		value = b.w.buf
	}
	b.text(value)
	switch {
	case n.HardLineBreak():
		b.lineBreak()
	case n.SoftLineBreak():
		b.blank = true
	}
}

// rawText takes up raw HTML as a page shows it: as text, but for its comments, line breaks, places and elements.
func (b *blockReader) rawText(n ast.Node) {
	r := rawOf(n, b.w.src)
	shown := n.Kind() == ast.KindHTMLBlock && b.elements.in(&r)
	eachPiece(r.text, func(p rawPiece) {
		text := r.text[p.span.Start:p.span.End]
		is := b.elements.of(&r, p)
		switch {
		case p.comment:
		case p.tag == nil && shown:
			b.text([]byte(html.UnescapeString(string(text))))
		case p.tag == nil:
			b.text(text)
		case isBreak(text):
			b.lineBreak()
		default:
			if _, hidden := b.tags.read(p.tag); is != noElement {
				b.element(p.tag, is)
			} else if !hidden {
				b.text(text)
			}
		}
	})
}

// element takes up a tag that a page shows as what it is.
func (b *blockReader) element(t *rawTag, is element) {
	switch {
	case is == summaryElement:
		if b.finish(); !t.end {
			b.frame.Kind = SummaryBlock
		}
	case is.block() && t.end:
		b.finish()
		b.frame.Folded--
	case is.block():
		b.finish()
		b.frame.Folded++
	case t.end:
		b.marks = b.marks[:len(b.marks)-1]
	default:
		kind := MarkKind(t.name)
		b.marks = append(slices.Clip(b.marks), Mark{Kind: kind})
		switch kind {
		case RaisedMark:
			b.whole(Mark{Kind: SignMark}, "^")
		case LoweredMark:
			b.whole(Mark{Kind: SignMark}, "_")
		}
	}
}

// with reads words with one more mark. Each piece of them has all marks around it, of which so many say nothing more.
func (b *blockReader) with(m Mark, read func()) {
	before := b.marks
	if len(before) < maxMarks {
		b.marks = append(slices.Clip(before), m)
	}
	read()
	b.marks = before
}

// text adds words. Blanks at the ends of the block are dropped, others are one.
func (b *blockReader) text(text []byte) {
	for i := 0; i < len(text); {
		if isSpace(text[i]) {
			b.blank = true
			i++
			continue
		}
		start := i
		for i < len(text) && (!isSpace(text[i]) || text[i] == ' ' && i+1 < len(text) && !isSpace(text[i+1])) {
			i++
		}
		b.dueBlank()
		b.append(text[start:i], b.marks)
	}
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// dueBlank adds the blank that is due before a word, with the marks that the words on both sides share.
func (b *blockReader) dueBlank() {
	if b.blank && len(b.buf) > 0 && b.buf[len(b.buf)-1] != '\n' {
		last, n := b.pieces[len(b.pieces)-1].marks, 0
		for n < len(last) && n < len(b.marks) && last[n] == b.marks[n] {
			n++
		}
		b.append([]byte{' '}, b.marks[:n:n])
	}
	b.blank = false
}

func (b *blockReader) lineBreak() {
	b.blank = false
	if len(b.buf) > 0 {
		b.append([]byte{'\n'}, nil)
	}
}

// whole adds something that is never cut.
func (b *blockReader) whole(m Mark, text string) {
	b.dueBlank()
	b.pieces = append(b.pieces, openPiece{len(b.buf), append(slices.Clip(b.marks), m), true})
	b.buf = append(b.buf, text...)
}

func (b *blockReader) append(text []byte, marks []Mark) {
	if last := len(b.pieces) - 1; last < 0 || b.pieces[last].whole || !slices.Equal(b.pieces[last].marks, marks) {
		b.pieces = append(b.pieces, openPiece{start: len(b.buf), marks: marks})
	}
	b.buf = append(b.buf, text...)
}

// taken returns the words that were read, without line breaks at the end.
func (b *blockReader) taken() Phrase {
	end := len(bytes.TrimRight(b.buf, "\n "))
	if !utf8.Valid(b.buf[:end]) {
		end = b.repair(end)
	}
	out := Phrase{Text: string(b.buf[:end]), Pieces: make([]Piece, 0, len(b.pieces))}
	for i, p := range b.pieces {
		stop := end
		if i+1 < len(b.pieces) {
			stop = min(b.pieces[i+1].start, end)
		}
		if p.start < stop || p.whole {
			out.Pieces = append(out.Pieces, Piece{out.Text[p.start:stop], p.marks})
		}
	}
	b.buf, b.pieces, b.blank = b.buf[:0], b.pieces[:0], false
	return out
}

// repair replaces what isn't UTF-8 in each piece of the words up to an end, and returns the new end.
func (b *blockReader) repair(end int) int {
	var buf []byte
	for i := range b.pieces {
		stop := end
		if i+1 < len(b.pieces) {
			stop = min(b.pieces[i+1].start, end)
		}
		start := len(buf)
		buf = append(buf, valid(b.buf[min(b.pieces[i].start, stop):stop])...)
		b.pieces[i].start = start
	}
	b.buf = buf
	return len(buf)
}

// valid returns bytes as text.
func valid(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
