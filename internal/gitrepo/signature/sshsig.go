package signature

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/ssh"
)

const (
	sshBegin = "-----BEGIN SSH SIGNATURE-----"
	sshEnd   = "\n-----END SSH SIGNATURE-----"
	sshMagic = "SSHSIG"
	maxArmor = 64 << 10 // bytes; the largest useful signature has about 5 KB
)

// fault is why a signature or key isn't used: the class and the reason.
type fault struct {
	verdict Verdict
	why     string
}

func faultf(v Verdict, format string, args ...any) *fault {
	return &fault{v, fmt.Sprintf(format, args...)}
}

// sshSignature is a parsed SSH signature (PROTOCOL.sshsig).
type sshSignature struct {
	key       ssh.PublicKey
	namespace string
	hash      string // sha256 or sha512
	signature ssh.Signature
}

// parseSSH reads an armored signature. The armor begins at the first byte, as ssh-keygen wants it, and nothing but
// blanks follows its end.
func parseSSH(armor []byte) (*sshSignature, *fault) {
	if len(armor) > maxArmor {
		return nil, faultf(Refused, "the signature is longer than %d KB", maxArmor>>10)
	}
	body, ok := bytes.CutPrefix(armor, []byte(sshBegin))
	if !ok {
		return nil, faultf(Bad, "the signature doesn't begin with %s", sshBegin)
	}
	body, after, ok := bytes.Cut(body, []byte(sshEnd))
	if !ok {
		return nil, faultf(Bad, "the signature has no line %s", sshEnd[1:])
	}
	if bytes.Contains(after, []byte(sshBegin)) {
		return nil, faultf(Refused, "several signatures in one object")
	}
	if len(bytes.TrimSpace(after)) > 0 {
		return nil, faultf(Refused, "there is text after the end of the signature")
	}
	blob, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(body), nil)))
	if err != nil {
		return nil, faultf(Bad, "the signature isn't base64")
	}
	return parseSSHBlob(blob)
}

func parseSSHBlob(blob []byte) (*sshSignature, *fault) {
	blob, ok := bytes.CutPrefix(blob, []byte(sshMagic))
	if !ok || len(blob) < 4 {
		return nil, faultf(Bad, "the signature doesn't hold %s", sshMagic)
	}
	if version := binary.BigEndian.Uint32(blob); version != 1 {
		return nil, faultf(Unsupported, "version %d of the signature format isn't supported", version)
	}
	var w struct {
		Key, Namespace, Reserved, Hash, Signature []byte
	}
	if err := ssh.Unmarshal(blob[4:], &w); err != nil { // rejects trailing bytes too
		return nil, faultf(Bad, "the signature is damaged")
	}
	if len(w.Namespace) == 0 {
		return nil, faultf(Refused, "the signature has no namespace")
	}
	if h := string(w.Hash); h != "sha256" && h != "sha512" {
		return nil, faultf(Unsupported, "hash %q isn't supported; SSH signatures use sha256 or sha512", clip(h))
	}
	key, f := parseSSHKey(w.Key)
	if f != nil {
		return nil, f
	}
	s := &sshSignature{key: key, namespace: string(w.Namespace), hash: string(w.Hash)}
	if err := ssh.Unmarshal(w.Signature, &s.signature); err != nil {
		return nil, faultf(Bad, "the signature is damaged")
	}
	return s, s.checkAlgorithm()
}

// checkAlgorithm compares the signature's own algorithm and tail with what the key's type allows.
func (s *sshSignature) checkAlgorithm() *fault {
	format, rest, want := s.signature.Format, s.signature.Rest, s.key.Type()
	if isSecurityKey(want) {
		switch {
		case format != want:
			return faultf(Unsupported, "signature algorithm %q isn't supported", clip(format))
		case len(rest) != 5: // one byte of flags and a counter
			return faultf(Bad, "the signature is damaged")
		case rest[0]&1 == 0:
			return faultf(Refused, "the security key was used without a touch")
		}
		return nil
	}
	switch {
	case len(rest) > 0:
		return faultf(Bad, "there are bytes after the signature")
	case want == ssh.KeyAlgoRSA && format == ssh.KeyAlgoRSA:
		return faultf(Refused, "the RSA signature uses SHA-1 (ssh-rsa)")
	case want == ssh.KeyAlgoRSA && format != ssh.KeyAlgoRSASHA256 && format != ssh.KeyAlgoRSASHA512,
		want != ssh.KeyAlgoRSA && format != want:
		return faultf(Bad, "signature algorithm %q doesn't fit a key of type %s", clip(format), want)
	}
	return nil
}

// clip shortens text from an untrusted place for a reason.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
