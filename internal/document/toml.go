package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/adrg/frontmatter"
	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// parseTOML fills front from a TOML block.
func parseTOML(src []byte, block Span, names map[string]string, front *Front) {
	text := src[block.Start:block.End]
	if at := deepest(text, "#"); at >= 0 {
		front.Faults = []Fault{tooDeep(Span{block.Start + at, block.Start + at + 1})}
		return
	}
	r := tomlReader{text: text, base: block.Start, names: names}
	r.parser.Reset(text)
	r.read()
	front.Fields, front.Faults = r.root.Map, r.faults
	if len(r.faults) > 0 {
		return
	}
	if err := decode(text, toml.Unmarshal); err != nil {
		front.Faults = []Fault{tomlFault(err, text, block.Start)}
	}
}

// decode has the front matter library read a block that was delimited here, for the checks that need the
// whole block, such as a table that is defined twice. The fence around it can't occur inside.
func decode(block []byte, unmarshal frontmatter.UnmarshalFunc) error {
	fence := "+++"
	for bytes.Contains(block, []byte(fence)) {
		fence += "+"
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s\n%s\n%s\n", fence, block, fence)
	var fields map[string]any
	_, err := frontmatter.MustParse(&text, &fields, frontmatter.NewFormat(fence, fence, unmarshal))
	return err
}

// deepest returns where brackets, braces or dots of a key nest deeper than allowed, or -1. Quoted parts and
// comments are skipped.
func deepest(text []byte, comment string) int {
	depth, dots := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'':
			for i++; i < len(text) && text[i] != c && text[i] != '\n'; i++ {
				if text[i] == '\\' && c == '"' {
					i++
				}
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '.':
			dots++
		case '\n', '=', ' ':
			dots = 0
		default:
			if comment != "" && c == comment[0] {
				i = line(text, i).End - 1
				dots = 0
			}
		}
		if depth > maxDepth || comment != "" && dots > maxDepth {
			return i
		}
	}
	return -1
}

func tomlFault(err error, text []byte, base int) Fault {
	at := 0
	var derr *toml.DecodeError
	what := strings.TrimPrefix(err.Error(), "toml: ")
	if errors.As(err, &derr) {
		row, column := derr.Position()
		lines := NewLines(text)
		at = min(lines.start(min(row, lines.Count())-1)+column-1, len(text))
	}
	end := trimLine(text, line(text, at)).End
	return Fault{
		Kind: FrontSyntax, Span: Span{base + at, base + max(at, end)},
		Message: "the front matter can't be read as TOML: " + shorten(what),
		Help:    "write key = \"value\" on each line",
	}
}

// tomlReader turns TOML expressions into fields with the file's offsets.
type tomlReader struct {
	parser unstable.Parser
	text   []byte
	base   int
	names  map[string]string
	root   Value
	faults []Fault
}

func (r *tomlReader) read() {
	var table []tomlKey
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			r.keyValue(table, e)
		case unstable.Table:
			table = r.keys(e)
			r.set(nil, table, Value{Kind: Map, Span: r.keysSpan(table)})
		case unstable.ArrayTable:
			table = r.keys(e)
			r.addTable(table)
		}
	}
	if err := r.parser.Error(); err != nil {
		r.faults = append(r.faults, r.parserFault(err))
	}
}

func (r *tomlReader) parserFault(err error) Fault {
	f := tomlFault(err, r.text, r.base)
	var perr *unstable.ParserError
	if errors.As(err, &perr) && len(perr.Highlight) > 0 {
		at := int(r.parser.Range(perr.Highlight).Offset)
		f.Span = Span{r.base + at, r.base + at + len(perr.Highlight)}
		f.Message = "the front matter can't be read as TOML: " + shorten(perr.Message)
	}
	return f
}

type tomlKey struct {
	name string
	span Span
}

func (r *tomlReader) keys(e *unstable.Node) []tomlKey {
	var keys []tomlKey
	for it := e.Key(); it.Next(); {
		n := it.Node()
		keys = append(keys, tomlKey{string(n.Data), r.span(n)})
	}
	return keys
}

func (r *tomlReader) keysSpan(keys []tomlKey) Span {
	return Span{keys[0].span.Start, keys[len(keys)-1].span.End}
}

