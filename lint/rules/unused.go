package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// dropping is the fix that takes a rule that suppresses nothing out of a comment, or the comment where none of its
// rules does; nil where the comment isn't found. spans are the places of all such rules in the document.
func dropping(in *lint.Input, e *register.Entry, rule document.Span, spans []document.Span) *lint.Fix {
	src, err := e.Source()
	if err != nil {
		return nil
	}
	for _, c := range e.Suppressions() {
		if !slices.ContainsFunc(c.Rules, func(r document.Word) bool { return r.Span == rule }) {
			continue
		}
		all := !slices.ContainsFunc(c.Rules, func(r document.Word) bool { return !slices.Contains(spans, r.Span) })
		if all {
			at := wholeLines(src, e.Body.Start, marked(src, e.Body.Start, c))
			return rewriting(in, e, "remove the suppression of "+named(c), without(src, at), "")
		}
		at := rule
		for at.End < c.Span.End && strings.IndexByte(" \t\r\n,;", src[at.End]) >= 0 {
			at.End++
		}
		id := string(src[rule.Start:rule.End])
		return rewriting(in, e, "take "+id+" out of the suppression", without(src, at), "")
	}
	return nil
}

func without(src []byte, at document.Span) []byte { return slices.Concat(src[:at.Start], src[at.End:]) }

// marked is the place of a suppression with the marks of its comment. body is where the text begins.
func marked(src []byte, body int, c document.Suppression) document.Span {
	at := c.Span
	if c.Span.Start < body {
		at.Start = bytes.LastIndexByte(src[:at.Start], '#')
		return at
	}
	at.Start = bytes.LastIndex(src[:at.Start], []byte("<!--"))
	at.End += bytes.Index(src[at.End:], []byte("-->")) + len("-->")
	return at
}

// wholeLines widens the place of a comment: to its lines where nothing else is in them, with the blank line behind
// these where one is before them too; else to the blanks before it.
func wholeLines(src []byte, body int, at document.Span) document.Span {
	start := bytes.LastIndexByte(src[:at.Start], '\n') + 1
	end := lineEndOf(src, at.End)
	if len(bytes.TrimSpace(src[start:at.Start])) > 0 || len(bytes.TrimSpace(src[at.End:end])) > 0 {
		for at.Start > start && (src[at.Start-1] == ' ' || src[at.Start-1] == '\t') {
			at.Start--
		}
		return at
	}
	next := lineEndOf(src, end)
	before := src[bytes.LastIndexByte(src[:max(start-1, 0)], '\n')+1 : start]
	if start >= body && len(bytes.TrimSpace(src[end:next])) == 0 &&
		(start == body || len(bytes.TrimSpace(before)) == 0) {
		end = next
	}
	return document.Span{Start: start, End: end}
}

// lineEndOf returns where the line that an offset is in ends, with its line end.
func lineEndOf(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}
