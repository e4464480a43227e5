package sitegen

import (
	"bytes"
	"html"
	"strings"
)

// rebaser moves the HTML of a document into a page of several documents: ids begin with a prefix, headings are a level
// lower, and links lead where link says. Links inside of the document stay inside of it.
type rebaser struct {
	prefix   string
	from, to string                   // relative addresses of the site's root: in the HTML, and in the page
	link     func(href string) string // gets those that lead out of the document
}

// add appends HTML of the project's own renderers, in which each attribute has its value in double quotes.
func (r *rebaser) add(to *bytes.Buffer, text string) {
	for text != "" {
		start := strings.IndexByte(text, '<')
		if start < 0 {
			start = len(text)
		}
		to.WriteString(text[:start])
		text = text[start:]
		end := tagEnd(text)
		r.tag(to, text[:end])
		text = text[end:]
	}
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

// tag appends a tag, changed.
func (r *rebaser) tag(to *bytes.Buffer, tag string) {
	tag = lowered(tag)
	for {
		name, rest, ok := strings.Cut(tag, `="`)
		value, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed {
			to.WriteString(tag)
			return
		}
		to.WriteString(name + `="`)
		to.WriteString(r.value(name[strings.LastIndexByte(name, ' ')+1:], value))
		to.WriteByte('"')
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
		return html.EscapeString(r.link(html.UnescapeString(r.moved(value))))
	case "src":
		return r.moved(value)
	}
	return value
}

// moved is an address of the site as the page has it.
func (r *rebaser) moved(address string) string {
	if rest, own := strings.CutPrefix(address, r.from); own {
		return r.to + rest
	}
	return address
}
