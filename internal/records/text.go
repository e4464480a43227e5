package records

import (
	"sync"

	"github.com/writ-docs/writ/internal/document"
)

// Text is the words of a document, of which each answer is worked out once. Several goroutines may use it, and nobody
// may change what it returns.
type Text struct {
	doc   *document.Document
	src   []byte
	lines func() []line
	prose func() *Prose
	parts func() []Part
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
