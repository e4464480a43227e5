package isms

import (
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// The kinds of documents of external origin, and the table that lists them.
const (
	ExternalFile     = "external"
	ExternalRegister = "external-register"
	ExternalsTable   = "externals"
)

// External is a law, a standard or another document that somebody else controls: a file, or a row of a register.
type External struct {
	Entry   *register.Entry
	Table   *records.Table // nil for a file of its own
	Row     int            // of Table
	Title   string
	Owner   records.Party
	Checked day.Day       // when somebody looked last for a newer edition
	Due     day.Day       // of the next check; None where nothing says when the last one was
	Cycle   day.Cycle     // from check to check; zero where the register names the day of the next one
	Stated  bool          // the document states the cycle; else its kind does
	Span    document.Span // of the last check
}

// Late is by how many days a check is late: from its day on, once the grace of its kind is over; 0 where it isn't.
func (x *External) Late(today day.Day) int { return late(x.Due, x.Entry.Kind.Interval.Grace, today) }

// late is by how many days something is past its day, once a grace is over; 0 where it isn't.
func late(due day.Day, grace day.Cycle, today day.Day) int {
	if due == day.None || due.Add(grace) >= today {
		return 0
	}
	return due.Until(today)
}

// Externals returns the documents of external origin: files by their paths, then the rows of registers. Those of
// closed records aren't followed any more.
func (s *System) Externals() (all []*External, err error) {
	for _, e := range s.Of(ExternalFile) {
		if e.Status() == schema.Closed {
			continue
		}
		x, err := s.externalFile(e)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	for _, e := range s.Of(ExternalRegister) {
		if e.Status() == schema.Closed {
			continue
		}
		t, err := s.Table(e, ExternalsTable)
		if err != nil {
			return nil, err
		}
		for i := 0; t != nil && i < len(t.Rows); i++ {
			if t.Rows[i].Filled() {
				all = append(all, s.externalRow(e, t, i))
			}
		}
	}
	return all, nil
}

func (s *System) externalFile(e *register.Entry) (*External, error) {
	x := &External{Entry: e, Title: e.Front.Text("title"), Owner: s.ownerOf(e)}
	said, err := s.Says(e, "checked_on")
	if err != nil {
		return nil, err
	}
	x.Span = said.Span
	if w, p := records.ReadWhen(said.Text, s.Context(e).Calendar); p == nil && w.Form <= records.Period {
		x.Checked = w.Last
	}
	x.next(e.Front.Text("check_cycle"), s.Today)
	return x, nil
}

func (s *System) externalRow(e *register.Entry, t *records.Table, i int) *External {
	cell := func(column string) records.Cell { return t.Cell(t.Rows[i], column) }
	x := &External{Entry: e, Table: t, Row: i, Title: cell("title").Text, Span: cell("checked").Span,
		Checked: lastDay(cell("checked"))}
	if p := cell("owner").Party; p != nil {
		x.Owner = *p
	} else {
		x.Owner = s.ownerOf(e)
	}
	if x.Span.End == x.Span.Start {
		x.Span = t.Rows[i].Span
	}
	next := cell("next")
	w, p := records.ReadWhen(next.Text, s.Context(e).Calendar)
	if p == nil && w.Form <= records.Period && w.Last > x.Checked {
		x.Due = w.Last
		return x
	}
	x.next(next.Text, s.Today)
	return x
}

// next works out when a document is to be checked next, by the cycle that a text names, else by that of its kind. A
// check that is still to come shows nothing: it is due at once.
func (x *External) next(cycle string, today day.Day) {
	x.Cycle, x.Stated = readCycle(cycle)
	if !x.Stated {
		x.Cycle = x.Entry.Kind.Interval.CheckWithin
	}
	switch {
	case x.Checked > today:
		x.Due = today
	case x.Checked != day.None && !x.Cycle.IsZero():
		x.Due = x.Checked.Add(x.Cycle)
	}
}

// readCycle reads a length of time or a word for one, such as "12 months", "every 2 years" or "yearly".
func readCycle(text string) (day.Cycle, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if c, err := day.ParseCycle(strings.TrimPrefix(text, "every ")); err == nil {
		return c, true
	}
	if word, ok := records.Vocabularies()["cycles"].Read(text); ok {
		c, err := day.ParseCycle(word.Class)
		return c, err == nil
	}
	return day.Cycle{}, false
}

// ownerOf reads who owns a document, as its words say or as its kind does.
func (s *System) ownerOf(e *register.Entry) records.Party {
	owner := s.Facts(e).Owner
	if owner == "" {
		owner = e.Kind.Owner
	}
	return records.ReadParty(owner, s.Config)
}
