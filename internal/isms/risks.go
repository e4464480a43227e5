package isms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// The kinds that speak of risks, and their tables.
const (
	Assessment      = "risk-assessment"
	TreatmentPlan   = "risk-treatment"
	RisksTable      = "risks"
	TreatmentsTable = "treatments"
)

// Risk is a risk of the newest assessment, or one that only a treatment plan has.
type Risk struct {
	Entry      *register.Entry // the assessment; nil where only a plan has the risk
	Table      *records.Table
	Row        records.Row
	ID, Words  string
	Level      string       // as written
	ToTreat    bool         // its level is one from which on the company treats
	Treatments []*Treatment // of all plans, those of drafts among them

	key   string
	topic records.Topic
}

// Cell returns what the assessment says of the risk in a column.
func (r *Risk) Cell(column string) records.Cell {
	if r.Table == nil {
		return records.Cell{}
	}
	return r.Table.Cell(r.Row, column)
}

// Treatment is a row of a treatment plan.
type Treatment struct {
	Entry *register.Entry
	Table *records.Table
	N     int // of the row in Table
	Row   records.Row
	Risks []*Risk // that it treats
}

// Cell returns what the plan says of a column.
func (t *Treatment) Cell(column string) records.Cell { return t.Table.Cell(t.Row, column) }

// Accepts reports whether the plan accepts the risk, so that nothing is to be done.
func (t *Treatment) Accepts() bool { return t.Cell("treatment").Choice.Class == "accept" }

// Controls returns the controls that the treatment names.
func (s *System) Controls(t *Treatment) []coverage.Named {
	c := t.Cell("control")
	if c.State != records.Known {
		return nil
	}
	return coverage.Controls(s.Config, c.Text, coverage.StandardAt(t.Entry.Document, t.Row.Span.Start))
}

// Risks returns the risks of the newest assessment in its order, then those that only plans have; and all treatments.
// It fails only where a text can't be read any more.
func (s *System) Risks() (all []*Risk, treatments []*Treatment, err error) {
	for _, e := range s.newestAssessments() {
		found, err := s.risksOf(e)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, found...)
	}
	for _, e := range s.Of(TreatmentPlan) {
		t, err := s.Table(e, TreatmentsTable)
		if err != nil {
			return nil, nil, err
		}
		for i := 0; t != nil && i < len(t.Rows); i++ {
			if t.Rows[i].Filled() {
				treatments = append(treatments, &Treatment{Entry: e, Table: t, N: i, Row: t.Rows[i]})
			}
		}
	}
	return join(all, treatments), treatments, nil
}

// newestAssessments returns the assessments of the newest day that one states; all of them where none states one.
func (s *System) newestAssessments() (newest []*register.Entry) {
	last := day.None
	for _, e := range s.Of(Assessment) {
		switch on, _ := s.Date(e); { // a text that can't be read any more fails in Risks
		case on > last:
			last, newest = on, []*register.Entry{e}
		case on == last:
			newest = append(newest, e)
		}
	}
	return newest
}

func (s *System) risksOf(e *register.Entry) (all []*Risk, err error) {
	t, err := s.Table(e, RisksTable)
	if t == nil || err != nil {
		return nil, err
	}
	for _, row := range t.Rows {
		if !row.Filled() {
			continue
		}
		r := &Risk{Entry: e, Table: t, Row: row, Words: t.Cell(row, "risk").Text, Level: t.Cell(row, "level").Text}
		if id := t.Cell(row, "id"); id.State == records.Known {
			r.ID, r.key = id.Text, id.ID.Key
		}
		r.topic, r.ToTreat = records.TopicOf(r.Words), treatedFrom(e.Kind.Interval.TreatFrom, r.Level)
		all = append(all, r)
	}
	return all, nil
}

var number = lazyregexp.New(`\d+(?:[.,]\d+)?`)

// treatedFrom reports whether a company treats risks of a level. It states a number, a word from which on it does, or
// all words. Without these it treats from high on, and of numbers nothing is known.
func treatedFrom(stated []string, level string) bool {
	rank, known := rankOf(level)
	if len(stated) == 0 {
		return known && rank >= 2
	}
	if least, err := strconv.ParseFloat(stated[0], 64); err == nil && len(stated) == 1 {
		mine, err := strconv.ParseFloat(strings.ReplaceAll(number.FindString(level), ",", "."), 64)
		if err != nil {
			return known && rank >= 2
		}
		return mine >= least
	}
	if from, ok := rankOf(stated[0]); ok && known && len(stated) == 1 {
		return rank >= from
	}
	low := strings.ToLower(level)
	return slices.ContainsFunc(stated, func(word string) bool {
		return slices.Contains(strings.FieldsFunc(low, func(r rune) bool { return strings.ContainsRune(" ,;:()/–—", r) }),
			strings.ToLower(word)) || strings.EqualFold(word, strings.TrimSpace(level))
	})
}

