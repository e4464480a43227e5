package document

import (
	"bytes"
	"fmt"
	"sync"
)

// kept is the state of a document that was made of facts: what hasn't been decoded or read yet.
type kept struct {
	names  map[string]string
	size   int // of the text
	read   func() ([]byte, error)
	failed func(error)
	parts  [partCount]string

	text, line, parse sync.Once
	part              [partCount]sync.Once
	whole             *Document
}

// load reads the text once.
func (k *kept) load(d *Document) []byte {
	k.text.Do(func() {
		src, err := k.read()
		if err == nil && len(src) != k.size {
			err = fmt.Errorf("it has %d bytes, and %d were expected", len(src), k.size)
		}
		if err != nil {
			k.failed(fmt.Errorf("the text of %s can't be read: %w", d.Path, err))
			src = bytes.Repeat([]byte{' '}, k.size)
		}
		d.source = src
	})
	return d.source
}

// full parses the text once, for what facts don't hold.
func (k *kept) full(d *Document) *Document {
	k.parse.Do(func() { k.whole = Parse(d.Path, k.load(d), k.names) })
	return k.whole
}

// decodePart reads a part of the facts once; a damaged one is answered from the text.
func decodePart[T any](d *Document, part int, to *[]T, read func(*factsReader) func(*T),
	parsed func(*Document) []T) []T {
	k := d.kept
	k.part[part].Do(func() {
		r := &factsReader{in: k.parts[part], limit: k.size}
		if *to = readAll(r, read(r)); r.bad || r.in != "" {
			*to = parsed(k.full(d))
		}
	})
	return *to
}

// Source returns the file's bytes, as they are in Git. They mustn't be changed.
func (d *Document) Source() []byte {
	if d.kept != nil {
		return d.kept.load(d)
	}
	return d.source
}

// Size returns the number of bytes of the file.
func (d *Document) Size() int {
	if d.kept != nil {
		return d.kept.size
	}
	return len(d.source)
}

// Headings returns the headings of the body, in the order of the text.
func (d *Document) Headings() []Heading {
	if d.kept == nil {
		return d.headings
	}
	return decodePart(d, partHeadings, &d.headings, func(r *factsReader) func(*Heading) { return r.heading },
		(*Document).Headings)
}

// Links returns links, images and reference uses, in the order of the text.
func (d *Document) Links() []Link {
	if d.kept == nil {
		return d.links
	}
	return decodePart(d, partLinks, &d.links, func(r *factsReader) func(*Link) { return r.link }, (*Document).Links)
}

// EachTarget calls visit with the target of each link, in the order of the text. Of a document made of facts it keeps
// nothing, so that thousands of documents can be asked; of damaged facts it may tell of more than there are.
func (d *Document) EachTarget(visit func(target string)) {
	if d.kept != nil {
		r := &factsReader{in: d.kept.parts[partLinks], limit: d.kept.size}
		var l Link
		for n := r.left(); n > 0 && !r.bad; n-- {
			if r.link(&l); !r.bad {
				visit(l.Target)
			}
		}
		if !r.bad && r.in == "" {
			return
		} // a damaged part is answered from the text
	}
	for _, l := range d.Links() {
		visit(l.Target)
	}
}

// Anchors returns the places that raw HTML names, in the order of the text.
func (d *Document) Anchors() []Anchor {
	if d.kept == nil {
		return d.anchors
	}
	return decodePart(d, partAnchors, &d.anchors, func(r *factsReader) func(*Anchor) { return r.anchor },
		(*Document).Anchors)
}

// Tags returns the tags of raw HTML that a page shows as text, in the order of the text.
func (d *Document) Tags() []Tag {
	if d.kept == nil {
		return d.tags
	}
	return decodePart(d, partTags, &d.tags, func(r *factsReader) func(*Tag) { return r.tag }, (*Document).Tags)
}

// Unclosed returns the comments, fences and raw HTML that take in what follows, in the order of the text.
func (d *Document) Unclosed() []Unclosed {
	if d.kept == nil {
		return d.unclosed
	}
	return decodePart(d, partUnclosed, &d.unclosed, func(r *factsReader) func(*Unclosed) { return r.unclosed },
		(*Document).Unclosed)
}

// Unread returns what was meant as a link or a footnote and is none, in the order of the text.
func (d *Document) Unread() []Unread {
	if d.kept == nil {
		return d.unread
	}
	return decodePart(d, partUnread, &d.unread, func(r *factsReader) func(*Unread) { return r.unread },
		(*Document).Unread)
}

// Tables returns the tables of the body.
func (d *Document) Tables() []Table {
	if d.kept == nil {
		return d.tables
	}
	return decodePart(d, partTables, &d.tables, func(r *factsReader) func(*Table) { return r.table },
		(*Document).Tables)
}

// Comments returns the HTML comments, in the order of the text.
func (d *Document) Comments() []Comment {
	if d.kept == nil {
		return d.comments
	}
	return decodePart(d, partComments, &d.comments, func(r *factsReader) func(*Comment) { return r.comment },
		(*Document).Comments)
}

// Suppressions returns the `writ:ignore` comments in the order of the file, those of the front matter first.
func (d *Document) Suppressions() []Suppression {
	if d.kept == nil {
		return d.suppressions
	}
	return decodePart(d, partSuppressions, &d.suppressions,
		func(r *factsReader) func(*Suppression) { return r.suppression }, (*Document).Suppressions)
}

// Mentions returns the words of the prose that read like ids of documents, in the order of the text.
func (d *Document) Mentions() []Mention {
	if d.kept == nil {
		return d.mentions
	}
	return decodePart(d, partMentions, &d.mentions, func(r *factsReader) func(*Mention) { return r.mention },
		(*Document).Mentions)
}

// Stated returns the values that the text's head gives to labels, in the order of the text.
func (d *Document) Stated() []Stated {
	if d.kept == nil {
		return d.stated
	}
	return decodePart(d, partStated, &d.stated, func(r *factsReader) func(*Stated) { return r.stated },
		(*Document).Stated)
}

// Prose returns the text that a reader sees as words: no code, no comments, no raw HTML. Of a document made of facts
// it costs a parse.
func (d *Document) Prose() []Span {
	if d.kept == nil {
		return d.prose
	}
	return d.kept.full(d).prose
}

// lineIndex knows the lines of the text.
func (d *Document) lineIndex() Lines {
	if d.kept != nil {
		d.kept.line.Do(func() { d.lines = NewLines(d.Source()) })
	}
	return d.lines
}
