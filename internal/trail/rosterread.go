package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// readRosters follows what entitles along the line: the configuration, and the files of keys that it names.
func (j *judge) readRosters() error {
	rd := j.repo.NewReader()
	j.rosters = rosters{now: &RosterState{Config: j.cfg, Counts: never, index: never}}
	var err error
	if j.rosters.now.files, err = j.keyFilesAt(rd, len(j.Steps)-1, j.cfg); err != nil {
		return err
	}
	j.roster = newTrail(&history.Document{ID: config.RosterID, Path: config.File})
	versions := j.Configs
	for i, s := range j.Steps {
		cfg := j.rosterConfig()
		for ; len(versions) > 0 && versions[0].Index == i; versions = versions[1:] {
			if v := versions[0].Config; v != nil && v.HasRoster() {
				cfg = v
			}
		}
		if cfg == nil || cfg == j.rosterConfig() && !j.mayTouchKeys(cfg, s) {
			continue
		}
		if err := j.addRoster(rd, i, cfg); err != nil {
			return err
		}
	}
	j.rosters.settle()
	j.joins = newJoins(j.rosters)
	j.book.Roster = j.cfg.HasRoster() || len(j.rosters.states) > 0
	return nil
}

// isRoster reports whether what has an id is the roster.
func (j *judge) isRoster(d *history.Document) bool { return j.roster != nil && d == j.roster.Document }

// rosterConfig is that of the newest roster so far; nil for none.
func (j *judge) rosterConfig() *config.Config {
	if n := len(j.rosters.states); n > 0 {
		return j.rosters.states[n-1].Config
	}
	return nil
}

// addRoster takes up the roster that step i states, where it differs from the one below.
func (j *judge) addRoster(rd *gitrepo.Reader, i int, cfg *config.Config) error {
	files, err := j.keyFilesAt(rd, i, cfg)
	if err != nil {
		return err
	}
	parts, err := j.rosterParts(rd, cfg, files)
	if err != nil {
		return err
	}
	facts := j.rosterFacts(parts.digest())
	if n := len(j.roster.Changes); n > 0 && j.roster.Changes[n-1].Facts == facts {
		j.rosters.states[len(j.rosters.states)-1].files = files // comments and order may differ
		return nil
	}
	state := &RosterState{Config: cfg, Counts: never, index: i, files: files, parts: parts}
	if asksForKeys(cfg) {
		if state.ring, err = j.keyringFor(rd, state); err != nil {
			return err
		}
	}
	j.rosters.states = append(j.rosters.states, state)
	s := j.Steps[i]
	ch := &history.Change{Step: s, Index: i, Day: j.Days[i], What: history.Changed, Path: config.File, Facts: facts,
		Words: true}
	if len(j.roster.Changes) == 0 {
		ch.What = history.Added
	}
	authors, err := j.rosterAuthors(s, cfg)
	j.roster.Document.Changes = append(j.roster.Document.Changes, ch)
	j.roster.Changes = append(j.roster.Changes, &Change{Change: ch, Authors: authors})
	return err
}

// rosterFacts are the facts of the roster with a digest, the same ones each time.
func (j *judge) rosterFacts(d history.Digest) *history.Facts {
	if j.rostersOf == nil {
		j.rostersOf = map[history.Digest]*history.Facts{}
	}
	f := j.rostersOf[d]
	if f == nil {
		f = &history.Facts{ID: config.RosterID, Title: "Roster", Kind: config.RosterID, Digest: d, Words: d,
			Readable: true}
		j.rostersOf[d] = f
	}
	return f
}

// rosterAuthors returns who changed the roster in a step: of a merge the authors of all side commits that touched one
// of its files, and the merge's own where it made a result of its own.
func (j *judge) rosterAuthors(s *gitrepo.Step, cfg *config.Config) ([]history.Who, error) {
	var out []history.Who
	for _, x := range append(slices.Clip(s.Side), s) {
		touched, err := j.touchesRoster(cfg, x)
		if err != nil {
			return nil, err
		}
		if touched {
			out = history.CommitAuthors(out, x)
		}
	}
	if len(out) == 0 {
		out = history.CommitAuthors(nil, s)
	}
	return out, nil
}

