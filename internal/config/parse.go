package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a configuration. The parser's time grows with the square of the keys, so that what stays below
// them is read in well under a second.
const (
	maxSize   = 1 << 20
	maxKeys   = 10_000
	maxTokens = 100_000 // keys, values and punctuation
	maxDepth  = 32
)

const byteOrderMark = "\ufeff"

// fault is a problem by its bytes, before line and column are known.
type fault struct {
	span
	message, help string
	source        *source // nil for writ.yaml
}

// source is one file of the configuration: writ.yaml, or that of a kind.
type source struct {
	path, text string
	lines      lines
	root       *node // nil for a file that can't be read
}

// parse reads a file that is a YAML mapping, with positions. Its root is nil, with the faults that make the file
// unreadable; a key that is there twice is a fault beside a root. An empty file is an empty mapping.
func parse(path string, src []byte) (*source, []fault) {
	s := &source{path: path, text: string(src)}
	s.lines = lineStarts(s.text)
	root, faults := s.parse()
	if s.root = root; root != nil {
		root.source = s
	}
	for i := range faults {
		faults[i].source = s
	}
	return s, faults
}

func (s *source) parse() (*node, []fault) {
	if f := s.checkBytes(); f != nil {
		return nil, []fault{*f}
	}
	b := builder{name: s.path, src: s.text, lines: s.lines}
	if strings.HasPrefix(b.src, byteOrderMark) {
		b.skip = len(byteOrderMark)
	}
	tokens := lexer.Tokenize(b.src[b.skip:])
	if f := b.checkTokens(tokens); f != nil {
		return nil, []fault{*f}
	}
	file, f := b.parseTokens(tokens)
	if f != nil {
		return nil, []fault{*f}
	}
	root := &node{kind: mapping}
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.CommentType {
			root = b.node(doc.Body, nil, "")
		}
	}
	if root.kind != mapping {
		return nil, []fault{{span: root.span, message: fmt.Sprintf("%s is %s; expected a mapping of keys", b.name,
			root.kind), help: "write keys such as " + exampleKey(b.name) + " in the first column"}}
	}
	return root, b.faults
}

// exampleKey is a key that a file may have.
func exampleKey(name string) string {
	if name == File {
		return "`organization:`"
	}
	return "`extends:`"
}

func (s *source) checkBytes() *fault {
	src := []byte(s.text)
	if len(src) > maxSize {
		return &fault{message: fmt.Sprintf("%s has %d bytes; at most %d are read", s.path, len(src), maxSize),
			help: "keep only configuration in it"}
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return &fault{span: span{i, i + 1}, message: s.path + " has a NUL byte; expected text in UTF-8",
			help: "save the file as UTF-8"}
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return &fault{span: span{i, i + 1}, message: s.path + " isn't UTF-8 here", help: "save the file as UTF-8"}
		}
		i += n
	}
	return nil
}

// builder turns the parser's tree into nodes with byte positions.
type builder struct {
	name   string // of the file
	src    string
	skip   int // bytes of a byte-order mark
	lines  lines
	last   mark
	faults []fault
}

// refused are the parts of YAML that a configuration doesn't need. Anchors and aliases explode when they are
// written out, and the others let one file read differently in two programs.
func refused(t *token.Token) (what, instead string) {
	switch t.Type {
	case token.AnchorType, token.AliasType, token.MergeKeyType:
		return "an anchor, an alias or a merge key", "write the value out where it is needed"
	case token.TagType:
		return "a tag", "write the value plainly, and text in quotes"
	case token.MappingKeyType:
		return "a key with `?`", "write `key: value`"
	case token.DirectiveType:
		return "a directive", "remove the line"
	}
	return "", ""
}

// checkTokens refuses what would make the parser slow or deep, and the parts of YAML that aren't allowed.
func (b *builder) checkTokens(tokens token.Tokens) *fault {
	keys, flow, headers, content := 0, 0, 0, false
	var columns []int // of the open block collections
	nest := func(column int) {
		for len(columns) > 0 && columns[len(columns)-1] >= column {
			columns = columns[:len(columns)-1]
		}
		columns = append(columns, column)
	}
	for i, t := range tokens {
		if what, instead := refused(t); what != "" {
			return &fault{span: b.token(t), message: what + " isn't allowed in " + b.name, help: instead}
		}
		switch t.Type {
		case token.DocumentHeaderType:
			if headers++; content || headers > 1 {
				return &fault{span: b.token(t), message: b.name + " holds more than one YAML document",
					help: "remove the line `---` and merge what follows"}
			}
			continue
		case token.CommentType, token.DocumentEndType:
			continue
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow = max(0, flow-1)
		case token.SequenceEntryType:
			nest(t.Position.Column)
		case token.MappingValueType:
			keys++
			if flow == 0 && t.Prev != nil {
				nest(t.Prev.Position.Column)
			}
		}
		content = true
		if keys > maxKeys || i > maxTokens {
			return &fault{span: b.token(t), message: fmt.Sprintf("%s has more than %d keys or %d parts", b.name,
				maxKeys, maxTokens), help: "keep only configuration in it"}
		}
		if flow+len(columns) > maxDepth {
			return &fault{span: b.token(t), message: fmt.Sprintf("%s is nested over %d levels here", b.name, maxDepth),
				help: "no key needs as many"}
		}
	}
	return nil
}

// parseTokens runs the parser. A panic of the parser is a fault of the file too: the same bytes can be
// written in a plainer way.
func (b *builder) parseTokens(tokens token.Tokens) (file *ast.File, f *fault) {
	defer func() {
		if p := recover(); p != nil {
			file, f = nil, &fault{message: b.name + " can't be parsed as YAML",
				help: "write it more plainly: one key a line, text in quotes"}
		}
	}()
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err == nil {
		return file, nil
	}
	f = &fault{help: "fix the indentation or the quotes here"}
	var at yaml.Error
	if !errors.As(err, &at) { // whose own text would print all that was read
		f.message = "not valid YAML: " + err.Error()
		return nil, f
	}
	f.message = "not valid YAML: " + at.GetMessage()
	if at.GetToken() != nil {
		f.span = b.token(at.GetToken())
		if line, _ := b.lines.place(f.start); strings.Contains(b.indent(line), "\t") {
			f.message, f.help = "a tab can't indent YAML", "indent with spaces"
		}
	}
	return nil, f
}

// indent returns the blanks with which a line begins.
func (b *builder) indent(line int) string {
	rest := b.src[b.lines[line-1]:]
	return rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
}
