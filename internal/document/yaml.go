package document

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML fills front from a YAML block: by the scanner where it can, else by the parser.
func parseYAML(src []byte, block Span, names map[string]string, front *Front) {
	s := scanner{text: string(src[block.Start:block.End]), base: block.Start, names: names}
	if fields, ok := s.strict(); ok {
		front.Fields = fields
		return
	}
	r := newYAMLReader(s.text, block.Start, names)
	front.Fields, front.Faults = r.read()
	if front.Fields == nil && len(front.Faults) > 0 {
		front.Fields = s.loose()
	}
}

// yamlReader turns the parser's tree into fields with the file's offsets.
type yamlReader struct {
	text   string // the block as the parser gets it: LF line ends, valid UTF-8
	lines  []int  // where the lines of text start
	origin []int  // where the same lines start in the file
	names  map[string]string
	faults []Fault
	depth  int
}

func newYAMLReader(block string, base int, names map[string]string) *yamlReader {
	r := &yamlReader{names: names}
	var text strings.Builder
	for at := 0; ; {
		r.lines = append(r.lines, text.Len())
		r.origin = append(r.origin, base+at)
		i := strings.IndexByte(block[at:], '\n')
		if i < 0 {
			text.WriteString(replaceInvalid(block[at:]))
			break
		}
		text.WriteString(replaceInvalid(strings.TrimSuffix(block[at:at+i], "\r")))
		text.WriteByte('\n')
		at += i + 1
	}
	r.text = text.String()
	return r
}

// replaceInvalid writes ? for each byte that isn't UTF-8, so that offsets stay what they are.
func replaceInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

// read returns the fields and the faults. Without fields nothing could be read.
func (r *yamlReader) read() ([]Field, []Fault) {
	g := guard{text: r.text}
	if f := g.check(); f != nil {
		return nil, []Fault{r.guardFault(f)}
	}
	body, fault := r.parse()
	if fault != nil {
		return nil, []Fault{*fault}
	}
	if c, ok := body.(*ast.CommentGroupNode); ok && c != nil {
		body = nil
	}
	switch n := body.(type) {
	case nil, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return r.mapping(n.Values, r.names), r.faults
	case *ast.MappingValueNode:
		return r.mapping([]*ast.MappingValueNode{n}, r.names), r.faults
	case *ast.SequenceNode:
		return nil, []Fault{notMapping(r.value(n).Span, "a list")}
	}
	return nil, []Fault{notMapping(r.value(body).Span, "a single value")}
}

func (r *yamlReader) guardFault(f *guardFault) Fault {
	at := Span{r.offset(f.start), r.offset(f.end)}
	switch f.kind {
	case FrontTooDeep:
		return tooDeep(at)
	case FrontAliases:
		return aliases(f.what, at)
	}
	return Fault{
		Kind: FrontSyntax, Span: at, Message: "the front matter can't be read: " + f.what,
		Help: "replace it with blanks",
	}
}

func aliases(what string, at Span) Fault {
	return Fault{
		Kind: FrontAliases, Span: at,
		Message: "the front matter holds " + what + "; each value must stand where it is used",
		Help:    "write the value out; put text that starts with & or * in quotes",
	}
}

// parse runs the YAML parser. A panic in it is a fault of the block, not of ours.
func (r *yamlReader) parse() (body ast.Node, fault *Fault) {
	defer func() {
		if recover() != nil {
			body, fault = nil, r.syntax(Span{r.origin[0], r.origin[0]}, "the parser gave up")
		}
	}()
	file, err := parser.ParseBytes([]byte(r.text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		at, what := Span{r.origin[0], r.origin[0]}, err.Error()
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			what = syntax.Message
			if tk := syntax.Token; tk != nil {
				start := r.locate(tk)
				at = Span{r.offset(start), r.offset(r.lineEnd(start))}
			}
		}
		return nil, r.syntax(at, what)
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if d, ok := doc.Body.(*ast.DirectiveNode); ok {
			start := r.locate(d.GetToken())
			return nil, r.syntax(Span{r.offset(start), r.offset(r.lineEnd(start))}, "a directive stands in it")
		}
		return doc.Body, nil
	}
	return nil, nil
}

