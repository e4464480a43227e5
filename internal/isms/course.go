package isms

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/records"
)

// Course is what the main line did with one row, by its id, in whichever log or file it stood.
type Course struct {
	Key    string
	ID     string // as last written
	States []State
}

// State is what a change of the main line made of a row. Consecutive states differ.
type State struct {
	*Row                     // nil where the change took the row out, and no other log had it
	Change *history.Change   // that made it
	Log    *history.Document // in which it stood
}

// Row is what a row said once.
type Row struct {
	ID     string
	Key    string
	Texts  map[string]string // by column; those that were filled in
	Empty  []string          // columns that were there, and not filled in
	Class  string            // of its status
	Raised day.Day
	Closed day.Day
	From   day.Day // of the due date: its first and last day
	Due    day.Day
}

// Done reports whether the row was carried out, checked or not.
func (r *Row) Done() bool {
	return r != nil && (r.Class == records.ClassDone || r.Class == records.ClassVerified)
}

// AsRow is what the action says now.
func (a *Action) AsRow() *Row { return rowOf(a) }

func rowOf(a *Action) *Row {
	r := &Row{ID: a.ID, Key: a.Key, Class: a.Class(), Raised: a.Raised(), Closed: a.Closed(), Due: a.Due(),
		Texts: map[string]string{}}
	if c := a.Cell("due"); r.Due != day.None {
		r.From = c.When.First
	}
	for _, column := range a.columns() {
		if c := a.Cell(column); c.Text != "" {
			r.Texts[column] = strings.Join(strings.Fields(c.Text), " ")
		} else if a.Has(column) {
			r.Empty = append(r.Empty, column)
		}
	}
	return r
}

// same reports whether two states say the same.
func (r *Row) same(o *Row) bool {
	if r == o {
		return true
	}
	if r == nil || o == nil || r.Class != o.Class || len(r.Texts) != len(o.Texts) {
		return false
	}
	for column, text := range r.Texts {
		if o.Texts[column] != text {
			return false
		}
	}
	return true
}

// Courses are the courses of all rows of all logs.
type Courses struct {
	byKey map[string]*Course
}

// Of returns the course of a row by its key; nil where the main line never had it.
func (c *Courses) Of(key string) *Course { return c.byKey[key] }

// All returns the courses, sorted by key.
func (c *Courses) All() []*Course {
	all := make([]*Course, 0, len(c.byKey))
	for _, x := range c.byKey {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b *Course) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// Raised is the day on which an action was raised: as its row says, else the day on which the main line got the row;
// None where neither is known.
func (c *Courses) Raised(a *Action) day.Day {
	if d := a.Raised(); d != day.None {
		return d
	}
	if x := c.Of(a.Key); x != nil {
		return x.States[0].Change.Day
	}
	return day.None
}

// DoneOn is the day on which an action was done: as its row says, else the day since which its row says so on the main
// line; None where it isn't done, or neither is known.
func (c *Courses) DoneOn(a *Action) day.Day {
	if !a.Done() {
		return day.None
	}
	if d := a.Closed(); d != day.None {
		return d
	}
	if x := c.Of(a.Key); x != nil {
		return x.doneSince()
	}
	return day.None
}

// doneSince is the first day of the run of states, up to the newest, that are done; None where that isn't.
func (x *Course) doneSince() day.Day {
	since := day.None
	for _, s := range slices.Backward(x.States) {
		if !s.Done() {
			break
		}
		since = s.Change.Day
	}
	return since
}

// On is the state of the row at the end of a day; nil where the main line didn't have it yet, or not any more.
func (x *Course) On(on day.Day) *State {
	var at *State
	for i := range x.States {
		if x.States[i].Change.Day <= on {
			at = &x.States[i]
		}
	}
	if at == nil || at.Row == nil {
		return nil
	}
	return at
}

// Between are the states that the row had from a day to another one, both included.
func (x *Course) Between(from, to day.Day) []State {
	var all []State
	for i, s := range x.States {
		ended := i+1 < len(x.States) && x.States[i+1].Change.Day < from
		if s.Row != nil && s.Change.Day <= to && !ended {
			all = append(all, s)
		}
	}
	return all
}

// Move is a change that moved a due date later.
type Move struct {
	From, To day.Day // the old last day, and the new one
	Change   *history.Change
}

// Moves are the changes that moved the due date later, oldest first: the first new day lies after the old last one.
// Only what was open before and after counts: an action that is opened again gets a day of its own.
func (x *Course) Moves() []Move {
	var all []Move
	var due day.Day
	open := false
	for _, s := range x.States {
		if s.Row == nil || s.Due == day.None {
			continue
		}
		if open && s.From > due && s.Class == records.ClassOpen {
			all = append(all, Move{From: due, To: s.Due, Change: s.Change})
		}
		due, open = s.Due, s.Class == records.ClassOpen
	}
	return all
}

// FirstDue is the due date with which the row began; None where it never had one.
func (x *Course) FirstDue() day.Day {
	for _, s := range x.States {
		if s.Row != nil && s.Due != day.None {
			return s.Due
		}
	}
	return day.None
}

// Slip is how many days the present due date lies after the first one; 0 where it doesn't.
func (x *Course) Slip() int {
	first := x.FirstDue()
	for _, s := range slices.Backward(x.States) {
		if s.Row != nil && s.Due != day.None {
			return max(0, first.Until(s.Due))
		}
	}
	return 0
}

// LastRow is the newest state in which the row was there, and the one that took it out; nil where it is there.
func (x *Course) LastRow() (had, gone *State) {
	for i := range slices.Backward(x.States) {
		if x.States[i].Row != nil {
			if i+1 < len(x.States) {
				gone = &x.States[i+1]
			}
			return &x.States[i], gone
		}
	}
	return nil, nil
}

// Closing is what a row said when it was closed, with what was filled in after that.
type Closing struct {
	*Row
	Change *history.Change // with which it was closed, or verified
}

// AsClosed is what the row has to go on saying: what it said when it became done for the last time, with what was
// filled in since, and nothing more once it was verified. Nil where the main line never had it as done.
func (x *Course) AsClosed() *Closing {
	var c *Closing
	for _, s := range x.States {
		switch {
		case !s.Row.Done():
			c = nil // open again, or gone: what it says when it is closed the next time counts
		case c == nil:
			c = &Closing{Row: s.Row.clone(), Change: s.Change}
		case c.Class == records.ClassVerified:
		default:
			for column, text := range s.Texts {
				if c.Texts[column] == "" {
					c.Texts[column] = text
				}
			}
			if s.Class == records.ClassVerified {
				c.Class, c.Change, c.Empty = s.Class, s.Change, s.Empty
			}
		}
	}
	return c
}

func (r *Row) clone() *Row {
	o := *r
	o.Texts = maps.Clone(r.Texts)
	return &o
}

// Reopened is the newest change that took the row from done back to open, with what it was before; nil where it was
// done again after that, or never.
func (x *Course) Reopened() (before, at *State) {
	for i := len(x.States) - 1; i > 0; i-- {
		now, was := &x.States[i], &x.States[i-1]
		if now.Row.Done() {
			return nil, nil
		}
		if was.Row.Done() && now.Row != nil && now.Class == records.ClassOpen {
			return was, now
		}
	}
	return nil, nil
}
