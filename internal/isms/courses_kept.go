package isms

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// What was read from the versions of logs is kept in the index: a version that an earlier run read isn't read again.
// The key of a record is a digest of all versions of a log up to one of them, of which words have which class, and of
// which columns a table has. Where one of these differs, the log is read anew.
const (
	coursesSection = "rows"
	coursesForm    = "rows 2"
	coursesEvery   = 16      // so many versions that aren't kept yet are worth writing the index anew
	coursesSpare   = 1 << 20 // bytes that may be kept of logs that the run doesn't need
)

type keptCourses struct {
	*compact.Store
	with  []byte // a digest of what rows depend on besides the versions
	fresh int    // versions that were read and that the index doesn't have
}

func readKept(s *System) (*keptCourses, error) {
	with, err := s.coursesWith()
	data, _ := s.Book.Kept(coursesSection)
	return &keptCourses{Store: compact.OpenStore(coursesForm, string(data)), with: with}, err
}

// write stores what was read, where that is more than was known. No answer depends on it.
func (k *keptCourses) write(s *System) {
	if k.fresh >= coursesEvery {
		s.Book.Keep(coursesSection, k.Bytes(coursesSpare))
	}
}

func (s *System) coursesWith() ([]byte, error) {
	with := []any{schema.WordsDigest(), s.Config.Fields, s.Config.Organization.FiscalYear,
		fmt.Sprint(s.Config.Organization.Timezone)}
	for _, name := range slices.Sorted(maps.Keys(s.Config.Kinds)) {
		if k := s.Config.Kinds[name]; s.Is(k, LogKinds()...) {
			with = append(with, k.Name, k.Tables, k.Outline)
		}
	}
	return digestOf(with...)
}

// digestOf is a digest of what some values are written as.
func digestOf(values ...any) ([]byte, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}

// of returns the events of the changes of a log that are commits, and how many these are. read reads those from one
// change on, and adds them to those before it.
func (k *keptCourses) of(log logInHistory,
	read func(events []event, from, to int) ([]event, error)) ([]event, int, error) {
	keys := k.keys(log)
	made := len(keys) - 1
	if made == 0 {
		return nil, 0, nil
	}
	decoder := func(n int) func(string) ([]event, bool) {
		return func(record string) ([]event, bool) { return decodeEvents(record, n) }
	}
	events, err := compact.Get(k.Store, keys[made], decoder(made), func() ([]event, []byte, error) {
		var known []event
		from := made
		for from > 0 {
			from--
			if record, ok := k.Find(keys[from]); ok {
				if known, ok = decoder(from)(record); ok {
					break
				}
			}
		}
		k.fresh += made - from
		events, err := read(known, from, made)
		return events, encodeEvents(events), err
	})
	return events, made, err
}

// keys are those of the first changes of a log: of none of them, of the first, of the first two, and so on. What isn't
// a commit yet has none.
func (k *keptCourses) keys(log logInHistory) []compact.Key {
	sum := sha256.Sum256(fmt.Appendf(slices.Clip(k.with), "%s:%s", log.Changes[0].Step.ID, log.Changes[0].Path))
	all := []compact.Key{compact.Key(sum[:])}
	for i, c := range log.Changes {
		if !history.IsMade(c.Step) {
			break
		}
		kind := ""
		if log.kinds[i] != nil {
			kind = log.kinds[i].Name
		}
		sum = sha256.Sum256(fmt.Appendf(sum[:], "%s %s", c.Blob, kind))
		all = append(all, compact.Key(sum[:]))
	}
	return all
}

func encodeEvents(events []event) []byte {
	var c compact.Coder
	codeEvents(&c, &events, 0)
	return compact.Seal(c.W.Out)
}

// decodeEvents reads what encodeEvents wrote of a number of changes.
func decodeEvents(record string, changes int) (events []event, ok bool) {
	if record, ok = compact.Open(record); !ok {
		return nil, false
	}
	c := compact.Coder{Reading: true, R: compact.Reader{In: record}}
	if codeEvents(&c, &events, changes-1); !c.R.Done() {
		return nil, false
	}
	return events, true
}

func codeEvents(c *compact.Coder, events *[]event, last int) {
	compact.List(c, events, func(e *event) {
		c.Uint(&e.At, last)
		c.Str(&e.Key)
		compact.Optional(c, &e.Row, func(r *Row) { r.code(c) })
	})
}

// code describes the form of a row.
func (r *Row) code(c *compact.Coder) {
	c.Str(&r.ID)
	c.Str(&r.Key)
	c.Str(&r.Class)
	columns := slices.Sorted(maps.Keys(r.Texts))
	if c.Reading {
		r.Texts = map[string]string{}
	}
	compact.List(c, &columns, func(column *string) {
		c.Str(column)
		text := r.Texts[*column]
		if c.Str(&text); c.Reading {
			r.Texts[*column] = text
		}
	})
	c.Strs(&r.Empty)
	for _, d := range []*day.Day{&r.Raised, &r.Closed, &r.From, &r.Due} {
		compact.Number(c, d)
	}
}
