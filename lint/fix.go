package lint

import (
	"slices"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// Fix is how a program can put a finding right: by all of its edits, or by none.
type Fix struct {
	Title string // what it does, such as: write `version: "2.10"`
	Why   string // why that is right, or what a person has to know before
	Safe  bool   // nobody has to look at it: it changes no meaning, and no content digest, so that approvals stay
	Edits []Edit // in the order of their places; none overlaps another
}

// Edit replaces a range of bytes of a file.
type Edit struct {
	Path  string
	Range Range
	Text  string
}

// EditTo returns the smallest edit of whole characters that turns a document's text into another.
func EditTo(e *register.Entry, text []byte) (Edit, error) {
	src, err := e.Source()
	if err != nil {
		return Edit{}, err
	}
	return EditFile(e.Path, src, text), nil
}

// EditFile returns the smallest edit of whole characters that turns the text of the file at a path into another.
func EditFile(path string, src, text []byte) Edit {
	start := 0
	for start < min(len(src), len(text)) && src[start] == text[start] {
		start++
	}
	end := 0
	for end < min(len(src), len(text))-start && src[len(src)-1-end] == text[len(text)-1-end] {
		end++
	}
	for start > 0 && (inRune(src, start) || inRune(text, start)) {
		start--
	}
	for end > 0 && (inRune(src, len(src)-end) || inRune(text, len(text)-end)) {
		end--
	}
	lines := document.NewLines(src)
	place := func(offset int) Place {
		line, column := lines.Position(offset)
		return Place{offset, line, column}
	}
	return Edit{path, Range{place(start), place(len(src) - end)}, string(text[start : len(text)-end])}
}

// inRune reports whether an offset lies within a character.
func inRune(text []byte, at int) bool { return at < len(text) && !utf8.RuneStart(text[at]) }

// EditAt returns the edit that writes a text in place of a span of a document.
func EditAt(e *register.Entry, s document.Span, text string) (Edit, error) {
	at, err := e.Locate(s)
	if err != nil {
		return Edit{}, err
	}
	return Edit{at.Path, *rangeIn(at), text}, nil
}

// Apply returns what a fix makes of the file at a path whose text is src.
func (f *Fix) Apply(path string, src []byte) []byte {
	return ApplyEdits(src, slices.DeleteFunc(slices.Clone(f.Edits), func(e Edit) bool { return e.Path != path }))
}
