package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// columnsOfFile are the columns of a log by the fields of a file of its own that stand for them.
var columnsOfFile = map[string]string{"cause": "root_cause"}

// fileAction reads a file of its own as the row of a log.
func (s *System) fileAction(e *register.Entry) (*Action, error) {
	a := &Action{Entry: e, cells: map[string]records.Cell{}}
	key := ""
	if id, ok := records.ReadID(e.ID); ok {
		key = RowKey(e.Key(), id)
	}
	a.called(e.ID, key)
	for _, column := range []string{"raised", "source", "grade", "nonconformity", "cause", "correction", "action", "due",
		"closed", "evidence", "effectiveness", "verified_by", "similar", "category", "other_id", "notes"} {
		field := columnsOfFile[column]
		if field == "" {
			field = column
		}
		said, err := s.Says(e, field)
		if err != nil {
			return nil, err
		}
		a.cells[column] = records.Cell{Value: said.Value, Span: said.Span}
	}
	owner := schema.Column{Name: "owner", Type: "party"}
	a.cells["owner"] = s.field(e, "owner", owner)
	a.cells["status"] = s.statusOf(e, a)
	a.Span = a.cells["status"].Span
	if a.cells["nonconformity"].State == records.Empty {
		a.cells["nonconformity"] = records.Cell{Value: records.Value{State: records.Known, Text: e.Front.Text("title")}}
	}
	return a, s.inSections(e, a)
}

// field reads a field of the front matter as a cell of a column.
func (s *System) field(e *register.Entry, name string, column schema.Column) records.Cell {
	f, ok := e.Front.Field(name)
	if !ok {
		return records.Cell{}
	}
	span := f.ValueSpan
	if span.End == span.Start {
		span = f.KeySpan
	}
	return records.Cell{Value: s.Context(e).Value(column, f.Value.Text), Span: span}
}

// statusOf is the state of an action in a file of its own: a closed record is done, and verified once somebody has
// looked whether it worked.
func (s *System) statusOf(e *register.Entry, a *Action) records.Cell {
	c := s.field(e, "status", schema.Column{Name: "status", Type: "text"})
	class := records.ClassOpen
	if e.Status() == schema.Closed {
		if class = records.ClassDone; a.cells["verified_by"].State == records.Known {
			class = records.ClassVerified
		}
	}
	c.State, c.Choice = records.Known, records.Choice{Class: class}
	return c
}

// inSections takes the cause and the check of the effect from the sections of a file, where no field says them.
func (s *System) inSections(e *register.Entry, a *Action) error {
	words, err := s.Text(e)
	if err != nil {
		return err
	}
	parts := words.Parts()
	at := words.Placed(e.Kind.Outline)
	for column, name := range map[string]string{"cause": "root cause", "effectiveness": "effectiveness"} {
		i := sectionNamed(e.Kind.Outline, name)
		if i < 0 || at[i] < 0 || a.cells[column].State != records.Empty {
			continue
		}
		text, span, err := partText(e, parts, at[i])
		if err != nil {
			return err
		}
		c := schema.Column{Name: column, Type: "text"}
		a.cells[column] = records.Cell{Value: s.Context(e).Value(c, text), Span: span}
	}
	return nil
}

// sectionNamed returns the index of the section that has a name in lower case; -1 for none.
func sectionNamed(o schema.Outline, name string) int {
	return slices.IndexFunc(o.Sections, func(s schema.Section) bool {
		return strings.EqualFold(s.Title, name) || slices.ContainsFunc(s.Names, func(n string) bool {
			return strings.EqualFold(n, name)
		})
	})
}

// partText is what stands below a heading, up to the next part of the document, without comments.
func partText(e *register.Entry, parts []records.Part, i int) (string, document.Span, error) {
	src, err := e.Source()
	if err != nil {
		return "", document.Span{}, err
	}
	span := document.Span{Start: parts[i].Span.End, End: len(src)}
	for _, next := range parts[i+1:] {
		if !next.Label {
			span.End = next.Span.Start
			break
		}
	}
	text := string(src[span.Start:span.End])
	for {
		before, rest, ok := strings.Cut(text, "<!--")
		if !ok {
			break
		}
		_, after, _ := strings.Cut(rest, "-->")
		text = before + after
	}
	return strings.Trim(text, " \t\r\n#*_"), span, nil
}
