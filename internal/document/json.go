package document

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// startsJSON reports whether a text starts with a JSON object; `{{`, `{%` and the like are text.
func startsJSON(text []byte) bool {
	if len(text) < 2 || text[0] != '{' {
		return false
	}
	for _, c := range text[1:] {
		if !isBlank(c) {
			return c == '"' || c == '}'
		}
	}
	return false
}

// parseJSONFront reads JSON front matter: the object that starts the file. What follows its closing brace on
// the same line is body.
func parseJSONFront(src []byte, start int, names map[string]string) (Front, Span) {
	front := Front{Format: "json"}
	end := objectEnd(src, start)
	if end < 0 {
		first := line(src, start)
		front.Span = first
		front.Faults = []Fault{{
			Kind: FrontUnclosed, Span: Span{start, start + 1},
			Message: "the front matter opens with { and its object never closes",
			Help:    "add the closing } and check the quotes",
		}}
		return front, Span{first.End, len(src)}
	}
	bodyStart := end
	if rest := line(src, end); trimLine(src, rest).End == end {
		bodyStart = rest.End
	}
	front.Span = Span{start, bodyStart}
	body := Span{bodyStart, len(src)}
	block := Span{start, end}
	if end-start > maxFront {
		front.Faults = []Fault{tooLarge(Span{start, start + 1}, block)}
		return front, body
	}
	if at := deepest(src[start:end], ""); at >= 0 {
		front.Faults = []Fault{tooDeep(Span{start + at, start + at + 1})}
		return front, body
	}
	if err := decode(src[start:end], json.Unmarshal); err != nil {
		front.Faults = []Fault{jsonFault(err, src, block)}
		return front, body
	}
	r := jsonReader{src: src, at: start, end: end}
	front.Fields = r.object(names)
	front.Faults = r.faults
	return front, body
}

// objectEnd returns the offset after the brace that closes the object at start, or -1.
func objectEnd(src []byte, start int) int {
	depth, quoted := 0, false
	for i := start; i < len(src); i++ {
		switch c := src[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

func jsonFault(err error, src []byte, block Span) Fault {
	at := block.Start
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(max(block.Start+int(syntax.Offset)-1, block.Start), block.End)
	}
	return Fault{
		Kind: FrontSyntax, Span: Span{at, max(at, trimLine(src, line(src, at)).End)},
		Message: "the front matter can't be read as JSON: " + shorten(strings.TrimPrefix(err.Error(), "json: ")),
		Help:    "write \"key\": \"value\", with a comma between fields and none after the last",
	}
}

// jsonReader reads values with positions from bytes that encoding/json found valid and that aren't deep.
type jsonReader struct {
	src     []byte
	at, end int
	faults  []Fault
}

func (r *jsonReader) skip() {
	for r.at < r.end && (isBlank(r.src[r.at]) || r.src[r.at] == ',' || r.src[r.at] == ':') {
		r.at++
	}
}

func (r *jsonReader) peek() byte {
	r.skip()
	if r.at < r.end {
		return r.src[r.at]
	}
	return '}'
}

func (r *jsonReader) object(names map[string]string) []Field {
	var fields []Field
	r.at++
	for r.peek() == '"' {
		var f Field
		f.Key, f.KeySpan = r.text()
		f.Name = canonical(f.Key, names)
		f.Value = r.value()
		f.ValueSpan = f.Value.Span
		fields = append(fields, f)
	}
	r.at++
	for _, f := range duplicates(fields) {
		r.faults = append(r.faults, duplicate(f.Key, f.KeySpan))
	}
	return fields
}

func (r *jsonReader) value() Value {
	c := r.peek()
	v := Value{Span: Span{Start: r.at}}
	switch c {
	case '{':
		v.Kind = Map
		v.Map = r.object(nil)
	case '[':
		v.Kind = List
		r.at++
		for c := r.peek(); c != ']' && r.at < r.end; c = r.peek() {
			v.List = append(v.List, r.value())
		}
		r.at++
	case '"':
		v.Kind, v.Quoted = Text, true
		v.Text, v.Span = r.text()
		return v
	default:
		for r.at < r.end && !isBlank(r.src[r.at]) && strings.IndexByte(",]}", r.src[r.at]) < 0 {
			r.at++
		}
		v.Text = string(r.src[v.Span.Start:r.at])
		v.Kind = Number
		switch v.Text {
		case "true", "false":
			v.Kind = Bool
		case "null":
			v.Kind = Null
		}
	}
	v.Span.End = r.at
	return v
}

// text reads a string.
func (r *jsonReader) text() (string, Span) {
	start, escaped := r.at, false
	for r.at++; r.at < r.end && r.src[r.at] != '"'; r.at++ {
		if r.src[r.at] == '\\' {
			escaped = true
			r.at++
		}
	}
	r.at = min(r.at+1, r.end)
	span := Span{start, r.at}
	raw := r.src[start+1 : r.at-1]
	if !escaped && utf8.Valid(raw) {
		return string(raw), span
	}
	var s string
	if json.Unmarshal(r.src[start:r.at], &s) != nil {
		s = string(raw)
	}
	return s, span
}
