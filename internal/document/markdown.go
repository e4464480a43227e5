package document

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The Markdown is CommonMark with GFM's tables, strikethrough, task lists and autolinks, and footnotes.
// A parser is never changed after its first use and may be used by several goroutines.
var (
	plainParser = newParser(false)
	// linkParser also finds bare addresses, for which it stops at each blank of the text.
	linkParser = newParser(true)
	stateKey   = parser.NewContextKey()
)

func newParser(bareLinks bool) parser.Parser {
	inline := []util.PrioritizedValue{
		util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
		util.Prioritized(codeSpans{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(footnoteLinks{extension.NewFootnoteParser()}, 101),
		util.Prioritized(newLinks(parser.NewLinkParser()), 200),
		util.Prioritized(autoLinks{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(newDelimiters(parser.NewEmphasisParser()), 500),
		util.Prioritized(newDelimiters(extension.NewStrikethroughParser()), 500),
	}
	if bareLinks {
		inline = append(inline, util.Prioritized(autoLinks{extension.NewLinkifyParser(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
		)}, 999))
	}
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(headings{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(container{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(headings{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(fenceParser{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(container{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(footnotes{container{extension.NewFootnoteBlockParser()}}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(inline...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
	)
}

// tree is a parsed body. Offsets of its nodes are those of the canonical form.
type tree struct {
	root   *ast.Document
	links  []linkSpan // by start
	faults []Fault
	fences []openFence
	notes  []openNote
}

// parseTree parses a canonical body. An addendum is read by itself, as a document below the root, and so are the words
// before the first: nothing that is added later, be it the definition of a link or a footnote, changes how they read.
func parseTree(text []byte) tree {
	var t tree
	if f := tooComplex(text); f != nil {
		return tree{root: ast.NewDocument(), faults: []Fault{*f}}
	}
	root := t.parse(text, Span{0, len(text)})
	if starts := addendaOf(root, text); len(starts) > 0 {
		t = tree{}
		root = ast.NewDocument()
		for i, start := range append([]int{0}, starts...) {
			end := len(text)
			if i < len(starts) {
				end = starts[i]
			}
			end = start + len(withoutBlankEnd(text[start:end])) // blank lines can be code
			root.AppendChild(root, t.parse(text, Span{start, end}))
		}
	}
	t.root = root
	if !sort.SliceIsSorted(t.links, func(i, j int) bool { return t.links[i].start < t.links[j].start }) {
		sort.Slice(t.links, func(i, j int) bool { return t.links[i].start < t.links[j].start })
	}
	return t
}

// parse parses a part of a canonical body, of which it notes links and faults.
func (t *tree) parse(text []byte, part Span) *ast.Document {
	if part.Start >= part.End {
		return ast.NewDocument()
	}
	state := &parseState{size: part.End - part.Start}
	context := parser.NewContext(parser.WithIDs(noIDs{}))
	context.Set(stateKey, state)
	p := plainParser
	if hasBareLinks(text[part.Start:part.End]) {
		p = linkParser
	}
	root := p.Parse(partReader(text, part), parser.WithContext(context)).(*ast.Document)
	root.SetPos(part.Start)
	t.links = append(t.links, state.links...)
	t.fences, t.notes = append(t.fences, state.fences...), append(t.notes, state.footnotes...)
	if state.spent != nil {
		t.faults = append(t.faults, complexFault(*state.spent))
	}
	t.faults = append(t.faults, state.faults...)
	return root
}

// partReader reads a part of a text.
func partReader(src []byte, part Span) text.Reader {
	r := text.NewReader(src[:part.End])
	r.SetPosition(-1, text.NewSegment(0, part.Start))
	r.AdvanceLine()
	return r
}

func hasBareLinks(body []byte) bool {
	return bytes.IndexByte(body, '@') >= 0 || bytes.Contains(body, []byte("http")) ||
		bytes.Contains(body, []byte("www."))
}

// end returns where the link that starts at an offset ends.
func (t *tree) end(start int) int {
	i := sort.Search(len(t.links), func(i int) bool { return t.links[i].start >= start })
	if i < len(t.links) && t.links[i].start == start {
		return t.links[i].end
	}
	return start
}

// noIDs keeps the parser from making anchors of its own.
type noIDs struct{}

func (noIDs) Generate([]byte, ast.NodeKind) []byte { return nil }
func (noIDs) Put([]byte)                           {}
