package isms

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
)

// around is by how many days what a review says of a nonconformity may be older or newer than what its log says.
const around = 14

// Nonconformity is a row of a review's nonconformities, and what the logs have of it.
type Nonconformity struct {
	Table  *records.Table
	Row    int
	ID     string // as written; "" for none
	Logged *Action
	Alike  bool    // Logged is the row that is about the same, not the one that has the id
	Gone   bool    // no log has it any more; one had it
	Then   []State // what the main line's logs said of it around the day of the review
	Known  bool    // the main line had its log by then
}

// Nonconformities reads the nonconformities of a review, as far as they aren't those of a tracker elsewhere, and looks
// for them in the logs: by their ids, or by another id that the log has, else by their words.
func (s *System) Nonconformities(m *Minutes) ([]Nonconformity, error) {
	t, err := s.Table(m.Entry, "nonconformities")
	if t == nil || err != nil {
		return nil, err
	}
	logged, err := s.logged()
	if err != nil {
		return nil, err
	}
	courses, err := s.Courses()
	if err != nil {
		return nil, err
	}
	var all []Nonconformity
	var words, theirs []records.Topic
	for i, row := range t.Rows {
		n := Nonconformity{Table: t, Row: i, ID: t.Cell(row, "id").Text}
		if !row.Filled() || n.ID != "" && s.Config.IsExternalID(n.ID) {
			continue
		}
		if n.ID != "" {
			n.Logged, n.Gone = s.rowNamed(t.Cell(row, "id"), logged, courses)
		}
		all, words = append(all, n), append(words, records.TopicOf(t.Cell(row, "description").Text))
		if n.Logged != nil || n.Gone {
			words[len(words)-1] = records.Topic{}
		}
	}
	logged = slices.DeleteFunc(logged, func(a *Action) bool {
		return !a.Corrective(s) || slices.ContainsFunc(all, func(n Nonconformity) bool { return n.Logged == a })
	})
	for _, a := range logged {
		theirs = append(theirs, a.Found())
	}
	for _, p := range records.Pairs(words, theirs) {
		all[p.A].Logged, all[p.A].Alike = logged[p.B], true
	}
	for i := range all {
		s.then(&all[i], m.Day(), courses)
	}
	return all, nil
}

// rowNamed finds the row of a log that an id names, or that has it as another id. A bare number names a row where only
// one has it.
func (s *System) rowNamed(id records.Cell, logged []*Action, courses *Courses) (row *Action, gone bool) {
	own, _ := records.ReadID(id.Text)
	var numbered []*Action
	for _, a := range logged {
		switch {
		case a.Key != "" && a.Key == id.ID.Key, a.others()[own.Key]:
			return a, false
		case a.local == id.ID.Key && a.bare() && a.Corrective(s):
			numbered = append(numbered, a)
		}
	}
	if len(numbered) == 1 {
		return numbered[0], false
	}
	return nil, courses.Of(id.ID.Key) != nil
}

// then reads what the main line said of a nonconformity around a day. What the register says now counts where that day
// is now.
func (s *System) then(n *Nonconformity, on day.Day, courses *Courses) {
	id := n.Table.Cell(n.Table.Rows[n.Row], "id").ID
	key := id.Key
	if n.Logged != nil {
		key = n.Logged.Key
	}
	if x := courses.Of(key); x != nil && key != "" {
		n.Known = x.States[0].Log.Changes[0].Day <= on+around
		n.Then = x.Between(on-around, on+around)
	}
	if n.Logged != nil && on-around <= s.Today && s.Today <= on+around {
		n.Then = append(n.Then, State{Row: n.Logged.AsRow()})
	}
}

// Agrees reports whether a log said of a nonconformity what a review says of it: that it is open, or was done, or was
// dropped. It agrees where either of them says nothing that is known.
func (n *Nonconformity) Agrees() bool {
	status := n.Table.Cell(n.Table.Rows[n.Row], "status")
	if status.State != records.Known || !n.Known && len(n.Then) == 0 {
		return true
	}
	return slices.ContainsFunc(n.Then, func(s State) bool { return group(s.Class) == group(status.Choice.Class) })
}

// group is a class of a status, where done and verified are one.
func group(class string) string {
	if class == records.ClassVerified {
		return records.ClassDone
	}
	return class
}
