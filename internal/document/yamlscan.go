package document

import "strings"

// scanner reads the part of YAML that nearly all front matter keeps to: `key: scalar` in the first column,
// comments, flow lists of scalars on one line and block lists of scalars. It refuses everything whose
// meaning isn't plain from one line, and leaves that to the YAML parser; what it accepts, the parser reads
// in the same way (FuzzScanAgrees).
type scanner struct {
	text  string // the block between the fences
	base  int    // the block's offset in the file
	names map[string]string
}

// strict returns all fields, or false where the block isn't simple throughout.
func (s *scanner) strict() ([]Field, bool) {
	for i := range len(s.text) {
		if c := s.text[i]; c < ' ' && c != '\n' && (c != '\r' || i+1 == len(s.text) || s.text[i+1] != '\n') ||
			c == 0x7f {
			return nil, false
		}
	}
	fields := make([]Field, 0, min(strings.Count(s.text, "\n"), 32))
	for at := 0; at < len(s.text); {
		end, next := s.line(at)
		if s.skips(at, end) {
			at = next
			continue
		}
		f, after, ok := s.field(at, end, next)
		if !ok {
			return nil, false
		}
		fields = append(fields, f)
		at = after
	}
	return fields, len(duplicates(fields)) == 0
}

// loose returns the fields that can be read, and skips every line that can't.
func (s *scanner) loose() []Field {
	var fields []Field
	for at := 0; at < len(s.text); {
		end, next := s.line(at)
		if !s.skips(at, end) {
			if f, after, ok := s.field(at, end, next); ok {
				fields = append(fields, f)
				next = after
			}
		}
		at = next
	}
	return fields
}

// line returns the end of the text of the line at an offset, and the start of the next one.
func (s *scanner) line(at int) (end, next int) {
	i := strings.IndexByte(s.text[at:], '\n')
	if i < 0 {
		return len(s.text), len(s.text)
	}
	end, next = at+i, at+i+1
	if end > at && s.text[end-1] == '\r' {
		end--
	}
	return end, next
}

// skips reports whether a line is blank or a comment.
func (s *scanner) skips(at, end int) bool {
	i := s.blanks(at, end)
	return i == end || s.text[i] == '#'
}

func (s *scanner) blanks(at, end int) int {
	for at < end && s.text[at] == ' ' {
		at++
	}
	return at
}

// field reads the field whose line is [at, end), and returns where to go on.
func (s *scanner) field(at, end, next int) (f Field, after int, ok bool) {
	colon := at
	for colon < end && keyByte(s.text[colon], colon == at) {
		colon++
	}
	if colon == at || colon == end || s.text[colon] != ':' || colon+1 < end && s.text[colon+1] != ' ' {
		return f, 0, false
	}
	f.Key = s.text[at:colon]
	f.Name = canonical(f.Key, s.names)
	f.KeySpan = Span{s.base + at, s.base + colon}
	i := s.blanks(colon+1, end)
	switch {
	case i == end || s.text[i] == '#':
		f.Value, next, ok = s.blockList(colon+1, next)
	case s.text[i] == '[':
		f.Value, ok = s.flowList(i, end)
	default:
		var stop int
		f.Value, stop, ok = s.scalar(i, end, false)
		ok = ok && s.ends(stop, end)
	}
	f.ValueSpan = f.Value.Span
	return f, next, ok
}

func keyByte(c byte, first bool) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' ||
		!first && ('0' <= c && c <= '9' || c == '-' || c == '.')
}

// ends reports whether nothing but a comment follows on the line.
func (s *scanner) ends(at, end int) bool {
	i := s.blanks(at, end)
	return i == end || i > at && s.text[i] == '#'
}

