package signature

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"
)

// Signs reports whether a signature made with the key at the moment on could be Good, as far as the key itself says:
// an SSH key always, an OpenPGP key that has neither expired nor been revoked. It never panics.
func (k Key) Signs(on time.Time) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return k.ssh != nil || slices.ContainsFunc(k.pgp, func(p *pgpKey) bool {
		_, can := p.entity.SigningKey(on)
		return can
	})
}

// Addresses are those of the user ids of OpenPGP keys, sorted. An SSH key has none.
func (k Key) Addresses() []string {
	var all []string
	for _, p := range k.pgp {
		all = append(all, p.addresses()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Names reports whether the list holds the key with a fingerprint ("SHA256:…"). The nil list holds none.
func (r *RevocationList) Names(fingerprint string) bool {
	if r == nil {
		return false
	}
	for wire := range r.keys {
		sum := sha256.Sum256([]byte(wire))
		if "SHA256:"+base64.RawStdEncoding.EncodeToString(sum[:]) == fingerprint {
			return true
		}
	}
	return false
}
