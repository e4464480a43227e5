package lint

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// byAuthor reports whether an entry that accepts a finding was brought by an author of the words that it is about:
// nobody excuses their own words, once there is a roster below them and anybody has approved anything. A company of
// one person has nobody else.
func (a *acceptances) byAuthor(f *Finding, in func(accepted) bool) (bool, error) {
	b, newest := a.in.Book, a.newest(f)
	if len(b.Rosters()) == 0 || newest <= b.Rosters()[0].Index() || holders(b.ConfigCounting()) < 2 {
		return false, nil
	}
	step, err := a.cameWith(newest, in)
	if err != nil || step <= a.first() || step >= len(b.Steps) {
		return false, err
	}
	return b.Meet(step, a.bringers(step), a.authors(f)), nil
}

// holders counts the people who hold any role, whenever.
func holders(cfg *config.Config) int {
	people := map[string]bool{}
	for _, role := range cfg.Roles {
		for _, h := range role.Holders {
			people[h.Person] = true
		}
	}
	return len(people)
}

// cameWith returns the step after one from which on an entry has been accepted up to the line's end; the line's length
// where no step has it yet.
func (a *acceptances) cameWith(after int, in func(accepted) bool) (int, error) {
	at := len(a.in.Book.Steps)
	for i := at - 1; i > after; i-- {
		then, err := a.upTo(i)
		if err != nil {
			return 0, err
		}
		if !in(then) {
			break
		}
		at = i
	}
	return at, nil
}

// bringers are the authors of a step: of a merge, those of all that it brought.
func (a *acceptances) bringers(step int) (out []history.Who) {
	s := a.in.Book.Steps[step]
	for _, side := range s.Side {
		out = history.CommitAuthors(out, side)
	}
	if len(out) == 0 {
		out = history.CommitAuthors(nil, s)
	}
	return out
}

// authors are those of the commits that a finding is about, and of the changes of its document between them.
func (a *acceptances) authors(f *Finding) (out []history.Who) {
	b := a.in.Book
	oldest, newest := len(b.Steps), a.newest(f)
	for _, commit := range []string{f.Commit, f.Newest} {
		i, ok := a.steps()[commit]
		if !ok {
			continue
		}
		oldest = min(oldest, i)
		for _, s := range append([]*gitrepo.Step{b.Steps[i]}, b.Steps[i].Side...) {
			if s.ID.String() == commit {
				out = append(out, history.CommitAuthors(nil, s)...)
			}
		}
	}
	if d := b.DocumentOf(f.Document, f.Path); d != nil {
		for _, c := range d.Changes {
			if oldest <= c.Index && c.Index <= newest {
				out = append(out, b.Authors(d, c)...)
			}
		}
	}
	return slices.Compact(out)
}
