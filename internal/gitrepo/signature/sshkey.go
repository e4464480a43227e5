package signature

import (
	"encoding/base64"
	"encoding/binary"
	"strings"

	"golang.org/x/crypto/ssh"
)

// minRSA is the least size of an RSA key in bits, as OpenSSH has it.
const minRSA = 1024

// sshTypes are the key types that can be verified.
var sshTypes = map[string]bool{
	ssh.KeyAlgoRSA: true, ssh.KeyAlgoED25519: true, ssh.KeyAlgoECDSA256: true, ssh.KeyAlgoECDSA384: true,
	ssh.KeyAlgoECDSA521: true, ssh.KeyAlgoSKED25519: true, ssh.KeyAlgoSKECDSA256: true,
}

func isSecurityKey(keyType string) bool { return strings.HasPrefix(keyType, "sk-") }

// checkSSHType tells types that are refused from those that nobody here knows.
func checkSSHType(name string) *fault {
	switch {
	case sshTypes[name]:
		return nil
	case strings.Contains(name, "-cert-v0"):
		return faultf(Refused, "a certificate (%s) isn't accepted; sign with the plain key", clip(name))
	case name == "ssh-dss":
		return faultf(Refused, "a DSA key (ssh-dss) is too weak")
	}
	return faultf(Unsupported, "key type %q isn't supported", clip(name))
}

// parseSSHKey reads a public key in SSH's wire format. Trailing bytes are rejected.
func parseSSHKey(blob []byte) (ssh.PublicKey, *fault) {
	if len(blob) < 4 || uint64(binary.BigEndian.Uint32(blob)) > uint64(len(blob)-4) {
		return nil, faultf(Bad, "the public key is damaged")
	}
	name := string(blob[4 : 4+binary.BigEndian.Uint32(blob)])
	if f := checkSSHType(name); f != nil {
		return nil, f
	}
	key, err := ssh.ParsePublicKey(blob)
	if err != nil || key.Type() != name {
		return nil, faultf(Bad, "the public key is damaged")
	}
	if bits := rsaBits(key); bits > 0 && bits < minRSA {
		return nil, faultf(Refused, "the RSA key has %d bits; %d are the least", bits, minRSA)
	}
	return key, nil
}

// rsaBits returns the size of an RSA key, and 0 for other keys.
func rsaBits(key ssh.PublicKey) int {
	var w struct {
		Name string
		E, N []byte
	}
	if key.Type() != ssh.KeyAlgoRSA || ssh.Unmarshal(key.Marshal(), &w) != nil {
		return 0
	}
	for len(w.N) > 0 && w.N[0] == 0 {
		w.N = w.N[1:]
	}
	return len(w.N) * 8
}

// readSSHKey reads "type base64 [comment]" as it is in key files, and returns the comment.
func readSSHKey(text string) (ssh.PublicKey, string, *fault) {
	name, rest := cutBlank(text)
	encoded, comment := cutBlank(rest)
	if encoded == "" {
		return nil, "", faultf(Bad, "a public key is written as TYPE BASE64, such as ssh-ed25519 AAAA…")
	}
	if f := checkSSHType(name); f != nil {
		return nil, "", f
	}
	blob, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, "", faultf(Bad, "the key's second word isn't base64")
	}
	key, f := parseSSHKey(blob)
	if f != nil {
		return nil, "", f
	}
	if key.Type() != name {
		return nil, "", faultf(Bad, "the line says %s, the key itself %s", clip(name), key.Type())
	}
	return key, strings.TrimSpace(comment), nil
}

// cutBlank cuts s at its first run of blanks.
func cutBlank(s string) (string, string) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeft(s[i:], " \t")
}
