package signature

import (
	"maps"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"
)

// Usable returns what sound signatures made on a day would show, one for each known key that is valid in any part of
// that day, whose first moment day is: a Good Result with the kind, the fingerprint and the owners. An SSH key that
// is on the revocation list has a Result all the same, whose Verdict is Revoked.
func (k *Keyring) Usable(day time.Time) []Result {
	var all []Result
	from, to := onDay(day)
	add := func(r Result) {
		if verdict, _, open := judge(r.windows, from, to); verdict == Good {
			r.People, r.Principals = owners(open)
			all = append(all, r)
		}
	}
	for _, wire := range k.sshKeys() {
		key, err := ssh.ParsePublicKey([]byte(wire))
		if err != nil {
			continue
		}
		r := Result{Verdict: Good, Kind: SSH, Fingerprint: ssh.FingerprintSHA256(key)}
		if k.revoked.has(key) {
			r.Verdict, r.Reason = Revoked, onRevocationList
		}
		for _, namespace := range []string{NamespaceGit, NamespaceApproval} {
			windows, _ := k.sshWindows(key, namespace)
			r.windows = append(r.windows, windows...)
		}
		if len(r.windows) > 0 {
			add(r)
		}
	}
	for _, e := range k.pgp {
		for _, c := range e.key.signers() {
			if c.signs && c.weak() == 0 {
				add(Result{Verdict: Good, Kind: OpenPGP, Fingerprint: e.key.fingerprint(),
					windows: []window{k.pgpWindow(e, c)}})
			}
		}
	}
	return all
}

// sshKeys lists the SSH keys that somebody named, in wire format, sorted.
func (k *Keyring) sshKeys() []string {
	all := slices.Collect(maps.Keys(k.people))
	if k.signers != nil {
		all = slices.AppendSeq(all, maps.Keys(k.signers.byKey))
	}
	return sortedSet(all)
}

// Holders returns whom the keyring names for a key, at whatever time: people, and the principals or addresses of
// files.
func (k *Keyring) Holders(fingerprint string) (people, principals []string) {
	for _, wire := range k.sshKeys() {
		key, err := ssh.ParsePublicKey([]byte(wire))
		if err != nil || ssh.FingerprintSHA256(key) != fingerprint {
			continue
		}
		people = append(people, k.people[wire]...)
		if k.signers == nil {
			continue
		}
		for _, line := range k.signers.byKey[wire] {
			principals = append(principals, slices.Concat(line.Principals, line.Patterns)...)
		}
	}
	for _, e := range k.pgp {
		if e.key.fingerprint() == fingerprint {
			people, principals = append(people, e.people...), append(principals, e.principals...)
		}
	}
	return sortedSet(people), sortedSet(principals)
}
