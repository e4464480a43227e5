package document

import (
	"github.com/yuin/goldmark/ast"
)

// Span is a half-open range of bytes in a file, counted from the file's first byte (a byte-order mark counts).
type Span struct{ Start, End int }

// Document is one Markdown file after its single parse, or made of the facts that a parse left. Several goroutines may
// read it.
type Document struct {
	Path   string // relative to the repository's root, with slashes
	Front  Front
	Body   Span    // the Markdown after the front matter
	Faults []Fault // of the whole file (not valid UTF-8, too large); the front matter has its own
	Beside *Sum    // of the file whose sidecar it is; nil for none
	Sheet  *Sheet  // that file, where it is a table; nil for none

	source       []byte
	canon        canonicalForm
	headings     []Heading
	links        []Link
	anchors      []Anchor
	tags         []Tag
	unclosed     []Unclosed
	unread       []Unread
	tables       []Table
	comments     []Comment
	suppressions []Suppression
	prose        []Span
	mentions     []Mention
	stated       []Stated
	root         *ast.Document // nil once WithoutTree dropped it, and of a document made of facts
	lines        Lines
	kept         *kept // of a document made of facts; nil for a parsed one
}

// Heading is one heading of the body.
type Heading struct {
	Level  int    // 1 to 6
	Text   string // plain text, without markup
	Anchor string // as the page and other forges name it; unique in the document
	Span   Span   // the heading's text
	Empty  bool   // only blanks and comments are between it and the next heading, or the body's end
}

// Link is a link or an image of the body. Those of raw HTML, which pages show as text, are the addresses in href and
// src.
type Link struct {
	Target string // as written, after Markdown's escapes are resolved
	Text   string // "" in raw HTML
	Image  bool
	Span   Span // the whole link; a reference use has the span of its use, one of raw HTML that of its tag
}

// Table is a GFM table of the body.
type Table struct {
	Header []Cell
	Rows   [][]Cell // as written: a ragged row keeps its own number of cells
	Span   Span
}

// Cell is one cell of a table.
type Cell struct {
	Text string // plain text; <br> is a line feed
	Span Span
}

// Comment is an HTML comment.
type Comment struct {
	Text string // without the marks, trimmed
	Span Span
}

// Front is the front matter of a file. A file without one has Format "" and a fault FrontMissing.
type Front struct {
	Format string  // "yaml", "toml", "json", or "" for none
	Span   Span    // with the fences
	Open   Span    // its first line, without blanks at the end
	Fields []Field // top-level keys in the order of the file
	Faults []Fault
}

// Field is one key of a mapping.
type Field struct {
	Key       string // as written
	Name      string // the canonical name, after aliases; Key where no alias knows it
	Value     Value
	KeySpan   Span
	ValueSpan Span // of an empty value: the empty range after the colon
}

// ValueKind is the type that the front matter's language gives to a value.
type ValueKind uint8

// The kinds of values. A date is a Text in YAML and JSON; TOML's dates become Text as written.
const (
	Null ValueKind = iota
	Text
	Number
	Bool
	List
	Map
)

// Value is a value of the front matter, as written.
type Value struct {
	Kind   ValueKind
	Text   string  // scalars: as written, without quotes and after escapes; "2.10" stays "2.10"
	Quoted bool    // a scalar in quotes
	List   []Value // of a List
	Map    []Field // of a Map
	Span   Span
}

// FaultKind tells what is wrong with a file or its front matter.
type FaultKind string

// The faults. All but FrontMissing make the front matter unreadable; fields that could still be read are kept.
const (
	FrontMissing    FaultKind = "missing"     // no front matter at all
	FrontUnclosed   FaultKind = "unclosed"    // an opening fence and no closing one
	FrontTooLarge   FaultKind = "too-large"   // more than 64 KB; not parsed
	FrontTooDeep    FaultKind = "too-deep"    // nested over 32 levels; not parsed
	FrontAliases    FaultKind = "aliases"     // YAML anchors, aliases or merge keys; not parsed
	FrontSyntax     FaultKind = "syntax"      // the language's parser refuses it
	FrontDuplicate  FaultKind = "duplicate"   // a key comes twice
	FrontNotMapping FaultKind = "not-mapping" // a list or a scalar where keys are due
	FrontTag        FaultKind = "tag"         // a YAML tag of somebody's own
	Conflict        FaultKind = "conflict"    // the marks of a merge that was never settled
	NotUTF8         FaultKind = "not-utf8"    // the file has bytes that aren't UTF-8
	NulByte         FaultKind = "nul"         // the file has a NUL byte: not a text
	FileTooLarge    FaultKind = "file-too-large"
	TooComplex      FaultKind = "too-complex" // more marks than any text has; its Markdown is not parsed in full
)

// Fault is an input fault at its place: data for rules, never a Go error.
type Fault struct {
	Kind    FaultKind
	Span    Span
	Message string // what is wrong and what was expected
	Help    string // how to fix it
}

// Field returns the first field with the canonical name.
func (f *Front) Field(name string) (Field, bool) {
	if x := f.field(name); x != nil {
		return *x, true
	}
	return Field{}, false
}

func (f *Front) field(name string) *Field {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}

// Text returns the trimmed text of a scalar field, and "" where it is absent, null, or no scalar.
func (f *Front) Text(name string) string {
	if x := f.field(name); x != nil {
		switch x.Value.Kind {
		case Text, Number, Bool:
			return x.Value.Text
		}
	}
	return ""
}

// Readable reports whether the front matter exists and has no fault.
func (f *Front) Readable() bool { return f.Format != "" && len(f.Faults) == 0 }
