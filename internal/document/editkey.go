package document

import (
	"bytes"
	"slices"
)

// RenameField returns a file in which a field of the front matter, which ParseFront returned for it, has another key.
// Every other byte is as it was. The error is an *EditError.
func RenameField(src []byte, names map[string]string, f Field, key string) ([]byte, error) {
	text, old := key, src[f.KeySpan.Start:f.KeySpan.End]
	if len(old) > 0 && (old[0] == '"' || old[0] == '\'') {
		text = string(old[0]) + key + string(old[0])
	}
	out := splice(src, f.KeySpan, text)
	if !isEdited(src, out, names, func(fields []Field) []Field {
		for i := range fields {
			if fields[i].KeySpan == f.KeySpan {
				fields[i].Key = key
			}
		}
		return fields
	}) {
		return nil, &EditError{f.Key, "its key is written in a way that an edit would break"}
	}
	return out, nil
}

// RemoveField returns a file without a field of its front matter, which ParseFront returned for it: without its lines,
// and what comes after it there. The error is an *EditError.
func RemoveField(src []byte, names map[string]string, f Field) ([]byte, error) {
	front, _ := ParseFront(src, names)
	at := Span{bytes.LastIndexByte(src[:f.KeySpan.Start], '\n') + 1, line(src, max(f.KeySpan.End, f.ValueSpan.End)).End}
	if front.Format == "json" {
		at = jsonMember(src, f)
	}
	out := splice(src, at, "")
	if !isEdited(src, out, names, func(fields []Field) []Field {
		return slices.DeleteFunc(fields, func(x Field) bool { return x.KeySpan == f.KeySpan })
	}) {
		return nil, &EditError{f.Key, "its lines hold more than it"}
	}
	return out, nil
}

// jsonMember is the place of a member of an object with the comma that parts it from the one before, or from the one
// after where it is the first.
func jsonMember(src []byte, f Field) Span {
	before := bytes.TrimRight(src[:f.KeySpan.Start], blanks)
	if bytes.HasSuffix(before, []byte(",")) {
		return Span{len(before) - 1, f.ValueSpan.End}
	}
	after := bytes.TrimLeft(src[f.ValueSpan.End:], blanks)
	after = bytes.TrimLeft(bytes.TrimPrefix(after, []byte(",")), blanks)
	return Span{f.KeySpan.Start, len(src) - len(after)}
}

// isEdited checks an edit by reading both files: of the fields nothing changed but what change does to them, and the
// body is the same.
func isEdited(old, edited []byte, names map[string]string, change func([]Field) []Field) bool {
	was, oldBody := ParseFront(old, names)
	is, body := ParseFront(edited, names)
	if !was.Readable() || !is.Readable() || !bytes.Equal(old[oldBody.Start:], edited[body.Start:]) {
		return false
	}
	same := func(a, b Field) bool {
		return a.Key == b.Key &&
			bytes.Equal(old[a.ValueSpan.Start:a.ValueSpan.End], edited[b.ValueSpan.Start:b.ValueSpan.End])
	}
	return slices.EqualFunc(change(slices.Clone(was.Fields)), is.Fields, same)
}
