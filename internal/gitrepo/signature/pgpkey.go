package signature

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Tags of OpenPGP packets (RFC 9580 §5).
const (
	tagSignature    = 2
	tagSecretKey    = 5
	tagPublicKey    = 6
	tagSecretSubkey = 7
	tagPublicSubkey = 14
)

const (
	algorithmDSA = 17
	maxKeyPacket = 4096 // bytes; an RSA key of 16,384 bits has 2 KB
)

// pgpKey is one OpenPGP key with its subkeys.
type pgpKey struct {
	entity *openpgp.Entity
	self   *packet.Signature // the self-signature that counts for the primary key's expiry and use
	direct *packet.Signature // the newest direct-key signature, or nil
}

// parsePGPKeys reads armored public keys, several blocks and several keys in a block. A key that can't be used is a
// fault, and the others count.
func parsePGPKeys(src []byte) (keys []*pgpKey, faults []Fault) {
	blocks, _, f := splitArmor(src)
	if f != nil {
		return nil, []Fault{{1, Skipped, f.why}}
	}
	if len(blocks) == 0 {
		return nil, []Fault{{1, Skipped, "there is no armored OpenPGP key (-----BEGIN PGP PUBLIC KEY BLOCK-----)"}}
	}
	for _, b := range blocks {
		found, f := parsePGPBlock(b)
		keys = append(keys, found...)
		for _, f := range f {
			faults = append(faults, Fault{b.line, Skipped, f.why})
		}
	}
	return keys, faults
}

func parsePGPBlock(b pgpBlock) (keys []*pgpKey, faults []*fault) {
	switch {
	case b.kind == "PGP PRIVATE KEY BLOCK":
		return nil, []*fault{faultf(Refused, "this is a private key: revoke it, and put its public key here")}
	case b.kind != "PGP PUBLIC KEY BLOCK":
		return nil, []*fault{faultf(Bad, "the block is a %s, not a PGP PUBLIC KEY BLOCK", clip(b.kind))}
	case len(b.data) > maxKeyBlock:
		return nil, []*fault{faultf(Refused, "the key block is longer than %d KB; export it with export-minimal",
			maxKeyBlock>>10)}
	}
	packets, f := packetsOf(b.data)
	if f != nil {
		return nil, []*fault{f}
	}
	for len(packets) > 0 {
		n := 1
		for n < len(packets) && packets[n].Tag != tagPublicKey && packets[n].Tag != tagSecretKey {
			n++
		}
		if key, f := readPGPKey(packets[:n]); f != nil {
			faults = append(faults, f)
		} else {
			keys = append(keys, key)
		}
		packets = packets[n:]
	}
	return keys, faults
}

// readPGPKey reads the packets of one key. The library may panic on damaged ones; that is a fault of the key.
func readPGPKey(packets []*packet.OpaquePacket) (key *pgpKey, f *fault) {
	defer func() {
		if p := recover(); p != nil {
			key, f = nil, faultf(Bad, "the key is damaged: %s", clip(fmt.Sprint(p)))
		}
	}()
	clean, direct, f := sift(packets)
	if f != nil {
		return nil, f
	}
	var b bytes.Buffer
	for _, p := range clean {
		if err := p.Serialize(&b); err != nil {
			return nil, faultf(Bad, "the key is damaged: %v", err)
		}
	}
	entity, err := openpgp.ReadEntity(packet.NewReader(&b))
	if err != nil {
		return nil, faultf(Bad, "the key can't be read: %s", strings.TrimPrefix(err.Error(), "openpgp: "))
	}
	key = &pgpKey{entity: entity, self: selfSignature(entity)}
	if key.self == nil {
		return nil, faultf(Bad, "the key has no user id that it signed itself")
	}
	for _, s := range direct {
		if s.CheckKeyIdOrFingerprint(entity.PrimaryKey) && (key.direct == nil ||
			s.CreationTime.After(key.direct.CreationTime)) &&
			entity.PrimaryKey.VerifyDirectKeySignature(s) == nil {
			key.direct = s
		}
	}
	return key, nil
}

