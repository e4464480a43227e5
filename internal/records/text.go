package records

import (
	"sync"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// Text is the words of a document, of which each answer is worked out once. Several goroutines may use it, and nobody
// may change what it returns.
type Text struct {
	doc   *document.Document
	src   []byte
	lines func() []line
	prose func() *Prose
	parts func() []Part

	mu     sync.Mutex
	placed map[*schema.Section][]int // by the first section of an outline
}

// TextOf returns the words of a document. It fails only where they can't be read any more.
func TextOf(d *document.Document) (*Text, error) {
	src, err := d.Source()
	if err != nil {
		return nil, err
	}
	t := &Text{doc: d, src: src}
	t.lines = sync.OnceValue(func() []line { return linesOf(d, src) })
	t.prose = sync.OnceValue(t.readProse)
	t.parts = sync.OnceValue(t.readParts)
	return t, nil
}

// Prose returns the sections and lines of the document.
func (t *Text) Prose() *Prose { return t.prose() }

// Parts lists what can stand for sections of the document, in its order. Its title is none.
func (t *Text) Parts() []Part { return t.parts() }

// Placed finds the part of the document that each section of a kind's outline is: see Placed.
func (t *Text) Placed(o schema.Outline) []int {
	if len(o.Sections) == 0 {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	at, known := t.placed[&o.Sections[0]]
	if !known {
		if t.placed == nil {
			t.placed = map[*schema.Section][]int{}
		}
		at = Placed(o, t.parts())
		t.placed[&o.Sections[0]] = at
	}
	return at
}