func (r *yamlReader) syntax(at Span, what string) *Fault {
	return &Fault{
		Kind: FrontSyntax, Span: at,
		Message: "the front matter can't be read as YAML: " + shorten(what),
		Help:    "write `key: value` on each line; put values with `: ` or ` #` in them, or that start with @, %, {, [ or a quote, in quotes",
	}
}

func (r *yamlReader) mapping(values []*ast.MappingValueNode, names map[string]string) []Field {
	fields := make([]Field, 0, len(values))
	for _, v := range values {
		if v.Key.IsMergeKey() {
			r.fault(aliases("a merge key", r.valueOf(v.Key).Span))
			continue
		}
		key := r.valueOf(v.Key)
		if key.Kind == List || key.Kind == Map {
			r.fault(*r.syntax(key.Span, "a list or mapping stands as a key"))
			continue
		}
		f := Field{Key: key.Text, Name: canonical(key.Text, names), KeySpan: key.Span}
		f.Value = r.valueAfter(v.Value, v.Start)
		f.ValueSpan = f.Value.Span
		fields = append(fields, f)
	}
	for _, f := range duplicates(fields) {
		r.fault(duplicate(f.Key, f.KeySpan))
	}
	return fields
}

func (r *yamlReader) fault(f Fault) { r.faults = append(r.faults, f) }

// valueAfter converts the value that follows an indicator (a colon or a dash); an empty one stands right
// after it.
func (r *yamlReader) valueAfter(n ast.Node, indicator *token.Token) Value {
	after := r.locate(indicator) + 1
	if null, ok := n.(*ast.NullNode); ok || n == nil {
		if n == nil || !r.written(null.Token, after) {
			return Value{Span: Span{r.offset(after), r.offset(after)}}
		}
	}
	return r.valueOf(n)
}

// written tells whether a null stands in the text, rather than nothing.
func (r *yamlReader) written(tk *token.Token, after int) bool {
	at := r.locate(tk)
	return at > after && strings.HasPrefix(r.text[at:], tk.Value)
}

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

// locate returns a token's offset in text. The parser counts columns in characters.
func (r *yamlReader) locate(tk *token.Token) int {
	if tk == nil || tk.Position == nil {
		return 0
	}
	i := min(max(tk.Position.Line-1, 0), len(r.lines)-1)
	at, end := r.lines[i], r.lineEnd(r.lines[i])
	for n := tk.Position.Column - 1; n > 0 && at < end; n-- {
		_, size := utf8.DecodeRuneInString(r.text[at:end])
		at += size
	}
	if tk.Type == token.TagType {
		return r.near(at, tk.Value)
	}
	return at
}

// near returns where a word stands on the line of an offset, which the parser misses by the blanks around it.
func (r *yamlReader) near(at int, word string) int {
	if strings.HasPrefix(r.text[at:], word) {
		return at
	}
	begin, end := strings.LastIndexByte(r.text[:at], '\n')+1, r.lineEnd(at)
	if i := strings.LastIndex(r.text[begin:min(at+len(word), end)], word); i >= 0 {
		return begin + i
	}
	if i := strings.Index(r.text[at:end], word); i >= 0 {
		return at + i
	}
	return at
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return strings.TrimRight(first, " \t")
}

func (r *yamlReader) lineEnd(at int) int {
	if i := strings.IndexByte(r.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(r.text)
}

// next returns the start of the line after the one at an offset.
func (r *yamlReader) next(at int) int { return min(r.lineEnd(at)+1, len(r.text)) }

// offset turns an offset in text into one in the file.
func (r *yamlReader) offset(at int) int {
	i := sort.SearchInts(r.lines, at+1) - 1
	return r.origin[i] + at - r.lines[i]
}

// String names a kind in messages.
func (k ValueKind) String() string {
	names := [...]string{"nothing", "text", "number", "boolean", "list", "mapping"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("ValueKind(%d)", uint8(k))
}
