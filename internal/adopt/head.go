package adopt

import (
	"bytes"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

var (
	firstKey = lazyregexp.New(`^[A-Za-z][\w -]{0,40}:(?:[ \t]|\r?$)`)
	bom      = []byte("\ufeff")
)

// fenceless reads a file whose front matter lacks the fence that opens it: keys from the first line on, closed by a
// line of three hyphens, which together are YAML. It returns the document and the file with that fence; nil for
// another file.
func fenceless(d *document.Document, src []byte, names map[string]string) (*document.Document, []byte) {
	at := 0
	if d.Front.Format != "" {
		return nil, nil
	}
	if bytes.HasPrefix(src, bom) {
		at = len(bom)
	}
	first := lineAt(src, at)
	if !firstKey.Match(bytes.TrimRight(src[first.Start:first.End], "\n")) {
		return nil, nil
	}
	for l := first; ; l = lineAt(src, l.End) {
		line := src[l.Start:l.End]
		if bytes.HasPrefix(line, []byte("---")) {
			break
		}
		if l.End == len(src) || l.End-at > maxHead || line[0] == '#' {
			return nil, nil
		}
	}
	fenced := splice(src, at, "---"+lineEnd(src))
	with := document.Parse(d.Path, fenced, names)
	if !with.Front.Readable() || len(with.Front.Fields) == 0 {
		return nil, nil
	}
	return with, fenced
}

// maxHead is how far the end of a head without an opening fence is looked for, in bytes.
const maxHead = 16 << 10

// lineEnd is how the first line of a file ends: LF, or CRLF.
func lineEnd(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
