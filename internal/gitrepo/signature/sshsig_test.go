package signature

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// forged builds SSH signatures that no program would write.
type forged struct {
	magic     string
	version   uint32
	key       []byte
	namespace string
	reserved  string
	hash      string
	signature []byte
	tail      string
}

func (f forged) armor() []byte {
	body := ssh.Marshal(struct {
		Version                        uint32
		Key, NS, Reserved, Hash, Value []byte
	}{f.version, f.key, []byte(f.namespace), []byte(f.reserved), []byte(f.hash), f.signature})
	text := base64.StdEncoding.EncodeToString([]byte(f.magic + string(body) + f.tail))
	return []byte(sshBegin + "\n" + text + sshEnd + "\n")
}

func testSeed() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef"))
}

// forge signs payload properly, for the caller to spoil.
func forge(t testing.TB, payload []byte) forged {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(testSeed())
	if err != nil {
		t.Fatal(err)
	}
	sig, err := signer.Sign(nil, (&sshSignature{namespace: "git", hash: "sha256"}).signed(payload))
	if err != nil {
		t.Fatal(err)
	}
	return forged{magic: sshMagic, version: 1, key: signer.PublicKey().Marshal(), namespace: "git", hash: "sha256", signature: ssh.Marshal(sig)}
}

// forgeSK signs as a security key does; flags 1 is a touch.
func forgeSK(t testing.TB, payload []byte, flags byte) forged {
	f := forge(t, payload)
	const name, app = ssh.KeyAlgoSKED25519, "ssh:"
	public := testSeed().Public().(ed25519.PublicKey)
	f.key = ssh.Marshal(struct{ Name, Key, App string }{name, string(public), app})
	a, m := sha256.Sum256([]byte(app)), sha256.Sum256((&sshSignature{namespace: "git", hash: "sha256"}).signed(payload))
	counter := []byte{flags, 0, 0, 0, 7}
	sig := ed25519.Sign(testSeed(), append(append(a[:], counter...), m[:]...))
	f.signature = append(ssh.Marshal(struct{ Name, Sig string }{name, string(sig)}), counter...)
	return f
}

func wire(words ...string) []byte {
	var b []byte
	for _, w := range words {
		b = append(b, ssh.Marshal(struct{ S string }{w})...)
	}
	return b
}

func TestSSHRefusals(t *testing.T) {
	payload := []byte("text\n")
	edit := func(change func(*forged)) []byte {
		f := forge(t, payload)
		change(&f)
		return f.armor()
	}
	good := string(forge(t, payload).armor())
	for _, c := range []struct {
		name  string
		armor []byte
		want  Verdict
		word  string
	}{
		{"as it comes", []byte(good), UnknownKey, "nobody named"},
		{"reserved is ignored", edit(func(f *forged) { f.reserved = "x" }), UnknownKey, "nobody named"},
		{"security key", forgeSK(t, payload, 1).armor(), UnknownKey, "nobody named"},
		{"security key without touch", forgeSK(t, payload, 0).armor(), Refused, "touch"},
		{"other magic", edit(func(f *forged) { f.magic = "SSHSIX" }), Bad, "SSHSIG"},
		{"version 2", edit(func(f *forged) { f.version = 2 }), Unsupported, "version 2"},
		{"no namespace", edit(func(f *forged) { f.namespace = "" }), Refused, "namespace"},
		{"other namespace", edit(func(f *forged) { f.namespace = "file" }), Bad, "namespace"},
		{"sha1", edit(func(f *forged) { f.hash = "sha1" }), Unsupported, "hash"},
		{"other hash", edit(func(f *forged) { f.hash = "sha512" }), Bad, "fit"},
		{"trailing bytes", edit(func(f *forged) { f.tail = "x" }), Bad, "damaged"},
		{"bytes after the signature", edit(func(f *forged) { f.signature = append(f.signature, 0) }), Bad, "after"},
		{"DSA", edit(func(f *forged) { f.key = wire("ssh-dss", "x") }), Refused, "DSA"},
		{"certificate", edit(func(f *forged) { f.key = wire("ssh-ed25519-cert-v01@openssh.com", "x") }), Refused, "certificate"},
		{"new type", edit(func(f *forged) { f.key = wire("mldsa44-ed25519", "x") }), Unsupported, "mldsa44"},
		{"webauthn", edit(func(f *forged) { f.key = wire("webauthn-sk-ecdsa-sha2-nistp256@openssh.com") }), Unsupported, "webauthn"},
		{"short RSA", edit(func(f *forged) { f.key = wire("ssh-rsa", "\x01\x00\x01", strings.Repeat("\x7f", 64)) }), Refused, "bits"},
		{"RSA with SHA-1", edit(func(f *forged) {
			f.key, f.signature = wire("ssh-rsa", "\x01\x00\x01", strings.Repeat("\x7f", 256)), wire("ssh-rsa", "x")
		}), Refused, "SHA-1"},
		{"huge RSA", edit(func(f *forged) { f.key = wire("ssh-rsa", "\x01\x00\x01", strings.Repeat("\x7f", 4096)) }), Bad, "damaged"},
		{"key cut", edit(func(f *forged) { f.key = f.key[:20] }), Bad, "damaged"},
		{"algorithm of another type", edit(func(f *forged) { f.signature = wire("rsa-sha2-512", "x") }), Bad, "fit"},
		{"two in a row", []byte(good + good), Refused, "several"},
		{"text after", []byte(good + "x"), Refused, "after"},
		{"no end", []byte(good[:60]), Bad, "END"},
		{"not base64", []byte(sshBegin + "\n!!" + sshEnd), Bad, "base64"},
		{"too long", []byte(sshBegin + strings.Repeat("\n", maxArmor)), Refused, "longer"},
	} {
		r := (&Keyring{}).Verify(FromText(payload, c.armor, time.Unix(1, 0)), NamespaceGit, time.Time{})
		if r.Verdict != c.want || !strings.Contains(r.Reason, c.word) {
			t.Errorf("%s: %s (%s), want %s with %q", c.name, r.Verdict, r.Reason, c.want, c.word)
		}
	}
}

