package signature

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Sources are the keys that a company named, as they were at one commit. Each field may be empty.
type Sources struct {
	People  map[string][]Key // by person's key in the configuration
	Signers *Signers         // allowed_signers
	Revoked *RevocationList  // SSH keys that never count
	OpenPGP []Key            // a keyring file; its keys name the addresses of their user ids
}

// Keyring verifies signatures against the named keys. The zero Keyring knows no key: it answers UnknownKey for every
// sound SSH signature. A Keyring is never changed after NewKeyring, and many goroutines may use it.
type Keyring struct {
	signers     *Signers
	revoked     *RevocationList
	people      map[string][]string // SSH key in wire format → people who hold it, sorted
	pgp         []pgpEntry
	revocations map[string][]end // fingerprint of a primary key or subkey → revocations of any copy
}

// NewKeyring joins the sources. A revocation that any copy of an OpenPGP key carries holds for all copies.
func NewKeyring(src Sources) *Keyring {
	k := &Keyring{signers: src.Signers, revoked: src.Revoked, people: map[string][]string{},
		revocations: map[string][]end{}}
	for _, person := range slices.Sorted(maps.Keys(src.People)) {
		for _, key := range src.People[person] {
			if key.ssh != nil {
				id := string(key.ssh.Marshal())
				k.people[id] = sortedSet(append(k.people[id], person))
			}
			for _, p := range key.pgp {
				k.addPGP(pgpEntry{key: p, people: []string{person}})
			}
		}
	}
	for _, key := range src.OpenPGP {
		for _, p := range key.pgp {
			k.addPGP(pgpEntry{key: p, principals: p.addresses()})
		}
	}
	return k
}

func (k *Keyring) addPGP(e pgpEntry) {
	k.pgp = append(k.pgp, e)
	id := e.key.fingerprint()
	k.revocations[id] = append(k.revocations[id], revocations(e.key.entity.Revocations)...)
	for _, s := range e.key.entity.Subkeys {
		id := fingerprintOf(s.PublicKey)
		k.revocations[id] = append(k.revocations[id], revocations(s.Revocations)...)
	}
}

// Verify judges one signature. namespace matters to SSH signatures only (NamespaceGit for objects).
//
// A key must have been valid when it signed (the time that the signer states) and on the day on which the change
// reached the main line. day is that day's first moment, in the company's zone; a key that is valid in any part of
// the day counts. With the zero day only the signer's own time is asked, as git does for SSH.
//
// Verify never panics: data on which a library fails is Bad.
func (k *Keyring) Verify(s Signed, namespace string, day time.Time) (r Result) {
	defer func() {
		if p := recover(); p != nil {
			r = Result{Verdict: Bad, Kind: s.Kind, SignedAt: s.When, Reason: "the signature is damaged: " +
				clip(fmt.Sprint(p))}
		}
	}()
	switch s.Kind {
	case None:
		return Result{}
	case SSH:
		r = k.verifySSH(s, namespace)
	case OpenPGP:
		r = k.checkPGP(s)
	case X509:
		return Result{Verdict: Unsupported, Kind: X509, SignedAt: s.When,
			Reason: "an X.509 or Sigstore signature isn't supported and counts as unsigned"}
	default:
		return Result{Verdict: Unsupported, Kind: Unknown, SignedAt: s.When,
			Reason: "the signature's format isn't known; it counts as unsigned"}
	}
	if r.sound && len(r.windows) > 0 {
		r.settle(day)
	}
	return r
}

const onRevocationList = "the key is on the revocation list"

func (k *Keyring) verifySSH(s Signed, namespace string) Result {
	r, key := checkSSH(s, namespace)
	if !r.sound {
		return r
	}
	if k.revoked.has(key) {
		r.sound, r.Verdict, r.Reason = false, Revoked, onRevocationList
		return r
	}
	windows, known := k.sshWindows(key, namespace)
	r.windows = windows
	switch {
	case len(windows) > 0:
		r.Verdict = Good
	case known:
		r.Verdict, r.Reason = UnknownKey, "the key isn't allowed in namespace \""+namespace+"\""
	default:
		r.Verdict, r.Reason = UnknownKey, "nobody named the key "+r.Fingerprint
	}
	return r
}

// settle judges the key's validity when it signed and on the day, and names the owners that hold at both.
func (r *Result) settle(day time.Time) {
	verdict, why, open := judge(r.windows, r.SignedAt, r.SignedAt)
	if verdict != Good {
		r.Verdict, r.Reason = verdict, why
		return
	}
	people, principals := owners(open)
	if !day.IsZero() {
		from, to := onDay(day)
		verdict, why, open = judge(r.windows, from, to)
		if verdict != Good {
			r.Verdict, r.Reason = verdict, fmt.Sprintf("valid when signed, but not on %s: %s",
				day.Format(time.DateOnly), why)
			return
		}
		people2, principals2 := owners(open)
		people, principals = both(people, people2), both(principals, principals2)
	}
	r.Verdict, r.People, r.Principals = Good, people, principals
	switch {
	case len(people) == 1:
		r.Owner = people[0]
	case len(people) > 1:
		r.Reason = fmt.Sprintf("the key belongs to %d people, so it names nobody", len(people))
	case len(principals) > 0:
		r.Owner = principals[0]
	default:
		r.Reason = "no literal principal held the key both when it signed and on the day, so it names nobody"
	}
}

func owners(open []window) (people, principals []string) {
	for _, w := range open {
		people, principals = append(people, w.people...), append(principals, w.principals...)
	}
	return sortedSet(people), sortedSet(principals)
}

func sortedSet(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

func both(a, b []string) []string {
	return slices.DeleteFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}
