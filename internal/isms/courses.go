package isms

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
)

// event is what a change made of a row: the row that its log had from then on, nil for none.
type event struct {
	At  int // index of the change among those of its document
	Key string
	Row *Row
}

// Courses reads what the main line did with the rows of all logs, once. Without a history there are none. It fails
// only where something of the history can't be read.
func (s *System) Courses() (*Courses, error) {
	s.coursesOnce.Do(func() { s.courses, s.failed = s.readCourses() })
	return s.courses, s.failed
}

func (s *System) readCourses() (*Courses, error) {
	all := &Courses{byKey: map[string]*Course{}}
	if s.Book == nil {
		return all, nil
	}
	logs := s.logsInHistory()
	if len(logs) == 0 {
		return all, nil
	}
	kept, err := readKept(s)
	if err != nil {
		return nil, err
	}
	steps := map[int][]stepEvent{}
	for _, log := range logs {
		events, err := s.eventsOf(log, kept)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			c := log.Changes[e.At]
			steps[c.Index] = append(steps[c.Index], stepEvent{e, log.Document, c})
		}
	}
	kept.write(s)
	held := map[string][]holding{}
	for _, i := range slices.Sorted(keysOf(steps)) {
		all.step(steps[i], held)
	}
	return all, nil
}

func keysOf(m map[int][]stepEvent) func(func(int) bool) {
	return func(yield func(int) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// logInHistory is a document that was a log at any time, as the configuration of today has it.
type logInHistory struct {
	*history.Document
	kinds []*config.Kind // with each change; nil where it was none
}

// logsInHistory are the documents that were logs at any time.
func (s *System) logsInHistory() []logInHistory {
	var all []logInHistory
	for _, d := range s.Book.Documents {
		log := logInHistory{d, make([]*config.Kind, len(d.Changes))}
		is := false
		for i, c := range d.Changes {
			if c.What == history.Removed || c.Facts == nil {
				continue
			}
			if k := s.Config.KindFor(c.Path, c.Facts.Kind); s.Is(k, LogKinds()...) {
				log.kinds[i], is = k, true
			}
		}
		if is {
			all = append(all, log)
		}
	}
	return all
}

// eventsOf reads what the changes of one log made of its rows. Those that an earlier run read are known.
func (s *System) eventsOf(log logInHistory, kept *keptCourses) ([]event, error) {
	read := func(events []event, from, to int) ([]event, error) { return s.readEvents(log, events, from, to) }
	events, made, err := kept.of(log, read)
	if err != nil || made == len(log.Changes) {
		return events, err
	}
	return read(events, made, len(log.Changes))
}

// readEvents adds what some changes of one log made of its rows to the events of the changes before them.
func (s *System) readEvents(log logInHistory, events []event, from, to int) ([]event, error) {
	now := map[string]*Row{}
	for _, e := range events {
		now[e.Key] = e.Row
	}
	var was []*Row
	count := map[string]int{} // of the rows with an id
	err := s.eachVersion(log, from, to, func(i int, rows []*Row) {
		changed := differing(was, rows, count)
		if i == from { // the rows before it are known by key alone
			for key := range now {
				if _, ok := changed[key]; !ok {
					changed[key] = nil
				}
			}
		}
		for key, row := range changed {
			if !row.same(now[key]) {
				events = append(events, event{i, key, row})
				now[key] = row
			}
		}
		was = rows
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(a.At-b.At, cmp.Compare(a.Key, b.Key)) })
	return events, nil
}

// together is how many versions are read before their new lines are parsed, in one go.
const together = 64

// eachVersion visits the rows that some changes left in a log, one by one; none where it was no log.
func (s *System) eachVersion(log logInHistory, from, to int, visit func(i int, rows []*Row)) error {
	blobs, others := s.Book.Reader(), s.Book.Reader() // in turn, since each lends the bytes of one version
	read := func(r *reader, i int) ([]*Row, error) {
		if log.kinds[i] == nil {
			return nil, nil
		}
		blobs, others = others, blobs
		src, err := s.Book.Lend(blobs, log.Changes[i].Blob)
		if err != nil {
			return nil, err
		}
		sheet, err := s.sheetOf(log.Changes[i])
		if err != nil {
			return nil, err
		}
		return r.rows(src, sheet)
	}
	for first := from; first < to; {
		r := newReader(s, log.Changes[first].Path, log.kinds[first])
		alike := func(i int) bool { return log.Changes[i].Path == r.path && log.kinds[i] == r.kind }
		for first < to && alike(first) {
			end := first
			var all [][]*Row
			for ; end < to && end < first+together && alike(end); end++ {
				rows, err := read(r, end)
				if err != nil {
					return err
				}
				all = append(all, rows)
			}
			settled, err := r.settle()
			if err != nil {
				return err
			}
			if !settled {
				r = newReader(s, r.path, r.kind)
				r.atOnce = true
			}
			for i := range all {
				if !settled {
					if all[i], err = read(r, first+i); err != nil {
						return err
					}
				}
				visit(first+i, named(all[i]))
			}
			first = end
		}
	}
	return nil
}

// sheetOf reads the sheet whose sidecar a change made, or left, the log; nil for none.
func (s *System) sheetOf(c *history.Change) ([]byte, error) {
	file := s.Book.FileOf(c)
	if file.IsZero() || !document.IsSheet(config.SidecarOf(c.Path)) {
		return nil, nil
	}
	return s.Book.Text(file)
}

// differing are the rows in which a version differs from the one before, by key; nil for a key that is gone. Of an id
// that is there twice the first row counts. It counts how many rows have each key.
func differing(was, is []*Row, count map[string]int) map[string]*Row {
	all, twice := is, len(count) < len(was)
	for len(was) > 0 && len(is) > 0 && was[0] == is[0] {
		was, is = was[1:], is[1:]
	}
	for len(was) > 0 && len(is) > 0 && was[len(was)-1] == is[len(is)-1] {
		was, is = was[:len(was)-1], is[:len(is)-1]
	}
	rows := map[string]*Row{}
	for i, row := range was {
		if len(was) == len(is) && row == is[i] {
			continue
		}
		rows[row.Key] = nil
		if count[row.Key]--; count[row.Key] == 0 {
			delete(count, row.Key)
		}
	}
	for i, row := range is {
		if len(was) == len(is) && row == was[i] {
			continue
		}
		rows[row.Key] = row
		count[row.Key]++
	}
	if !twice && len(count) == len(all) {
		return rows
	}
	for key := range rows {
		rows[key] = nil
	}
	for _, row := range all {
		if first, ok := rows[row.Key]; ok && first == nil {
			rows[row.Key] = row
		}
	}
	return rows
}

// stepEvent is an event with its log and the change.
type stepEvent struct {
	event
	log    *history.Document
	change *history.Change
}

// holding is a log that has a row.
type holding struct {
	log *history.Document
	row *Row
}

// step adds what one step of the main line did. A row that goes from one log to another in the same step wasn't
// removed; of several logs that have it the one that was changed last counts.
func (c *Courses) step(events []stepEvent, held map[string][]holding) {
	var touched []stepEvent
	for _, e := range events {
		all := slices.DeleteFunc(held[e.Key], func(h holding) bool { return h.log == e.log })
		if e.Row != nil {
			all = append(all, holding{e.log, e.Row})
		}
		held[e.Key] = all
		if !slices.ContainsFunc(touched, func(t stepEvent) bool { return t.Key == e.Key }) {
			touched = append(touched, e)
		}
	}
	for _, e := range touched {
		state := State{Change: e.change, Log: e.log}
		if all := held[e.Key]; len(all) > 0 {
			state.Row, state.Log = all[len(all)-1].row, all[len(all)-1].log
		}
		x := c.byKey[e.Key]
		if x == nil {
			x = &Course{Key: e.Key}
			c.byKey[e.Key] = x
		}
		if n := len(x.States); n == 0 || !state.Row.same(x.States[n-1].Row) {
			x.States = append(x.States, state)
		}
		if state.Row != nil {
			x.ID = state.ID
		}
	}
}
