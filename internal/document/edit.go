package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// EditError says why a field can't be set without touching more than that field.
type EditError struct{ Field, Why string }

func (e *EditError) Error() string {
	return fmt.Sprintf("the field %s can't be set here: %s; set it by hand", e.Field, e.Why)
}

// SetField returns a file with one field of its front matter set to a text (a version, a date, a status), and every
// other byte as it was: comments, order, quotes, line ends and a byte-order mark survive. The field may stand there
// under an alias of names. One that isn't there gets a line of its own after the first field of after that is there.
// A value that was quoted stays so; one that other programs would take for a number gets quotes. The error is an
// *EditError.
func SetField(src []byte, names map[string]string, name, value string, after ...string) ([]byte, error) {
	front, body := ParseFront(src, names)
	if !front.Readable() {
		return nil, &EditError{name, "the front matter can't be read"}
	}
	var out []byte
	f, ok := front.Field(name)
	switch {
	case ok && (f.Value.Kind == List || f.Value.Kind == Map):
		return nil, &EditError{f.Key, "its value is a " + f.Value.Kind.String()}
	case ok:
		out = splice(src, f.ValueSpan, newValue(src, front.Format, f, value))
	default:
		var err error
		if out, err = insertField(src, front, name, value, after); err != nil {
			return nil, err
		}
	}
	if !onlyFieldDiffers(src, out, names, name, value, body) {
		return nil, &EditError{name, "its value is written in a way that an edit would break"}
	}
	return out, nil
}

func splice(src []byte, at Span, text string) []byte {
	out := make([]byte, 0, len(src)+len(text))
	out = append(out, src[:at.Start]...)
	out = append(out, text...)
	return append(out, src[at.End:]...)
}

// newValue writes a value in the style of the one that it replaces.
func newValue(src []byte, format string, f Field, value string) string {
	old := src[f.ValueSpan.Start:f.ValueSpan.End]
	text := scalarText(format, value, bytes.HasPrefix(old, []byte("'")), f.Value.Quoted)
	if len(old) == 0 && src[f.ValueSpan.Start-1] == ':' {
		return " " + text
	}
	return text
}

// scalarText writes a text as a scalar: single quotes where it had them, double ones where it had quotes or needs
// them.
func scalarText(format, value string, single, quoted bool) string {
	plain := format == "yaml" && !quoted && plainKind(value) == Text && isSimple(value) ||
		format == "toml" && !quoted && looksLikeDate(value)
	switch {
	case format == "json":
		b, _ := json.Marshal(value)
		return string(b)
	case plain:
		return value
	case single && !strings.Contains(value, "'"):
		return "'" + value + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// isSimple reports whether a text needs no quotes in any YAML reader.
func isSimple(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' && i > 0) {
			return false
		}
	}
	return s != ""
}

func looksLikeDate(s string) bool {
	return len(s) == len("2006-01-02") && s[4] == '-' && s[7] == '-' && strings.Trim(s, "0123456789-") == ""
}

// insertField adds a line after the first of the fields after that is there.
func insertField(src []byte, front Front, name, value string, after []string) ([]byte, error) {
	for _, a := range after {
		anchor, ok := front.Field(a)
		if !ok {
			continue
		}
		start := bytes.LastIndexByte(src[:anchor.KeySpan.Start], '\n') + 1
		indent := string(src[start:anchor.KeySpan.Start])
		own := strings.TrimSpace(indent) == ""
		eol := "\n"
		if l := line(src, anchor.ValueSpan.End); bytes.HasSuffix(src[l.Start:l.End], []byte("\r\n")) {
			eol = "\r\n"
		}
		text := scalarText(front.Format, value, false, front.Format == "toml" && !looksLikeDate(value))
		switch {
		case front.Format == "json" && own:
			at := Span{anchor.ValueSpan.End, anchor.ValueSpan.End}
			return splice(src, at, ","+eol+indent+`"`+name+`": `+text), nil
		case front.Format == "json":
			return splice(src, Span{anchor.ValueSpan.End, anchor.ValueSpan.End}, `, "`+name+`": `+text), nil
		case !own:
			return nil, &EditError{name, "the fields don't stand on lines of their own"}
		}
		sep := ": "
		if front.Format == "toml" {
			sep = " = "
		}
		end := line(src, anchor.ValueSpan.End).End
		return splice(src, Span{end, end}, indent+name+sep+text+eol), nil
	}
	return nil, &EditError{name, "none of the fields beside which it could stand is there"}
}

// onlyFieldDiffers checks an edit by reading both files: the field has its new value, and nothing else changed.
func onlyFieldDiffers(old, edited []byte, names map[string]string, name, value string, oldBody Span) bool {
	was, _ := ParseFront(old, names)
	is, body := ParseFront(edited, names)
	if !is.Readable() || is.Text(name) != value || !bytes.Equal(old[oldBody.Start:], edited[body.Start:]) {
		return false
	}
	others := func(src []byte, f Front) []string {
		var all []string
		first := true
		for _, x := range f.Fields {
			if x.Name == name && first {
				first = false
				continue
			}
			all = append(all, x.Key, string(src[x.ValueSpan.Start:x.ValueSpan.End]))
		}
		return all
	}
	a, b := others(old, was), others(edited, is)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
