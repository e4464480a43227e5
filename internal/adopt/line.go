package adopt

import (
	"bytes"
	"html"
	"sort"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

var (
	// parts of a line that each may have a label
	parting = lazyregexp.New(`(?i)<br\s*/?>|\||•|·|&nbsp;|\t+`)

	// **Label:** or **Label**:
	strongLabel = lazyregexp.New(
		`(?:\*\*|__)\s*(\pL[^*_:|<>\n]{0,48}?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)[ \t]*`)

	// Label: value, with or without emphasis around either
	plainLabel = lazyregexp.New(`^[\s>*_+~-]*(\pL[\pL\pN .()/&'’#-]{0,48}?)[ \t]*[*_]*[ \t]*:[ \t]*[*_]*[ \t]*(.*)$`)

	// Version 2.0, without a colon
	bareVersion = lazyregexp.New(`(?i)^[\s>*_+~-]*(version|revision)\s+v?([0-9]+(?:\.[0-9]+)+)(?:[\s*_,;(].*)?$`)

	// *Label: value*
	wholeLabel = lazyregexp.New(`^\s*[*_]+[^*_:]+:[^:]*[*_]+\s*$`)

	link = lazyregexp.New(`!?\[([^\]]*)\]\([^)]*\)`)
	auto = lazyregexp.New(`^<(?:mailto:)?([^<>\s]+@[^<>\s]+)>$`)
)

// lines reads the lines of a part of the body.
func (r *reader) lines(s document.Span) {
	tables := r.doc.Tables()
	for at := s.Start; at < s.End; {
		l := lineAt(r.src, at)
		l.End = min(l.End, s.End)
		at = l.End
		in := sort.Search(len(tables), func(i int) bool { return tables[i].Span.End > l.Start })
		if in < len(tables) && tables[in].Span.Start < l.End || !r.isProse(l) {
			continue
		}
		from := l.Start
		for _, p := range parting.FindAllIndex(r.src[l.Start:l.End], -1) {
			r.part(document.Span{Start: from, End: l.Start + p[0]})
			from = l.Start + p[1]
		}
		r.part(document.Span{Start: from, End: l.End})
	}
}

// isProse reports whether some of a line are words that a reader sees, and not code or a comment.
func (r *reader) isProse(l document.Span) bool {
	i := sort.Search(len(r.prose), func(i int) bool { return r.prose[i].End > l.Start })
	return i < len(r.prose) && r.prose[i].Start < l.End
}

// part reads a part of a line: one label, or several strong ones.
func (r *reader) part(s document.Span) {
	text := r.src[s.Start:s.End]
	strong := strongLabel.FindAllSubmatchIndex(text, -1)
	if len(strong) > 0 && len(bytes.Trim(text[:strong[0][0]], " \t>*+-")) == 0 {
		for i, m := range strong {
			end := len(text)
			if i+1 < len(strong) {
				end = strong[i+1][0]
			}
			r.addAt(string(text[m[2]:m[3]]), document.Span{Start: s.Start + m[1], End: s.Start + end})
		}
		return
	}
	line := bytes.TrimRight(text, "\r\n")
	m := plainLabel.FindSubmatchIndex(line)
	if m == nil {
		m = bareVersion.FindSubmatchIndex(line)
	}
	if m != nil {
		r.addAt(string(line[m[2]:m[3]]), document.Span{Start: s.Start + m[4], End: s.Start + m[5]})
	}
}

// longest is how many bytes a value of a line may have; more is a sentence.
const longest = 120

func (r *reader) addAt(label string, s document.Span) {
	if s = trimmed(r.src, s); s.End-s.Start > longest {
		return
	}
	r.add(label, string(r.src[s.Start:s.End]), Line, s)
}

// foot reads the lines with labels in strong or slanted letters at the end of the body. A date there is that of a
// signature.
func (r *reader) foot() {
	start := r.doc.Body.End
	heads := r.doc.Headings()
	first := r.doc.Body.Start
	if len(heads) > 1 {
		first = heads[1].Span.End
	}
	for start > first {
		at := bytes.LastIndexByte(r.src[first:start-1], '\n') + 1 + first
		line := r.src[at:start]
		if len(bytes.Trim(line, " \t\r\n-*_")) > 0 && !strongLabel.Match(line) && !wholeLabel.Match(line) {
			break
		}
		start = at
	}
	if len(heads) < 2 || start <= first {
		return // it is read as the head already
	}
	before := len(r.out)
	r.lines(document.Span{Start: start, End: r.doc.Body.End})
	kept := r.out[:before]
	for _, s := range r.out[before:] {
		if s.Label != "date" {
			kept = append(kept, s)
		}
	}
	r.out = kept
}

func lineAt(src []byte, at int) document.Span {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return document.Span{Start: at, End: at + i + 1}
	}
	return document.Span{Start: at, End: len(src)}
}

// trimmed leaves out blanks and the sign of a hard line break.
func trimmed(src []byte, s document.Span) document.Span {
	for s.End > s.Start && strings.IndexByte(" \t\r\n\\", src[s.End-1]) >= 0 {
		s.End--
	}
	for s.Start < s.End && strings.IndexByte(" \t", src[s.Start]) >= 0 {
		s.Start++
	}
	return s
}

var unescape = strings.NewReplacer(`\_`, "_", `\*`, "*", `\-`, "-", `\.`, ".", `\[`, "[", `\]`, "]", `\#`, "#")

// clean takes the marks of emphasis, code and links from a value.
func clean(s string) string {
	s = strings.Trim(s, " \t\r\n*_`~\\")
	s = link.ReplaceAllString(s, "$1")
	if m := auto.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s = html.UnescapeString(unescape.Replace(s))
	return strings.Join(strings.Fields(strings.Trim(s, " *_`")), " ")
}

var (
	// what a template writes where somebody has to write
	blank = lazyregexp.New(`(?i)^(?:[-–—_.?\s]*|n/?a|tb[acd]|none|todo|xx+|x\.x|v?x\.y|\[.*\]|<.*>|` +
		`(?:dd|mm|yyyy|yy|month|day|year)(?:[-/. ](?:dd|mm|yyyy|yy|month|day|year))*)$`)
	expression = lazyregexp.New(`\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{.*?\}|\{[a-z_. ]+\}`)
)

// unfilled reports whether a value says nothing yet, or has a part that a program fills in.
func unfilled(s string) bool {
	if blank.MatchString(s) || expression.MatchString(s) ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }) {
		return true
	}
	for _, p := range schema.Placeholders() {
		if s == p.Text || !p.Word && strings.Contains(strings.ToLower(s), strings.ToLower(p.Text)) {
			return true
		}
	}
	return false
}
