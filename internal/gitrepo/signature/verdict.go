package signature

import (
	"slices"
	"time"
)

// Kind is the format of a signature, told by the first line of its armor.
type Kind int

// The kinds of signatures. None is the zero value: an object without a signature.
const (
	None    Kind = iota
	SSH          // -----BEGIN SSH SIGNATURE-----
	OpenPGP      // -----BEGIN PGP SIGNATURE----- or -----BEGIN PGP MESSAGE-----
	X509         // -----BEGIN SIGNED MESSAGE-----, as gpgsm, smimesign and gitsign write it
	Unknown      // anything else
)

// String names the kind in words for people.
func (k Kind) String() string {
	return [...]string{"no signature", "SSH", "OpenPGP", "X.509", "unknown"}[min(max(k, None), Unknown)]
}

// Verdict is the class of a verification's outcome. Only Good counts as evidence.
type Verdict int

// The classes of verdicts. The zero value is Unsigned, so that an empty Result proves nothing.
const (
	Unsigned    Verdict = iota // there is no signature
	Good                       // made by a known key that was valid
	Bad                        // the signature isn't one over these bytes, or is damaged
	UnknownKey                 // a signature, but by a key that nobody named (SSH: its own key confirms it)
	NotYetValid                // made before the key was valid
	Expired                    // made after the key or the signature had expired
	Revoked                    // made by a key that was revoked
	Unsupported                // a format or key type that isn't supported; counts as unsigned
	Refused                    // understood and refused by policy; the reason names what
)

// String names the verdict in words for people.
func (v Verdict) String() string {
	return [...]string{"unsigned", "good", "bad", "unknown key", "not yet valid", "expired", "revoked", "unsupported",
		"refused"}[min(max(v, Unsigned), Refused)]
}

// Result is what is known of one signature.
type Result struct {
	Verdict     Verdict
	Reason      string // why it isn't Good, or what limits a Good one; a sentence without a final stop
	Kind        Kind   // the signature's format
	Algorithm   string // key type: "ssh-ed25519", "OpenPGP RSA"…; "" when it couldn't be read
	Fingerprint string // SSH: "SHA256:…"; OpenPGP: the primary key's, upper-case hex; "" when not known
	KeyID       string // OpenPGP: the signing key's id, 16 upper-case hex digits; SSH: ""
	// SSH: what the signed object states; OpenPGP: what the signature states. The signer chose both
	SignedAt time.Time

	// Owner is the one whom the key names: the key of the one person that holds it, else the first literal
	// principal. It is empty where nobody or more than one person is named, and always unless the verdict is Good.
	Owner      string
	People     []string // keys of all people who hold the key
	Principals []string // literal principals (SSH) or addresses (keyring file) for which the key was valid

	sound   bool     // the cryptography is right; then only windows decide
	windows []window // when the key was valid, and for whom
}

// window is a stretch of time in which a key was valid, for some owners.
type window struct {
	from       time.Time // inclusive; zero is open
	ends       []end
	people     []string
	principals []string
}

// end closes a window from its moment on. An end at the zero time closes it altogether.
type end struct {
	at      time.Time // the first moment that isn't valid any more
	verdict Verdict   // Expired or Revoked
	why     string
}

// ValidOn tells what the verdict would be if only the moment t counted: Good when the key was valid then. For a
// signature that isn't sound, or a key that nobody named, it is the Result's own verdict. It doesn't ask whether
// the key was valid when it signed.
func (r Result) ValidOn(t time.Time) Verdict { return r.ValidDuring(t, t) }

// ValidDuring is ValidOn for any moment between from and to, both included.
func (r Result) ValidDuring(from, to time.Time) Verdict {
	if !r.sound || len(r.windows) == 0 {
		return r.Verdict
	}
	v, _, _ := judge(r.windows, from, to)
	return v
}

// judge finds the windows that are open at some moment between from and to. Where none is open it says what the
// most telling one suffers from: revoked, then expired, then not yet valid.
func judge(windows []window, from, to time.Time) (Verdict, string, []window) {
	var open []window
	verdict, why := NotYetValid, ""
	for i, w := range windows {
		v, reason := w.at(from, to)
		if v == Good {
			open = append(open, w)
		} else if i == 0 || rank(v) > rank(verdict) {
			verdict, why = v, reason
		}
	}
	if len(open) > 0 {
		return Good, "", open
	}
	return verdict, why, nil
}

func rank(v Verdict) int { return slices.Index([]Verdict{NotYetValid, Expired, Revoked}, v) }

func (w window) at(from, to time.Time) (Verdict, string) {
	first := from // the earliest moment that could be open
	if w.from.After(first) {
		first = w.from
	}
	verdict, why := Good, ""
	for _, e := range w.ends {
		if !e.at.After(first) && (verdict == Good || rank(e.verdict) > rank(verdict)) {
			verdict, why = e.verdict, e.why
		}
	}
	if verdict == Revoked {
		return verdict, why
	}
	if w.from.After(to) {
		return NotYetValid, "the key is valid from " + moment(w.from)
	}
	return verdict, why
}

// moment prints a time for a reason.
func moment(t time.Time) string { return t.Format(time.RFC3339) }
