package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/phrases"
)

// RosterNow returns the newest roster that counts at the line's end, and the newest one that is stated there, which
// may be the same. Both are nil where the line never had one.
func (b *Book) RosterNow() (counts, stated *RosterState) {
	r := &b.judge.rosters
	if len(r.states) == 0 {
		return nil, nil
	}
	return r.inForce(len(b.Steps)), r.stated(len(b.Steps))
}

// ConfigCounting returns the configuration of the newest roster that counts below what is judged: a pull request, or
// whatever comes after the line's end. It is nil where the line never had a roster.
func (b *Book) ConfigCounting() *config.Config {
	if len(b.judge.rosters.states) == 0 {
		return nil
	}
	return b.judge.rosters.inForce(b.next()).Config
}

// RosterLeft returns the step with which the main line lost its roster although the newest one goes on deciding:
// writ.yaml was removed, or names no people and roles any more, or can't be read. It returns false where it has one,
// or never had.
func (b *Book) RosterLeft() (step int, left bool, err error) {
	if len(b.Rosters()) == 0 {
		return 0, false, nil
	}
	rd := b.judge.repo.NewReader()
	cfg, err := b.ReadConfig(rd, len(b.Steps)-1)
	if err != nil || cfg != nil && cfg.HasRoster() {
		return 0, false, err
	}
	for i, s := range slices.Backward(b.Steps) {
		if touches(s, config.File) {
			return i, true, nil
		}
	}
	return 0, false, nil
}

// RestsOn returns the roster on which evidence rests that would count if somebody had approved it, and whether the
// evidence's person made that change of the roster.
func (b *Book) RestsOn(e *Evidence) (r *RosterState, ownHand bool) {
	r = b.judge.rosters.stated(e.below)
	for _, s := range b.judge.rosters.states {
		if s.index > b.judge.rosters.inForce(e.below).index && s.index <= r.index {
			ownHand = ownHand || b.judge.wrote(e.Person, e.By, e.below, s.Content.First().Authors)
		}
	}
	return r, ownHand
}

// CameBack returns the earlier roster to which this one came back, where it entitles again what a roster between them
// had taken away; nil for none. One that was approved anew is none.
func (b *Book) CameBack(s *RosterState) *RosterState {
	if slices.ContainsFunc(s.given, func(e *Evidence) bool { return e.Index >= s.index }) &&
		s.Content.Approval != nil && !s.Content.Approval.Merged {
		return nil
	}
	states := b.judge.rosters.states
	at := slices.Index(states, s)
	for k := at - 2; k >= 0; k-- {
		if states[k].Content.Digest != s.Content.Digest {
			continue
		}
		for _, between := range states[k+1 : at] {
			if !takesOnlyAway(between.parts.changesTo(s.parts)) {
				return states[k]
			}
		}
	}
	return nil
}

// IsRosterFile reports whether a path is one of the files that make the roster up, by the newest one.
func (b *Book) IsRosterFile(path string) bool {
	_, stated := b.RosterNow()
	return path == config.File || stated != nil && slices.Contains(stated.Config.Files(), path)
}

// RosterDigest returns the digest of the roster that a commit holds; false where it holds none.
func (b *Book) RosterDigest(commit gitrepo.ID) (history.Digest, bool, error) {
	f, err := b.judge.rosterOf(b.judge.repo.NewReader(), commit)
	if f == nil || err != nil {
		return history.Digest{}, false, err
	}
	return f.Digest, true, nil
}

// Files returns the paths of the files that make the roster up.
func (s *RosterState) Files() []string { return s.Config.Files() }

// Words says why the roster counts, or doesn't, for after a colon.
func (s *RosterState) Words() string { return s.WordsIn(nil) }

// WordsIn is Words in another language.
func (s *RosterState) WordsIn(t phrases.Table) string {
	key := "not"
	switch s.Basis {
	case FirstRoster:
		key = "first"
	case ByAdoption:
		key = "adoption"
	case ByOwnKey:
		key = "own_key"
	case TakingAway:
		key = "taking"
	case AsBefore:
		key = "before"
	case ByRestating:
		key = "anew"
	case ByApproval:
		key = "approved"
	}
	return t.Text("counts_" + key)
}
