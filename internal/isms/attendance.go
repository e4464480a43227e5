package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// Attendee is somebody whom minutes name as present.
type Attendee struct {
	Name    string
	Span    document.Span
	People  []*config.Person // who is meant on the day of the review
	Guest   bool             // marked as somebody from outside
	Several []*config.Person // whom the name may mean, where that are several
	Known   []records.Named  // whom the roster has by the name; without People none of them was there on that day
}

// Attendees returns who attended a review: those in its field, else in its table, else in the line or the list that
// names them. Who chaired it or took the minutes attended it. Who is named as excused or absent didn't.
func (s *System) Attendees(m *Minutes) ([]Attendee, error) {
	a := &attendance{System: s, on: m.Day()}
	for _, read := range []func(*Minutes) error{a.field, a.tables, a.line, a.list} {
		if err := read(m); err != nil {
			return nil, err
		}
		if a.said {
			break
		}
	}
	for _, field := range []string{"chair", "minute_taker"} {
		said, err := s.Says(m.Entry, field)
		if err != nil {
			return nil, err
		}
		if said.State == records.Known {
			a.add(m, said.Text, said.Span)
		}
	}
	return a.all, nil
}

// ListsAttendees reports whether a table or a list names who attended a review.
func (s *System) ListsAttendees(e *register.Entry) (bool, error) {
	for _, name := range attendeeTables() {
		if t, err := s.Table(e, name); t != nil || err != nil {
			return t != nil, err
		}
	}
	return false, nil
}

// attendeeTables are the tables of those who were there: of both who was and who wasn't, and of the first alone.
func attendeeTables() []string { return []string{"attendees", onlyPresent} }

const onlyPresent = "participants"

// attendance is the attendees of a review while they are read.
type attendance struct {
	*System
	on   day.Day
	said bool // the review names attendees
	all  []Attendee
}

func (a *attendance) field(m *Minutes) error {
	f, _ := m.Front.Field("attendees")
	values := f.Value.List
	if f.Value.Text != "" {
		values = append(values, f.Value)
	}
	for _, v := range values {
		a.said = true
		a.add(m, v.Text, v.Span)
	}
	return nil
}

// tables reads those of whom a table says that they were present, and the tables that hold nobody else.
func (a *attendance) tables(m *Minutes) error { return a.rows(m, "table") }

// list reads the names of a list.
func (a *attendance) list(m *Minutes) error { return a.rows(m, "list") }

func (a *attendance) rows(m *Minutes, form string) error {
	for _, name := range attendeeTables() {
		t, err := a.Table(m.Entry, name)
		if err != nil {
			return err
		}
		if t == nil {
			continue
		}
		for _, row := range t.Rows {
			if (t.Pieces[row.Piece].Form == "list") != (form == "list") {
				continue
			}
			a.said = true
			if name == onlyPresent || present(t, row) {
				who, role := t.Cell(row, "name"), t.Cell(row, "role")
				switch {
				case who.Text == "":
					a.add(m, role.Text, role.Span)
				case role.Text == "":
					a.add(m, who.Text, who.Span)
				default:
					a.add(m, who.Text+" ("+role.Text+")", who.Span)
				}
			}
		}
	}
	return nil
}

// present reports whether a row says that somebody was there. A name in a list is there where nothing says otherwise,
// and so is who signed; an empty cell of a table means that nobody ticked it.
func present(t *records.Table, row records.Row) bool {
	c, piece := t.Cell(row, "present"), t.Pieces[row.Piece]
	if c.State == records.Known {
		return c.Choice.Class == "yes"
	}
	signed := func(x records.Column) bool {
		return x.Name == "present" && strings.Contains(strings.ToLower(x.Header), "sign")
	}
	return c.State == records.Empty && piece.Form == "list" ||
		c.State == records.Unclear && slices.ContainsFunc(piece.Columns, signed)
}

func (a *attendance) line(m *Minutes) error {
	said, err := a.Says(m.Entry, "attendees")
	if err == nil && said.State == records.Known {
		a.said = true
		a.add(m, records.Attending(said.Text), said.Span)
	}
	return err
}

// add adds the names of a text, each once.
func (a *attendance) add(m *Minutes, text string, span document.Span) {
	v := a.Context(m.Entry).Value(schema.Column{Name: "attendees", Type: "party"}, text)
	if v.State != records.Known {
		return
	}
	for _, n := range records.Names(v.Text, a.Config) {
		if n.Absent() {
			continue
		}
		one := Attendee{Name: n.Text, Guest: n.Outside, Known: n.Known, Span: a.place(m, n.Text, span)}
		for _, k := range n.Known {
			one.People = append(one.People, a.Meant(k, a.on)...)
		}
		if len(n.Known) == 0 {
			a.called(&one)
		}
		same := func(o Attendee) bool {
			return strings.EqualFold(o.Name, one.Name) || len(one.People) == 1 && slices.Equal(o.People, one.People)
		}
		if !slices.ContainsFunc(a.all, same) {
			a.all = append(a.all, one)
		}
	}
}

// called looks for who has a word as first or last name. Who wasn't with the company on that day isn't meant.
func (a *attendance) called(one *Attendee) {
	there := slices.DeleteFunc(a.Config.PeopleCalled(one.Name), func(p *config.Person) bool { return !p.Present(a.on) })
	if len(there) > 1 {
		one.Several = there
	} else {
		one.People = there
	}
}

// place finds a name in the part of the document that names attendees.
func (a *attendance) place(m *Minutes, name string, span document.Span) document.Span {
	src, err := m.Source()
	if err != nil || span.End > len(src) {
		return span
	}
	if i := strings.Index(string(src[span.Start:span.End]), name); i >= 0 {
		return document.Span{Start: span.Start + i, End: span.Start + i + len(name)}
	}
	return span
}