// touchesRoster reports whether a commit made its own change of the configuration or of a file that it names.
func (j *judge) touchesRoster(cfg *config.Config, s *gitrepo.Step) (bool, error) {
	files := cfg.Files()
	if slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return c.Own && slices.Contains(files, c.Path) }) {
		return true, nil
	}
	for _, path := range files {
		if slices.Contains(j.cfg.Files(), path) {
			continue
		}
		if made, err := madeFile(j.repo.NewReader(), s, path); made || err != nil {
			return made, err
		}
	}
	return false, nil
}

// madeFile reports whether a commit holds a file as none of its parents does. It is for files whose changes the walk
// doesn't note.
func madeFile(rd *gitrepo.Reader, s *gitrepo.Step, path string) (bool, error) {
	now, err := history.FileIn(rd, s.ID, path)
	if err != nil {
		return false, err
	}
	for _, parent := range s.Parents {
		before, err := history.FileIn(rd, parent, path)
		if err != nil || before == now {
			return false, err
		}
	}
	return len(s.Parents) > 0 || !now.IsZero(), nil
}

// mayTouchKeys reports whether a step changed a file of keys, or may have: the walk doesn't look at files that only
// older configurations name.
func (j *judge) mayTouchKeys(cfg *config.Config, s *gitrepo.Step) bool {
	return slices.ContainsFunc(cfg.KeyFiles(), func(path string) bool {
		return touches(s, path) || !slices.Contains(j.cfg.KeyFiles(), path)
	})
}

func touches(s *gitrepo.Step, path string) bool {
	return slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return c.Path == path })
}

// keyFilesAt finds the files of keys as step i holds them.
func (j *judge) keyFilesAt(rd *gitrepo.Reader, i int, cfg *config.Config) (f keyFiles, err error) {
	for _, x := range f.of(cfg) {
		if x.path == "" || i < 0 {
			continue
		}
		if *x.blob, err = j.FileWith(rd, i, x.path); err != nil {
			return f, err
		}
	}
	return f, nil
}

// keyFile is one of the files of keys, with the setting that names it.
type keyFile struct {
	setting, path string
	blob          *gitrepo.ID
}

func (f *keyFiles) of(cfg *config.Config) []keyFile {
	return []keyFile{{"signers", cfg.Signers, &f.signers}, {"keyring", cfg.Keyring, &f.openPGP},
		{"revoked_keys", cfg.RevokedKeys, &f.revoked}}
}

// rosterParts flattens what a configuration and its files of keys say.
func (j *judge) rosterParts(rd *gitrepo.Reader, cfg *config.Config, files keyFiles) (rosterParts, error) {
	texts := map[string][]byte{}
	for _, x := range files.of(cfg) {
		if x.blob.IsZero() {
			continue
		}
		text, err := j.Blob(rd, *x.blob)
		if err != nil {
			return nil, err
		}
		texts[x.setting] = text
	}
	return partsOf(cfg, texts), nil
}

// rosterOf returns the facts of the roster as a commit holds it; nil where it holds none that can be read.
func (j *judge) rosterOf(rd *gitrepo.Reader, commit gitrepo.ID) (*history.Facts, error) {
	cfg, err := history.ConfigIn(rd, commit)
	if err != nil || cfg == nil || !cfg.HasRoster() {
		return nil, err
	}
	var files keyFiles
	for _, x := range files.of(cfg) {
		if x.path == "" {
			continue
		}
		if *x.blob, err = history.FileIn(rd, commit, x.path); err != nil {
			return nil, err
		}
	}
	parts, err := j.rosterParts(rd, cfg, files)
	if err != nil {
		return nil, err
	}
	return j.rosterFacts(parts.digest()), nil
}
