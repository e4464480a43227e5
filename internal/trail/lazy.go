package trail

import (
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// later is what a book needs to judge documents when somebody asks for them, and not before.
type later struct {
	due       map[*history.Document]bool // to be judged now: nobody else is given evidence; nil for all
	collected []bool                     // the steps whose evidence was given out before, to these or others
	quiet     bool                       // what is odd about the step was told then

	failed error // the first error of judging, after which nothing is judged

	// what those that changed many documents made of each
	large map[*gitrepo.Step]map[*history.Document][]*history.Facts

	sorted bool                        // what follows is known
	broad  []int                       // steps that may bring evidence about any document
	beside map[*history.Document][]int // other steps that may bring some about a document, and don't change it
}

// byID returns what has an id: a document, or the roster.
func (j *judge) byID(id string) *history.Document {
	if strings.EqualFold(id, config.RosterID) && len(j.rosters.states) > 0 {
		return j.roster.Document
	}
	return j.Document(id)
}

// judged returns the trails of documents, and judges those that aren't yet. After an error it judges nothing more, and
// returns that again: of what was half read nothing follows.
func (j *judge) judged(docs ...*history.Document) ([]*Trail, error) {
	j.judging.Lock()
	defer j.judging.Unlock()
	trails := make([]*Trail, len(docs))
	for i, d := range docs {
		trails[i] = j.trail(d)
	}
	l := j.later
	if l == nil {
		return trails, nil
	}
	if l.failed == nil {
		l.failed = j.judgeDue(trails)
	}
	return trails, l.failed
}

// judgeDue judges those of several trails that aren't yet.
func (j *judge) judgeDue(trails []*Trail) error {
	l := j.later
	var due []*Trail
	for _, t := range trails {
		if !t.judged {
			t.judged = true
			due = append(due, t)
		}
	}
	if len(due) == 0 {
		return nil
	}
	if !l.sorted {
		j.sortSteps()
		for _, i := range l.broad {
			if err := j.collectLate(i); err != nil {
				return err
			}
		}
	}
	l.due = make(map[*history.Document]bool, len(due))
	steps := map[int]bool{}
	for _, t := range due {
		l.due[t.Document] = true
		for _, c := range t.Document.Changes {
			steps[c.Index] = true
		}
		for _, i := range l.beside[t.Document] {
			steps[i] = true
		}
	}
	for _, i := range l.broad {
		delete(steps, i)
	}
	delete(steps, j.Proposed)
	for _, i := range slices.Sorted(maps.Keys(steps)) {
		if err := j.collectLate(i); err != nil {
			return err
		}
	}
	l.due = nil
	return j.judgeAll(due)
}

// collectLate gives out the evidence of a step to those that are due.
func (j *judge) collectLate(i int) error {
	j.later.quiet = j.later.collected[i]
	j.later.collected[i] = true
	return j.collect(i, j.Steps[i])
}

// manyChanges is how many files a commit changes that isn't searched again for each document: an import.
const manyChanges = 32

// again reports whether a commit with many changes is looked at once more, for the documents that are due.
func (l *later) again(carrier *gitrepo.Step) bool {
	return l != nil && l.due != nil && l.quiet && len(carrier.Changes) > manyChanges
}

// dueTargets are those of a commit's targets that are due.
func (j *judge) dueTargets(i int, carrier *gitrepo.Step) []target {
	l := j.later
	made := l.large[carrier]
	if made == nil {
		made = map[*history.Document][]*history.Facts{}
		j.EachChanged(i, carrier, func(d *history.Document, f *history.Facts) { made[d] = append(made[d], f) })
		if l.large == nil {
			l.large = map[*gitrepo.Step]map[*history.Document][]*history.Facts{}
		}
		l.large[carrier] = made
	}
	var out []target
	for d := range l.due {
		for _, f := range made[d] {
			out = append(out, target{doc: d, facts: f})
		}
	}
	return out
}

// wants reports whether evidence of a document is of use now.
func (j *judge) wants(d *history.Document) bool {
	return j.later == nil || j.later.due == nil || j.later.due[d]
}

func (j *judge) addOdd(o Odd) {
	if j.later == nil || !j.later.quiet {
		j.book.Odd = append(j.book.Odd, o)
	}
}

func (j *judge) addUnused(u Unused) {
	if j.later == nil || !j.later.quiet {
		j.book.Unused = append(j.book.Unused, u)
	}
}

// sortSteps finds out, once, which steps may bring evidence about a document that they don't change on the main line:
// those that name one of its contents, that have it in a side commit, or that change another file with its id. More
// may be named than there are.
func (j *judge) sortSteps() {
	l := j.later
	l.sorted, l.beside = true, map[*history.Document][]int{}
	beside := func(d *history.Document, i int) {
		if d != nil {
			l.beside[d] = append(l.beside[d], i)
		}
	}
	unknown := map[int]bool{} // steps that name what is no document here: a claim on whichever they name
	for i := range j.Steps {
		for _, id := range j.Named(i) {
			if f := j.Facts(id); f == nil {
				unknown[i] = true
			} else {
				beside(j.byID(f.ID), i)
			}
		}
	}
	for _, d := range j.Documents {
		if d.Key == "" || j.Document(d.ID) == d {
			continue
		}
		for _, c := range d.Changes {
			if c.Facts != nil {
				beside(j.byID(c.Facts.ID), c.Index)
			}
		}
	}
	for i, s := range j.Steps {
		broad := s.MergeTag || unknown[i]
		for _, side := range s.Side {
			broad = broad || side.MergeTag
			for k := range side.Changes {
				c := &side.Changes[k]
				switch f := j.Facts(c.Blob); {
				case f == nil || !config.IsMarkdown(c.Path):
				case f.ID != "":
					beside(j.byID(f.ID), i)
				default:
					beside(j.DocumentAt(c.Path), i)
				}
			}
		}
		if broad {
			l.broad = append(l.broad, i)
		}
	}
}
