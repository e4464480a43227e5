package document

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Unclosed is a comment, a code fence or raw HTML that takes in text which was meant to be read: it is never closed,
// or no empty line parts it from the Markdown behind it.
type Unclosed struct {
	Opener string // such as <!--, ``` or <details>
	Closer string // what would close it; "" for an empty line
	Taken  string // without a Closer: the first words that are no Markdown there
	Span   Span   // the opener
}

// fenceParser notes the code fences that nothing closes.
type fenceParser struct{ parser.BlockParser }

func (f fenceParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := r.PeekLine()
	node, state := f.BlockParser.Open(parent, r, pc)
	if node != nil {
		start := pc.BlockOffset()
		end := start
		for end < len(line) && line[end] == line[start] {
			end++
		}
		at := segment.Start - segment.Padding
		stateOf(pc).fences = append(stateOf(pc).fences, openFence{node, Span{at + start, at + end}})
	}
	return node, state
}

func (f fenceParser) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	state := f.BlockParser.Continue(node, r, pc)
	if s := stateOf(pc); state == parser.Close && len(s.fences) > 0 {
		s.fences = s.fences[:len(s.fences)-1] // code holds no other blocks, so it is the last
	}
	return state
}

// openFence is a fence without an end, as far as the text is read.
type openFence struct {
	node ast.Node
	span Span
}

// fences adds the fences that nothing closes.
func (c *collector) fences(all []openFence) {
	for _, f := range all {
		mark := string(c.w.src[f.span.Start:f.span.End])
		c.d.unclosed = append(c.d.unclosed, Unclosed{Opener: mark, Closer: mark, Span: f.span})
	}
}

// htmlOpener finds how a block of raw HTML begins.
var htmlOpener = lazyregexp.New(`^[ ]*(<!--|<!\[CDATA\[|<\?|<![A-Za-z]|<(?:/[ ]*)?[A-Za-z][A-Za-z0-9-]*)`)

// openBlock adds a block of raw HTML that is never closed, or that takes in Markdown.
func (c *collector) openBlock(n *ast.HTMLBlock) {
	r := rawOf(n, c.w.src)
	m := htmlOpener.FindSubmatchIndex(r.text)
	if m == nil {
		return
	}
	u := Unclosed{Opener: string(r.text[m[2]:m[3]]), Span: r.place(Span{m[2], m[3]})}
	switch n.HTMLBlockType {
	case ast.HTMLBlockType1:
		u.Closer = "</" + strings.ToLower(u.Opener[1:]) + ">"
		u.Opener += ">"
	case ast.HTMLBlockType2:
		u.Closer = string(commentClose)
	case ast.HTMLBlockType3:
		u.Closer = "?>"
	case ast.HTMLBlockType4:
		u.Closer = ">"
	case ast.HTMLBlockType5:
		u.Closer = "]]>"
	default:
		u.Opener += ">"
		u.Taken = markdownIn(&r)
	}
	if u.Taken != "" || u.Closer != "" && !n.HasClosure() && !closesItself(n, r.text[:line(r.text, 0).End], u.Closer) {
		c.d.unclosed = append(c.d.unclosed, u)
	}
}

// closesItself reports whether the first line of a block of raw HTML is its last one, too.
func closesItself(n *ast.HTMLBlock, first []byte, closer string) bool {
	if n.HTMLBlockType != ast.HTMLBlockType1 {
		return bytes.Contains(first, []byte(closer))
	}
	return rawEnd.Match(first)
}

var (
	rawEnd       = lazyregexp.New(`(?i)</(?:script|pre|style|textarea)>`)
	markdownLine = lazyregexp.New("^[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]+[^ \t]|[0-9]{1,9}[.)][ \t]|>[ \t]*[^ " +
		"\t]|```|~~~|\\|?[ \t]*:?-{3,}:?[ \t]*\\|)")
	markdownLink = lazyregexp.New(`\[[^\[\]]+\]\([^()]+\)`)
)

// markdownIn returns the first words of raw HTML that read like Markdown: a heading, an item, a quote, a fence, a
// table, a link. As a part of raw HTML they are none.
func markdownIn(r *rawHTML) (found string) {
	eachPiece(r.text, func(p rawPiece) {
		if found != "" || p.comment || p.tag != nil {
			return
		}
		for at := p.span.Start; at < p.span.End; {
			l := line(r.text[:p.span.End], at)
			words := r.text[at:l.End]
			begins := at == 0 || r.text[at-1] == '\n'
			if m := markdownLink.Find(words); m != nil {
				found = string(m)
			} else if begins && markdownLine.Match(words) {
				found = string(bytes.TrimSpace(words))
			}
			if found != "" {
				return
			}
			at = l.End
		}
	})
	return found
}

// hiding are elements whose content readers don't see until they ask for it, or never.
var hiding = []string{"details", "dialog", "template", "noscript"}

// openElements adds the elements that hide what follows and are never closed.
func (c *collector) openElements() {
	open := map[string][]Tag{}
	for _, t := range c.d.tags {
		name, end := strings.CutPrefix(t.Name, "/")
		switch n := len(open[name]); {
		case !slices.Contains(hiding, name):
		case !end:
			open[name] = append(open[name], t)
		case n > 0:
			open[name] = open[name][:n-1]
		}
	}
	for _, name := range hiding {
		for _, t := range open[name] {
			c.d.unclosed = append(c.d.unclosed, Unclosed{Opener: "<" + name + ">", Closer: "</" + name + ">",
				Span: t.Span})
		}
	}
}
