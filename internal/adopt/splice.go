package adopt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Entry is a field with the value that a file is to get.
type Entry struct {
	Name  string
	Value Value
}

// Complete returns a document's file with fields more, and every byte that was there as it was: a byte-order mark and
// line ends survive. A file without front matter gets one; keys at its head whose opening fence is missing get that. A
// field that is there and empty is filled in. The error says why the file can't be completed without touching more.
func Complete(d *document.Document, names map[string]string, entries []Entry) ([]byte, error) {
	src, err := d.Source()
	if err != nil || len(entries) == 0 {
		return src, err
	}
	before := d
	if with, fenced := fenceless(d, src, names); with != nil {
		before, src = with, fenced
	}
	if before.Front.Format != "" && !before.Front.Readable() {
		return nil, errors.New("its front matter can't be read")
	}
	out, added := src, []Entry{}
	for _, e := range entries {
		if _, ok := before.Front.Field(e.Name); !ok {
			added = append(added, e)
			continue
		}
		if out, err = document.SetField(out, names, e.Name, e.Value.Text); err != nil || e.Value.List != nil {
			return nil, fmt.Errorf("the field %s is there and empty, and can't be filled in: write it by hand", e.Name)
		}
	}
	out = insert(out, &before.Front, added)
	if !completes(src, before, out, names, entries) {
		return nil, errors.New("its front matter is written in a way that an addition would break")
	}
	return out, nil
}

// insert puts fields right below the fence that opens the front matter, or a front matter at the head of a file.
func insert(src []byte, front *document.Front, entries []Entry) []byte {
	at := 0
	if bytes.HasPrefix(src, bom) {
		at = len(bom)
	}
	eol := lineEnd(src)
	var b strings.Builder
	switch front.Format {
	case "json":
		return insertJSON(src, front, entries)
	case "":
		b.WriteString("---" + eol)
	default:
		at = lineAt(src, front.Span.Start).End
	}
	for _, e := range entries {
		sep := ": "
		if front.Format == "toml" {
			sep = " = "
		}
		b.WriteString(e.Name + sep + written(front.Format, e) + eol)
	}
	if front.Format == "" {
		b.WriteString("---" + eol)
		if rest := src[at:]; len(rest) > 0 && rest[0] != '\n' && rest[0] != '\r' {
			b.WriteString(eol)
		}
	}
	return splice(src, at, b.String())
}

// insertJSON puts fields before the first one, each on a line of its own where that one is.
func insertJSON(src []byte, front *document.Front, entries []Entry) []byte {
	open := front.Span.Start + bytes.IndexByte(src[front.Span.Start:], '{') + 1
	between := ""
	if len(front.Fields) > 0 {
		between = string(src[open:front.Fields[0].KeySpan.Start])
		between = strings.TrimSuffix(between, `"`)
	}
	var b strings.Builder
	for i, e := range entries {
		b.WriteString(between + `"` + e.Name + `": ` + written("json", e))
		if i+1 < len(entries) || len(front.Fields) > 0 {
			b.WriteString(",")
			if between == "" {
				b.WriteString(" ")
			}
		}
	}
	return splice(src, open, b.String())
}

func splice(src []byte, at int, text string) []byte {
	out := make([]byte, 0, len(src)+len(text))
	out = append(out, src[:at]...)
	out = append(out, text...)
	return append(out, src[at:]...)
}

// written is a value in the language of a front matter.
func written(format string, e Entry) string {
	if e.Value.List == nil {
		return scalar(format, e.Name, e.Value.Text)
	}
	var all []string
	for _, v := range e.Value.List {
		all = append(all, scalar(format, "", v))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

var (
	plain   = lazyregexp.New(`^\pL[\pL\pN .&/()'’+–—-]*$`)
	dayText = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	span    = lazyregexp.New(`^[0-9]+ [a-z]+$`)
)

// scalar writes a text: a day and simple words as they are, a version and everything that some program would read as
// something else in quotes.
func scalar(format, name, text string) string {
	bare := dayText.MatchString(text)
	if format == "yaml" || format == "" {
		word := strings.ToLower(text)
		bare = bare || span.MatchString(text) || plain.MatchString(text) && strings.TrimSpace(text) == text &&
			!slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, word)
	}
	switch {
	case format == "json":
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(text) // a text can always be written
		return strings.TrimSpace(b.String())
	case bare && name != "version":
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// completes reads a file again: each field has its value, and nothing else is other than before.
func completes(src []byte, before *document.Document, out []byte, names map[string]string, entries []Entry) bool {
	front, body := document.ParseFront(out, names)
	rest := bytes.TrimLeft(out[body.Start:], "\r\n")
	if !front.Readable() || !bytes.Equal(rest, bytes.TrimLeft(src[before.Body.Start:], "\r\n")) {
		return false
	}
	for _, e := range entries {
		f, ok := front.Field(e.Name)
		if !ok || !holds(f.Value, e.Value) {
			return false
		}
	}
	for _, old := range before.Front.Fields {
		if slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == old.Name }) {
			continue
		}
		same := slices.ContainsFunc(front.Fields, func(f document.Field) bool {
			return f.Key == old.Key && string(out[f.ValueSpan.Start:f.ValueSpan.End]) ==
				string(src[old.ValueSpan.Start:old.ValueSpan.End])
		})
		if !same {
			return false
		}
	}
	return true
}

func holds(v document.Value, want Value) bool {
	if want.List == nil {
		return v.Text == want.Text && v.Kind != document.List && v.Kind != document.Map
	}
	return v.Kind == document.List && slices.EqualFunc(v.List, want.List, func(x document.Value, s string) bool {
		return x.Text == s
	})
}
