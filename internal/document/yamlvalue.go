package document

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// valueOf converts a node, guarding the depth.
func (r *yamlReader) valueOf(n ast.Node) Value {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxDepth+1 {
		at := r.offset(r.locate(n.GetToken()))
		if r.depth == maxDepth+2 {
			r.fault(tooDeep(Span{at, at + 1}))
		}
		return Value{Span: Span{at, at}}
	}
	return r.value(n)
}

func (r *yamlReader) value(n ast.Node) Value {
	switch n := n.(type) {
	case *ast.MappingNode:
		return r.mapValue(n.Values, n.IsFlowStyle, n.Start, n.End)
	case *ast.MappingValueNode:
		return r.mapValue([]*ast.MappingValueNode{n}, false, nil, nil)
	case *ast.SequenceNode:
		return r.list(n)
	case *ast.LiteralNode:
		return r.literal(n)
	case *ast.TagNode:
		return r.tagged(n)
	case *ast.MappingKeyNode:
		if n.Value == nil {
			at := r.offset(r.locate(n.Start) + 1)
			return Value{Span: Span{at, at}}
		}
		return r.valueOf(n.Value)
	case *ast.AnchorNode:
		return r.refused("an anchor", n.Start)
	case *ast.AliasNode:
		return r.refused("an alias", n.Start)
	}
	return r.scalar(n.GetToken())
}

func (r *yamlReader) refused(what string, tk *token.Token) Value {
	at := r.offset(r.locate(tk))
	r.fault(aliases(what, Span{at, at + 1}))
	return Value{Span: Span{at, at + 1}}
}

func (r *yamlReader) mapValue(values []*ast.MappingValueNode, flow bool, start, end *token.Token) Value {
	v := Value{Kind: Map, Map: r.mapping(values, nil)}
	switch {
	case flow && end != nil:
		v.Span = Span{r.offset(r.locate(start)), r.offset(r.locate(end) + 1)}
	case len(v.Map) > 0:
		v.Span = Span{v.Map[0].KeySpan.Start, v.Map[len(v.Map)-1].ValueSpan.End}
	}
	return v
}

func (r *yamlReader) list(n *ast.SequenceNode) Value {
	v := Value{Kind: List, Span: Span{Start: r.offset(r.locate(n.Start))}}
	if n.IsFlowStyle {
		v.List = make([]Value, 0, len(n.Values))
		for _, x := range n.Values {
			v.List = append(v.List, r.valueOf(x))
		}
		v.Span.End = v.Span.Start + 1
		if n.End != nil {
			v.Span.End = r.offset(r.locate(n.End) + 1)
		}
		return v
	}
	for i, x := range n.Values {
		dash := n.Start
		if i < len(n.Entries) && n.Entries[i] != nil && n.Entries[i].Start != nil {
			dash = n.Entries[i].Start
		}
		v.List = append(v.List, r.valueAfter(x, dash))
		v.Span.End = v.List[i].Span.End
	}
	return v
}

// tagged drops the tag of a value: !!str makes a text of any scalar, and other tags change nothing.
func (r *yamlReader) tagged(n *ast.TagNode) Value {
	start := r.locate(n.Start)
	v := Value{Span: Span{r.offset(start), r.offset(start + len(n.Start.Value))}}
	if n.Value != nil {
		end := v.Span.End
		v = r.valueOf(n.Value)
		v.Span = Span{r.offset(start), max(end, v.Span.End)}
	}
	if n.Start.Value == "!!str" && v.Kind != List && v.Kind != Map {
		v.Kind, v.Quoted = Text, true
	}
	return v
}

// literal converts a block scalar. Its span ends with its last line that isn't blank.
func (r *yamlReader) literal(n *ast.LiteralNode) Value {
	start := r.locate(n.Start)
	v := Value{Kind: Text, Quoted: true}
	if n.Value != nil {
		v.Text = n.Value.Value
	}
	end := r.lineEnd(start)
	indent := -1
	for at := r.next(start); at < len(r.text) && v.Text != ""; at = r.next(at) {
		stop := r.lineEnd(at)
		i := at
		for i < stop && r.text[i] == ' ' {
			i++
		}
		if i == stop {
			continue
		}
		if indent < 0 || len(n.Start.Value) > 1 && indent > i-at && i > at {
			indent = i - at
		}
		if i-at < indent {
			break
		}
		end = stop
	}
	v.Span = Span{r.offset(start), r.offset(end)}
	return v
}

// scalar converts a plain or quoted scalar. The kind is ours: YAML 1.2's core schema.
func (r *yamlReader) scalar(tk *token.Token) Value {
	origin := strings.TrimSpace(tk.Origin)
	start := r.near(r.locate(tk), firstLine(origin))
	v := Value{Kind: Text, Text: tk.Value}
	var end int
	switch tk.Type {
	case token.DoubleQuoteType, token.SingleQuoteType:
		v.Quoted = true
		end = r.quoteEnd(start)
	default:
		v.Kind = plainKind(v.Text)
		end = start + len(v.Text)
		if !strings.HasPrefix(r.text[start:], v.Text) {
			end = r.lineEnd(start)
			if strings.HasPrefix(r.text[start:], origin) {
				end = start + len(origin)
			}
		}
	}
	v.Span = Span{r.offset(start), r.offset(end)}
	return v
}

func (r *yamlReader) quoteEnd(start int) int {
	if start >= len(r.text) || r.text[start] != '"' && r.text[start] != '\'' {
		return r.lineEnd(start)
	}
	quote := r.text[start]
	for i := start + 1; i < len(r.text); i++ {
		switch {
		case quote == '"' && r.text[i] == '\\':
			i++
		case r.text[i] != quote:
		case quote == '\'' && i+1 < len(r.text) && r.text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(r.text)
}
