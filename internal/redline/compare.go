package redline

import (
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// Documents compares two documents. It fails where one of them can't be read any more. The same two always give the
// same redline.
func Documents(a, b *document.Document) (*Redline, error) {
	x, err := Read(a)
	if err != nil {
		return nil, err
	}
	y, err := Read(b)
	if err != nil {
		return nil, err
	}
	return Compare(x, y), nil
}

// Input is a document as it is compared. It may be compared with several others at the same time.
type Input struct {
	fields []Field // each with its value as the new one
	blocks []document.Block
}

// Read reads a document that may be compared with several others.
func Read(d *document.Document) (*Input, error) {
	all, err := d.Blocks()
	if err != nil {
		return nil, err
	}
	fields, err := valuesOf(d)
	return &Input{fields, all}, err
}

// Compare compares two documents.
func Compare(a, b *Input) *Redline {
	return blocks(a.blocks, b.blocks, changedFields(a.fields, b.fields)).redline
}

// comparison is the work on two documents.
type comparison struct {
	dict     *dictionary
	names    map[string]int32
	match    matcher
	old, new side
	redline  *Redline
}

// workPerByte is how many words may be looked at for each byte of both texts, and leastWork how many at least.
const (
	workPerByte = 40
	leastWork   = 1 << 20
)

// side is one of the two documents.
type side struct {
	blocks  []document.Block
	keys    []int32   // the same for the same words in a block of the same sort
	phrases []*phrase // made when they are asked for
	twin    []int     // the block of the other side that a block belongs with; -1 for none
	moved   []bool    // they belong together, and not in the same order
}

func blocks(a, b []document.Block, fields []Field) *comparison {
	c := &comparison{dict: newDictionary(), names: map[string]int32{}, redline: &Redline{Fields: fields}}
	c.old, c.new = c.side(a), c.side(b)
	c.match.budget = leastWork + workPerByte*(size(a)+size(b))
	c.pairUp()
	c.write()
	c.summarize()
	return c
}

func size(all []document.Block) (n int) {
	for i := range all {
		n += len(all[i].Text)
		for _, row := range all[i].Rows {
			for _, cell := range row {
				n += len(cell.Text) + 1
			}
		}
	}
	return n
}

func (c *comparison) side(all []document.Block) side {
	s := side{blocks: all, keys: make([]int32, len(all)), phrases: make([]*phrase, len(all)), twin: make([]int, len(all)),
		moved: make([]bool, len(all))}
	for i := range all {
		s.keys[i], s.twin[i] = c.name(key(&all[i])), -1
	}
	return s
}

// name numbers a text.
func (c *comparison) name(text string) int32 {
	n, known := c.names[text]
	if !known {
		n = int32(len(c.names))
		c.names[text] = n
	}
	return n
}

// sortOf says which blocks can be the same: words are words, in a list or not.
func sortOf(b *document.Block) byte {
	switch b.Kind {
	case document.HeadingBlock:
		return 'h'
	case document.CodeBlock:
		return 'c'
	case document.TableBlock:
		return 't'
	case document.RuleBlock:
		return 'r'
	}
	return 'p'
}

func key(b *document.Block) string {
	if b.Rows == nil {
		return string(sortOf(b)) + b.Text
	}
	var k strings.Builder
	k.WriteByte('t')
	for _, row := range b.Rows {
		k.WriteByte('\x1e')
		for _, cell := range row {
			k.WriteString(cell.Text)
			k.WriteByte('\x1f')
		}
	}
	return k.String()
}

// phrase returns the words of a block; of a table those of all cells.
func (c *comparison) phraseOf(s *side, i int) *phrase {
	if s.phrases[i] == nil {
		p := s.blocks[i].Phrase
		if rows := s.blocks[i].Rows; rows != nil {
			var all strings.Builder
			for _, row := range rows {
				for _, cell := range row {
					all.WriteString(cell.Text)
					all.WriteByte('\n')
				}
			}
			p = document.Phrase{Text: all.String()}
		}
		s.phrases[i] = c.phrase(p)
	}
	return s.phrases[i]
}