// blockList reads the list that may follow a key without a value; with no list the value is Null, an empty
// span at an offset.
func (s *scanner) blockList(empty, next int) (Value, int, bool) {
	list := Value{Kind: List}
	indent := -1
	for at := next; at < len(s.text); {
		end, following := s.line(at)
		if s.skips(at, end) {
			at = following
			continue
		}
		i := s.blanks(at, end)
		if s.text[i] != '-' || i+1 >= end || s.text[i+1] != ' ' {
			if i > at {
				return list, 0, false
			}
			break
		}
		if indent >= 0 && i-at != indent {
			return list, 0, false
		}
		item, stop, ok := s.scalar(s.blanks(i+1, end), end, false)
		if !ok || !s.ends(stop, end) {
			return list, 0, false
		}
		if indent < 0 {
			indent, list.Span.Start = i-at, s.base+i
		}
		list.List = append(list.List, item)
		list.Span.End = item.Span.End
		at, next = following, following
	}
	if indent < 0 {
		return Value{Span: Span{s.base + empty, s.base + empty}}, next, true
	}
	return list, next, true
}

// flowList reads a list of scalars in brackets on one line.
func (s *scanner) flowList(at, end int) (Value, bool) {
	list := Value{Kind: List, Span: Span{Start: s.base + at}}
	i := s.blanks(at+1, end)
	if i < end && s.text[i] == ']' {
		list.Span.End = s.base + i + 1
		return list, s.ends(i+1, end)
	}
	list.List = make([]Value, 0, 1+strings.Count(s.text[i:end], ","))
	for {
		item, stop, ok := s.scalar(s.blanks(i, end), end, true)
		if !ok {
			return list, false
		}
		list.List = append(list.List, item)
		i = s.blanks(stop, end)
		if i == end {
			return list, false
		}
		switch s.text[i] {
		case ',':
			i++
		case ']':
			list.Span.End = s.base + i + 1
			return list, s.ends(i+1, end)
		default:
			return list, false
		}
	}
}

// scalar reads a scalar on one line and returns the offset after it.
func (s *scanner) scalar(at, end int, flow bool) (Value, int, bool) {
	if at >= end {
		return Value{}, 0, false
	}
	switch s.text[at] {
	case '"':
		return s.doubleQuoted(at, end)
	case '\'':
		return s.singleQuoted(at, end)
	}
	if !plainStart(s.text[at:end]) {
		return Value{}, 0, false
	}
	i := at
scan:
	for ; i < end; i++ {
		switch s.text[i] {
		case ':':
			if i+1 == end || s.text[i+1] == ' ' || flow && strings.IndexByte(",[]{}", s.text[i+1]) >= 0 {
				return Value{}, 0, false
			}
		case '#':
			if s.text[i-1] == ' ' {
				break scan
			}
		case ',', ']':
			if flow {
				break scan
			}
		case '[', '{', '}':
			if flow {
				return Value{}, 0, false
			}
		}
	}
	stop := i
	for stop > at && s.text[stop-1] == ' ' {
		stop--
	}
	text := s.text[at:stop]
	return Value{Kind: plainKind(text), Text: text, Span: Span{s.base + at, s.base + stop}}, stop, true
}

// plainStart reports whether an unquoted scalar starts in a way that has no other meaning in YAML.
func plainStart(s string) bool {
	c := s[0]
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c >= 0x80:
		return true
	case c == '-':
		return len(s) > 1 && '0' <= s[1] && s[1] <= '9'
	}
	return strings.IndexByte("_/(+$~", c) >= 0
}

func (s *scanner) singleQuoted(at, end int) (Value, int, bool) {
	i := at + 1
	for i < end {
		j := strings.IndexByte(s.text[i:end], '\'')
		if j < 0 {
			return Value{}, 0, false
		}
		i += j + 1
		if i < end && s.text[i] == '\'' {
			i++
			continue
		}
		text := strings.ReplaceAll(s.text[at+1:i-1], "''", "'")
		return Value{Kind: Text, Text: text, Quoted: true, Span: Span{s.base + at, s.base + i}}, i, true
	}
	return Value{}, 0, false
}

func (s *scanner) doubleQuoted(at, end int) (Value, int, bool) {
	j := strings.IndexAny(s.text[at+1:end], `"\`)
	if j < 0 || s.text[at+1+j] == '\\' { // escapes are the parser's work
		return Value{}, 0, false
	}
	i := at + 1 + j
	return Value{Kind: Text, Text: s.text[at+1 : i], Quoted: true, Span: Span{s.base + at, s.base + i + 1}}, i + 1, true
}
