package trail

import (
	"time"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
)

// seals are the Approved-Signature lines of one block of trailers, and the statements that they may cover. They travel
// inside the message, so that they outlive a squash, a rebase and a change of forge.
type seals struct {
	armors     [][]byte
	statements [][]byte  // of all targets of the block
	when       time.Time // the committer's time of the commit that carries them
}

func newSeals(armors [][]byte, targets []target, when time.Time) *seals {
	if len(armors) == 0 {
		return nil
	}
	s := &seals{armors: armors, when: when}
	for _, to := range targets {
		s.statements = append(s.statements, to.facts.Statement())
	}
	return s
}

// seals judges the signatures in the message over the words that the evidence pins. Of several the first that counts
// decides, else the first that covers the words; one that covers another document of the same block says nothing here.
func (j *judging) seals() {
	statement := j.e.pinnedRaw.Statement()
	var best, bad *signature.Result
	for _, armor := range j.e.seals.armors {
		r := j.verify(signature.FromText(statement, armor, j.e.seals.when), signature.NamespaceApproval)
		switch {
		case r.Verdict == signature.Good && ownedBy(r, j.e.Person, j.cfg):
			j.keep(OnMessage, r)
			return
		case r.Verdict != signature.Bad:
			if best == nil {
				best = &r
			}
		case bad == nil && !j.coversAnother(armor):
			bad = &r
		}
	}
	if best == nil {
		best = bad
	}
	if best != nil {
		j.keep(OnMessage, *best)
	}
}

// fresh returns the evidence as it counts for content k. A signature in a message has no time of its own and can be
// copied: where the same words stood on the main line before other words were approved, it may be of that time, and so
// proves nothing new. Nil where nothing is left.
func (t *Trail) fresh(e *Evidence, k, epoch int) *Evidence {
	if e.Grade != Signed || e.Signature.On != OnMessage {
		return e
	}
	for _, before := range t.Contents[:k] {
		if before.Digest != t.Contents[k].Digest || before.First().Index > epoch {
			continue
		}
		if e.sealOnly {
			return nil
		}
		weaker, g := *e, *e.Signature
		g.Reason = "the same words were approved before: sign the commit, because this signature may be a copy of the earlier one"
		weaker.Grade, weaker.Signature = Named, &g
		return &weaker
	}
	return e
}

// coversAnother reports whether a signature is sound over another statement of its block.
func (j *judging) coversAnother(armor []byte) bool {
	for _, statement := range j.e.seals.statements {
		r := j.verify(signature.FromText(statement, armor, j.e.seals.when), signature.NamespaceApproval)
		if r.Verdict != signature.Bad {
			return true
		}
	}
	return false
}
