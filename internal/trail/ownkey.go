package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// givesOwnKey reports whether a person gave themselves another key and did nothing else, in a commit signed with a key
// that the roster below already had.
func (j *judge) givesOwnKey(s *RosterState, ch *Change) (bool, error) {
	p, keys := givenKeys(s.Below.Config, s.Changes)
	if p == nil {
		return false, nil
	}
	if taken, err := j.namesKeyOfAnother(s.Below, p, keys); taken || err != nil {
		return false, err
	}
	var by []*gitrepo.Step
	for _, x := range append(slices.Clip(ch.Step.Side), ch.Step) {
		touched, err := j.touchesRoster(s.Config, x)
		if err != nil {
			return false, err
		}
		if touched {
			by = append(by, x)
		}
	}
	if len(by) != 1 || !by[0].Signed {
		return false, nil
	}
	e := &Evidence{Verdict: Verdict{Person: p, Grade: Named}, Source: &Source{Kind: ByTrailer, Commit: by[0].ID,
		Index: ch.Index, Day: ch.Day, below: ch.Index, Recorder: history.WhoOf(by[0].Committer),
		author: history.WhoOf(by[0].Author), signed: true, pinnedRaw: ch.Facts}}
	err := j.verify(e, s.Below, sealed{})
	return e.Grade == Signed, err
}

// givenKeys returns the one person of a roster to whom changes give keys, with the keys' fingerprints; nil where they
// do anything else, or give keys to somebody else as well.
func givenKeys(cfg *config.Config, changes []RosterChange) (p *config.Person, keys []string) {
	for _, c := range changes {
		to, given := givenKey(cfg, c)
		if to == nil || p != nil && to != p {
			return nil, nil
		}
		p, keys = to, append(keys, given...)
	}
	return p, keys
}

func givenKey(cfg *config.Config, c RosterChange) (p *config.Person, keys []string) {
	if len(c.Removed) > 0 {
		return nil, nil
	}
	if c.Part == "signers file" {
		return givenSigners(cfg, c.Added)
	}
	steps := strings.Split(c.Part, ".")
	if len(steps) != 3 || steps[0] != "people" || steps[2] != "keys" {
		return nil, nil
	}
	for _, text := range c.Added {
		key, err := signature.ParsePersonKey(text)
		if err != nil {
			return nil, nil
		}
		keys = append(keys, key.Fingerprints()...)
	}
	return cfg.People[steps[1]], keys
}

// givenSigners reads lines that are new in a signers file: keys under addresses of one person, and under nobody
// else's.
func givenSigners(cfg *config.Config, lines []string) (p *config.Person, keys []string) {
	signers, _ := signature.ParseSigners([]byte(strings.Join(lines, "\n")), nil)
	if len(signers.Lines) < len(lines) {
		return nil, nil
	}
	for _, line := range signers.Lines {
		if line.Authority || len(line.Patterns) > 0 {
			return nil, nil
		}
		for _, address := range line.Principals {
			owner, known := cfg.PersonByEmail(address)
			if !known || p != nil && owner != p {
				return nil, nil
			}
			p = owner
		}
		keys = append(keys, line.Key)
	}
	return p, keys
}

// namesKeyOfAnother reports whether one of the keys is already another's by a roster: who claims it takes its
// signatures away from them.
func (j *judge) namesKeyOfAnother(r *RosterState, p *config.Person, keys []string) (bool, error) {
	ring, err := j.keyringFor(j.repo.NewReader(), r)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(keys, func(key string) bool {
		people, addresses := ring.keys.Holders(key)
		return slices.ContainsFunc(people, func(name string) bool { return name != p.Key }) ||
			slices.ContainsFunc(addresses, func(address string) bool {
				owner, known := r.Config.PersonByEmail(address)
				return !known || owner != p
			})
	}), nil
}
