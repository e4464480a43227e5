package document

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Limits that keep the parser's time and memory in proportion to the text. No text that people write comes
// near them; what lies beyond is read as plain words.
const (
	maxContainers = 100     // lists, quotes and footnotes inside each other
	maxElements   = 100     // elements of raw HTML inside each other, or without an end
	maxBrackets   = 500     // link openers without an end, in one paragraph
	maxMarks      = 100     // marks around words that are compared
	maxDelimiters = 2000    // marks of emphasis in one paragraph
	maxTicks      = 32      // backticks that open one code span
	maxFootnotes  = 2000    // footnotes in a file
	maxNoteLinks  = 20000   // references to footnotes in a file
	manyMarks     = 500_000 // characters with a meaning in Markdown, in a file
	maxHeadings   = 10_000  // headings in a file
	maxDefining   = 1000    // lines of a paragraph that begins with the definition of a link
	marksFrom     = 256 << 10
	workPerByte   = 20       // bytes that links may be searched for in vain, for each byte of the body
	leastWork     = 16 << 20 // and at least for a file
	// cells that the rows of a file's tables may lack; with one for each byte, if these are more
	leastPadding = 10_000
)

// parseState is what one parse counts. It belongs to one goroutine.
type parseState struct {
	links      []linkSpan
	brackets   int  // in this paragraph
	delimiters int  // in this paragraph
	emphatic   bool // there were too many of them, which is a fault once
	notes      int
	noteLinks  int
	headings   int
	work       int
	size       int
	spent      *Span // where the work that is allowed for links was used up
	fences     []openFence
	footnotes  []openNote
	padding    int // cells that rows lack
	faults     []Fault
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
	for _, c := range []byte("\n|[]<>*_`~!&@:\\") {
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

// tables reads no table whose rows lack far more cells than the text has bytes: each row is filled up to the header's
// width, so that n columns and n short rows are n × n cells.
type tables struct{ parser.ParagraphTransformer }

func (t tables) Transform(node *ast.Paragraph, r text.Reader, pc parser.Context) {
	s, lines := stateOf(pc), node.Lines()
	for i := 1; i < lines.Len(); i++ {
		delimiters := lines.At(i)
		columns := delimiterCells(delimiters.Value(r.Source()))
		if columns == 0 {
			continue
		}
		padding := 0
		for k := i + 1; k < lines.Len(); k++ {
			row := lines.At(k)
			padding += max(0, columns-1-bytes.Count(row.Value(r.Source()), pipe))
		}
		if s.padding+padding > max(leastPadding, s.size) {
			s.faults = append(s.faults, Fault{Kind: TooComplex, Span: trim(r.Source(),
				Span{delimiters.Start, delimiters.Stop}),
				Message: fmt.Sprintf("the table has %d columns, and its rows lack so many cells that it isn't "+
					"read as one", columns),
				Help: "fill its rows, split it, or put the data into a file beside the document"})
			return
		}
		s.padding += padding
		break
	}
	t.ParagraphTransformer.Transform(node, r, pc)
}

// delimiterCell is a cell of the line between a table's header and its rows.
var delimiterCell = lazyregexp.New(`^[\t\n\f\r ]*:?-+:?[\t\n\f\r ]*$`)

// delimiterCells counts the cells of the line between a table's header and its rows, as the parser does; 0 for another
// line.
func delimiterCells(line []byte) int {
	if len(bytes.Trim(line, "-:| \t\f\r\n")) > 0 || len(bytes.Trim(line, "-")) == 0 {
		return 0
	}
	if width, _ := util.IndentWidth(line, 0); width > 3 {
		return 0
	}
	cells := bytes.Split(line, pipe)
	if util.IsBlank(cells[0]) {
		cells = cells[1:]
	}
	if n := len(cells); n > 0 && util.IsBlank(cells[n-1]) {
		cells = cells[:n-1]
	}
	for _, cell := range cells {
		if !delimiterCell.Match(cell) {
			return 0
		}
	}
	return len(cells)
}

// definitions reads no definitions of links in a paragraph with far more lines than people write: for each of them the
// parser copies the lines that are left.
type definitions struct{ parser.ParagraphTransformer }

func (d definitions) Transform(node *ast.Paragraph, r text.Reader, pc parser.Context) {
	lines := node.Lines()
	first := lines.At(0)
	line := bytes.TrimLeft(first.Value(r.Source()), " ")
	if lines.Len() <= maxDefining || !bytes.HasPrefix(line, []byte("[")) {
		d.ParagraphTransformer.Transform(node, r, pc)
		return
	}
	if bytes.Contains(line, []byte("]:")) {
		s := stateOf(pc)
		s.faults = append(s.faults, Fault{Kind: TooComplex, Span: trim(r.Source(), Span{first.Start, first.Stop}),
			Message: fmt.Sprintf("the paragraph has %d lines that define links, and isn't read as such", lines.Len()),
			Help:    fmt.Sprintf("separate definitions by blank lines, at most %d together", maxDefining)})
	}
}

// headings limits the number of headings.
type headings struct{ parser.BlockParser }

func (h headings) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	s := stateOf(pc)
	if s.headings < maxHeadings {
		node, state := h.BlockParser.Open(parent, r, pc)
		if node != nil {
			s.headings++
		}
		return node, state
	}
	if line, segment := r.PeekLine(); s.headings == maxHeadings && isHeading(line, pc) {
		s.headings++
		s.faults = append(s.faults, Fault{Kind: TooComplex, Span: trim(r.Source(), Span{segment.Start, segment.Stop}),
			Message: fmt.Sprintf("the text has more than %d headings; from here on they aren't read", maxHeadings),
			Help:    "split the document"})
	}
	return nil, parser.NoChildren
}

// isHeading reports whether a line is a heading, or the line below one.
func isHeading(line []byte, pc parser.Context) bool {
	line = bytes.TrimSpace(line)
	if rest := bytes.TrimLeft(line, "#"); len(rest) < len(line) {
		return len(line)-len(rest) <= 6 && (len(rest) == 0 || util.IsSpace(rest[0]))
	}
	_, below := pc.LastOpenedBlock().Node.(*ast.Paragraph)
	return below && (len(bytes.Trim(line, "=")) == 0 || len(bytes.Trim(line, "-")) == 0)
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

// delimiters limits the marks of emphasis in a paragraph, and so how deep emphasis is nested.
type delimiters struct {
	parser.InlineParser
	parser.CloseBlocker
}

// newDelimiters wraps a parser of paired marks. The state counts its marks until the paragraph ends.
func newDelimiters(p parser.InlineParser) parser.InlineParser { return delimiters{p, closer(p)} }

func (d delimiters) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	line, segment := r.PeekLine()
	run := len(line) - len(bytes.TrimLeft(line, string(line[:1])))
	if s.delimiters+run <= maxDelimiters {
		n := d.InlineParser.Parse(parent, r, pc)
		if n != nil {
			s.delimiters += run
		}
		return n
	}
	if !s.emphatic {
		s.emphatic = true
		s.faults = append(s.faults, Fault{Kind: TooComplex, Span: Span{segment.Start, segment.Start + 1},
			Message: fmt.Sprintf("the paragraph has more than %d marks of emphasis; from here on they are words",
				maxDelimiters),
			Help: "part it into paragraphs, or put marks that are none into a code block"})
	}
	r.Advance(run)
	return ast.NewTextSegment(segment.WithStop(segment.Start + run))
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
