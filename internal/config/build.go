package config

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// offset returns the byte at which a token begins. The lexer counts columns in runes of the line, which is
// exact, whereas its own offset isn't after CR LF.
func (b *builder) offset(t *token.Token) int {
	if t == nil || t.Position == nil {
		return b.skip
	}
	line := min(max(t.Position.Line, 1), len(b.lines))
	i, column := b.lines[line-1], 1
	if line == 1 {
		i += b.skip
	}
	if last := b.last; last.line == line && last.column <= t.Position.Column {
		i, column = last.offset, last.column
	}
	for ; column < t.Position.Column && i < len(b.src) && b.src[i] != '\n'; column++ {
		_, size := utf8.DecodeRuneInString(b.src[i:])
		i += size
	}
	b.last = mark{line, column, i}
	return i
}

// mark is a token's place that was found. Tokens come mostly in the order of the file, so the search goes on
// from the last one: a file may be one long line.
type mark struct{ line, column, offset int }

// maxMarked bounds the bytes that a problem marks where a token's end isn't known.
const maxMarked = 200

// token returns the bytes of a token as far as they stand on its first line.
func (b *builder) token(t *token.Token) span {
	start := b.offset(t)
	rest := b.src[start:]
	switch t.Type {
	case token.SingleQuoteType, token.DoubleQuoteType:
		return span{start, start + quotedLength(rest)}
	}
	if t.Value != "" && strings.HasPrefix(rest, t.Value) {
		return span{start, start + len(t.Value)}
	}
	n := min(len(rest), maxMarked)
	for n < len(rest) && n > 0 && !utf8.RuneStart(rest[n]) {
		n--
	}
	line, _, _ := strings.Cut(rest[:n], "\n")
	return span{start, start + len(strings.TrimRight(line, " \t\r"))}
}

// quotedLength is the length of the quoted scalar at the start of s, with its quotes.
func quotedLength(s string) int {
	if s == "" {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] != s[0]:
		case s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return len(s)
}

// node converts one value and all below it.
func (b *builder) node(a ast.Node, parent *node, label string) *node {
	n := &node{parent: parent, label: label}
	switch x := a.(type) {
	case *ast.MappingNode:
		b.mapping(n, x.Values)
		if x.IsFlowStyle {
			n.span = span{b.offset(x.Start), b.token(x.End).end}
		}
	case *ast.MappingValueNode:
		b.mapping(n, []*ast.MappingValueNode{x})
	case *ast.SequenceNode:
		n.kind = list
		for i, v := range x.Values {
			n.items = append(n.items, b.node(v, n, strconv.Itoa(i)))
		}
		n.span = span{b.offset(x.Start), b.token(x.Start).end}
		if x.IsFlowStyle {
			n.end = b.token(x.End).end
		} else if len(n.items) > 0 {
			n.end = n.items[len(n.items)-1].end
		}
	default:
		b.scalar(n, a)
	}
	n.end = max(n.start, n.end)
	return n
}

// mapping fills n with keys. A key that is there twice is a fault, and the first one is kept.
func (b *builder) mapping(n *node, values []*ast.MappingValueNode) {
	n.kind = mapping
	seen := make(map[string]span, len(values))
	for _, v := range values {
		t := v.Key.GetToken()
		e := entry{key: t.Value, at: b.token(t)}
		if first, twice := seen[e.key]; twice {
			line, _ := b.lines.place(first.start)
			b.faults = append(b.faults, fault{span: e.at, message: fmt.Sprintf("`%s` is here twice; the first one "+
				"is in line %d", join(n.path(), e.key), line), help: "keep one of them"})
			continue
		}
		seen[e.key] = e.at
		e.value = b.node(v.Value, n, e.key)
		if e.value.kind == null && e.value.start == e.value.end {
			colon := b.token(v.Start).end
			e.value.span = span{colon, colon}
		}
		n.entries = append(n.entries, e)
	}
	if len(n.entries) > 0 {
		n.span = span{n.entries[0].at.start, n.entries[len(n.entries)-1].value.end}
	}
}

// scalar fills n with a single value. The span of a block scalar is its header's, `|` or `>`.
func (b *builder) scalar(n *node, a ast.Node) {
	t := a.GetToken()
	n.text, n.span = t.Value, b.token(t)
	switch x := a.(type) {
	case *ast.StringNode:
		n.kind = text
	case *ast.LiteralNode:
		n.kind, n.text = text, x.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.kind = number
	case *ast.BoolNode:
		n.kind = boolean
	default:
		n.kind = null
		if !strings.HasPrefix(b.src[n.start:], t.Value) || t.Value == "" {
			n.end = n.start
		}
	}
}
