package signature

import (
	"crypto/sha256"
	"crypto/sha512"

	"golang.org/x/crypto/ssh"
)

// Namespaces of SSH signatures.
const (
	NamespaceGit      = "git"           // git's own: commits and tags
	NamespaceApproval = "writ-approval" // the statement of an approval, inside a message
	NamespaceCapture  = "writ-capture"  // a capture of a forge's reviews
)

// checkSSH verifies s under the key that it carries. Whether anybody knows that key is another matter.
func checkSSH(s Signed, namespace string) (r Result, key ssh.PublicKey) {
	r = Result{Kind: SSH, SignedAt: s.When}
	sig, f := parseSSH(s.Armor)
	if f != nil {
		r.Verdict, r.Reason = f.verdict, f.why
		return r, nil
	}
	r.Algorithm, r.Fingerprint = sig.key.Type(), ssh.FingerprintSHA256(sig.key)
	if sig.namespace != namespace {
		r.Verdict = Bad
		r.Reason = "the signature is for namespace \"" + clip(sig.namespace) + "\", not \"" + namespace + "\""
		return r, nil
	}
	if err := sig.key.Verify(sig.signed(s.Payload), &sig.signature); err != nil {
		r.Verdict, r.Reason = Bad, "the signature doesn't fit these bytes"
		return r, nil
	}
	r.sound = true
	return r, sig.key
}

// signed returns what the key signed: the frame of PROTOCOL.sshsig around the payload's digest. The reserved field
// is empty there, whatever the signature's own says.
func (s *sshSignature) signed(payload []byte) []byte {
	var digest []byte
	if s.hash == "sha256" {
		d := sha256.Sum256(payload)
		digest = d[:]
	} else {
		d := sha512.Sum512(payload)
		digest = d[:]
	}
	frame := struct{ Namespace, Reserved, Hash, Digest []byte }{[]byte(s.namespace), nil, []byte(s.hash), digest}
	return append([]byte(sshMagic), ssh.Marshal(frame)...)
}

// sshWindows collects when key was valid in namespace, and for whom. known reports whether any source names the key,
// in whatever namespace.
func (k *Keyring) sshWindows(key ssh.PublicKey, namespace string) (windows []window, known bool) {
	wire := key.Marshal()
	if people := k.people[string(wire)]; len(people) > 0 {
		windows, known = append(windows, window{people: people}), true
	}
	if k.signers == nil {
		return windows, known
	}
	for _, line := range k.signers.byKey[string(wire)] {
		if line.Authority {
			continue
		}
		known = true
		if !line.Allows(namespace) {
			continue
		}
		windows = append(windows, line.window())
	}
	return windows, known
}
