package rules

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// template is what shows that a template wasn't filled in, sorted by how it is looked for.
type template struct {
	bracketed map[string]bool // in lower case
	words     []string        // whole words in exactly these letters
	dates     []string        // in lower case: they count only where a date is due
	phrases   []string        // in lower case
	lines     []string        // the beginning of a line to write on: it counts where a value is due
}

// longestBracket is the length of the longest bracketed placeholder.
const longestBracket = 40

// templates is read once, and never changed.
var templates = sync.OnceValue(readTemplates)

func readTemplates() template {
	t := template{bracketed: map[string]bool{}}
	for _, p := range schema.Placeholders() {
		low := strings.ToLower(p.Text)
		switch {
		case strings.HasPrefix(low, "["):
			t.bracketed[low] = true
		case p.Word:
			t.words = append(t.words, p.Text)
		case strings.Trim(low, "_") == "":
			t.lines = append(t.lines, low)
		case strings.Contains(low, "yyyy"):
			t.dates = append(t.dates, low)
		default:
			t.phrases = append(t.phrases, low)
		}
	}
	return t
}

// in returns the places of placeholders in a span of a text, in order and without overlap.
func (t template) in(src []byte, s document.Span) []document.Span {
	text := src[s.Start:s.End]
	low := lower(text)
	var found []document.Span
	add := func(start, end int) {
		x := document.Span{Start: s.Start + start, End: s.Start + end}
		if !slices.ContainsFunc(found, func(y document.Span) bool { return x.Start < y.End && y.Start < x.End }) {
			found = append(found, x)
		}
	}
	for i := bytes.IndexByte(low, '['); i >= 0 && i < len(low); {
		end := bytes.IndexByte(low[i:min(len(low), i+longestBracket)], ']')
		if end > 0 && t.bracketed[string(low[i:i+end+1])] {
			add(i, i+end+1)
		}
		next := bytes.IndexByte(low[i+1:], '[')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	for _, phrase := range t.phrases {
		each(low, phrase, func(i int) { add(i, i+len(phrase)) })
	}
	for _, word := range t.words {
		each(text, word, func(i int) {
			if document.WordStands(text, i, i+len(word)) {
				add(i, i+len(word))
			}
		})
	}
	for _, date := range t.dates {
		each(low, date, func(i int) {
			if dateIsDue(src, s.Start+i, s.Start+i+len(date)) {
				add(i, i+len(date))
			}
		})
	}
	for _, line := range t.lines {
		each(low, line, func(i int) {
			end := len(low) - len(bytes.TrimLeft(low[i:], "_"))
			if valueIsDue(src, s.Start+i) {
				add(i, end)
			}
		})
	}
	slices.SortFunc(found, func(a, b document.Span) int { return a.Start - b.Start })
	return found
}

// lower turns ASCII letters into small ones, so that every byte keeps its place.
func lower(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

func each(text []byte, what string, do func(i int)) {
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(what))
		if i < 0 {
			return
		}
		do(from + i)
		from += i + len(what)
	}
}

// dateIsDue reports whether a date's pattern is alone in its line or cell, or after a colon: where a date was
// to be filled in. "Dates are written YYYY-MM-DD" only speaks of the pattern.
func dateIsDue(src []byte, start, end int) bool {
	const marks = " \t*_\"'`"
	before := bytes.TrimRight(lineBefore(src, start), marks)
	after := bytes.TrimLeft(lineAfter(src, end), marks+".")
	alone := len(bytes.Trim(before, " \t>-+")) == 0 || strings.ContainsRune("|:", rune(before[len(before)-1]))
	return alone && (len(after) == 0 || after[0] == '|' || after[0] == '\r')
}

// valueIsDue reports whether a place is behind a label, or in a cell of its own.
func valueIsDue(src []byte, at int) bool {
	before := bytes.TrimRight(lineBefore(src, at), " \t*")
	return len(before) > 0 && strings.ContainsRune("|:", rune(before[len(before)-1]))
}

func lineBefore(src []byte, at int) []byte { return src[bytes.LastIndexByte(src[:at], '\n')+1 : at] }

func lineAfter(src []byte, at int) []byte {
	line, _, _ := bytes.Cut(src[at:], []byte("\n"))
	return line
}

// templateWords returns the placeholders in a field's value.
func templateWords(e *register.Entry, f document.Field) ([]document.Span, error) {
	if !unfilled(f) {
		return nil, nil
	}
	src, err := e.Source()
	if err != nil {
		return nil, err
	}
	return inValue(templates(), src, f.Value, !listed(f.Name)), nil
}

// unfilled reports whether a field's value holds a placeholder.
func unfilled(f document.Field) bool { return templates().unfilled(f.Value, !listed(f.Name)) }

func (t template) unfilled(v document.Value, single bool) bool {
	holds := func(text string) bool {
		return register.MayHoldPlaceholder([]byte(text)) && len(t.in([]byte(text), document.Span{End: len(text)})) > 0
	}
	switch v.Kind {
	case document.Text:
		return holds(v.Text)
	case document.List:
		return single && len(v.List) == 1 && holds("["+v.List[0].Text+"]") ||
			slices.ContainsFunc(v.List, func(item document.Value) bool { return t.unfilled(item, false) })
	case document.Map:
		return slices.ContainsFunc(v.Map, unfilled)
	}
	return false
}

// listed reports whether a field is a list by its nature, in which a word in brackets is an item.
func listed(name string) bool {
	t := schema.FieldNamed(name).Type
	return t == schema.List || t == schema.People
}

// inValue looks through a value. Where one value is due, YAML reads [Name] without quotes as a list of one.
func inValue(t template, src []byte, v document.Value, single bool) []document.Span {
	var found []document.Span
	switch v.Kind {
	case document.Text:
		if register.MayHoldPlaceholder([]byte(v.Text)) {
			found = t.in(src, v.Span)
		}
	case document.List:
		if single && len(v.List) == 1 && len(t.in(src, v.Span)) > 0 {
			return t.in(src, v.Span)
		}
		for _, item := range v.List {
			found = append(found, inValue(t, src, item, false)...)
		}
	case document.Map:
		for _, f := range v.Map {
			found = append(found, inValue(t, src, f.Value, !listed(f.Name))...)
		}
	}
	return found
}
