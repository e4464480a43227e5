package document

import (
	"bytes"
	"sort"
)

// canonicalForm is a body as it is digested, parsed, linted, compared and published. It is made by lines alone, inside
// code too, in three steps: line ends (CRLF and lone CR) become LF, suppression comments that stand alone between
// blank lines go with the blank line after them, and blank lines at both ends go. A blank line has nothing but spaces
// and tabs, as in Markdown. Making it again changes nothing.
type canonicalForm struct {
	text     []byte // without the last line's end; a part of the file where nothing within had to change
	drifts   []drift
	comments []removed
}

// drift says how far a place in the file lies behind the one in the text, for the text from an offset on.
type drift struct{ at, by int }

// removed is a block of suppression comments that isn't in the text.
type removed struct {
	span  Span // in the file, without its last line's end
	at    int  // its place in the text
	scope Span // what it is about, in the text
}

// canonicalBody returns the canonical form of the body of a file.
func canonicalBody(src []byte, body Span) canonicalForm {
	text := src[body.Start:body.End]
	if bytes.IndexByte(text, '\r') >= 0 || bytes.Contains(text, []byte(suppression)) {
		r := bodyRewriter{src: src[:body.End], at: body.Start, out: make([]byte, 0, len(text))}
		return r.rewrite()
	}
	start := 0
	for start < len(text) {
		end := line(text, start).End
		if !isBlankLine(text[start:end]) {
			break
		}
		start = end
	}
	return canonicalForm{text: withoutBlankEnd(text[start:]), drifts: []drift{{0, body.Start + start}}}
}

// isBlankLine reports whether a line, perhaps with its line end, is blank as Markdown means it.
func isBlankLine(line []byte) bool { return len(bytes.TrimLeft(line, " \t\r\n")) == 0 }

// withoutBlankEnd cuts blank lines and the last line end off a text whose lines end with LF.
func withoutBlankEnd(text []byte) []byte {
	for {
		i := bytes.LastIndexByte(text, '\n')
		if !isBlankLine(text[i+1:]) {
			return text
		}
		text = text[:max(i, 0)]
		if i < 0 {
			return text
		}
	}
}

// bodyRewriter makes a canonical form that differs from the file within.
type bodyRewriter struct {
	src []byte // up to the body's end
	at  int    // in src, at the start of a line
	out []byte
	c   canonicalForm
}

func (r *bodyRewriter) rewrite() canonicalForm {
	for r.at < len(r.src) {
		l, next := r.line(r.at)
		if isBlankLine(r.src[l.Start:l.End]) {
			r.keep(l, next)
			continue
		}
		r.block()
	}
	r.c.text = withoutBlankEnd(r.out)
	if len(r.c.drifts) == 0 {
		r.c.drifts = []drift{{0, len(r.src)}}
	}
	for i := range r.c.comments {
		r.c.comments[i].at = min(r.c.comments[i].at, len(r.c.text))
	}
	return r.c
}

// line returns the line at an offset without its end, and where the next one starts.
func (r *bodyRewriter) line(at int) (l Span, next int) {
	i := bytes.IndexAny(r.src[at:], "\r\n")
	if i < 0 {
		return Span{at, len(r.src)}, len(r.src)
	}
	l = Span{at, at + i}
	if r.src[l.End] == '\r' && l.End+1 < len(r.src) && r.src[l.End+1] == '\n' {
		return l, l.End + 2
	}
	return l, l.End + 1
}

// block takes over the lines up to the next blank one, or leaves them out with that one.
func (r *bodyRewriter) block() {
	start, end := r.at, r.at
	var after int // the start of the first line behind the block
	for after = r.at; after < len(r.src); {
		l, next := r.line(after)
		if isBlankLine(r.src[l.Start:l.End]) {
			break
		}
		end, after = l.End, next
	}
	if onlySuppressions(r.src[start:end]) {
		r.c.comments = append(r.c.comments, removed{span: Span{start, end}, at: len(r.out)})
		_, r.at = r.line(after)
		return
	}
	for r.at < after {
		l, next := r.line(r.at)
		r.keep(l, next)
	}
}

// keep takes over a line, with LF as its end. Blank lines at the start are dropped.
func (r *bodyRewriter) keep(l Span, next int) {
	r.at = next
	if len(r.out) == 0 && isBlankLine(r.src[l.Start:l.End]) {
		return
	}
	r.drift(l.Start)
	r.out = append(r.out, r.src[l.Start:l.End]...)
	if next > l.End { // the offset of LF is that of the whole line end's last byte
		r.drift(next - 1)
		r.out = append(r.out, '\n')
	}
}

// drift notes that the text's next byte is the file's at an offset.
func (r *bodyRewriter) drift(offset int) {
	by := offset - len(r.out)
	if n := len(r.c.drifts); n == 0 || r.c.drifts[n-1].by != by {
		r.c.drifts = append(r.c.drifts, drift{len(r.out), by})
	}
}

// onlySuppressions reports whether a text holds suppression comments and nothing else.
func onlySuppressions(text []byte) bool {
	text = bytes.TrimLeft(text, blanks)
	for len(text) > 0 {
		start, end := nextComment(text)
		if start != 0 || !isSuppression(commentText(text[:end])) {
			return false
		}
		text = bytes.TrimLeft(text[end:], blanks)
	}
	return true
}

// blanks are what a text of comments may have between them.
const blanks = " \t\r\n"

// offset returns the place in the file of an offset into the text.
func (c *canonicalForm) offset(at int) int {
	i := 0
	if len(c.drifts) > 1 {
		i = sort.Search(len(c.drifts), func(i int) bool { return c.drifts[i].at > at }) - 1
	}
	return at + c.drifts[i].by
}

// place returns the place in the file of a span of the text. What was left out at its ends isn't part of it.
func (c *canonicalForm) place(s Span) Span {
	start := c.offset(s.Start)
	if s.End <= s.Start {
		return Span{start, start}
	}
	return Span{start, c.offset(s.End-1) + 1}
}

// locate turns the places of all that was read from the canonical body into the file's.
func (d *Document) locate() {
	at := func(s *Span) { *s = d.canon.place(*s) }
	for i := range d.headings {
		at(&d.headings[i].Span)
	}
	for i := range d.links {
		at(&d.links[i].Span)
	}
	for i := range d.anchors {
		at(&d.anchors[i].Span)
	}
	for i := range d.tags {
		at(&d.tags[i].Span)
	}
	for i := range d.unclosed {
		at(&d.unclosed[i].Span)
	}
	for i := range d.unread {
		at(&d.unread[i].Span)
	}
	for i := range d.tables {
		t := &d.tables[i]
		at(&t.Span)
		for k := range t.Header {
			at(&t.Header[k].Span)
		}
		for _, row := range t.Rows {
			for k := range row {
				at(&row[k].Span)
			}
		}
	}
	for i := range d.comments {
		at(&d.comments[i].Span)
	}
	for i := range d.suppressions {
		s := &d.suppressions[i]
		for k := range s.Rules {
			at(&s.Rules[k].Span)
		}
		for _, x := range []*Span{&s.Until.Span, &s.Reason.Span, &s.Extra.Span, &s.Slip.Span, &s.Span, &s.Scope} {
			at(x)
		}
	}
	for i := range d.prose {
		at(&d.prose[i])
	}
	for i := range d.mentions {
		at(&d.mentions[i].Span)
	}
	for i := range d.stated {
		at(&d.stated[i].Span)
	}
}
