package signature

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

func armorPGP(kind string, data []byte) []byte {
	return []byte("-----BEGIN PGP " + kind + "-----\n\n" + base64.StdEncoding.EncodeToString(data) + "\n-----END PGP " + kind + "-----\n")
}

// pgpPair makes a key with a signing subkey and a signature by it, both as binary packets.
func pgpPair(t testing.TB, payload []byte) (key, sig []byte) {
	t.Helper()
	config := &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, DefaultHash: crypto.SHA256, Time: func() time.Time { return made }}
	entity, err := openpgp.NewEntity("Ada", "", "ada@example.com", config)
	if err == nil {
		err = entity.AddSigningSubkey(config)
	}
	if err != nil {
		t.Fatal(err)
	}
	var k, s bytes.Buffer
	if err := entity.Serialize(&k); err != nil {
		t.Fatal(err)
	}
	config.Time = func() time.Time { return signed }
	if err := openpgp.DetachSign(&s, entity, bytes.NewReader(payload), config); err != nil {
		t.Fatal(err)
	}
	return k.Bytes(), s.Bytes()
}

// FuzzPGP spoils signature and key. Whatever comes, there is an answer, and bytes that weren't signed are never good.
func FuzzPGP(f *testing.F) {
	payload := []byte("text\n")
	key, sig := pgpPair(f, payload)
	f.Add(sig, key)
	f.Add(sig, []byte("-----BEGIN PGP PUBLIC KEY BLOCK-----"))
	whole, err := ParsePersonKey(string(armorPGP("PUBLIC KEY BLOCK", key)))
	if err != nil {
		f.Fatal(err)
	}
	k := NewKeyring(Sources{People: map[string][]Key{"ada": {whole}}})
	if r := k.Verify(FromText(payload, armorPGP("SIGNATURE", sig), signed), NamespaceGit, laterOn); r.Verdict != Good {
		f.Fatalf("%+v", r)
	}
	f.Fuzz(func(t *testing.T, s, keyBytes []byte) {
		for _, armor := range [][]byte{armorPGP("SIGNATURE", s), s} {
			text := FromText([]byte("other\n"), armor, signed)
			text.Kind = OpenPGP
			if r := k.Verify(text, NamespaceGit, time.Time{}); r.Verdict == Good || r.Reason == "" {
				t.Fatalf("%+v", r)
			}
		}
		for _, block := range [][]byte{armorPGP("PUBLIC KEY BLOCK", keyBytes), keyBytes} {
			keys, faults := ParseKeyring(block)
			if len(keys)+len(faults) == 0 {
				t.Fatal("neither a key nor a fault")
			}
			mine := NewKeyring(Sources{OpenPGP: keys})
			_ = mine.Verify(FromText(payload, armorPGP("SIGNATURE", sig), signed), NamespaceGit, laterOn)
		}
	})
}

// TestPGPDamage flips each byte of a signature and of a key: no flip makes a signature over other bytes good, and
// a key whose bytes differ is a fault or another key.
func TestPGPDamage(t *testing.T) {
	payload := []byte("text\n")
	key, sig := pgpPair(t, payload)
	whole, err := ParsePersonKey(string(armorPGP("PUBLIC KEY BLOCK", key)))
	if err != nil {
		t.Fatal(err)
	}
	k := NewKeyring(Sources{People: map[string][]Key{"ada": {whole}}})
	for i := range sig {
		spoilt := bytes.Clone(sig)
		spoilt[i] ^= 0x40
		r := k.Verify(FromText(payload, armorPGP("SIGNATURE", spoilt), signed), NamespaceGit, time.Time{})
		if r.Verdict == Good && !r.SignedAt.Equal(signed) {
			t.Errorf("byte %d: good at %s", i, r.SignedAt)
		}
	}
	for i := range key {
		spoilt := bytes.Clone(key)
		spoilt[i] ^= 0x40
		keys, _ := ParseKeyring(armorPGP("PUBLIC KEY BLOCK", spoilt))
		r := NewKeyring(Sources{OpenPGP: keys}).Verify(FromText(payload, armorPGP("SIGNATURE", sig), signed), NamespaceGit, time.Time{})
		if r.Verdict == Good && (r.Fingerprint != whole.Fingerprints()[0] || r.Owner != "ada@example.com") {
			t.Errorf("byte %d: %+v", i, r)
		}
	}
}
