package document

import (
	"bytes"
	"fmt"
)

// Limits of the front matter. A block beyond them is a fault before any parser sees it.
const (
	maxFront   = 64 << 10
	maxDepth   = 32
	maxSalvage = 8 << 10 // bytes of an unreadable block in which single fields are looked for
)

// ParseFront reads the front matter alone and says where the body starts. It never fails: what is wrong
// with the front matter is in Front.Faults. names gives aliases their canonical names.
//
// The fences are found here, and not by a front matter library: YAML is between a line `---` and a line
// `---` or `...`, TOML between two lines `+++`, all in the first column; JSON starts with `{` in the first
// line and ends with its own closing brace. A byte-order mark may come first, blanks may follow a fence.
func ParseFront(src []byte, names map[string]string) (Front, Span) {
	front, body := parseFront(src, names)
	first := trimLine(src, line(src, front.Span.Start))
	front.Open = Span{front.Span.Start, min(first.End, front.Span.End)}
	return front, body
}

func parseFront(src []byte, names map[string]string) (Front, Span) {
	start := 0
	if bytes.HasPrefix(src, bom) {
		start = len(bom)
	}
	first := line(src, start)
	switch {
	case isFence(src[first.Start:first.End], "---"):
		return fenced(src, first, "yaml", names)
	case isFence(src[first.Start:first.End], "+++"):
		return fenced(src, first, "toml", names)
	case startsJSON(src[start:]):
		return parseJSONFront(src, start, names)
	}
	return Front{Faults: []Fault{missing(src, start)}}, Span{start, len(src)}
}

// line returns the line at an offset, with its line end.
func line(src []byte, at int) Span {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return Span{at, at + i + 1}
	}
	return Span{at, len(src)}
}

func isFence(line []byte, mark string) bool {
	if len(line) < len(mark) || string(line[:len(mark)]) != mark {
		return false
	}
	for _, c := range line[len(mark):] {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

func missing(src []byte, start int) Fault {
	f := Fault{
		Kind: FrontMissing, Span: Span{start, start},
		Message: "the file has no front matter; a line --- was expected as the first line",
		Help:    "start the file with a line ---, the fields (id, title, kind, ...), and a closing line ---",
	}
	rest := bytes.TrimLeft(src[start:], " \t\r\n")
	if len(rest) < len(src)-start && isFence(rest[:line(rest, 0).End], "---") {
		at := len(src) - len(rest)
		f.Span = Span{at, at + 3}
		f.Message = "the front matter doesn't start in the first line and column, so it is read as text"
		f.Help = "remove the blanks and empty lines before ---"
	}
	if bytes.IndexByte(src, '\n') < 0 && bytes.IndexByte(src, '\r') >= 0 {
		f.Message = "the lines of the file end with CR alone, so all of it is one line, and no front matter is found"
		f.Help = "save the file with line ends LF or CRLF"
	}
	return f
}

// fenced reads a block between two fences; opening is the first line.
func fenced(src []byte, opening Span, format string, names map[string]string) (Front, Span) {
	block := Span{opening.End, -1}
	var closing Span
	for at := opening.End; at < len(src); {
		l := line(src, at)
		if closes(src[l.Start:l.End], format) {
			block.End, closing = l.Start, l
			break
		}
		at = l.End
	}
	front := Front{Format: format}
	if block.End < 0 {
		return unclosed(src, opening, front, names)
	}
	front.Span = Span{opening.Start, closing.End}
	body := Span{closing.End, len(src)}
	if block.End-block.Start > maxFront {
		front.Fields = salvage(src, block, format, names)
		front.Faults = []Fault{tooLarge(trimLine(src, opening), block)}
		return front, body
	}
	if format == "yaml" {
		parseYAML(src, block, names, &front)
	} else {
		parseTOML(src, block, names, &front)
	}
	return front, body
}

func closes(line []byte, format string) bool {
	if len(line) == 0 {
		return false
	}
	switch line[0] {
	case '-':
		return format == "yaml" && isFence(line, "---")
	case '.':
		return format == "yaml" && isFence(line, "...")
	case '+':
		return format == "toml" && isFence(line, "+++")
	}
	return false
}

// unclosed takes the lines up to the first empty one as the block that was meant, so that the document keeps
// its identity.
func unclosed(src []byte, opening Span, front Front, names map[string]string) (Front, Span) {
	end := opening.End
	for end < len(src) {
		l := line(src, end)
		if len(bytes.TrimSpace(src[l.Start:l.End])) == 0 {
			break
		}
		end = l.End
	}
	front.Span = Span{opening.Start, end}
	front.Fields = salvage(src, Span{opening.End, end}, front.Format, names)
	mark, closing := "---", "--- or ..."
	if front.Format == "toml" {
		mark, closing = "+++", "+++"
	}
	front.Faults = []Fault{{
		Kind: FrontUnclosed, Span: trimLine(src, opening),
		Message: fmt.Sprintf("the front matter opens with %s and never closes", mark),
		Help:    fmt.Sprintf("add a line %s in the first column after the last field", closing),
	}}
	return front, Span{end, len(src)}
}

func tooLarge(at, block Span) Fault {
	return Fault{
		Kind: FrontTooLarge, Span: at,
		Message: fmt.Sprintf("the front matter has %d bytes; at most %d are read", block.End-block.Start, maxFront),
		Help:    "keep the fields in the front matter and move the rest into the text",
	}
}

func tooDeep(at Span) Fault {
	return Fault{
		Kind: FrontTooDeep, Span: at,
		Message: fmt.Sprintf("the front matter is nested over %d levels deep", maxDepth),
		Help:    "write plain fields and simple lists",
	}
}

func duplicate(key string, at Span) Fault {
	return Fault{
		Kind: FrontDuplicate, Span: at,
		Message: fmt.Sprintf("the key %s comes twice in the front matter", shorten(key)),
		Help:    "keep one of the two",
	}
}

func notMapping(at Span, what string) Fault {
	return Fault{
		Kind: FrontNotMapping, Span: at,
		Message: "the front matter is " + what + "; fields were expected, one `key: value` on each line",
		Help:    "write the fields as `key: value` lines",
	}
}

// trimLine cuts the line end and trailing blanks off a span.
func trimLine(src []byte, s Span) Span {
	return Span{s.Start, s.Start + len(bytes.TrimRight(src[s.Start:s.End], " \t\r\n"))}
}

// shorten keeps messages readable when a key or a parser's words are long.
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}

// canonical gives a key its canonical name.
func canonical(key string, names map[string]string) string {
	if name, ok := names[key]; ok {
		return name
	}
	return key
}

// duplicates returns the fields whose key came before, in the order of the file.
func duplicates(fields []Field) []Field {
	const few = 24 // below this, comparing costs less than a map
	var twice []Field
	if len(fields) <= few {
		for i := range fields {
			for j := range i {
				if fields[i].Key == fields[j].Key {
					twice = append(twice, fields[i])
					break
				}
			}
		}
		return twice
	}
	seen := make(map[string]struct{}, len(fields))
	for i := range fields {
		if _, ok := seen[fields[i].Key]; ok {
			twice = append(twice, fields[i])
		}
		seen[fields[i].Key] = struct{}{}
	}
	return twice
}

// salvage looks for simple fields in a block that can't be read as a whole.
func salvage(src []byte, block Span, format string, names map[string]string) []Field {
	if format != "yaml" {
		return nil
	}
	block.End = min(block.End, block.Start+maxSalvage)
	s := scanner{text: string(src[block.Start:block.End]), base: block.Start, names: names}
	return s.loose()
}
