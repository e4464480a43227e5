package sitegen

import (
	"html"
	"io"
	"strings"
)

// rebase writes the HTML of a document into a page of several documents: its ids begin with a prefix, its headings are a
// level lower, and its links lead where link says. Links inside of the document stay inside of it. It reads what the
// project's own renderers write: each attribute has its value in double quotes.
func rebase(w io.Writer, text, prefix string, link func(href string) string) error {
	r := rebaser{w: w, prefix: prefix, link: link}
	for text != "" {
		start := strings.IndexByte(text, '<')
		if start < 0 {
			start = len(text)
		}
		r.write(text[:start])
		text = text[start:]
		end := tagEnd(text)
		r.tag(text[:end])
		text = text[end:]
	}
	return r.err
}

// tagEnd is where the tag ends with which a text begins. A ">" in quotes doesn't end it.
func tagEnd(text string) int {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == '>' && !quoted:
			return i + 1
		}
	}
	return len(text)
}

type rebaser struct {
	w      io.Writer
	prefix string
	link   func(href string) string
	err    error
}

func (r *rebaser) write(text string) {
	if r.err == nil && text != "" {
		_, r.err = io.WriteString(r.w, text)
	}
}

// tag writes a tag, changed.
func (r *rebaser) tag(tag string) {
	tag = lowered(tag)
	for {
		name, rest, ok := strings.Cut(tag, `="`)
		value, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed {
			r.write(tag)
			return
		}
		r.write(name + `="`)
		r.write(r.value(name[strings.LastIndexByte(name, ' ')+1:], value))
		r.write(`"`)
		tag = after
	}
}

// lowered turns the tag of a heading into that of the level below.
func lowered(tag string) string {
	at := strings.TrimPrefix(strings.TrimPrefix(tag, "<"), "/")
	if len(at) > 2 && at[0] == 'h' && '1' <= at[1] && at[1] < '6' && (at[2] == '>' || at[2] == ' ') {
		i := len(tag) - len(at) + 1
		return tag[:i] + string(tag[i]+1) + tag[i+1:]
	}
	return tag
}

// value is that of an attribute, as it is escaped in HTML.
func (r *rebaser) value(attribute, value string) string {
	switch attribute {
	case "id", "for":
		return html.EscapeString(r.prefix) + value
	case "aria-labelledby", "aria-describedby", "headers":
		ids := strings.Fields(value)
		for i := range ids {
			ids[i] = html.EscapeString(r.prefix) + ids[i]
		}
		return strings.Join(ids, " ")
	case "href":
		if anchor, inside := strings.CutPrefix(value, "#"); inside {
			return "#" + html.EscapeString(escapePath(r.prefix)) + anchor
		}
		return html.EscapeString(r.link(html.UnescapeString(value)))
	}
	return value
}
