package isms

import (
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// Saying is what a document says of itself: in a field of its front matter, else in a line of its text.
type Saying struct {
	records.Value
	Span document.Span // of the value; empty where nothing is said
	Line bool          // a line of the text says it
}

// saying names what a document says in a field.
type saying struct {
	entry *register.Entry
	field string
}

// Says reads what a document says of one of the fields that its kind states. A field wins over a line. It fails only
// where the text can't be read any more.
func (s *System) Says(e *register.Entry, field string) (Saying, error) {
	return s.said.of(saying{e, field}, func() (Saying, error) { return s.says(e, field) })
}

func (s *System) says(e *register.Entry, field string) (Saying, error) {
	column, i := e.Kind.Tables.Stated.Named(field)
	if f, ok := e.Front.Field(field); ok && (f.Value.Text != "" || len(f.Value.List) > 0) {
		text, span := f.Value.Text, f.ValueSpan
		if len(f.Value.List) > 0 {
			var parts []string
			for _, v := range f.Value.List {
				parts = append(parts, v.Text)
			}
			text = strings.Join(parts, "\n")
		}
		if span.End == span.Start {
			span = f.KeySpan
		}
		if i < 0 {
			column.Name, column.Type = field, "text"
		}
		return Saying{Value: s.Context(e).Value(column, text), Span: span}, nil
	}
	r, err := s.Reading(e)
	if err != nil {
		return Saying{}, err
	}
	for _, st := range r.Stated {
		if st.Field == field {
			return Saying{Value: st.Value, Span: st.Span, Line: true}, nil
		}
	}
	return Saying{}, nil
}

// Date returns the day of what a record says: its `date` or `audit_date`, the last one of several days. None where it
// says none.
func (s *System) Date(e *register.Entry) (day.Day, error) {
	for _, field := range []string{"date", "audit_date"} {
		if said, err := s.Says(e, field); err != nil || said.State == records.Known {
			if said.When.Last == day.None {
				d, _ := day.Parse(said.Text) // a kind without the stated line has it as text
				return d, err
			}
			return said.When.Last, err
		}
	}
	return day.None, nil
}
