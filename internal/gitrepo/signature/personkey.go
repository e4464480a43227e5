package signature

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Key is a public key of a person or of a keyring file: an SSH key or OpenPGP keys. The zero Key is none.
type Key struct {
	ssh ssh.PublicKey
	pgp []*pgpKey
}

// ParsePersonKey reads a key as the configuration holds it: "ssh-ed25519 AAAA… comment", or one or more armored
// OpenPGP public key blocks. The error says what is wrong with it.
func ParsePersonKey(text string) (Key, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "-----BEGIN OPENSSH PRIVATE") || strings.HasPrefix(text, "-----BEGIN RSA PRIVATE") {
		return Key{}, fmt.Errorf("this is a private key: replace it, and put its public key here")
	}
	if strings.HasPrefix(text, "-----BEGIN ") {
		keys, faults := parsePGPKeys([]byte(text))
		if len(faults) > 0 {
			return Key{}, fmt.Errorf("%s", faults[0].Message)
		}
		return Key{pgp: keys}, nil
	}
	if strings.ContainsAny(text, "\n\r\x00") {
		return Key{}, fmt.Errorf("a public key is on one line: TYPE BASE64, such as ssh-ed25519 AAAA…")
	}
	key, _, f := readSSHKey(text)
	if f != nil {
		return Key{}, fmt.Errorf("%s", f.why)
	}
	return Key{ssh: key}, nil
}

// ParseKeyring reads a file of armored OpenPGP public keys. A key that can't be used is a fault at its block's line.
func ParseKeyring(src []byte) ([]Key, []Fault) {
	found, faults := parsePGPKeys(src)
	keys := make([]Key, 0, len(found))
	for _, k := range found {
		keys = append(keys, Key{pgp: []*pgpKey{k}})
	}
	return keys, faults
}

// Fingerprints names the key: "SHA256:…" for SSH, the primary keys' upper-case hex for OpenPGP.
func (k Key) Fingerprints() []string {
	if k.ssh != nil {
		return []string{ssh.FingerprintSHA256(k.ssh)}
	}
	var all []string
	for _, p := range k.pgp {
		all = append(all, p.fingerprint())
	}
	return all
}
