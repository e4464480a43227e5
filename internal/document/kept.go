package document

import (
	"fmt"
	"sync"

	"github.com/writ-docs/writ/internal/compact"
)

// kept is the state of a document that was made of facts: what hasn't been decoded or read yet.
type kept struct {
	size    int // of the text
	digests digests
	text    func() ([]byte, error)
	lines   func() (Lines, error)
	parts   [partCount]string
	part    [partCount]sync.Once
}

func newKept(path string, size int, read func() ([]byte, error)) *kept {
	k := &kept{size: size}
	k.text = sync.OnceValues(func() ([]byte, error) {
		src, err := read()
		if err == nil && len(src) != size {
			err = fmt.Errorf("it has %d bytes, and %d were expected", len(src), size)
		}
		if err != nil {
			return nil, fmt.Errorf("the text of %s can't be read: %w", path, err)
		}
		return src, nil
	})
	k.lines = sync.OnceValues(func() (Lines, error) {
		src, err := k.text()
		return NewLines(src), err
	})
	return k
}

// decodePart reads a part of the facts once. One that Encode can't have written, though its checksum is right, is told
// from the text: parsed returns it of a document that was parsed. Names of fields are in no part.
func decodePart[T any](d *Document, part int, to *[]T, read func(*factsReader) func(*T),
	parsed func(*Document) []T) []T {
	k := d.kept
	k.part[part].Do(func() {
		r := factsIn(k.parts[part], k.size)
		if *to = compact.ReadAll(&r.Reader, read(r)); r.Done() {
			return
		}
		src, err := k.text()
		if err != nil {
			panic(fmt.Sprintf("document: the facts of %s can't be decoded: %v", d.Path, err))
		}
		*to = parsed(Parse(d.Path, src, nil))
	})
	return *to
}

// Source returns the file's bytes, as they are in Git. They mustn't be changed. It fails only for a document that was
// made of facts, whose file can't be read any more.
func (d *Document) Source() ([]byte, error) {
	if d.kept != nil {
		return d.kept.text()
	}
	return d.source, nil
}

// Lines knows the lines of the file. It fails as Source does.
func (d *Document) Lines() (Lines, error) {
	if d.kept != nil {
		return d.kept.lines()
	}
	return d.lines, nil
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
	return decodePart(d, partLinks, &d.links, func(r *factsReader) func(*Link) { return r.link },
		(*Document).Links)
}

// EachTarget calls visit with the target of each link, in the order of the text. Of a document made of facts it keeps
// nothing, so that thousands of documents can be asked.
func (d *Document) EachTarget(visit func(target string)) {
	if d.kept == nil {
		for _, l := range d.links {
			visit(l.Target)
		}
		return
	}
	r := factsIn(d.kept.parts[partLinks], d.kept.size)
	var l Link
	for n := r.Left(); n > 0 && !r.Bad; n-- {
		if r.link(&l); !r.Bad {
			visit(l.Target)
		}
	}
	if !r.Done() {
		for _, l := range d.Links() {
			visit(l.Target)
		}
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
	return decodePart(d, partTags, &d.tags, func(r *factsReader) func(*Tag) { return r.tag },
		(*Document).Tags)
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

// Stated returns the values that the text's head and foot give to labels, in the order of the text.
func (d *Document) Stated() []Stated {
	if d.kept == nil {
		return d.stated
	}
	return decodePart(d, partStated, &d.stated, func(r *factsReader) func(*Stated) { return r.stated },
		(*Document).Stated)
}

// Prose returns the text that a reader sees as words: no code, no comments, no raw HTML.
func (d *Document) Prose() []Span {
	if d.kept == nil {
		return d.prose
	}
	return decodePart(d, partProse, &d.prose, func(r *factsReader) func(*Span) {
		return func(s *Span) { *s = r.span() }
	}, (*Document).Prose)
}
