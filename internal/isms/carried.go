package isms

import (
	"regexp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/records"
)

// Carried is an action that was open at the end of a review, and what goes on with it at the next one.
type Carried struct {
	*Action
	Here *Action // in the next review or in a log; nil for none
	Near *Action // where nothing goes on with it, what shares most words with it; nil where nothing shares any
}

// Following is a review, the last one before it, and what became of the actions that were open then.
type Following struct {
	*Minutes
	Last    *Minutes
	Actions []Carried
}

// OpenActions returns the actions that were open at the end of a review: those that it decided, and earlier ones that
// it doesn't call done or dropped.
func (s *System) OpenActions(m *Minutes) ([]*Action, error) {
	all, err := s.ActionsOf(m.Entry)
	return slices.DeleteFunc(slices.Clone(all), func(a *Action) bool {
		decided := a.Table.Of.Name == decisionsTable && Decides(a.Table, a.Table.Rows[a.Row])
		return decided || !a.Open() || a.Words() == "" || a.Cell("due").When.Form == records.Finished
	}), err
}

// Following returns the reviews that follow another one of their series, with what they do with the actions that were
// open there. An action is followed by its id, else by the same words.
func (s *System) Following(reviews []*Minutes) ([]Following, error) {
	logged, err := s.logged()
	if err != nil {
		return nil, err
	}
	var all []Following
	for _, m := range reviews {
		last := m.Before(reviews)
		if last == nil {
			continue
		}
		open, err := s.OpenActions(last)
		if err != nil {
			return nil, err
		}
		mine, err := s.ActionsOf(m.Entry)
		if err != nil {
			return nil, err
		}
		f := Following{Minutes: m, Last: last}
		for _, a := range open {
			f.Actions = append(f.Actions, Carried{Action: a})
		}
		if err := f.follow(mine, logged); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// follow finds what goes on with each action: first in the review itself, where the same words go on with one action
// only, then in the logs. There an id that says all comes first, then the same words, then a bare number.
func (f *Following) follow(mine, logged []*Action) error {
	left := mine
	for _, goesOn := range []func(*Carried, *Action) (bool, error){f.names, sameNumberAndWords} {
		var err error
		if left, err = f.by(left, goesOn); err != nil {
			return err
		}
	}
	left = f.sameWords(left)
	if _, err := f.by(left, sameNumber); err != nil {
		return err
	}
	if _, err := f.by(logged, f.names); err != nil {
		return err
	}
	f.sameWords(logged)
	for i := range f.Actions {
		if c := &f.Actions[i]; c.Here == nil {
			c.Near = nearest(c.Action.Topic(), slices.Concat(mine, logged))
		}
	}
	return nil
}

// by looks among rows for what goes on with the actions that nothing goes on with yet, and returns the other rows.
func (f *Following) by(rows []*Action, goesOn func(*Carried, *Action) (bool, error)) ([]*Action, error) {
	taken := map[*Action]bool{}
	for i := range f.Actions {
		c := &f.Actions[i]
		for _, row := range rows {
			if c.Here != nil {
				break
			}
			ok, err := goesOn(c, row)
			if err != nil {
				return nil, err
			}
			if ok {
				c.Here, taken[row] = row, true
			}
		}
	}
	return without(rows, taken), nil
}

func without(rows []*Action, taken map[*Action]bool) []*Action {
	return slices.DeleteFunc(slices.Clone(rows), func(row *Action) bool { return taken[row] })
}

// sameNumber reports whether a row of previous actions has the bare number of an action.
func sameNumber(c *Carried, row *Action) (bool, error) {
	return c.bare() && row.previous() && row.local == c.local, nil
}

func sameNumberAndWords(c *Carried, row *Action) (bool, error) {
	same, err := sameNumber(c, row)
	return same && c.Action.Topic().Alike(row.Topic()) > 0, err
}

// names reports whether a row names an action by an id of its own, or as MR-001/3; in the table of previous actions,
// as action 3.
func (f *Following) names(c *Carried, row *Action) (bool, error) {
	if c.Key == "" {
		return false, nil
	}
	text, err := row.text()
	if row.Key == c.Key || !c.bare() || err != nil {
		return err == nil && (row.Key == c.Key || hasID(text, c.ID)), err
	}
	if !strings.Contains(text, c.local) {
		return false, nil
	}
	of := `\b` + regexp.QuoteMeta(f.Last.Key()) + `\b[\s,]*[/#:-]?\s*(?:\pL+\.?\s*)?`
	if row.previous() {
		of = `(?:\b(?:action|maßnahme|no\.?|nr\.?)\s*#?|` + of + `)`
	}
	return regexp.MustCompile(`(?i)` + of + `0*` + c.local + `\b`).MatchString(text), nil
}

// sameWords pairs the actions that nothing goes on with yet with rows that are about the same, and returns the other
// rows.
func (f *Following) sameWords(rows []*Action) []*Action {
	var left []*Carried
	var a, b []records.Topic
	for i := range f.Actions {
		if c := &f.Actions[i]; c.Here == nil {
			left, a = append(left, c), append(a, c.Action.Topic())
		}
	}
	if len(left) == 0 {
		return rows
	}
	for _, row := range rows {
		b = append(b, row.Topic())
	}
	taken := map[*Action]bool{}
	for _, p := range records.Pairs(a, b) {
		left[p.A].Here, taken[rows[p.B]] = rows[p.B], true
	}
	return without(rows, taken)
}

// logged are the actions of all logs.
func (s *System) logged() ([]*Action, error) {
	var all []*Action
	for _, e := range s.Logs() {
		of, err := s.ActionsOf(e)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// bare reports whether the id of an action is a number, which every document counts from 1.
func (a *Action) bare() bool { return a.Key != "" && strings.Trim(a.local, "0123456789") == "" }

// Name is what names the action anywhere: its id, of a bare number with its document's, such as MR-001/3; "" without
// one.
func (a *Action) Name() string {
	if a.bare() {
		return a.Entry.Key() + "/" + a.ID
	}
	return a.ID
}

// previous reports whether the action is a row of a review's previous actions.
func (a *Action) previous() bool { return a.Table != nil && a.Table.Of.Name == previousTable }

// text is all that a row says, the company's own columns too.
func (a *Action) text() (string, error) {
	if a.Table == nil {
		return strings.Join([]string{a.Cell("source").Text, a.Cell("notes").Text, a.Words()}, "\n"), nil
	}
	return a.Entry.TextAt(a.Span)
}

// nearest returns the row that shares most words with a topic; nil where none shares one.
func nearest(t records.Topic, rows []*Action) *Action {
	var best *Action
	most := 0
	for _, row := range rows {
		if n := t.Shared(row.Topic()); n > most {
			best, most = row, n
		}
	}
	return best
}

// hasID reports whether a text holds an id as a word of its own.
func hasID(text, id string) bool {
	want, _ := records.ReadID(id)
	return text != "" && keysIn(text)[want.Key]
}

// keysIn returns the keys of the ids that a text holds as words of their own.
func keysIn(text string) map[string]bool {
	keys := map[string]bool{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n\t|,;:()[]*`\"", r) }) {
		if id, ok := records.ReadID(strings.TrimRight(w, ".")); ok {
			keys[id.Key] = true
		}
	}
	return keys
}
