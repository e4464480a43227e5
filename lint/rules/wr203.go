package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr203() *lint.Rule {
	return &lint.Rule{
		ID: "WR203", Name: "version-returned", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A version that was used before came back",
		Text: `If two texts were called 2.0 at different times, nobody can say which of them an approval, a training
or a contract meant.

**What counts.** From the version in force on: a version number that earlier words of the document had, with another
version between, and words that differ from those; on the main branch or proposed.

**What doesn't.** The same words under their number again. A version between that never was more than a draft. Where the
number is lower than the one before it and the newest, WR202 reports it.

**How to fix it.** Give the words a version that was never used.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR203"), Good: good("WR203"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if e.Kind.Record {
					return nil
				}
				if last, _ := tip(t); last == nil {
					return nil
				}
				for i := sinceCurrent(t); i < len(t.Versions); i++ {
					findReturned(p, t, i)
				}
				if f := factsOf(p.Input, e); proposed(p.Input, t, e) && f.Version != t.Last().Facts.Version {
					n := len(t.Versions)
					if old := usedBefore(t, n, f.Version, map[history.Digest]bool{f.Digest: true}); old != nil &&
						!lowerThan(t, n, f.Version) {
						p.Report(lint.Found{Doc: e, Span: at(e, "version"), Anchor: "version",
							Message: fmt.Sprintf("version %s was used before, from %s (%s)", short(f.Version),
								old.Changes[0].Day, commit(old.Changes[0].Step.ID)),
							Help: raise(t.Versions[n-1].Number)})
					}
				}
				return nil
			})
		},
		Seed: seedReturnedVersion,
	}
}

// sinceCurrent returns the place of the version in force; 0 where none is.
func sinceCurrent(t *trail.Trail) int {
	for i, v := range t.Versions {
		if t.Current != nil && t.Current.Version == v {
			return i
		}
	}
	return 0
}

func findReturned(p *lint.Pass, t *trail.Trail, i int) {
	v := t.Versions[i]
	words := map[history.Digest]bool{}
	for _, c := range v.Contents {
		words[c.Digest] = true
	}
	old := usedBefore(t, i, v.Number, words)
	at := v.Changes[0]
	newest, below := i == len(t.Versions)-1, at.Index < p.Book.Proposed // a pull request on top of it can't fix it
	if old == nil || (newest || below) && lowerThan(t, i, v.Number) {
		return
	}
	p.Report(onField(p.Input, t, "version", lint.Found{Anchor: fmt.Sprintf("version %s %d", v.Number, i),
		Commit: at.Step.ID,
		Message: fmt.Sprintf("version %s, used from %s on (%s), came back for other words on %s (%s)", short(v.Number),
			old.Changes[0].Day, commit(old.Changes[0].Step.ID), at.Day, commit(at.Step.ID)),
		Help: raise(t.Versions[len(t.Versions)-1].Number)}))
}

// usedBefore returns the version before place i that has a number and settled words other than the given ones, with
// another settled version in between; nil for none.
func usedBefore(t *trail.Trail, i int, number string, words map[history.Digest]bool) *trail.Version {
	between := false
	for j := i - 1; j >= 0 && number != ""; j-- {
		v := t.Versions[j]
		if v.Number != number {
			between = between || wasSettled(v)
			continue
		}
		for _, c := range v.Contents {
			if between && c.Settled() != nil && (len(words) > 1 || !words[c.Digest]) {
				return v
			}
		}
	}
	return nil
}

// lowerThan reports whether a number is lower than that of the version before place i, as WR202 sees it.
func lowerThan(t *trail.Trail, i int, number string) bool {
	return i > 0 && wasSettled(t.Versions[i-1]) && compareVersions(number, t.Versions[i-1].Number) < 0
}
