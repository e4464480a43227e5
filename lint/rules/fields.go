package rules

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// judged reports whether the fields of a document can be judged. Where the front matter is missing, empty or
// unreadable, WR101 or WR102 says so, and a row of missing fields would only hide that.
func judged(e *register.Entry) bool {
	return e.Link == "" && e.Front.Readable() && len(e.Front.Fields) > 0 && !unsettled(e)
}

// unreadable reports whether a document has a front matter that can't be read. WR102 says so, and what follows from it
// alone isn't told beside that.
func unreadable(e *register.Entry) bool {
	return e != nil && slices.ContainsFunc(e.Front.Faults, frontFault)
}

// frontFault reports whether a fault is one of a front matter that is there.
func frontFault(f document.Fault) bool { return f.Kind != document.FrontMissing }

// unsettled reports whether a document holds a merge conflict: it is two texts then, of which nobody knows which one
// counts.
func unsettled(e *register.Entry) bool {
	return slices.ContainsFunc(e.Faults, func(f document.Fault) bool { return f.Kind == document.Conflict })
}

// unseen names a character that nobody sees in the line where a fault is, as the end of a message: it may be the
// cause.
func unseen(e *register.Entry, at document.Span) (string, error) {
	lines, err := e.Lines()
	if err != nil {
		return "", err
	}
	n, _ := lines.Position(at.Start)
	line := strings.TrimRight(string(lines.Line(n)), "\r\n")
	if n == 1 {
		line = strings.TrimPrefix(line, "\ufeff") // a byte-order mark is allowed
	}
	if what := invisible(line); what != "" {
		return "; the line holds a character that nobody sees: " + what, nil
	}
	return "", nil
}

// at is the place of a field: its value, its key where the value is empty, the opening where it is missing.
func at(e *register.Entry, name string) document.Span {
	f, ok := e.Front.Field(name)
	if !ok {
		return e.Front.Open
	}
	return place(f)
}

func place(f document.Field) document.Span {
	if f.ValueSpan.End > f.ValueSpan.Start {
		return f.ValueSpan
	}
	return f.KeySpan
}

// has reports whether a field is there and says something.
func has(e *register.Entry, name string) bool {
	f, ok := e.Front.Field(name)
	return ok && says(f.Value)
}

func says(v document.Value) bool {
	switch v.Kind {
	case document.Null:
		return false
	case document.List:
		return slices.ContainsFunc(v.List, says)
	case document.Map:
		return len(v.Map) > 0
	}
	return strings.TrimSpace(v.Text) != ""
}

// single returns the text of a field that is to hold one value. ok is false where the field is missing or empty
// (other rules ask for it), or still holds a template's words (WR121 reports those). For a list or a mapping
// wrong says what is wrong.
func single(e *register.Entry, name string) (f document.Field, text, wrong string, ok bool) {
	f, found := e.Front.Field(name)
	if !found || !says(f.Value) || unfilled(f) {
		return f, "", "", false
	}
	switch f.Value.Kind {
	case document.List:
		wrong = fmt.Sprintf("%s is a list; one value was expected", f.Key)
	case document.Map:
		wrong = fmt.Sprintf("%s is a mapping; one value was expected", f.Key)
	default:
		if t := schema.FieldNamed(name).Type; t != schema.Line && t != schema.Text {
			if at := invisible(f.Value.Text); at != "" {
				wrong = fmt.Sprintf("%s holds a character that nobody sees: %s", f.Key, at)
			}
		}
	}
	return f, strings.TrimSpace(f.Value.Text), wrong, true
}

// fieldsOf returns the canonical names of a document's fields that are of a type, each once.
func fieldsOf(e *register.Entry, t schema.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range e.Front.Fields {
			name := e.Front.Fields[i].Name
			twice := slices.ContainsFunc(e.Front.Fields[:i], func(f document.Field) bool { return f.Name == name })
			if !twice && schema.FieldNamed(name).Type == t && !yield(name) {
				return
			}
		}
	}
}

// namedFields lists the canonical fields of a type, for the text of a rule.
func namedFields(t schema.Type) string {
	var all []string
	for _, f := range schema.Fields() {
		if f.Type == t && !f.Claim {
			all = append(all, "`"+f.Name+"`")
		}
	}
	return allOf(all)
}

// asks reports whether a document's kind requires a field.
func asks(e *register.Entry, name string) bool { return slices.Contains(e.Kind.Required, name) }

// fieldLine writes a field as a line of the document's own front matter. The value is as YAML needs it.
func fieldLine(e *register.Entry, name, value string) string {
	switch e.Front.Format {
	case "toml":
		return fmt.Sprintf("`%s = %q`", name, strings.Trim(value, `"`))
	case "json":
		return fmt.Sprintf("`%q: %q`", name, strings.Trim(value, `"`))
	}
	return fmt.Sprintf("`%s: %s`", name, value)
}
