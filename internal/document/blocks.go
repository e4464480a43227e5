package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// BlockKind says what a block is.
type BlockKind string

// The kinds of blocks.
const (
	HeadingBlock   BlockKind = "heading"
	ParagraphBlock BlockKind = "paragraph"
	ItemBlock      BlockKind = "item" // the first words of a list's item
	NoteBlock      BlockKind = "note" // the first words of a footnote
	CodeBlock      BlockKind = "code"
	TableBlock     BlockKind = "table"
	RuleBlock      BlockKind = "rule"    // a line across the page
	SummaryBlock   BlockKind = "summary" // the name of details that a page folds
)

// Frame says what a block is and what is around it, but for its words.
type Frame struct {
	Kind     BlockKind `json:"kind"`
	Level    int       `json:"level,omitempty"`    // of a heading, 1 to 6
	Depth    int       `json:"depth,omitempty"`    // how many lists are around it
	Ordered  bool      `json:"ordered,omitempty"`  // an item of a list with numbers
	Quoted   bool      `json:"quoted,omitempty"`   // in a quote
	Folded   int       `json:"folded,omitempty"`   // how many details are around it, its summary's too
	Label    string    `json:"label,omitempty"`    // of a footnote, as written
	Language string    `json:"language,omitempty"` // of code
}

// Block is a part of the body as its readers see it. Lists and quotes are no blocks: what is in them is.
type Block struct {
	Frame
	Phrase            // its words; of code its lines with their ends
	Anchor string     // of a heading
	Number int        // of an item of a list with numbers
	Rows   [][]Phrase // of a table, its header first; all have as many cells
}

// Phrase is the words of a block or a cell.
type Phrase struct {
	Text   string
	Pieces []Piece // of which Text is made, one after the other
}

// Piece is a stretch of words with the same marks. Blanks of all kinds are one blank, and a forced line break is a
// line feed; code has its own.
type Piece struct {
	Text  string `json:"text"`
	Marks []Mark `json:"marks,omitempty"` // the outermost first
}

// MarkKind says what a mark means.
type MarkKind string

// The kinds of marks. Words with an image, a task's box or a reference to a footnote are one thing, which is never
// cut: the alternative text (U+FFFC for none), ☐ or ☑, the label in brackets.
const (
	EmphasisMark MarkKind = "em"
	StrongMark   MarkKind = "strong"
	StruckMark   MarkKind = "struck"
	CodeMark     MarkKind = "code"
	LinkMark     MarkKind = "link"
	ImageMark    MarkKind = "image"
	TaskMark     MarkKind = "task"
	NoteMark     MarkKind = "note"
	KeyMark      MarkKind = "kbd"
	RaisedMark   MarkKind = "sup"
	LoweredMark  MarkKind = "sub"
	SignMark     MarkKind = "sign" // ^ or _, which is no word of the page, before raised or lowered ones: 10² isn't 102
)

// Mark is how words are set, or where they lead.
type Mark struct {
	Kind   MarkKind `json:"kind"`
	Target string   `json:"target,omitempty"` // of a link or an image, as Markdown means it
}

// noAlt stands for an image without an alternative text.
const noAlt = "\uFFFC"

// Whole reports whether a piece is one thing, which is never cut.
func (p Piece) Whole() bool {
	if len(p.Marks) == 0 {
		return false
	}
	switch p.Marks[len(p.Marks)-1].Kind {
	case ImageMark, TaskMark, NoteMark, SignMark:
		return true
	}
	return false
}

// Blocks returns the body in blocks, in the order of the page, and behind them the table of the sheet beside it. It
// fails as Source does, and where the sheet can't be read.
func (d *Document) Blocks() ([]Block, error) {
	canon, root, err := d.parsed()
	if err != nil {
		return nil, err
	}
	shown, _ := elementsOf(root, canon.text)
	b := blockReader{d: d, canon: canon, w: words{src: canon.text}, headings: d.anchorsByPlace(),
		elements: shown}
	if !root.HasChildren() && d.has(TooComplex) {
		b.add(Block{Frame: Frame{Kind: CodeBlock}, Phrase: plainPhrase(canon.text)})
	}
	b.block(root)
	if d.Sheet != nil {
		t, err := d.Sheet.Table()
		if err != nil {
			return nil, err
		}
		if rows := sheetRows(t); len(rows) > 0 {
			b.add(Block{Frame: Frame{Kind: TableBlock}, Rows: rows})
		}
	}
	return b.out, nil
}

// blockReader makes blocks of a tree.
type blockReader struct {
	d        *Document
	canon    canonicalForm
	w        words
	headings map[int]*Heading
	out      []Block
	frame    Frame // of the next block
	number   int
	labels   map[int]string // of the footnotes of this part of the document
	mark     int            // the end of an alert's mark, which is no word
	tags     tagReader
	elements elements

	// the words that are being read
	buf    []byte
	pieces []openPiece
	marks  []Mark
	blank  bool // a blank is due before the next word
}

// openPiece is a piece of the words that are being read, up to the next one.
type openPiece struct {
	start int
	marks []Mark
	whole bool
}

func (b *blockReader) add(x Block) { b.out = append(b.out, x) }

func (b *blockReader) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.block(c)
	}
}

func (b *blockReader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		b.heading(n)
	case *ast.Paragraph:
		if b.mark == 0 || n.Lines().Len() > 1 {
			b.words(n)
		}
	case *ast.TextBlock:
		b.words(n)
	case *ast.HTMLBlock:
		b.rawText(n)
		b.finish()
	case *ast.Blockquote:
		b.quote(n)
	case *ast.List:
		b.list(n)
	case *ast.CodeBlock:
		b.code(n, "")
	case *ast.FencedCodeBlock:
		b.code(n, string(appendUnescaped(nil, bytes.TrimSpace(n.Language(b.w.src)))))
	case *ast.ThematicBreak:
		f := b.frame
		f.Kind = RuleBlock
		b.add(Block{Frame: f})
	case *ast.Document:
		b.labels = labelsOf(n)
		b.blocks(n)
	case *extast.Table:
		b.table(n)
	case *extast.FootnoteList:
		b.notes(n)
	case *ast.LinkReferenceDefinition, *extast.FootnoteBacklink:
	default:
		b.blocks(n)
	}
}