func (r *tomlReader) span(n *unstable.Node) Span {
	start := r.base + int(n.Raw.Offset)
	return Span{start, start + int(n.Raw.Length)}
}

// set puts a value at a path of keys, making the mappings on the way.
func (r *tomlReader) set(table, keys []tomlKey, v Value) {
	at := &r.root
	path := append(append([]tomlKey(nil), table...), keys...)
	for i, k := range path {
		names := r.names
		if i > 0 {
			names = nil
		}
		at.Kind = Map
		f := lookUp(at, k.name)
		last := i == len(path)-1
		if f == nil {
			at.Map = append(at.Map, Field{
				Key: k.name, Name: canonical(k.name, names), KeySpan: k.span, ValueSpan: v.Span,
				Value: Value{Kind: Map, Span: v.Span},
			})
			f = &at.Map[len(at.Map)-1]
			if last {
				f.Value = v
			}
		} else if last && v.Kind != Map {
			r.faults = append(r.faults, duplicate(k.name, k.span))
			return
		}
		f.Value.Span.End = max(f.Value.Span.End, v.Span.End)
		f.ValueSpan = f.Value.Span
		at = &f.Value
		if at.Kind == List && len(at.List) > 0 {
			at = &at.List[len(at.List)-1]
			if !last {
				at.Span.End = max(at.Span.End, v.Span.End)
			}
		}
	}
}

// addTable opens the next item of an array of tables.
func (r *tomlReader) addTable(keys []tomlKey) {
	span := r.keysSpan(keys)
	r.set(nil, keys, Value{Kind: Map, Span: span})
	at := &r.root
	for _, k := range keys {
		f := lookUp(at, k.name)
		if f == nil {
			return
		}
		at = &f.Value
		if k != keys[len(keys)-1] && at.Kind == List && len(at.List) > 0 {
			at = &at.List[len(at.List)-1]
		}
	}
	if at.Kind != List {
		*at = Value{Kind: List, Span: span}
	}
	at.List = append(at.List, Value{Kind: Map, Span: span})
}

func lookUp(v *Value, key string) *Field {
	for i := range v.Map {
		if v.Map[i].Key == key {
			return &v.Map[i]
		}
	}
	return nil
}

func (r *tomlReader) value(n *unstable.Node) Value {
	v := Value{Text: string(n.Data), Span: r.span(n)}
	switch n.Kind {
	case unstable.String:
		v.Kind, v.Quoted = Text, true
		v.Text = strings.ReplaceAll(v.Text, "\r\n", "\n") // lines of a text may end so
	case unstable.Bool:
		v.Kind = Bool
	case unstable.Integer, unstable.Float:
		v.Kind = Number
	case unstable.Array:
		v.Kind, v.Text = List, ""
		for it := n.Children(); it.Next(); {
			if it.Node().Kind != unstable.Comment {
				v.List = append(v.List, r.value(it.Node()))
			}
		}
		if len(v.List) > 0 {
			v.Span = Span{v.List[0].Span.Start, v.List[len(v.List)-1].Span.End}
		}
	case unstable.InlineTable:
		v = r.inlineTable(n)
	default: // dates and times, as written
		v.Kind = Text
	}
	return v
}

// keyValue sets a key. The parser gives no place for a list or inline table: it is what follows the equals sign.
func (r *tomlReader) keyValue(table []tomlKey, e *unstable.Node) {
	keys, v := r.keys(e), r.value(e.Value())
	if v.Kind == List || v.Kind == Map {
		start, end := keys[len(keys)-1].span.End, r.span(e).End
		text := r.text[start-r.base : end-r.base]
		v.Span = trimLine(r.text, Span{start - r.base + len(text) - len(bytes.TrimLeft(text, " \t=")), end - r.base})
		v.Span = Span{v.Span.Start + r.base, v.Span.End + r.base}
	}
	r.set(table, keys, v)
}

func (r *tomlReader) inlineTable(n *unstable.Node) Value {
	inner := tomlReader{text: r.text, base: r.base}
	for it := n.Children(); it.Next(); {
		if kv := it.Node(); kv.Kind == unstable.KeyValue {
			inner.keyValue(nil, kv)
		}
	}
	r.faults = append(r.faults, inner.faults...)
	v := inner.root
	v.Kind, v.Span = Map, r.span(n)
	return v
}
