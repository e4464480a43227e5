package isms

import (
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/schema"
)

// System is the documents of one snapshot, read as the records of a management system. Several goroutines may use it.
type System struct {
	standing.View

	coursesOnce sync.Once
	courses     *Courses
	failed      error

	kept    lazy[*compact.Store]
	with    once[*config.Kind, []byte] // see readWith
	kinds   once[string, []*register.Entry]
	texts   once[*register.Entry, *records.Text]
	read    once[readAs, records.Reading]
	actions once[*register.Entry, []*Action]
	audits  once[*register.Entry, *Audit]
	stated  once[*register.Entry, *coverage.Statement]
	said    once[saying, Saying]

	mu    sync.Mutex
	links *standing.Links // nil before somebody asks
}

// readAs is a document, and the kind by whose data it is read.
type readAs struct {
	entry *register.Entry
	kind  *config.Kind
}

// New returns the system of a view. Nothing is read before somebody asks for it, and nothing twice.
func New(v standing.View) *System {
	return &System{View: v}
}

// once works out each answer once, also for several goroutines that ask at the same time.
type once[K comparable, V any] struct {
	mu   sync.Mutex
	made map[K]func() (V, error)
}

func (o *once[K, V]) of(key K, work func() (V, error)) (V, error) {
	o.mu.Lock()
	answer, ok := o.made[key]
	if !ok {
		if o.made == nil {
			o.made = map[K]func() (V, error){}
		}
		answer = sync.OnceValues(work)
		o.made[key] = answer
	}
	o.mu.Unlock()
	return answer()
}

// lazy works out one answer once, also for several goroutines.
type lazy[V any] struct {
	sync.Once
	answer V
}

func (o *lazy[V]) of(work func() V) V {
	o.Do(func() { o.answer = work() })
	return o.answer
}

// Context is what the words of a document are read with.
func (s *System) Context(e *register.Entry) records.Context {
	c := s.Config
	return records.Context{Roster: c, Calendar: records.Calendar{Zone: c.Organization.Timezone,
		FiscalYear: c.Organization.FiscalYear, From: records.DateOf(e.Front)}}
}

// Text returns the words of a document. It fails only where they can't be read any more.
func (s *System) Text(e *register.Entry) (*records.Text, error) {
	return s.texts.of(e, func() (*records.Text, error) { return records.TextOf(e.Document) })
}

// Reading reads the tables of a document as its kind has them. It fails only where the text can't be read any more.
func (s *System) Reading(e *register.Entry) (records.Reading, error) { return s.ReadingAs(e, e.Kind) }

// ReadingAs reads the tables of a document as a kind has them, which need not be its own.
func (s *System) ReadingAs(e *register.Entry, k *config.Kind) (records.Reading, error) {
	return s.read.of(readAs{e, k}, func() (records.Reading, error) {
		read := func() (records.Reading, error) {
			t, err := s.Text(e)
			if err != nil {
				return records.Reading{}, err
			}
			return t.Read(k.Tables, s.Context(e))
		}
		key, may := s.keyOf(e, k)
		if !may {
			return read()
		}
		return compact.Get(s.readings(), key, func(record string) (records.Reading, bool) {
			return records.Decode(record, k.Tables, e.Size())
		}, func() (records.Reading, []byte, error) {
			r, err := read()
			if err != nil {
				return r, nil, err
			}
			return r, r.Encode(k.Tables), nil
		})
	})
}

// Table returns the table of a document by its name; nil where it has none.
func (s *System) Table(e *register.Entry, name string) (*records.Table, error) {
	r, err := s.Reading(e)
	if err != nil {
		return nil, err
	}
	for i := range r.Tables {
		if r.Tables[i].Of.Name == name {
			return &r.Tables[i], nil
		}
	}
	return nil, nil
}

// Statement returns the statement that a document's tables make, by its own kind. Nobody may change it.
func (s *System) Statement(e *register.Entry) (*coverage.Statement, error) {
	return s.stated.of(e, func() (*coverage.Statement, error) {
		r, err := s.Reading(e)
		if err != nil {
			return nil, err
		}
		return coverage.ReadStatement(s.Config, e.Document, r), nil
	})
}

// Is reports whether a kind is one of some kinds, or built on one of them.
func (s *System) Is(k *config.Kind, kinds ...string) bool {
	return slices.ContainsFunc(kinds, func(name string) bool { return s.Config.IsKind(k, name) })
}

// Of returns the documents of some kinds, and of those that are built on them, sorted by path. Links, files whose
// front matter can't be read, and retired documents are none.
func (s *System) Of(kinds ...string) []*register.Entry {
	all, _ := s.kinds.of(strings.Join(kinds, " "), func() (all []*register.Entry, _ error) {
		for _, e := range s.Register.All() {
			if e.Link == "" && s.Is(e.Kind, kinds...) && e.Front.Readable() && len(e.Front.Fields) > 0 &&
				e.Status() != schema.Retired {
				all = append(all, e)
			}
		}
		return all, nil
	})
	return slices.Clone(all)
}

// People returns who is meant by a party on a day: the people it names, and the holders of its roles on that day; each
// once, in the order of the words. Who isn't with the company on that day is left out.
func (s *System) People(p *records.Party, on day.Day) []*config.Person {
	var all []*config.Person
	if p == nil {
		return nil
	}
	for _, n := range p.Known {
		for _, who := range s.Meant(n, on) {
			if !slices.Contains(all, who) {
				all = append(all, who)
			}
		}
	}
	return all
}

// Meant returns who is meant by one name of the roster on a day, as People does.
func (s *System) Meant(n records.Named, on day.Day) []*config.Person {
	if n.Role != "" {
		return s.Config.HoldersOn(n.Role, on)
	}
	if p := s.Config.People[n.Person]; p != nil && p.Present(on) {
		return []*config.Person{p}
	}
	return nil
}
