package document

import "bytes"

// Addenda returns the addenda of a record, each from its heading "## Addendum YYYY-MM-DD" to the next one's or to the
// body's end. As for Digest line ends are LF, and suppression comments and the empty lines around don't count. body must
// come from ParseFront on src.
func Addenda(src []byte, body Span) []string {
	if len(src) > maxFile || !bytes.Contains(src[body.Start:body.End], []byte("Addendum")) {
		return nil
	}
	d := Document{source: src, Body: body}
	collect(&d, parseTree(src, body))
	var starts []int
	for _, h := range d.headings {
		if h.Level == 2 && IsAddendum(h.Text) {
			starts = append(starts, bytes.LastIndexByte(src[:h.Span.Start], '\n')+1)
		}
	}
	var all []string
	for i, start := range starts {
		end := body.End
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		text := trimEmptyLines(unsuppressed(&d, Span{start, end}))
		all = append(all, string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
	}
	return all
}
