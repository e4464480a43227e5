package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Limits that keep the parser's time and memory in proportion to the text. No text that people write comes
// near them; what lies beyond is read as plain words.
const (
	maxContainers = 100       // lists, quotes and footnotes inside each other
	maxBrackets   = 500       // link openers without an end, in one paragraph
	maxDelimiters = 2000      // marks of emphasis in one paragraph
	maxTicks      = 32        // backticks that open one code span
	maxFootnotes  = 2000      // footnotes in a file
	maxNoteLinks  = 20000     // references to footnotes in a file
	manyMarks     = 1_000_000 // characters with a meaning in Markdown, in a file
	marksFrom     = 256 << 10
	workPerByte   = 20       // bytes that links may be searched for in vain, for each byte of the body
	leastWork     = 16 << 20 // and at least for a file
)

// parseState is what one parse counts. It belongs to one goroutine.
type parseState struct {
	links      []linkSpan
	brackets   int // in this paragraph
	delimiters int // in this paragraph
	notes      int
	noteLinks  int
	work       int
	size       int
	spent      *Span // where the work that is allowed for links was used up
	fences     []openFence
	footnotes  []openNote
}

// linkSpan is where a link of the tree starts and ends.
type linkSpan struct{ start, end int }

func stateOf(pc parser.Context) *parseState { return pc.Get(stateKey).(*parseState) }

// tooComplex refuses bodies whose tree would take gigabytes.
func tooComplex(text []byte) *Fault {
	if len(text) < marksFrom {
		return nil
	}
	marks := 0
	for _, c := range []byte("\n|[]<>*_`~!&\\") {
		marks += bytes.Count(text, []byte{c})
	}
	if marks <= manyMarks {
		return nil
	}
	f := complexFault(Span{})
	return &f
}

func complexFault(at Span) Fault {
	return Fault{
		Kind: TooComplex, Span: at,
		Message: "the text holds far more Markdown marks than a document needs; from here on they aren't read",
		Help:    "split the document, or put the data into a file beside it",
	}
}

// container limits how deep containers stand in each other.
type container struct{ parser.BlockParser }

func (c container) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) > maxContainers {
		return nil, parser.NoChildren
	}
	return c.BlockParser.Open(parent, r, pc)
}

// footnotes limits the number of footnotes.
type footnotes struct{ parser.BlockParser }

func (f footnotes) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	s := stateOf(pc)
	if s.notes >= maxFootnotes {
		return nil, parser.NoChildren
	}
	_, segment := r.PeekLine()
	node, state := f.BlockParser.Open(parent, r, pc)
	if node != nil {
		s.notes++
		s.footnotes = append(s.footnotes, noteOf(node, segment, pc))
	}
	return node, state
}

// footnoteLinks limits the number of references to footnotes.
type footnoteLinks struct{ parser.InlineParser }

func (f footnoteLinks) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	if s.noteLinks >= maxNoteLinks || s.notes == 0 {
		return nil
	}
	if line, _ := r.PeekLine(); !bytes.HasPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[^")) {
		return nil
	}
	s.noteLinks++
	return f.InlineParser.Parse(parent, r, pc)
}

// codeSpans reads long runs of backticks as words: each run of its own length would search the whole paragraph.
type codeSpans struct{ parser.InlineParser }

func (c codeSpans) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	line, segment := r.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, "`"))
	if n > maxTicks {
		r.Advance(n)
		return ast.NewTextSegment(segment.WithStop(segment.Start + n))
	}
	return c.InlineParser.Parse(parent, r, pc)
}

// delimiters limits the marks of emphasis that wait for their partner.
type delimiters struct {
	parser.InlineParser
	parser.CloseBlocker
}

// newDelimiters wraps a parser of paired marks. The state counts its marks until the paragraph ends.
func newDelimiters(p parser.InlineParser) parser.InlineParser { return delimiters{p, closer(p)} }

func (d delimiters) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	if s.delimiters >= maxDelimiters {
		return nil
	}
	n := d.InlineParser.Parse(parent, r, pc)
	if n != nil {
		s.delimiters++
	}
	return n
}

func (d delimiters) CloseBlock(parent ast.Node, r text.Reader, pc parser.Context) {
	stateOf(pc).delimiters = 0
	d.CloseBlocker.CloseBlock(parent, r, pc)
}

// closer returns the part of a parser that wants to know when a paragraph ends.
func closer(p parser.InlineParser) parser.CloseBlocker {
	if c, ok := p.(parser.CloseBlocker); ok {
		return c
	}
	return nothing{}
}

type nothing struct{}

func (nothing) CloseBlock(ast.Node, text.Reader, parser.Context) {}

// links notes where links end, which the tree doesn't say, and limits the work on brackets without a link.
type links struct {
	parser.InlineParser
	parser.CloseBlocker
}

func newLinks(p parser.InlineParser) parser.InlineParser { return links{p, closer(p)} }

func (l links) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	line, segment := r.PeekLine()
	if line[0] != ']' {
		if s.brackets >= maxBrackets || s.spent != nil {
			return nil
		}
		n := l.InlineParser.Parse(parent, r, pc)
		if n != nil {
			s.brackets++
		}
		return n
	}
	if s.brackets == 0 {
		return nil
	}
	s.brackets--
	n := l.InlineParser.Parse(parent, r, pc)
	switch n.(type) {
	case *ast.Link, *ast.Image:
		s.links = append(s.links, linkSpan{n.Pos(), position(r)})
	default:
		s.searched(parent, segment.Start, len(line) > 1 && (line[1] == '(' || line[1] == '['))
	}
	return n
}

// searched counts a link that was searched for in vain: within its paragraph's lines, or its bytes.
func (s *parseState) searched(paragraph ast.Node, at int, bytes bool) {
	lines := paragraph.Lines()
	s.work += lines.Len()
	if bytes && lines.Len() > 0 {
		last := lines.At(lines.Len() - 1)
		s.work += last.Stop - at
	}
	if s.spent == nil && s.work > max(leastWork, workPerByte*s.size) {
		s.spent = &Span{at, at + 1}
	}
}

func (l links) CloseBlock(parent ast.Node, r text.Reader, pc parser.Context) {
	stateOf(pc).brackets = 0
	l.CloseBlocker.CloseBlock(parent, r, pc)
}

// position returns the reader's offset in the file.
func position(r text.Reader) int {
	_, segment := r.Position()
	return segment.Start
}

// autoLinks notes where autolinks stand. The tree has only their words.
type autoLinks struct{ parser.InlineParser }

func (a autoLinks) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	n := a.InlineParser.Parse(parent, r, pc)
	if n == nil {
		return nil
	}
	link, ok := n.(*ast.AutoLink)
	if !ok {
		return n
	}
	end := position(r)
	start := end - len(link.Label(r.Source()))
	if end > 0 && r.Source()[end-1] == '>' && start > 1 && r.Source()[start-2] == '<' {
		start -= 2
	}
	link.SetPos(start)
	s := stateOf(pc)
	s.links = append(s.links, linkSpan{start, end})
	return n
}
