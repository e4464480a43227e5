package signature

import (
	"errors"
	"fmt"
	"slices"
	"time"

	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// weakHashes are the digests that are refused, by their number (RFC 9580 §9.5).
var weakHashes = map[byte]string{1: "MD5", 2: "SHA-1", 3: "RIPEMD-160"}

var pgpAlgorithms = map[packet.PublicKeyAlgorithm]string{
	packet.PubKeyAlgoRSA: "RSA", packet.PubKeyAlgoRSASignOnly: "RSA", packet.PubKeyAlgoECDSA: "ECDSA",
	packet.PubKeyAlgoEdDSA: "EdDSA", packet.PubKeyAlgoEd25519: "Ed25519", packet.PubKeyAlgoEd448: "Ed448",
}

// parsePGP reads an armored detached signature, which holds exactly one signature packet.
func parsePGP(armor []byte) (*packet.Signature, *fault) {
	if len(armor) > maxArmor {
		return nil, faultf(Refused, "the signature is longer than %d KB", maxArmor>>10)
	}
	blocks, outside, f := splitArmor(armor)
	switch {
	case f != nil:
		return nil, f
	case len(blocks) == 0:
		return nil, faultf(Bad, "there is no armored signature")
	case len(blocks) > 1:
		return nil, faultf(Refused, "several signatures in one object")
	case outside:
		return nil, faultf(Refused, "there is text outside the signature's armor")
	}
	packets, f := packetsOf(blocks[0].data)
	if f != nil {
		return nil, f
	}
	for _, p := range packets {
		if p.Tag != tagSignature {
			return nil, faultf(Refused, "the armor holds something else than a detached signature")
		}
	}
	if len(packets) != 1 {
		return nil, faultf(Refused, "several signatures in one object")
	}
	return parsePGPPacket(packets[0])
}

func parsePGPPacket(p *packet.OpaquePacket) (*packet.Signature, *fault) {
	if c := p.Contents; len(c) > 3 && c[0] >= 4 {
		if name := weakHashes[c[3]]; name != "" {
			return nil, faultf(Refused, "the signature uses the weak hash %s", name)
		}
		if c[2] == algorithmDSA {
			return nil, faultf(Refused, "a DSA signature is too weak")
		}
	}
	parsed, err := p.Parse()
	if unsupported := pgperrors.UnsupportedError(""); errors.As(err, &unsupported) {
		return nil, faultf(Unsupported, "%s isn't supported", string(unsupported))
	}
	sig, ok := parsed.(*packet.Signature)
	if err != nil || !ok {
		return nil, faultf(Bad, "the signature is damaged")
	}
	switch sig.SigType {
	case packet.SigTypeBinary:
	case packet.SigTypeText:
		return nil, faultf(Refused, "the signature is over text whose line ends may change")
	default:
		return nil, faultf(Refused, "the signature isn't one over a document")
	}
	for _, n := range sig.Notations {
		if n.IsCritical {
			return nil, faultf(Refused, "the signature has the critical notation %q, which isn't known", clip(n.Name))
		}
	}
	return sig, nil
}

// pgpEntry is a key with those whom it names.
type pgpEntry struct {
	key        *pgpKey
	people     []string
	principals []string
}

// checkPGP verifies s with every known key that it claims to be made by.
func (k *Keyring) checkPGP(s Signed) Result {
	r := Result{Kind: OpenPGP, SignedAt: s.When}
	sig, f := parsePGP(s.Armor)
	if f != nil {
		r.Verdict, r.Reason = f.verdict, f.why
		return r
	}
	r.SignedAt = sig.CreationTime.UTC()
	r.Algorithm = "OpenPGP " + pgpName(sig.PubKeyAlgo)
	if sig.IssuerKeyId != nil {
		r.KeyID = fmt.Sprintf("%016X", *sig.IssuerKeyId)
	}
	r.Verdict, r.Reason = UnknownKey, "nobody named the key "+r.KeyID
	for _, e := range k.pgp {
		for _, c := range e.key.signers() {
			if sig.CheckKeyIdOrFingerprint(c.public) {
				k.tryPGP(&r, e, c, sig, s.Payload)
			}
		}
	}
	if r.sound {
		r.Verdict, r.Reason = Good, ""
	}
	return r
}

// pgpWindow is when a signing key was valid, and for whom.
func (k *Keyring) pgpWindow(e pgpEntry, c pgpSigner) window {
	w := window{from: c.from.UTC(), people: e.people, principals: e.principals}
	w.ends = append(slices.Clone(c.ends), k.revocations[e.key.fingerprint()]...)
	if id := fingerprintOf(c.public); id != e.key.fingerprint() {
		w.ends = append(w.ends, k.revocations[id]...)
	}
	return w
}

func pgpName(a packet.PublicKeyAlgorithm) string {
	if name := pgpAlgorithms[a]; name != "" {
		return name
	}
	return fmt.Sprintf("algorithm %d", a)
}

// tryPGP verifies with one key and notes the outcome. One copy of a key that fits outweighs others that don't.
func (k *Keyring) tryPGP(r *Result, e pgpEntry, c pgpSigner, sig *packet.Signature, payload []byte) {
	if r.sound && r.Fingerprint != e.key.fingerprint() {
		return // two keys can't both have made it; the first that fits counts
	}
	verdict, why := c.check(sig, payload)
	if verdict != Good {
		if !r.sound {
			r.Verdict, r.Reason, r.Fingerprint = verdict, why, e.key.fingerprint()
		}
		return
	}
	r.sound, r.Fingerprint, r.KeyID = true, e.key.fingerprint(), fmt.Sprintf("%016X", c.public.KeyId)
	w := k.pgpWindow(e, c)
	if secs := sig.SigLifetimeSecs; secs != nil && *secs != 0 {
		at := sig.CreationTime.Add(time.Duration(*secs) * time.Second).UTC()
		w.ends = append(w.ends, end{at, Expired, "the signature expired on " + moment(at)})
	}
	r.windows = append(r.windows, w)
}

// pgpSigner is a primary key or a subkey as a maker of signatures.
type pgpSigner struct {
	public *packet.PublicKey
	signs  bool // the owner allows it to sign
	from   time.Time
	ends   []end // expiry of the key and of its primary key
}

// signers lists the key's primary key and its subkeys.
func (k *pgpKey) signers() []pgpSigner {
	primary := k.entity.PrimaryKey
	ends := append(lifetime(primary, k.self), lifetime(primary, k.direct)...)
	all := []pgpSigner{{primary, !k.self.FlagsValid || k.self.FlagSign, primary.CreationTime, ends}}
	for _, s := range k.entity.Subkeys {
		from := primary.CreationTime
		if s.PublicKey.CreationTime.After(from) {
			from = s.PublicKey.CreationTime
		}
		all = append(all, pgpSigner{s.PublicKey, s.Sig.FlagsValid && s.Sig.FlagSign, from,
			append(slices.Clone(ends), lifetime(s.PublicKey, s.Sig)...)})
	}
	return all
}

// weak returns the length of an RSA key that is too short to prove anything, in bits; 0 for any other.
func (c pgpSigner) weak() int {
	bits, err := c.public.BitLength()
	if err != nil || pgpName(c.public.PubKeyAlgo) != "RSA" || bits >= minRSA {
		return 0
	}
	return int(bits)
}

// check verifies the signature under the key, whatever the time.
func (c pgpSigner) check(sig *packet.Signature, payload []byte) (Verdict, string) {
	if bits := c.weak(); bits > 0 {
		return Refused, fmt.Sprintf("the RSA key has %d bits; %d are the least", bits, minRSA)
	}
	h, err := sig.PrepareVerify()
	if err != nil {
		return Unsupported, "the signature's hash isn't supported"
	}
	h.Write(payload)
	if c.public.VerifySignature(h, sig) != nil {
		return Bad, "the signature doesn't fit these bytes"
	}
	if !c.signs {
		return Refused, "the key isn't meant for signing"
	}
	return Good, ""
}