// rankOf returns how high a level is among the words that are known, as in "12 (high)"; ok is false for others.
func rankOf(level string) (rank int, ok bool) {
	words := records.Vocabularies()["level"]
	for rest := strings.TrimLeft(level, "0123456789.,-–—:() "); rest != ""; {
		if c, found := words.Read(rest); found {
			return slices.IndexFunc(schema.Vocabularies()["level"], func(w schema.WordClass) bool {
				return w.Name == c.Class
			}), true
		}
		_, rest, _ = strings.Cut(rest, " ")
		rest = strings.TrimLeft(rest, "(")
	}
	return 0, false
}

var idInText = lazyregexp.New(`[\pL\d][\pL\d._/-]*\d|\d+`)

// join puts risks and treatments together: by the ids that a plan's row names, else by the same words, one to one. A
// row that fits none is a risk of its own.
func join(assessed []*Risk, treatments []*Treatment) []*Risk {
	byKey := map[string]*Risk{}
	for _, r := range assessed {
		if r.key != "" {
			byKey[r.key] = r
		}
	}
	var left []*Treatment
	var topics []records.Topic
	for _, t := range treatments {
		text := t.Cell("risk").Text
		for _, word := range idInText.FindAllString(text, -1) {
			if id, ok := records.ReadID(word); ok && byKey[id.Key] != nil && byKey[id.Key].Treat(t) {
				continue
			}
		}
		if len(t.Risks) == 0 && !nearlyNamed(assessed, text, t) {
			left, topics = append(left, t), append(topics, records.TopicOf(text))
		}
	}
	mine := make([]records.Topic, len(assessed))
	for i, r := range assessed {
		mine[i] = r.topic
	}
	for _, p := range records.Pairs(topics, mine) {
		assessed[p.B].Treat(left[p.A])
	}
	all := assessed
	for _, t := range left {
		if len(t.Risks) > 0 {
			continue
		}
		r := &Risk{Words: t.Cell("risk").Text}
		if word, _, _ := strings.Cut(r.Words, " "); word != "" {
			if id, ok := records.ReadID(strings.TrimRight(word, ":,;")); ok {
				r.ID, r.key = strings.TrimRight(word, ":,;"), id.Key
				r.Words = strings.TrimLeft(strings.TrimPrefix(r.Words, r.ID), " :–—-")
			}
		}
		r.Treat(t)
		all = append(all, r)
	}
	return all
}

// nearlyNamed finds the one risk whose id a text has but for its hyphens, or whose words it has whole.
func nearlyNamed(assessed []*Risk, text string, t *Treatment) bool {
	bare := func(s string) string { return strings.NewReplacer("-", "", "_", "", ".", "").Replace(s) }
	var keys []string
	for _, word := range idInText.FindAllString(text, -1) {
		if id, ok := records.ReadID(bare(word)); ok && strings.Trim(id.Key, "0123456789") != "" {
			keys = append(keys, id.Key)
		}
	}
	var found []*Risk
	low := strings.ToLower(text)
	for _, r := range assessed {
		id, _ := records.ReadID(bare(r.ID))
		words := strings.ToLower(r.Words)
		if slices.Contains(keys, id.Key) || len(words) >= 6 && strings.Contains(low, words) {
			found = append(found, r)
		}
	}
	return len(found) == 1 && found[0].Treat(t)
}

// Treat notes that a treatment is one of the risk; it reports whether that was new.
func (r *Risk) Treat(t *Treatment) bool {
	if slices.Contains(t.Risks, r) {
		return false
	}
	r.Treatments, t.Risks = append(r.Treatments, t), append(t.Risks, r)
	return true
}

// Progress says how far a treatment is.
type Progress struct {
	Done    bool
	Actions []*Action // of logs whose source is the risk, where the plan has no status of it
}

// Progress works out how far a treatment is: by its status, else by the actions of logs whose source is its risk.
// Nothing known means that it isn't done.
func (s *System) Progress(t *Treatment) (p Progress, err error) {
	if c := t.Cell("status"); c.State == records.Known {
		p.Done = c.Choice.Class != records.ClassOpen
		return p, nil
	}
	logged, err := s.logged()
	if err != nil {
		return p, err
	}
	for _, a := range logged {
		if a.from(t) {
			p.Actions = append(p.Actions, a)
		}
	}
	p.Done = len(p.Actions) > 0 && !slices.ContainsFunc(p.Actions, (*Action).Open)
	return p, nil
}

// from reports whether an action names a treatment's risk as its source.
func (a *Action) from(t *Treatment) bool {
	keys := a.risks.of(func() (keys []string) {
		for _, word := range idInText.FindAllString(a.Cell("source").Text, -1) {
			if id, ok := records.ReadID(word); ok && strings.Trim(id.Key, "0123456789") != "" {
				keys = append(keys, id.Key)
			}
		}
		return keys
	})
	return len(keys) > 0 && slices.ContainsFunc(t.Risks, func(r *Risk) bool { return slices.Contains(keys, r.key) })
}
