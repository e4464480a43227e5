package signature

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// FuzzCommit holds what a split must keep: nothing is invented, and an unsigned object stays whole.
func FuzzCommit(f *testing.F) {
	f.Add([]byte(tree + author + committer + gpgsig + "\nText\n"))
	f.Add([]byte("object a\ntype commit\ntag v\ntagger A <a> 1 +0000\n\nx\n" + armored))
	f.Add([]byte(tree + author + committer + "mergetag object a\n type b\n\nText"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, split := range []func([]byte) (Signed, error){FromCommit, FromTag} {
			before := bytes.Clone(raw)
			s, err := split(raw)
			if !bytes.Equal(before, raw) {
				t.Fatal("the input was changed")
			}
			if err != nil {
				continue
			}
			if s.Kind == None && !bytes.Equal(s.Payload, raw) || len(s.Payload)+len(s.Armor) > len(raw) {
				t.Fatalf("payload %q and armor %q of %q", s.Payload, s.Armor, raw)
			}
			if v := (&Keyring{}).Verify(s, NamespaceGit, time.Time{}).Verdict; v == Good || (v == Unsigned) != (s.Kind == None) {
				t.Fatalf("%s without any key", v)
			}
		}
		tags, _ := FromMergeTags(raw)
		for _, tag := range tags {
			_, _ = FromTag(tag)
		}
	})
}

// FuzzSSH spoils a signature: only the very one that the key made may be good.
func FuzzSSH(f *testing.F) {
	payload := []byte("text\n")
	good := forge(f, payload)
	blob, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(good.armor()), []byte(sshBegin)), []byte(sshEnd))), nil)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(blob)
	f.Add([]byte(sshMagic))
	signers, _ := ParseSigners([]byte("ada@x ssh-ed25519 "+base64.StdEncoding.EncodeToString(good.key)), nil)
	k := NewKeyring(Sources{Signers: signers})
	f.Fuzz(func(t *testing.T, b []byte) {
		armor := []byte(sshBegin + "\n" + base64.StdEncoding.EncodeToString(b) + sshEnd)
		r := k.Verify(FromText(payload, armor, time.Unix(1, 0)), NamespaceGit, time.Time{})
		if r.Verdict == Good && !bytes.Contains(b, good.signature) {
			t.Fatalf("good: %q", b)
		}
		if r.Verdict != Good && r.Reason == "" {
			t.Fatalf("%s without a reason", r.Verdict)
		}
		raw := FromText(payload, b, time.Unix(1, 0))
		raw.Kind = SSH
		_ = k.Verify(raw, NamespaceGit, time.Time{})
		_ = Unfold(string(b))
	})
}

// FuzzKeys reads damaged signers files, revocation lists and keys. A line is either counted or a fault.
func FuzzKeys(f *testing.F) {
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7JdPSbDRLfHcpqC1pPNhXHZ8eFCfXc0n9Jv8pb+V2u"
	f.Add([]byte("ada@x,*@y namespaces=\"git\",valid-after=\"20240101Z\" " + key + " c\n# x\n\"a b\" cert-authority " + key))
	f.Add([]byte(key))
	f.Fuzz(func(t *testing.T, src []byte) {
		signers, faults := ParseSigners(src, time.UTC)
		skipped := map[int]bool{}
		for _, ft := range faults {
			if ft.Message == "" || ft.Line < 1 {
				t.Fatalf("fault %+v", ft)
			}
			skipped[ft.Line] = ft.Kind == Skipped
		}
		for _, l := range signers.Lines {
			if skipped[l.Line] || !strings.HasPrefix(l.Key, "SHA256:") {
				t.Fatalf("line %+v, faults %v", l, faults)
			}
			for _, p := range l.Principals {
				if strings.ContainsAny(p, "*?") {
					t.Fatalf("principal %q is a pattern", p)
				}
			}
		}
		_, _, _ = ParseRevoked(src)
		_, _ = ParsePersonKey(string(src))
	})
}
