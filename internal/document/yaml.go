package document

import (
	"errors"
	"fmt"
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
	case FrontTag:
		return Fault{Kind: FrontTag, Span: at,
			Message: fmt.Sprintf("%q is a tag in YAML, which says what sort of value follows, and nothing here "+
				"reads it", f.what),
			Help: "put text that starts with ! in quotes"}
	}
	return Fault{
		Kind: FrontSyntax, Span: at, Message: "the front matter can't be read: " + f.what,
		Help: "replace it with blanks",
	}
}

func aliases(what string, at Span) Fault {
	return Fault{
		Kind: FrontAliases, Span: at,
		Message: "the front matter holds " + what + "; each value must be written where it is used",
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
		return nil, r.refusal(err)
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if d, ok := doc.Body.(*ast.DirectiveNode); ok {
			start := r.locate(d.GetToken())
			return nil, r.syntax(Span{r.offset(start), r.offset(r.lineEnd(start))}, "it has a directive")
		}
		return doc.Body, nil
	}
	return nil, nil
}

// refusal is the fault that an error of the parser tells. A SyntaxError's own text would print all that was read.
func (r *yamlReader) refusal(err error) *Fault {
	at := Span{r.origin[0], r.origin[0]}
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return r.syntax(at, err.Error())
	}
	if tk := syntax.Token; tk != nil {
		start := r.locate(tk)
		at = Span{r.offset(start), r.offset(r.lineEnd(start))}
	}
	return r.syntax(at, syntax.Message)
}

func (r *yamlReader) syntax(at Span, what string) *Fault {
	return &Fault{
		Kind: FrontSyntax, Span: at,
		Message: "the front matter can't be read as YAML: " + shorten(what),
		Help: "write `key: value` on each line; put values with `: ` or ` #` in them, or that start with @, %, {, " +
			"[ or a quote, in quotes",
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
			r.fault(*r.syntax(key.Span, "a list or mapping is used as a key"))
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

// valueAfter converts the value that follows an indicator (a colon or a dash); an empty one is right
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

// written reports whether a null is written in the text, rather than nothing.
func (r *yamlReader) written(tk *token.Token, after int) bool {
	at, n := r.locate(tk), len(tk.Value)
	for !strings.HasPrefix(r.text[at:], tk.Value) && at > after && at+n <= len(r.text) && r.text[at+n-1] == ' ' {
		at-- // the parser misses it by the blanks that follow
	}
	return at > after && strings.HasPrefix(r.text[at:], tk.Value)
}
