package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// elements are the tags of raw HTML that a page shows as what they are: <details> with its <summary>, <sup>, <sub> and
// <kbd>, without attributes. They are known by their places in the canonical text. Whatever the text holds, they are
// nested as HTML wants it: <details> among blocks of one parent, <summary> as the first thing in it, the others among
// words of one parent. A tag that isn't is none of them, nor is the other tag of its pair.
type elements map[int]element

// element says what a tag is.
type element uint8

const (
	noElement    element = iota
	wordsElement         // a tag of <sup>, <sub> or <kbd>
	summaryElement
	detailsElement
	bareDetails // <details> whose first thing is no <summary>
)

// block reports whether a tag is among blocks, so that it ends the words before it.
func (e element) block() bool { return e >= summaryElement }

func elementOf(name string) element {
	switch name {
	case "sup", "sub", "kbd":
		return wordsElement
	case "summary":
		return summaryElement
	case "details":
		return detailsElement
	}
	return noElement
}

// of returns what a piece of raw HTML is.
func (e elements) of(r *rawHTML, p rawPiece) element {
	if p.tag == nil || len(e) == 0 {
		return noElement
	}
	return e[r.place(p.span).Start]
}

// in reports whether any tag of raw HTML is shown as what it is.
func (e elements) in(r *rawHTML) bool {
	found := false
	if len(e) > 0 {
		eachPiece(r.text, func(p rawPiece) { found = found || e.of(r, p) != noElement })
	}
	return found
}

// elementsOf finds the elements of a tree; nil where there can't be any. deep is the first tag that is none because
// too many are open around it; nil for none.
func elementsOf(root ast.Node, src []byte) (found elements, deep *Span) {
	if !mayHaveElements(src) {
		return nil, nil
	}
	r := elementReader{src: src, found: elements{}}
	r.inside(root)
	return r.found, r.deep
}

func mayHaveElements(src []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(src[at:], '<')
		if i < 0 {
			return false
		}
		at += i
		end := at + 1
		for end < len(src) && isLetter(src[end]) {
			end++
		}
		if name := string(src[at+1 : end]); len(name) < 8 && elementOf(strings.ToLower(name)) != noElement {
			return true
		}
	}
}

// elementReader pairs the tags of elements.
type elementReader struct {
	src   []byte
	found elements
	tags  tagReader
	open  []openElement // of the node whose children are being read
	deep  *Span         // the first tag that is none because too many are open around it
}

// openElement is a start tag without its end tag, as far as the text is read.
type openElement struct {
	name    string
	at      int
	is      element
	shown   bool   // it may be an element
	begun   bool   // of <details>: something is in it
	summary [2]int // of <details>: where the tags of its <summary> are
}

// inside reads the children of a node: no element reaches beyond them.
func (r *elementReader) inside(n ast.Node) {
	before := r.open
	r.open = nil
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.HTMLBlock:
			r.raw(c, true)
			r.leaveWords()
		case *ast.RawHTML:
			r.raw(c, false)
		case *ast.LinkReferenceDefinition:
		case *ast.Image, *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock:
			r.begin()
		default:
			r.begin()
			r.inside(c)
		}
	}
	r.open = before
}

// begin notes that something is in the innermost element.
func (r *elementReader) begin() {
	if last := len(r.open) - 1; last >= 0 {
		r.open[last].begun = true
	}
}

func (r *elementReader) raw(n ast.Node, block bool) {
	raw := rawOf(n, r.src)
	eachPiece(raw.text, func(p rawPiece) {
		text := raw.text[p.span.Start:p.span.End]
		is := noElement
		if p.tag != nil {
			code := r.tags.within != ""
			if r.tags.read(p.tag); !code {
				is = elementOf(p.tag.name)
			}
		}
		switch {
		case p.comment || p.tag == nil && len(bytes.TrimSpace(text)) == 0:
		case is == noElement:
			r.begin()
		case p.tag.end:
			r.end(p.tag.name, raw.place(p.span).Start, isBare(text))
		case len(r.open) == maxElements:
			if r.begin(); r.deep == nil {
				at := raw.place(p.span)
				r.deep = &at
			}
		default:
			r.start(openElement{name: p.tag.name, at: raw.place(p.span).Start, is: is,
				shown: isBare(text) && (block || !is.block())})
		}
	})
}

// isBare reports whether a tag has nothing but its name.
func isBare(tag []byte) bool {
	name := bytes.TrimPrefix(tag[1:len(tag)-1], []byte("/"))
	return !bytes.ContainsFunc(bytes.TrimRight(name, " \t\r\n"), func(r rune) bool {
		return r == '/' || r == ' ' || r == '\t' || r == '\r' || r == '\n'
	})
}

func (r *elementReader) start(e openElement) {
	if e.is.block() {
		r.leaveWords()
	}
	if e.is == summaryElement {
		last := len(r.open) - 1
		e.shown = e.shown && last >= 0 && !r.open[last].begun
	}
	r.begin()
	r.open = append(r.open, e)
}

// leaveWords drops what is open of elements that can't hold blocks.
func (r *elementReader) leaveWords() {
	last := len(r.open)
	for last > 0 && r.open[last-1].is != detailsElement {
		last--
	}
	r.open = r.open[:last]
}

// end pairs an end tag with the last start tag of its name. What began between the two has no end.
func (r *elementReader) end(name string, at int, bare bool) {
	i := len(r.open) - 1
	for i >= 0 && r.open[i].name != name {
		i--
	}
	if i < 0 {
		r.begin()
		return
	}
	e := r.open[i]
	r.open = r.open[:i]
	if !e.shown || !bare {
		return
	}
	switch e.is {
	case summaryElement:
		r.open[i-1].summary = [2]int{e.at, at}
		return
	case detailsElement:
		if s := e.summary; s[1] > 0 {
			r.found[s[0]], r.found[s[1]] = summaryElement, summaryElement
		} else {
			e.is = bareDetails
		}
	}
	r.found[e.at], r.found[at] = e.is, elementOf(name)
}
