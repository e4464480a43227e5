package isms

import (
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// The kinds that hold actions, and the tables in which reviews do.
const (
	CorrectiveLog  = "corrective-action-log"
	CorrectiveFile = "corrective-action"
	ActionLog      = "action-log"
	Review         = "management-review"
	logTable       = "log"
	decisionsTable = "decisions"
	previousTable  = "previous actions"
)

// LogKinds are the kinds whose rows, or files, are actions that are followed to their end.
func LogKinds() []string { return []string{CorrectiveLog, CorrectiveFile, ActionLog} }

// Action is something to be done: a row of a log, a file of its own, or what a management review decided.
type Action struct {
	Entry *register.Entry
	Table *records.Table // nil for a file of its own
	Row   int            // of Table
	ID    string         // as written; "" for none
	Key   string         // the same for the same action: see RowKey; "" without an id
	Span  document.Span  // of the row, or of the file's status
	cells map[string]records.Cell

	local string // the id as it counts within the document
	about lazy[records.Topic]
	found lazy[records.Topic]
	named lazy[map[string]bool] // see sources
	other lazy[map[string]bool] // see others
	risks lazy[[]string]        // keys that its source names
}

// Cell returns what the action says of a column of its log, such as "due"; an Empty one where nothing is there.
func (a *Action) Cell(column string) records.Cell {
	if a.Table != nil {
		return a.Table.Cell(a.Table.Rows[a.Row], column)
	}
	return a.cells[column]
}

// Says reports whether a column says something, "n/a" and "none" included.
func (a *Action) Says(column string) bool {
	s := a.Cell(column).State
	return s == records.Known || s == records.Unclear || s == records.Nothing
}

// Has reports whether the log has a column, filled in or not. A file of its own has all.
func (a *Action) Has(column string) bool {
	if a.Table == nil {
		return true
	}
	for _, c := range a.Table.Pieces[a.Table.Rows[a.Row].Piece].Columns {
		if c.Name == column {
			return true
		}
	}
	return false
}

// Topic is what the action is about.
func (a *Action) Topic() records.Topic {
	return a.about.of(func() records.Topic { return records.TopicOf(a.Words()) })
}

// Found is what was found before the action was decided.
func (a *Action) Found() records.Topic {
	return a.found.of(func() records.Topic { return records.TopicOf(a.Cell("nonconformity").Text) })
}

// others are the keys of the ids that other documents have for the action.
func (a *Action) others() map[string]bool {
	return a.other.of(func() map[string]bool { return keysIn(a.Cell("other_id").Text) })
}

// Words is what the action is about: what is to be done, else what was found.
func (a *Action) Words() string {
	for _, column := range []string{"action", "nonconformity"} {
		if c := a.Cell(column); c.Text != "" {
			return c.Text
		}
	}
	return ""
}

// Class is the class of the status: open, done, verified or void. What says nothing, or what nobody knows, is open:
// missing data never closes an action.
func (a *Action) Class() string {
	if c := a.Cell("status"); c.State == records.Known && c.Choice.Class != "" {
		return c.Choice.Class
	}
	return records.ClassOpen
}

// Open reports whether something is still to be done.
func (a *Action) Open() bool { return a.Class() == records.ClassOpen }

// Done reports whether the action was carried out, checked or not.
func (a *Action) Done() bool {
	return a.Class() == records.ClassDone || a.Class() == records.ClassVerified
}

// Due is the last day of the due date; None where there is none.
func (a *Action) Due() day.Day { return lastDay(a.Cell("due")) }

// Raised is the first day of when it was raised; None where nothing says it.
func (a *Action) Raised() day.Day {
	if c := a.Cell("raised"); c.State == records.Known {
		return c.When.First
	}
	return day.None
}

// CarriedOut is the day on which the action was done, where the column of its closing calls that so, as "Completed on"
// does: many companies close a row only after its check. None where nothing says it.
func (a *Action) CarriedOut() day.Day {
	if a.Table == nil {
		return day.None
	}
	for _, c := range a.Table.Pieces[a.Table.Rows[a.Row].Piece].Columns {
		name := strings.ToLower(c.Header)
		if c.Name == "closed" && (strings.Contains(name, "complet") || strings.Contains(name, "implement")) {
			return a.Closed()
		}
	}
	return day.None
}

// Checked is the day on which somebody looked whether the action worked; None where nothing says it.
func (a *Action) Checked() day.Day {
	c := a.Cell("effectiveness")
	for _, word := range strings.FieldsFunc(c.Text, func(r rune) bool {
		return r == ' ' || r == '(' || r == ')' || r == ','
	}) {
		if d, err := day.Parse(strings.TrimRight(word, ".;:")); err == nil {
			return d
		}
	}
	if w, p := records.ReadWhen(c.Text, records.Calendar{}); c.Text != "" && p == nil && w.Form <= records.Period {
		return w.Last
	}
	return day.None
}

// Overdue is by how many days an open action is late: from its due date, once the grace of its kind is over; 0 where
// it isn't, or where the date can't be.
func (a *Action) Overdue(s *System) int {
	due := a.Due()
	if !a.Open() || due == day.None || due < a.Raised() || due.Add(a.Entry.Kind.Interval.Grace) >= s.Today {
		return 0
	}
	return due.Until(s.Today)
}

// Closed is the last day of when it was closed; None where nothing says it.
func (a *Action) Closed() day.Day { return lastDay(a.Cell("closed")) }

// Grade is the class of the grade that a corrective action has, such as major; "" for none.
func (a *Action) Grade() string {
	if c := a.Cell("grade"); c.State == records.Known {
		return c.Choice.Class
	}
	return ""
}

// Corrective reports whether the action follows a nonconformity.
func (a *Action) Corrective(s *System) bool { return s.Is(a.Entry.Kind, CorrectiveLog, CorrectiveFile) }

func lastDay(c records.Cell) day.Day {
	if c.State == records.Known {
		return c.When.Last
	}
	return day.None
}

// RowKey is what names a row wherever it stands. An id of digits alone names a row of its own document only, since
// every log counts from 1: document is the key of the document.
func RowKey(document string, id records.ID) string {
	if id.Key == "" {
		return ""
	}
	if strings.Trim(id.Key, "0123456789") == "" {
		return strings.ToLower(document) + "/" + id.Key
	}
	return id.Key
}

// Logs returns the documents that hold actions which are followed to their end, sorted by path.
func (s *System) Logs() []*register.Entry { return s.Of(LogKinds()...) }

// ActionsOf reads the actions of one document, once: of a log, of a file of its own, or of a review, whose decisions
// come first. The caller must not change the list. It fails only where the text can't be read any more.
func (s *System) ActionsOf(e *register.Entry) ([]*Action, error) {
	return s.actions.of(e, func() ([]*Action, error) { return s.readActions(e) })
}

func (s *System) readActions(e *register.Entry) ([]*Action, error) {
	switch {
	case s.Is(e.Kind, CorrectiveFile):
		a, err := s.fileAction(e)
		if err != nil {
			return nil, err
		}
		return []*Action{a}, nil
	case s.Is(e.Kind, CorrectiveLog, ActionLog):
		return s.rowsOf(e, logTable)
	case s.Is(e.Kind, Review):
		decided, err := s.rowsOf(e, decisionsTable)
		if err != nil {
			return nil, err
		}
		previous, err := s.rowsOf(e, previousTable)
		return append(decided, previous...), err
	}
	return nil, nil
}

// rowsOf reads the rows of a table as actions.
func (s *System) rowsOf(e *register.Entry, table string) ([]*Action, error) {
	t, err := s.Table(e, table)
	if t == nil || err != nil {
		return nil, err
	}
	return actionsIn(e, t), nil
}

// actionsIn returns the rows of a table as actions. Rows of which nothing is filled in are none.
func actionsIn(e *register.Entry, t *records.Table) []*Action {
	var all []*Action
	for i, row := range t.Rows {
		if row.Filled() {
			a := &Action{Entry: e, Table: t, Row: i, Span: row.Span}
			a.name()
			all = append(all, a)
		}
	}
	return all
}

// name reads the id of a row.
func (a *Action) name() {
	if c := a.Cell("id"); c.State == records.Known || c.State == records.Unclear {
		a.called(c.Text, RowKey(a.Entry.Key(), c.ID))
	}
}

// called gives the action its id.
func (a *Action) called(id, key string) {
	read, _ := records.ReadID(id)
	a.ID, a.Key, a.local = id, key, read.Key
}

// columns are the columns that the action's kind has.
func (a *Action) columns() []string {
	var all []string
	if a.Table == nil {
		return slices.Sorted(maps.Keys(a.cells))
	}
	for _, c := range a.Table.Of.Columns {
		all = append(all, c.Name)
	}
	return all
}
