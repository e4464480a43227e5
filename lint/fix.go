package lint

import (
	"bytes"

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

// EditTo returns the smallest edit that turns a document's text into another.
func EditTo(e *register.Entry, text []byte) (Edit, error) {
	src, err := e.Source()
	if err != nil {
		return Edit{}, err
	}
	start := 0
	for start < min(len(src), len(text)) && src[start] == text[start] {
		start++
	}
	end := 0
	for end < min(len(src), len(text))-start && src[len(src)-1-end] == text[len(text)-1-end] {
		end++
	}
	at, err := RangeOf(e.Document, document.Span{Start: start, End: len(src) - end})
	if err != nil {
		return Edit{}, err
	}
	return Edit{e.Path, *at, string(text[start : len(text)-end])}, nil
}

// Apply returns what a fix makes of the file at a path whose text is src.
func (f *Fix) Apply(path string, src []byte) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range f.Edits {
		if e.Path == path {
			out.Write(src[at:e.Range.Start.Offset])
			out.WriteString(e.Text)
			at = e.Range.End.Offset
		}
	}
	out.Write(src[at:])
	return out.Bytes()
}
