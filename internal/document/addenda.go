package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Addenda returns the addenda of a record in their canonical form, each from its heading "## Addendum YYYY-MM-DD" to
// the next one's or to the body's end. body must come from ParseFront on src.
func Addenda(src []byte, body Span) []string {
	if len(src) > maxFile {
		return nil
	}
	c := canonicalBody(src, body)
	starts := addenda(c.text)
	var all []string
	for i, start := range starts {
		end := len(c.text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		all = append(all, string(withoutBlankEnd(c.text[start:end])))
	}
	return all
}

// addenda returns where the addenda of a canonical body start.
func addenda(text []byte) []int {
	if !bytes.Contains(text, []byte(addendum)) || tooComplex(text) != nil {
		return nil
	}
	return addendaOf(new(tree).parse(text, Span{0, len(text)}), text)
}

// addendaOf returns where the addenda of a parsed body start: lines with headings of level 2 that stand in no list or
// quote.
func addendaOf(root ast.Node, text []byte) []int {
	if !bytes.Contains(text, []byte(addendum)) {
		return nil
	}
	w := words{src: text}
	var starts []int
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 && IsAddendum(w.of(h)) {
			starts = append(starts, bytes.LastIndexByte(text[:h.Lines().At(0).Start], '\n')+1)
		}
	}
	return starts
}

// addendum is how the heading of one begins.
const addendum = "Addendum"

// IsAddendum reports whether a heading's text is "Addendum YYYY-MM-DD", perhaps with more words after it.
func IsAddendum(heading string) bool {
	rest, ok := strings.CutPrefix(heading, addendum+" ")
	const form = "0000-00-00"
	if rest = strings.TrimLeft(rest, " "); !ok || len(rest) < len(form) {
		return false
	}
	for i := range len(form) {
		if digit := '0' <= rest[i] && rest[i] <= '9'; digit != (form[i] == '0') || !digit && rest[i] != '-' {
			return false
		}
	}
	return len(rest) == len(form) || !isHex(rest[len(form)]) && rest[len(form)] != '-'
}
