package trail

import (
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// SignatureOn says where a signature is.
type SignatureOn string

// The places of signatures.
const (
	OnCommit  SignatureOn = "commit"
	OnMessage SignatureOn = "message" // an Approved-Signature line
	OnTag     SignatureOn = "tag"
	OnCapture SignatureOn = "capture"
)

// Signature is what is known of a signature that evidence carries.
type Signature struct {
	On          SignatureOn
	Verdict     string // "good", "bad", "unknown key", …; see package signature
	Reason      string // why it isn't good, or isn't the person's
	Fingerprint string
	Algorithm   string

	// Unapproved is the main-line commit whose roster names the key, where nobody approved that one; zero otherwise.
	Unapproved gitrepo.ID
}

// signatureOf keeps what a check said of a signature.
func signatureOf(r signature.Result, on SignatureOn) *Signature {
	return &Signature{On: on, Verdict: r.Verdict.String(), Reason: r.Reason, Fingerprint: r.Fingerprint,
		Algorithm: r.Algorithm}
}

// Good reports whether the signature is sound and by a key that somebody named; whose is another matter.
func (s *Signature) Good() bool { return s != nil && s.Verdict == signature.Good.String() }

// sealed says what a signature in a message must cover to count for a content.
type sealed struct {
	after []After // what the words may follow
	stale string  // why none counts; "" where one may
}

// sealFor returns what a signature in a message must say of a content. A signature has no time of its own and can be
// copied: where the same words were in a former life of the document, it may be of that time, and so proves nothing
// new.
func (t *Trail) sealFor(c *Content) sealed {
	if !c.judged { // a retirement, which is judged before what these words follow is known
		if len(t.Retirements) > 0 {
			return sealed{stale: "the document was retired before: sign the commit, because this signature may be a " +
				"copy of the earlier one"}
		}
		return sealed{after: everFollowed(t.Document)}
	}
	for k, before := range t.Contents {
		if before == c {
			break
		}
		if before.Digest == c.Digest && t.endOfLife(k) >= 0 && t.endOfLife(k) <= c.First().Index {
			return sealed{stale: "the same words were here before: sign the commit, because this signature may be a " +
				"copy of the earlier one"}
		}
	}
	return sealed{after: []After{c.follows()}}
}

// verify judges the signatures that evidence carries by the keys of a roster: that of its commit, and those in its
// message. One that the very person made whom e names, over an object that this person wrote, with a key that was
// valid then and on the day of the change, makes it grade A.
func (j *judge) verify(e *Evidence, r *RosterState, seal sealed) error {
	if !e.signed && e.own == nil && e.seals == nil {
		return nil
	}
	rd := j.repo.NewReader()
	ring, err := j.keyringFor(rd, r)
	if err != nil {
		return err
	}
	v := judging{e: e, cfg: r.Config, ring: ring, day: firstMoment(e.Day, j.Zone(e.Index))}
	if e.Loose {
		end := len(j.Steps)
		for _, last := range []*RosterState{j.rosters.inForce(end), j.rosters.stated(end)} {
			ring, err := j.keyringFor(rd, last)
			if err != nil {
				return err
			}
			v.latest = append(v.latest, ring)
		}
	}
	var commit *carried
	if e.signed && !e.sealOnly {
		raw, err := rd.RawCommit(e.Commit)
		if err != nil {
			return err
		}
		commit = &carried{on: OnCommit, namespace: signature.NamespaceGit}
		commit.signed, commit.refused = signature.FromCommit(raw)
	}
	if e.Capture != nil {
		v.vouched(e.own, commit)
		return nil
	}
	if commit != nil {
		v.take(commit.on, commit.signed, commit.refused, commit.namespace)
	}
	if e.own != nil && !e.sealOnly {
		v.take(e.own.on, e.own.signed, e.own.refused, e.own.namespace)
	}
	if e.seals != nil {
		v.seals(seal)
	}
	if e.sealOnly && e.Grade != Signed {
		e.Why = because(Unsealed)
	}
	return nil
}

// carried is the signature of the object, other than a commit, that evidence is on.
type carried struct {
	on        SignatureOn
	signed    signature.Signed
	refused   error // why it can't be judged at all
	namespace string
}

// judging is one piece of evidence before the keys that were below it.
type judging struct {
	e    *Evidence
	cfg  *config.Config
	ring *keyring
	day  time.Time

	// latest are the keys of today, for evidence whose date is its own word: what was made with a key that is revoked
	// by now may have been dated back. None for evidence that the main line anchors.
	latest []*keyring
}

func (j *judging) verify(s signature.Signed, namespace string) signature.Result {
	r := j.ring.verify(s, namespace, j.day)
	for _, latest := range j.latest {
		if r.Verdict != signature.Good {
			break
		}
		if now := latest.verify(s, namespace, j.day); now.Verdict == signature.Revoked ||
			now.Verdict == signature.Refused {
			return now
		}
	}
	return r
}

// take judges one signature and keeps the verdict. refused is why the signed object can't be judged at all.
func (j *judging) take(on SignatureOn, s signature.Signed, refused error, namespace string) {
	if refused != nil {
		j.e.Signature = &Signature{On: on, Verdict: signature.Refused.String(), Reason: refused.Error()}
		return
	}
	j.keep(on, j.verify(s, namespace))
}

func (j *judging) keep(on SignatureOn, r signature.Result) {
	g := signatureOf(r, on)
	switch {
	case r.Verdict != signature.Good:
	case ownedBy(r, j.e.Person, j.cfg) && (on == OnMessage || wrote(j.e, j.e.Person)):
		j.e.Grade = Signed
	case ownedBy(r, j.e.Person, j.cfg):
		g.Reason = "a signature counts over what its owner wrote, and " + j.e.otherAuthor() + " wrote this"
	default:
		g.Reason = "the key isn't " + j.e.Person.Name + "'s"
	}
	j.e.Signature = g
}

// wrote reports whether the object that carries evidence is a person's: the author and the committer, or the tagger.
func wrote(e *Evidence, p *config.Person) bool {
	return hasAddress(p, e.author) && hasAddress(p, e.Recorder)
}

func hasAddress(p *config.Person, w history.Who) bool {
	return slices.ContainsFunc(p.Emails, func(own string) bool { return strings.EqualFold(own, w.Email) })
}

// otherAuthor names who else wrote the object.
func (e *Evidence) otherAuthor() string {
	if !hasAddress(e.Person, e.author) {
		return e.author.Name + " <" + e.author.Email + ">"
	}
	return e.Recorder.Name + " <" + e.Recorder.Email + ">"
}

// ownedBy reports whether the key names the person: alone among the roster's people, or by one of the person's own
// addresses in the signers file.
func ownedBy(r signature.Result, p *config.Person, cfg *config.Config) bool {
	if len(r.People) > 0 {
		return len(r.People) == 1 && r.People[0] == p.Key
	}
	if len(r.Principals) == 0 {
		return false
	}
	return !slices.ContainsFunc(r.Principals, func(address string) bool {
		owner, ok := cfg.PersonByEmail(address)
		return !ok || owner.Key != p.Key
	})
}

func firstMoment(d day.Day, loc *time.Location) time.Time {
	y, m, dom := d.Time().Date()
	return time.Date(y, m, dom, 0, 0, 0, 0, loc)
}
