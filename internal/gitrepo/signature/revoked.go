package signature

import (
	"bytes"
	"strings"

	"golang.org/x/crypto/ssh"
)

// RevocationList is a flat list of public SSH keys that never count, whenever they signed.
type RevocationList struct {
	keys map[string]bool
}

// ParseRevoked reads a revocation list: one public key to a line, as in gpg.ssh.revocationFile. A line that can't be
// read is a fault, since its key isn't revoked. OpenSSH's binary format (KRL) is a *RefusedError.
func ParseRevoked(src []byte) (*RevocationList, []Fault, error) {
	if bytes.HasPrefix(src, []byte("SSHKRL\n\x00")) {
		return nil, nil, &RefusedError{"the revocation list is a binary KRL; write the public keys into a text file, " +
			"one to a line"}
	}
	r := &RevocationList{keys: map[string]bool{}}
	var faults []Fault
	for i, text := range strings.Split(string(src), "\n") {
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		key, _, f := readSSHKey(text)
		if f != nil {
			faults = append(faults, Fault{i + 1, Skipped, f.why})
			continue
		}
		r.keys[string(key.Marshal())] = true
	}
	return r, faults, nil
}

// has reports whether key is on the list. A nil list is empty.
func (r *RevocationList) has(key ssh.PublicKey) bool {
	return r != nil && r.keys[string(key.Marshal())]
}
