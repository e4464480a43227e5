package trail

import (
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// maxSeals is how many signatures in a message are tried for a document beside those below its own Approved-Document
// line, and how many statements each of them is held against. It bounds what a message can cost.
const maxSeals = 64

// seals are the Approved-Signature lines of one block of trailers, and the contents that they may cover. They travel
// inside the message, so that they outlive a squash, a rebase and a change of forge.
type seals struct {
	all     []seal
	by      map[string][]seal // by the id above it
	targets []target          // of the block
	when    time.Time         // the committer's time of the commit that carries them
}

// newSeals prepares the signatures of a block; targets learn what they may follow.
func newSeals(all []seal, targets []target, when time.Time) *seals {
	if len(all) == 0 {
		return nil
	}
	s := &seals{all: all, by: map[string][]seal{}, targets: targets, when: when}
	for _, x := range all {
		s.by[x.id] = append(s.by[x.id], x)
	}
	ever := map[*history.Document][]After{}
	for i := range targets {
		d := targets[i].doc
		if ever[d] == nil {
			ever[d] = everFollowed(d)
		}
		targets[i].followed = ever[d]
	}
	return s
}

// of lists the signatures that may cover a document: those below its own Approved-Document line, then the others where
// they aren't too many.
func (s *seals) of(id string) []seal {
	id = strings.ToLower(id)
	own := s.by[id]
	own = own[:min(len(own), maxSeals)]
	if len(s.all) > maxSeals {
		return own
	}
	out := slices.Clip(own)
	for _, x := range s.all {
		if x.id != id {
			out = append(out, x)
		}
	}
	return out
}

// seals judges the signatures in the message over the words that the evidence pins, and what they follow. Of several
// the first that counts decides, else the first that covers the words; one that covers another document of the same
// block says nothing here.
func (j *judging) seals(want sealed) {
	var best, bad *signature.Result
	for _, s := range j.e.seals.of(j.e.pinnedRaw.ID) {
		r := j.overAny(want.after, s.armor)
		switch {
		case r.Verdict == signature.Good && ownedBy(r, j.e.Person, j.cfg):
			j.e.sealed = true
			if j.e.Grade != Signed {
				j.keep(OnMessage, r)
			}
			return
		case r.Verdict != signature.Bad:
			if best == nil {
				best = &r
			}
		case j.saysEarlier(want, s.armor):
			return
		case bad == nil && !j.coversAnother(s):
			bad = &r
		}
	}
	if best == nil {
		best = bad
	}
	if best != nil && j.e.Grade != Signed {
		j.keep(OnMessage, *best)
	}
}

// overAny judges a signature over the words, following any of what they may follow.
func (j *judging) overAny(after []After, armor []byte) signature.Result {
	r := signature.Result{Verdict: signature.Bad, Reason: "the signature isn't over these words"}
	for _, a := range after[max(0, len(after)-maxSeals):] { // the newest
		if r = j.overStatement(j.e.statement(a), armor); r.Verdict != signature.Bad {
			break
		}
	}
	return r
}

func (j *judging) overStatement(statement, armor []byte) signature.Result {
	return j.verify(signature.FromText(statement, armor, j.e.seals.when), signature.NamespaceApproval)
}

// StaleSeal is the verdict on a signature in a message that is sound, and was made before what the words follow.
const StaleSeal = "stale"

// saysEarlier reports whether a signature covers these words and says that they follow others than they do, or nothing
// of that. It may be a copy of an earlier approval, and so counts as if it weren't there.
func (j *judging) saysEarlier(want sealed, armor []byte) bool {
	why := want.stale
	if !j.e.review && j.overStatement(earlierStatement(j.e.pinnedRaw), armor).Verdict != signature.Bad {
		why = "it doesn't say which approved words these follow, as signatures of earlier versions of writ do"
	} else if j.overAny(j.e.followed, armor).Verdict == signature.Bad {
		return false
	} else if why == "" {
		why = "it was made when other words were approved before these"
	}
	if j.e.Grade != Signed && j.e.Signature == nil {
		j.e.Signature = &Signature{On: OnMessage, Verdict: StaleSeal, Reason: why}
	}
	return true
}

// statement is what a signature in the message covers, of an approval that follows other words, or of a review until a
// day.
func (e *Evidence) statement(after After) []byte {
	if f := e.pinnedRaw; e.review {
		return statement("reviewed", f.ID, f.Version, f.Digest.String(), string(after))
	}
	return Statement(e.pinnedRaw, after)
}

// coversAnother reports whether a signature is about another document of its block: the line above it says so, or it
// is sound over its words.
func (j *judging) coversAnother(s seal) bool {
	tries := 0
	for _, to := range j.e.seals.targets {
		if to.facts == j.e.pinnedRaw {
			continue
		}
		if s.id == strings.ToLower(to.facts.ID) {
			return true
		}
		for _, after := range to.followed {
			if tries++; tries > maxSeals {
				return false
			}
			if j.overStatement(Statement(to.facts, after), s.armor).Verdict != signature.Bad {
				return true
			}
		}
	}
	return false
}
