package document

import (
	"bytes"
)

// frontSuppressions returns the suppressions that stand as comments in front matter that can be read. One behind a
// field or an item is about that line, one on a line of its own about the next line that says something; with a
// field's line all lines of its value are meant.
func frontSuppressions(src []byte, front *Front) []Suppression {
	if front.Format != "yaml" && front.Format != "toml" || len(front.Faults) > 0 {
		return nil
	}
	var all []Suppression
	block := src[:front.Span.End]
	for at := front.Span.Start; ; {
		i := bytes.IndexByte(block[at:], '#')
		if i < 0 {
			return all
		}
		mark := at + i
		at = mark + 1
		for at < len(block) && (block[at] == ' ' || block[at] == '\t') {
			at++
		}
		text := trimLine(block, Span{at, line(block, mark).End})
		begin := beginning(string(block[text.Start:text.End]))
		if begin == 0 || mark > 0 && !isBlank(block[mark-1]) || inScalars(front.Fields, mark) {
			continue
		}
		s := readSuppression(block, text, begin)
		s.Scope = frontScope(block, front, mark)
		all = append(all, s)
		at = text.End
	}
}

// inScalars reports whether an offset lies in a key or a scalar, where a # is just a letter.
func inScalars(fields []Field, at int) bool {
	for i := range fields {
		f := &fields[i]
		if within(f.KeySpan, at) || inScalar(&f.Value, at) {
			return true
		}
	}
	return false
}

func inScalar(v *Value, at int) bool {
	switch v.Kind {
	case List:
		for i := range v.List {
			if inScalar(&v.List[i], at) {
				return true
			}
		}
		return false
	case Map:
		return inScalars(v.Map, at)
	}
	return within(v.Span, at)
}

func within(s Span, at int) bool { return s.Start <= at && at < s.End }

// frontScope is what the comment with its mark at an offset is about.
func frontScope(src []byte, front *Front, mark int) Span {
	start := bytes.LastIndexByte(src[:mark], '\n') + 1
	if len(bytes.TrimSpace(src[start:mark])) == 0 {
		start = nextSaying(src, line(src, mark).End)
	}
	scope := line(src, start)
	for _, f := range front.Fields {
		if within(scope, f.KeySpan.Start) {
			scope.End = max(scope.End, f.ValueSpan.End)
		}
	}
	return scope
}

// nextSaying returns the start of the first line from an offset on that is neither empty nor a comment.
func nextSaying(src []byte, at int) int {
	for at < len(src) {
		l := line(src, at)
		if text := bytes.TrimSpace(src[l.Start:l.End]); len(text) > 0 && text[0] != '#' {
			break
		}
		at = l.End
	}
	return at
}
