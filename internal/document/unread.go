package document

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Unread is what was meant as a link or a footnote and is none, so that a page shows its brackets, or nothing.
type Unread struct {
	Kind   UnreadKind
	Text   string // the words of the link, or the label of the footnote
	Target string // where it was meant to lead; "" of a footnote
	Span   Span
}

// UnreadKind says what keeps something from being a link or a footnote.
type UnreadKind string

// The kinds of what isn't read.
const (
	NoDefinition  UnreadKind = "no-definition"   // [words][label], and no line [label]: target
	Reversed      UnreadKind = "reversed"        // (words)[target]
	BlankInTarget UnreadKind = "blank-in-target" // [words](a target), or one with other marks in it
	BlankBefore   UnreadKind = "blank-before"    // [words] (target)
	NoEnd         UnreadKind = "no-end"          // [words](target without a parenthesis behind it
	NoNote        UnreadKind = "no-note"         // [^label], and no line [^label]: text
	NoteNotCited  UnreadKind = "note-not-cited"  // [^label]: text, and no [^label] before it
)

// unreadMarks finds what may be meant as a footnote, or as a link, in text that is none.
var unreadMarks = lazyregexp.New(`\[\^([^\[\]\s]+)\]` +
	`|\(([^()\[\]\n]+)\)\[([^\[\]^\n][^\[\]\n]*)\]` +
	`|\[([^\[\]]+)\] \(([^()\s]+)\)` +
	`|\[([^\[\]]+)\]\(([^()\n]+)\)` +
	`|\[([^\[\]]+)\]\(([^()\n]+)(?:\n|$)` +
	`|\[([^\[\]^][^\[\]]*)\]\[([^\[\]]*)\]`)

// looksLikeTarget finds a path, an address or a place within the document.
var looksLikeTarget = lazyregexp.New(`/|^#\S|\.\w{1,8}(?:[#?\s]|$)`)

// unreadKinds are what the pairs of groups after the first one find.
var unreadKinds = [...]UnreadKind{Reversed, BlankBefore, BlankInTarget, NoEnd, NoDefinition}

// unread adds what looks like a link, and isn't one, of the text of a paragraph, heading or cell at s.
func (c *collector) unread(n ast.Node, s Span) {
	if bytes.IndexByte(c.w.src[s.Start:s.End], ']') < 0 {
		return
	}
	t := &c.text
	t.reset()
	t.add(n)
	if bytes.IndexByte(t.buf, ']') < 0 { // nearly always: all brackets are those of links
		return
	}
	for _, m := range unreadMarks.FindAllSubmatchIndex(t.buf, -1) {
		group := func(i int) (string, bool) {
			if m[2*i] < 0 {
				return "", false
			}
			at := t.place(m[2*i], m[2*i+1])
			return string(c.w.src[at.Start:at.End]), true
		}
		u := Unread{Kind: NoNote, Span: t.place(m[0], m[1])}
		u.Text, _ = group(1)
		for i, kind := range unreadKinds {
			if words, ok := group(2 + 2*i); ok {
				u.Kind, u.Text = kind, words
				u.Target, _ = group(3 + 2*i)
			}
		}
		if u.meant(t.buf, m[0]) {
			c.d.unread = append(c.d.unread, u)
		}
	}
}

// meant reports whether what was found at an offset of a text is likely to be meant as a link.
func (u *Unread) meant(text []byte, at int) bool {
	switch u.Kind {
	case Reversed, NoDefinition: // as in f(x)[1], a[i][j], [1][2] or [x][ ]
		glued := at > 0 && (isLetter(text[at-1]) || isDigit(text[at-1]) || strings.IndexByte("_)]", text[at-1]) >= 0)
		label := strings.TrimSpace(u.Target)
		number := strings.Trim(u.Text, "0123456789 ,") == ""
		return !glued && !number && strings.TrimSpace(u.Text) != "" && (u.Kind == NoDefinition || label != "") &&
			!strings.EqualFold(label, "x")
	case BlankInTarget, BlankBefore, NoEnd:
		return looksLikeTarget.MatchString(strings.TrimSpace(u.Target))
	}
	return true
}

// plainText is the text of a paragraph. Links, code and HTML are replaced by a byte that nothing looks for.
type plainText struct {
	src    []byte
	links  *tree
	buf    []byte
	starts []int // where pieces start in buf
	from   []int // and in src
}

const standIn = 0x01

func (t *plainText) reset() { t.buf, t.starts, t.from = t.buf[:0], t.starts[:0], t.from[:0] }

func (t *plainText) add(n ast.Node) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Text:
			t.piece(x.Segment.Start, x.Segment.Stop)
			if x.SoftLineBreak() || x.HardLineBreak() {
				t.piece(x.Segment.Stop, min(x.Segment.Stop+1, len(t.src)))
				t.buf[len(t.buf)-1] = '\n'
			}
		case *ast.AutoLink:
			t.piece(x.Pos(), t.links.end(x.Pos()))
		case *ast.Link, *ast.Image, *ast.CodeSpan, *ast.RawHTML, *extast.FootnoteLink, *extast.TaskCheckBox:
			t.buf = append(t.buf, standIn)
		default:
			t.add(x)
		}
	}
}

// piece adds a part of the source. Escaped characters are no marks.
func (t *plainText) piece(start, end int) {
	if end <= start {
		return
	}
	t.starts, t.from = append(t.starts, len(t.buf)), append(t.from, start)
	at := len(t.buf)
	t.buf = append(t.buf, t.src[start:end]...)
	for ; at+1 < len(t.buf); at++ {
		if t.buf[at] == '\\' {
			t.buf[at], t.buf[at+1] = standIn, standIn
			at++
		}
	}
}

// place returns the place of a part of the text in the source.
func (t *plainText) place(start, end int) Span {
	at := func(offset int) int {
		i := sort.SearchInts(t.starts, offset+1) - 1
		return t.from[i] + offset - t.starts[i]
	}
	if end == start {
		return Span{at(start), at(start)}
	}
	return Span{at(start), at(end-1) + 1}
}

// notCited adds the footnotes whose words no page shows, since nothing refers to them.
func (c *collector) notCited(notes []openNote) {
	for _, n := range notes {
		if n.node.Parent() == nil {
			c.d.unread = append(c.d.unread, Unread{Kind: NoteNotCited, Text: n.label, Span: n.span})
		}
	}
}

// openNote is a footnote as it is written.
type openNote struct {
	node  ast.Node
	label string
	span  Span // its mark
}

// noteOf notes a footnote that starts at the reader's place.
func noteOf(node ast.Node, segment text.Segment, pc parser.Context) openNote {
	label := string(node.(*extast.Footnote).Ref)
	start := segment.Start - segment.Padding + pc.BlockOffset()
	return openNote{node, label, Span{start, start + len("[^]:") + len(label)}}
}
