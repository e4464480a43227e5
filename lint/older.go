package lint

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// acceptances tell which entries of the configuration and the baseline accept a finding about versions, history or
// approvals. On a full run an entry accepts only what is older than the change that brought the entry: whoever changes
// words doesn't find them excused, whatever is written beside them or was written before, nor excuses them later.
// Before anybody approved anything, an entry also accepts what its own change brings, so that a repository can start
// with one commit.
//
// A pull request is judged by what its base accepts.
type acceptances struct {
	in    *Input
	steps func() map[string]int // the place of each commit in the main line, side commits at their merge's
	first func() int            // the step of the first approval; the line's length where there is none
	at    map[int]accepted      // what was accepted at a step, as far as somebody asked
	files map[[2]gitrepo.ID]accepted
}

// ownExcuse is the help for what an author of the words accepted.
const ownExcuse = "; the entry that accepts this was brought by an author of these words: somebody else has to " +
	"bring it"

// accepted is what a configuration and its baseline accept.
type accepted struct {
	config   []config.Suppression
	baseline *Baseline
}

func newAcceptances(in *Input) *acceptances {
	a := &acceptances{in: in, at: map[int]accepted{}, files: map[[2]gitrepo.ID]accepted{}}
	a.steps = sync.OnceValue(a.placeCommits)
	a.first = sync.OnceValue(a.firstApproval)
	return a
}

// limited reports whether entries accept only older findings of a rule.
func (a *acceptances) limited(r *Rule) bool {
	return !r.InComments() && (r.Scope == History || r.Scope == Change) && a.in.Proposal == nil && a.in.Book != nil &&
		len(a.in.Book.Steps) > 0
}

// covers reports whether an entry accepts a finding. in reports whether the entry is among those that were accepted
// then.
func (a *acceptances) covers(f *Finding, in func(accepted) bool) (bool, error) {
	if !a.limited(f.Rule) {
		return true, nil
	}
	step := a.newest(f)
	then, err := a.upTo(step)
	if err != nil {
		return false, err
	}
	if !in(then) {
		own, err := a.byAuthor(f, in)
		if own && !strings.HasSuffix(f.Help, ownExcuse) {
			f.Help += ownExcuse
		}
		return !own && err == nil, err
	}
	before, err := a.upTo(step - 1)
	return err == nil && !in(before) && a.first() >= step, err
}

// fresh reports whether a finding is about what no commit of the main line has, so that no entry accepts it.
func (a *acceptances) fresh(f *Finding) bool {
	return a.limited(f.Rule) && a.newest(f) == len(a.in.Book.Steps) && a.first() < len(a.in.Book.Steps)
}

func (a *acceptances) coversConfigured(f *Finding, entry config.Suppression) (bool, error) {
	return a.covers(f, func(then accepted) bool { return slices.Contains(then.config, entry) })
}

func (a *acceptances) coversBaseline(f *Finding) (bool, error) {
	entry, ok := a.in.Baseline.entry(f)
	if !ok {
		return false, nil
	}
	return a.covers(f, func(then accepted) bool { return slices.Contains(then.baseline.Entries(), entry) })
}

// newest returns the place of the newest commit that a finding is about. What isn't on the main line comes after it.
func (a *acceptances) newest(f *Finding) int {
	after := len(a.in.Book.Steps)
	newest := -1
	for _, commit := range []string{f.Commit, f.Newest} {
		if commit == "" {
			continue
		}
		i, ok := a.steps()[commit]
		if !ok {
			return after
		}
		newest = max(newest, i)
	}
	if newest < 0 {
		return after
	}
	return newest
}

// upTo returns what was accepted at a step of the main line; after its end, what the run accepts.
func (a *acceptances) upTo(step int) (accepted, error) {
	if known, ok := a.at[step]; ok {
		return known, nil
	}
	var found accepted
	var err error
	switch {
	case step >= len(a.in.Book.Steps):
		found = accepted{a.in.Config.Suppressions, a.in.Baseline}
	case step >= 0:
		found, err = a.read(step)
	}
	if err == nil {
		a.at[step] = found
	}
	return found, err
}

// read reads the files of a step. One that can't be read accepted nothing.
func (a *acceptances) read(step int) (accepted, error) {
	b := a.in.Book
	blob, err := b.FileAt(step, config.File)
	if err != nil {
		return accepted{}, err
	}
	path := a.in.Config.Baseline
	list, err := b.FileAt(step, path)
	if err != nil {
		return accepted{}, err
	}
	of := [2]gitrepo.ID{blob, list}
	if known, ok := a.files[of]; ok {
		return known, nil
	}
	var found accepted
	if !blob.IsZero() {
		cfg, err := b.ConfigAt(step)
		if err != nil {
			return found, err
		}
		if cfg != nil {
			found.config = cfg.Suppressions
		}
	}
	if !list.IsZero() {
		src, err := b.Text(list)
		if err != nil {
			return found, err
		}
		found.baseline, err = ParseBaseline(path, src)
		if err != nil && !errors.As(err, new(*BaselineError)) {
			return found, err
		}
	}
	a.files[of] = found
	return found, nil
}

func (a *acceptances) placeCommits() map[string]int {
	at := map[string]int{}
	for i, s := range a.in.Book.Steps {
		for _, side := range s.Side {
			at[side.ID.String()] = i
		}
		at[s.ID.String()] = i
	}
	return at
}

func (a *acceptances) firstApproval() int {
	first := len(a.in.Book.Steps)
	for _, t := range a.in.Book.Trails {
		for _, c := range t.Contents {
			if c.Approval != nil && len(c.Approval.By) > 0 {
				first = min(first, c.Approval.Index)
			}
		}
	}
	return first
}
