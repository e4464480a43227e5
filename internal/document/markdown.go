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
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(container{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(container{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(footnotes{container{extension.NewFootnoteBlockParser()}}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(inline...),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
	)
}

// tree is a parsed body. Offsets of its nodes are the file's.
type tree struct {
	root   ast.Node
	links  []linkSpan // by start
	faults []Fault
}

// parseTree parses the body of a file.
func parseTree(src []byte, body Span) tree {
	if f := tooComplex(src, body); f != nil {
		return tree{root: ast.NewDocument(), faults: []Fault{*f}}
	}
	if body.Start >= body.End {
		return tree{root: ast.NewDocument()}
	}
	state := &parseState{size: body.End - body.Start}
	context := parser.NewContext(parser.WithIDs(noIDs{}))
	context.Set(stateKey, state)
	p := plainParser
	if hasBareLinks(src[body.Start:body.End]) {
		p = linkParser
	}
	t := tree{root: p.Parse(bodyReader(src, body), parser.WithContext(context))}
	t.links = state.links
	if !sort.SliceIsSorted(t.links, func(i, j int) bool { return t.links[i].start < t.links[j].start }) {
		sort.Slice(t.links, func(i, j int) bool { return t.links[i].start < t.links[j].start })
	}
	if state.spent != nil {
		t.faults = append(t.faults, complexFault(*state.spent))
	}
	return t
}

// bodyReader reads a file from its body on.
func bodyReader(src []byte, body Span) text.Reader {
	r := text.NewReader(src)
	r.SetPosition(-1, text.NewSegment(0, body.Start))
	r.AdvanceLine()
	return r
}

func hasBareLinks(body []byte) bool {
	return bytes.IndexByte(body, '@') >= 0 || bytes.Contains(body, []byte("http")) || bytes.Contains(body, []byte("www."))
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
