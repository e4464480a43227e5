package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// readRosters follows what entitles along the line: the configuration, and the files of keys that it names.
func (b *builder) readRosters() error {
	rd := b.repo.NewReader()
	b.rosters = rosters{now: &RosterState{Config: b.cfg, Counts: never, index: never}}
	var err error
	if b.rosters.now.files, err = b.keyFilesAt(rd, len(b.book.Steps)-1, b.cfg); err != nil {
		return err
	}
	b.roster = &Trail{ID: config.RosterID, key: config.RosterID, Path: config.File}
	versions := b.configVersions
	for i, s := range b.book.Steps {
		cfg := b.rosterConfig()
		for ; len(versions) > 0 && versions[0].index == i; versions = versions[1:] {
			if v := versions[0].config; v != nil && v.HasRoster() {
				cfg = v
			}
		}
		if cfg == nil || cfg == b.rosterConfig() && !b.mayTouchKeys(cfg, s) {
			continue
		}
		if err := b.addRoster(rd, i, cfg); err != nil {
			return err
		}
	}
	b.rosters.settle()
	return nil
}

// rosterConfig is that of the newest roster so far; nil for none.
func (b *builder) rosterConfig() *config.Config {
	if n := len(b.rosters.states); n > 0 {
		return b.rosters.states[n-1].Config
	}
	return nil
}

// addRoster takes up the roster that step i states, where it differs from the one below.
func (b *builder) addRoster(rd *gitrepo.Reader, i int, cfg *config.Config) error {
	files, err := b.keyFilesAt(rd, i, cfg)
	if err != nil {
		return err
	}
	parts, err := b.rosterParts(rd, cfg, files)
	if err != nil {
		return err
	}
	facts := b.rosterFacts(parts.digest())
	if n := len(b.roster.Changes); n > 0 && b.roster.Changes[n-1].Facts == facts {
		b.rosters.states[len(b.rosters.states)-1].files = files
		return nil
	}
	b.rosters.states = append(b.rosters.states, &RosterState{Config: cfg, Counts: never, index: i, files: files,
		parts: parts})
	s := b.book.Steps[i]
	ch := &Change{Step: s, Index: i, Day: b.book.Days[i], What: Changed, Path: config.File, Facts: facts, Words: true,
		Authors: b.rosterAuthors(s, cfg)}
	if len(b.roster.Changes) == 0 {
		ch.What = Added
	}
	b.roster.Changes = append(b.roster.Changes, ch)
	return nil
}

// rosterFacts are the facts of the roster with a digest, the same ones each time.
func (b *builder) rosterFacts(d Digest) *Facts {
	if b.rostersOf == nil {
		b.rostersOf = map[Digest]*Facts{}
	}
	f := b.rostersOf[d]
	if f == nil {
		f = &Facts{ID: config.RosterID, Title: "Roster", Kind: config.RosterID, Digest: d, Words: d, Readable: true}
		b.rostersOf[d] = f
	}
	return f
}

// rosterAuthors returns who changed the roster in a step: of a merge the authors of all side commits that touched one
// of its files, and the merge's own where it made a result of its own.
func (b *builder) rosterAuthors(s *gitrepo.Step, cfg *config.Config) []Who {
	var out []Who
	for _, x := range append(slices.Clip(s.Side), s) {
		if b.touchesRoster(cfg, x) {
			out = commitAuthors(out, x)
		}
	}
	if len(out) == 0 {
		out = commitAuthors(nil, s)
	}
	return out
}

// touchesRoster reports whether a commit made its own change of the configuration or of a file of keys that it names.
func (b *builder) touchesRoster(cfg *config.Config, s *gitrepo.Step) bool {
	files := append(keyPaths(cfg), config.File)
	return slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool {
		return c.Own &&
			slices.Contains(files, c.Path)
	})
}

// mayTouchKeys reports whether a step changed a file of keys, or may have: the walk doesn't look at files that only
// older configurations name.
func (b *builder) mayTouchKeys(cfg *config.Config, s *gitrepo.Step) bool {
	return slices.ContainsFunc(keyPaths(cfg), func(path string) bool {
		return touches(s, path) || !slices.Contains(keyPaths(b.cfg), path)
	})
}

func touches(s *gitrepo.Step, path string) bool {
	return slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return c.Path == path })
}

// keyPaths are the files of keys that a configuration names.
func keyPaths(cfg *config.Config) []string {
	return slices.DeleteFunc([]string{cfg.Signers, cfg.Keyring, cfg.RevokedKeys},
		func(path string) bool { return path == "" })
}

// keyFilesAt finds the files of keys as step i holds them.
func (b *builder) keyFilesAt(rd *gitrepo.Reader, i int, cfg *config.Config) (f keyFiles, err error) {
	for _, x := range f.of(cfg) {
		if x.path == "" || i < 0 {
			continue
		}
		if *x.blob, err = b.fileAt(rd, i, x.path); err != nil {
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
func (b *builder) rosterParts(rd *gitrepo.Reader, cfg *config.Config, files keyFiles) (rosterParts, error) {
	texts := map[string][]byte{}
	for _, x := range files.of(cfg) {
		if x.blob.IsZero() {
			continue
		}
		text, err := b.content(rd, *x.blob)
		if err != nil {
			return nil, err
		}
		texts[x.setting] = text
	}
	return partsOf(cfg, texts), nil
}

// rosterOf returns the facts of the roster as a commit holds it; nil where it holds none that can be read.
func (b *builder) rosterOf(rd *gitrepo.Reader, commit gitrepo.ID) (*Facts, error) {
	lookup := func(path string) (gitrepo.ID, error) {
		mode, id, err := rd.Lookup(commit, path)
		return regular(mode, id), err
	}
	blob, err := lookup(config.File)
	if err != nil || blob.IsZero() {
		return nil, err
	}
	text, err := b.content(rd, blob)
	if err != nil {
		return nil, err
	}
	cfg, ok := config.LoadLenient(text)
	if !ok || !cfg.HasRoster() {
		return nil, nil
	}
	var files keyFiles
	for _, x := range files.of(cfg) {
		if x.path == "" {
			continue
		}
		if *x.blob, err = lookup(x.path); err != nil {
			return nil, err
		}
	}
	parts, err := b.rosterParts(rd, cfg, files)
	if err != nil {
		return nil, err
	}
	return b.rosterFacts(parts.digest()), nil
}
