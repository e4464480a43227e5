package document

import (
	"fmt"
	"path"
	"strings"
	"sync"
)

// Sheet is a table in a file of its own, as CSV, whose sidecar a document is. Its places follow those of the
// document's own file, so that one Span says which of both it is in: see Document.Locate.
type Sheet struct {
	Path string

	start int // the place of its first byte
	read  func() (sheet, error)
}

type sheet struct {
	lines  Lines
	table  Table
	faults []Fault
}

// IsSheet reports whether a file is read as a table.
func IsSheet(name string) bool {
	ext := path.Ext(name)
	return strings.EqualFold(ext, ".csv") || strings.EqualFold(ext, ".tsv")
}

// SheetOf returns the sheet at a path whose sidecar is d; nil where the file isn't read as a table. It is read when it
// is first asked for its table.
func SheetOf(d *Document, path string, read func() ([]byte, error)) *Sheet {
	if !IsSheet(path) {
		return nil
	}
	s := &Sheet{Path: path, start: d.Size() + 1} // the end of d's file is a place in d
	s.read = sync.OnceValues(func() (sheet, error) {
		src, err := read()
		if err != nil {
			return sheet{}, fmt.Errorf("%s can't be read: %w", path, err)
		}
		return parseSheet(src, s.start), nil
	})
	return s
}

// Table returns the sheet's table: its header is the first line with more than one filled cell, or the first one. A
// file without a filled cell has an empty one.
func (s *Sheet) Table() (Table, error) {
	x, err := s.read()
	return x.table, err
}

// Faults returns what keeps the sheet from being read in full.
func (s *Sheet) Faults() ([]Fault, error) {
	x, err := s.read()
	return x.faults, err
}

// Source returns the sheet's bytes, which mustn't be changed.
func (s *Sheet) Source() ([]byte, error) {
	x, err := s.read()
	return x.lines.src, err
}

// Located is a place in a file.
type Located struct {
	Path  string
	Lines Lines
	Span  Span // in the file
	Sheet bool // the file is the document's sheet
}

// Locate returns where a span of the document is: in its own file, or in its sheet. It fails as Source does.
func (d *Document) Locate(s Span) (Located, error) {
	if d.Sheet == nil || s.Start < d.Sheet.start {
		lines, err := d.Lines()
		return Located{d.Path, lines, s, false}, err
	}
	x, err := d.Sheet.read()
	return Located{d.Sheet.Path, x.lines, Span{s.Start - d.Sheet.start, s.End - d.Sheet.start}, true}, err
}

// TextAt returns the bytes of a span, in the document's own file or in its sheet. It fails as Source does.
func (d *Document) TextAt(s Span) (string, error) {
	at, err := d.Locate(s)
	if err != nil {
		return "", err
	}
	return string(at.Lines.src[at.Span.Start:at.Span.End]), nil
}