// labelsOf returns the labels of the footnotes of a document by their numbers.
func labelsOf(n ast.Node) map[int]string {
	list, ok := n.LastChild().(*extast.FootnoteList)
	if !ok {
		return nil
	}
	labels := map[int]string{}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*extast.Footnote); ok {
			labels[note.Index] = valid(note.Ref)
		}
	}
	return labels
}

func (b *blockReader) heading(n *ast.Heading) {
	b.inlines(n)
	f := b.frame
	f.Kind, f.Level = HeadingBlock, n.Level
	x := Block{Frame: f, Phrase: b.taken()}
	at := n.Pos()
	if n.Lines().Len() > 0 {
		at = trim(b.w.src, linesOf(n)).Start
	}
	if h := b.headings[b.canon.offset(at)]; h != nil {
		x.Anchor = h.Anchor
	}
	b.add(x)
}

func (b *blockReader) words(n ast.Node) {
	b.inlines(n)
	b.finish()
}

// finish adds the block of the words that were read, if there are any or if it begins an item.
func (b *blockReader) finish() {
	x := Block{Frame: b.frame, Number: b.number, Phrase: b.taken()}
	if x.Kind == "" {
		x.Kind, x.Number = ParagraphBlock, 0
	}
	if len(x.Pieces) > 0 || x.Kind == ItemBlock || x.Kind == NoteBlock {
		b.add(x)
	}
	b.frame.Kind, b.frame.Ordered, b.frame.Label, b.number = "", false, "", 0
}

// begin starts an item or a footnote. Where its first block has no words of its own, the item has none.
func (b *blockReader) begin(kind BlockKind, n ast.Node) {
	b.frame.Kind = kind
	switch n.FirstChild().(type) {
	case *ast.Paragraph, *ast.TextBlock:
	default:
		b.finish()
	}
	b.blocks(n)
}

func (b *blockReader) quote(n *ast.Blockquote) {
	before := b.frame
	b.frame = Frame{Depth: before.Depth, Quoted: true, Folded: before.Folded}
	name, end := alertOf(n, b.w.src)
	if name != "" {
		f := b.frame
		f.Kind = ParagraphBlock
		b.add(Block{Frame: f,
			Phrase: plainPhrase([]byte(strings.ToUpper(name[:1]) + name[1:]))})
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.mark = 0
		if c == n.FirstChild() {
			b.mark = end
		}
		b.block(c)
	}
	b.mark, b.frame = 0, before
}

func (b *blockReader) list(n *ast.List) {
	before, number := b.frame, n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.frame = Frame{Depth: before.Depth + 1, Quoted: before.Quoted, Ordered: n.IsOrdered(),
			Folded: before.Folded}
		if b.number = 0; n.IsOrdered() {
			b.number = number
		}
		number++
		b.begin(ItemBlock, c)
	}
	b.frame, b.number = before, 0
}

func (b *blockReader) notes(n *extast.FootnoteList) {
	before := b.frame
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*extast.Footnote); ok {
			b.frame = Frame{Label: b.labels[note.Index]}
			b.begin(NoteBlock, note)
		}
	}
	b.frame = before
}

func (b *blockReader) code(n ast.Node, language string) {
	f := b.frame
	f.Kind, f.Language = CodeBlock, language
	x := Block{Frame: f}
	var text []byte
	for i := range n.Lines().Len() {
		l := n.Lines().At(i)
		text = append(text, l.Value(b.w.src)...)
	}
	x.Phrase = plainPhrase(text)
	b.add(x)
}

func (b *blockReader) table(n *extast.Table) {
	f := b.frame
	f.Kind = TableBlock
	x := Block{Frame: f}
	b.w.cell = true
	width := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := b.row(row)
		width = max(width, len(cells))
		x.Rows = append(x.Rows, cells)
	}
	b.w.cell = false
	pad(x.Rows, width)
	b.add(x)
}

// row returns the cells of a row, those beyond the header's width too, which the parser dropped.
func (b *blockReader) row(n ast.Node) []Phrase {
	cells := make([]Phrase, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inlines(c)
		cells = append(cells, b.taken())
	}
	if n.Kind() == extast.KindTableHeader {
		return cells
	}
	spans, _ := splitRow(b.w.src, rowStart(n))
	for _, s := range spans[min(len(cells), len(spans)):] {
		b.text(extraCell(b.w.src, s))
		cells = append(cells, b.taken())
	}
	return cells
}

func sheetRows(t Table) [][]Phrase {
	var rows [][]Phrase
	width := 0
	for _, row := range append([][]Cell{t.Header}, t.Rows...) {
		cells := make([]Phrase, len(row))
		for i, c := range row {
			cells[i] = plainPhrase([]byte(c.Text))
		}
		width = max(width, len(cells))
		rows = append(rows, cells)
	}
	pad(rows, width)
	if width == 0 {
		return nil
	}
	return rows
}

func pad(rows [][]Phrase, width int) {
	for i, r := range rows {
		rows[i] = append(r, make([]Phrase, width-len(r))...)
	}
}

// plainPhrase is words without marks.
func plainPhrase(text []byte) Phrase {
	if len(text) == 0 {
		return Phrase{}
	}
	s := valid(text)
	return Phrase{s, []Piece{{Text: s}}}
}