// TestDay shows the second question: the key at the day on which the change arrived, and who held it then.
func TestDay(t *testing.T) {
	payload := []byte("text\n")
	f := forge(t, payload)
	key := "ssh-ed25519 " + base64.StdEncoding.EncodeToString(f.key)
	when := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	day := func(month time.Month, d int) time.Time { return time.Date(2024, month, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name, signers string
		day           time.Time
		want          Verdict
		owner         string
	}{
		{"no day", `ada@x valid-before="20240602Z" ` + key, time.Time{}, Good, "ada@x"},
		{"same day, key from noon", `ada@x valid-after="202406011159Z" ` + key, day(6, 1), Good, "ada@x"},
		{"merged after the end", `ada@x valid-before="20240602Z" ` + key, day(6, 3), Expired, ""},
		{"backdated", `ada@x valid-before="20240602Z" ` + key, day(12, 1), Expired, ""},
		{"merged before the key", `ada@x valid-after="20240601Z" ` + key, day(5, 31), NotYetValid, ""},
		{"renewed on another line", `ada@x valid-before="20240602Z" ` + key + "\nada@x valid-after=\"20240603Z\" " + key, day(6, 3), Good, "ada@x"},
		{"between two lines", `ada@x valid-before="20240602Z" ` + key + "\nada@x valid-after=\"20240605Z\" " + key, day(6, 3), Expired, ""},
		{"handed to another", `ada@x valid-before="20240602Z" ` + key + "\nbo@x valid-after=\"20240603Z\" " + key, day(6, 3), Good, ""},
	} {
		signers, _ := ParseSigners([]byte(c.signers), nil)
		r := NewKeyring(Sources{Signers: signers}).Verify(FromText(payload, f.armor(), when), NamespaceGit, c.day)
		if r.Verdict != c.want || r.Owner != c.owner {
			t.Errorf("%s: %s (%s), owner %q", c.name, r.Verdict, r.Reason, r.Owner)
		}
	}
	person, err := ParsePersonKey(key + " a comment")
	if err != nil {
		t.Fatal(err)
	}
	s := FromText(payload, f.armor(), when)
	for _, c := range []struct {
		people map[string][]Key
		owner  string
	}{{map[string][]Key{"ada": {person}}, "ada"}, {map[string][]Key{"ada": {person}, "bo": {person}}, ""}} {
		if r := NewKeyring(Sources{People: c.people}).Verify(s, NamespaceGit, day(6, 1)); r.Verdict != Good || r.Owner != c.owner || len(r.People) != len(c.people) {
			t.Errorf("people %d: %+v", len(c.people), r)
		}
	}
	signers, _ := ParseSigners([]byte(`ada@x valid-before="20240701Z" `+key), nil)
	r := NewKeyring(Sources{Signers: signers}).Verify(s, NamespaceGit, time.Time{})
	if r.ValidOn(day(6, 15)) != Good || r.ValidOn(day(7, 2)) != Expired || (Result{}).ValidOn(when) != Unsigned {
		t.Errorf("ValidOn: %s, %s", r.ValidOn(day(6, 15)), r.ValidOn(day(7, 2)))
	}
}
