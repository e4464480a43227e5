package trail

import (
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// later is what a book needs to judge documents when somebody asks for them, and not before.
type later struct {
	due       map[*Trail]bool // to be judged now: nobody else is given evidence; nil for all
	collected []bool          // the steps whose evidence was given out before, to these or others
	quiet     bool            // what is odd about the step was told then

	failed error // the first error of judging, after which nothing is judged

	large map[*gitrepo.Step]map[*Trail][]*Facts // what those that changed many documents made of each

	sorted bool             // what follows is known
	broad  []int            // steps that may bring evidence about any document
	beside map[*Trail][]int // other steps that may bring some about a document, and don't change it
}

// byID returns the trail of a document, or of the roster, without judging it.
func (b *builder) byID(id string) *Trail {
	if strings.EqualFold(id, config.RosterID) && len(b.rosters.states) > 0 {
		return b.roster
	}
	return b.book.byID[strings.ToLower(id)]
}

// judged judges those trails that aren't yet, and returns the first.
func (b *Book) judged(trails ...*Trail) *Trail {
	if len(trails) == 0 {
		return nil
	}
	if b.judges != nil && b.judges.later != nil {
		b.judges.judgeLate(trails)
	}
	return trails[0]
}

func (b *builder) judgeLate(trails []*Trail) {
	b.judging.Lock()
	defer b.judging.Unlock()
	if l := b.later; l.failed == nil {
		l.failed = b.judgeDue(trails)
	}
}

// judgeDue judges those of several trails that aren't yet.
func (b *builder) judgeDue(trails []*Trail) error {
	l := b.later
	var due []*Trail
	for _, t := range trails {
		if t != nil && !t.judged {
			t.judged = true
			due = append(due, t)
		}
	}
	if len(due) == 0 {
		return nil
	}
	if !l.sorted {
		b.sortSteps()
		for _, i := range l.broad {
			if err := b.collectLate(i); err != nil {
				return err
			}
		}
	}
	l.due = make(map[*Trail]bool, len(due))
	steps := map[int]bool{}
	for _, t := range due {
		l.due[t] = true
		for _, c := range t.Changes {
			steps[c.Index] = true
		}
		for _, i := range l.beside[t] {
			steps[i] = true
		}
	}
	for _, i := range l.broad {
		delete(steps, i)
	}
	delete(steps, b.book.Proposed)
	for _, i := range slices.Sorted(maps.Keys(steps)) {
		if err := b.collectLate(i); err != nil {
			return err
		}
	}
	l.due = nil
	return b.judgeAll(due)
}

// collectLate gives out the evidence of a step to those that are due.
func (b *builder) collectLate(i int) error {
	b.later.quiet = b.later.collected[i]
	b.later.collected[i] = true
	return b.collect(i, b.book.Steps[i])
}

// manyChanges is how many files a commit changes that isn't searched again for each document: an import.
const manyChanges = 32

// again reports whether a commit with many changes is looked at once more, for the documents that are due.
func (l *later) again(carrier *gitrepo.Step) bool {
	return l != nil && l.due != nil && l.quiet && len(carrier.Changes) > manyChanges
}

// dueTargets are those of a commit's targets that are due.
func (b *builder) dueTargets(i int, carrier *gitrepo.Step) []target {
	l := b.later
	made := l.large[carrier]
	if made == nil {
		made = map[*Trail][]*Facts{}
		b.changed(i, carrier, func(t *Trail, f *Facts) { made[t] = append(made[t], f) })
		if l.large == nil {
			l.large = map[*gitrepo.Step]map[*Trail][]*Facts{}
		}
		l.large[carrier] = made
	}
	var out []target
	for t := range l.due {
		for _, f := range made[t] {
			out = append(out, target{trail: t, facts: f})
		}
	}
	return out
}

// wants reports whether evidence of a document is of use now.
func (b *builder) wants(t *Trail) bool { return b.later == nil || b.later.due == nil || b.later.due[t] }

func (b *builder) addOdd(o Odd) {
	if b.later == nil || !b.later.quiet {
		b.book.Odd = append(b.book.Odd, o)
	}
}

func (b *builder) addUnused(u Unused) {
	if b.later == nil || !b.later.quiet {
		b.book.Unused = append(b.book.Unused, u)
	}
}

// sortSteps finds out, once, which steps may bring evidence about a document that they don't change on the main line:
// those that name one of its contents, that have it in a side commit, or that change another file with its id. More may
// be named than there are.
func (b *builder) sortSteps() {
	l := b.later
	l.sorted, l.beside = true, map[*Trail][]int{}
	beside := func(t *Trail, i int) {
		if t != nil {
			l.beside[t] = append(l.beside[t], i)
		}
	}
	unknown := map[int]bool{} // steps that name what is no document here: a claim on whichever they name
	for i, ids := range b.naming {
		for _, id := range ids {
			switch f := b.book.facts.of(id); {
			case i >= len(b.book.Steps):
			case f == nil:
				unknown[i] = true
			default:
				beside(b.byID(f.ID), i)
			}
		}
	}
	for _, t := range b.book.Trails {
		if t.key == "" || b.book.byID[t.key] == t {
			continue
		}
		for _, c := range t.Changes {
			if c.Facts != nil {
				beside(b.byID(c.Facts.ID), c.Index)
			}
		}
	}
	for i, s := range b.book.Steps {
		broad := s.MergeTag || unknown[i]
		for _, side := range s.Side {
			broad = broad || side.MergeTag
			for k := range side.Changes {
				c := &side.Changes[k]
				switch f := b.book.facts.of(c.Blob); {
				case f == nil || !isMarkdown(c.Path):
				case f.ID != "":
					beside(b.byID(f.ID), i)
				default:
					beside(b.book.byPath[c.Path], i)
				}
			}
		}
		if broad {
			l.broad = append(l.broad, i)
		}
	}
}