// sift drops subkeys and signatures that the library can't read, so that they don't spoil the key, and refuses a key
// where that would hide a revocation. It bounds what a key can make the verification cost.
func sift(packets []*packet.OpaquePacket) (clean []*packet.OpaquePacket, direct []*packet.Signature, f *fault) {
	dropping := false // the signatures of a dropped subkey
	for i, p := range packets {
		switch p.Tag {
		case tagSecretKey, tagSecretSubkey:
			return nil, nil, faultf(Refused, "this holds a private key: revoke it, and put the public key here")
		case tagPublicKey, tagPublicSubkey:
			if f := checkKeyPacket(p); f != nil {
				return nil, nil, f
			}
			_, err := p.Parse()
			if dropping = err != nil; dropping && p.Tag == tagPublicKey {
				return nil, nil, faultf(Unsupported, "the key's type or version isn't supported")
			}
		case tagSignature:
			if dropping {
				continue
			}
			parsed, err := p.Parse()
			if err != nil && isRevocation(p) {
				return nil, nil, faultf(Refused, "the key has a revocation that can't be read")
			}
			if s, ok := parsed.(*packet.Signature); err != nil || !ok {
				continue
			} else if s.SigType == packet.SigTypeDirectSignature {
				direct = append(direct, s)
			}
		default:
			dropping = false
		}
		if i == 0 && p.Tag != tagPublicKey {
			return nil, nil, faultf(Bad, "the block doesn't begin with a public key")
		}
		if !dropping {
			clean = append(clean, p)
		}
	}
	return clean, direct, nil
}

func checkKeyPacket(p *packet.OpaquePacket) *fault {
	switch {
	case len(p.Contents) > maxKeyPacket:
		return faultf(Refused, "the key is larger than %d bytes", maxKeyPacket)
	case len(p.Contents) > 5 && p.Contents[5] == algorithmDSA:
		return faultf(Refused, "a DSA key is too weak")
	}
	return nil
}

func isRevocation(p *packet.OpaquePacket) bool {
	at := 1 // where a signature packet states its type
	if len(p.Contents) > 0 && p.Contents[0] == 3 {
		at = 2
	}
	return len(p.Contents) <= at || p.Contents[at] == byte(packet.SigTypeKeyRevocation) ||
		p.Contents[at] == byte(packet.SigTypeSubkeyRevocation)
}

// selfSignature is the newest self-signature over a user id that isn't revoked, or over any if all are.
func selfSignature(e *openpgp.Entity) *packet.Signature {
	if e.SelfSignature != nil {
		return e.SelfSignature // version 6: a direct-key signature
	}
	var best *openpgp.Identity
	for _, id := range e.Identities {
		if id.SelfSignature == nil {
			continue
		}
		if best == nil || revokedID(best) && !revokedID(id) ||
			revokedID(best) == revokedID(id) && id.SelfSignature.CreationTime.After(best.SelfSignature.CreationTime) {
			best = id
		}
	}
	if best == nil {
		return nil
	}
	return best.SelfSignature
}

func revokedID(id *openpgp.Identity) bool { return len(id.Revocations) > 0 }

// addresses are the e-mail addresses of the user ids that aren't revoked, sorted.
func (k *pgpKey) addresses() []string {
	var all []string
	for _, id := range k.entity.Identities {
		if id.UserId.Email != "" && !revokedID(id) {
			all = append(all, id.UserId.Email)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (k *pgpKey) fingerprint() string { return fingerprintOf(k.entity.PrimaryKey) }

func fingerprintOf(p *packet.PublicKey) string { return fmt.Sprintf("%X", p.Fingerprint) }

// lifetime gives the end that a self-signature sets to a key, if any.
func lifetime(p *packet.PublicKey, s *packet.Signature) []end {
	var ends []end
	if s == nil {
		return nil
	}
	if secs := s.KeyLifetimeSecs; secs != nil && *secs != 0 {
		at := p.CreationTime.Add(time.Duration(*secs) * time.Second).UTC()
		ends = append(ends, end{at, Expired, "the key expired on " + moment(at)})
	}
	if secs := s.SigLifetimeSecs; secs != nil && *secs != 0 {
		at := s.CreationTime.Add(time.Duration(*secs) * time.Second).UTC()
		ends = append(ends, end{at, Expired, "the key's own signature expired on " + moment(at)})
	}
	return ends
}

// revocations gives the ends that revocations set: compromised from the beginning of time, else from its own date.
func revocations(list []*packet.Signature) []end {
	var ends []end
	for _, r := range list {
		if r.RevocationReason != nil && *r.RevocationReason == packet.KeyCompromised {
			ends = append(ends, end{time.Time{}, Revoked, "the key was revoked as compromised"})
			continue
		}
		at := r.CreationTime.UTC()
		ends = append(ends, end{at, Revoked, "the key was revoked on " + moment(at)})
	}
	return ends
}
