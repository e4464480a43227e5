package signature

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/gittest"
)

// sshOracle is a folder with keys that ssh-keygen made and a repository that git signs in.
type sshOracle struct {
	t   *testing.T
	dir string
}

func newSSHOracle(t *testing.T) *sshOracle {
	t.Helper()
	o := &sshOracle{t, gittest.Init(t)}
	for name, args := range map[string][]string{
		"ed25519": {"-t", "ed25519"}, "ecdsa": {"-t", "ecdsa", "-b", "384"}, "rsa": {"-t", "rsa", "-b", "2048"},
		"other": {"-t", "ed25519"}, "ca": {"-t", "ed25519"},
	} {
		gittest.SSHKey(t, o.dir, name, args...)
	}
	return o
}

func (o *sshOracle) path(name string) string { return filepath.Join(o.dir, name) }

func (o *sshOracle) write(name, text string) string {
	o.t.Helper()
	if err := os.WriteFile(o.path(name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return o.path(name)
}

func (o *sshOracle) read(name string) string {
	o.t.Helper()
	b, err := os.ReadFile(o.path(name))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// public is the key's "type base64" without its comment.
func (o *sshOracle) public(name string) string {
	return strings.Join(strings.Fields(o.read(name + ".pub"))[:2], " ")
}

// keygen runs ssh-keygen and returns what it printed on both streams, and whether it succeeded.
func (o *sshOracle) keygen(in []byte, args ...string) (string, bool) {
	o.t.Helper()
	cmd := exec.Command("ssh-keygen", args...)
	cmd.Env, cmd.Stdin = append(os.Environ(), "TZ=UTC", "LC_ALL=C"), bytes.NewReader(in)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		o.t.Fatal(err)
	}
	return string(out), err == nil
}

func (o *sshOracle) must(in []byte, args ...string) string {
	o.t.Helper()
	out, ok := o.keygen(in, args...)
	if !ok {
		o.t.Fatalf("ssh-keygen %s: %s", strings.Join(args, " "), out)
	}
	return out
}

// sign signs payload in a namespace and returns the armor.
func (o *sshOracle) sign(key, namespace string, payload []byte) []byte {
	o.t.Helper()
	o.write("payload", string(payload))
	os.Remove(o.path("payload.sig"))
	o.must(nil, "-q", "-Y", "sign", "-n", namespace, "-f", o.path(key), o.path("payload"))
	return []byte(o.read("payload.sig"))
}

// commit makes git sign a commit of that time, and returns the object.
func (o *sshOracle) commit(key string, when time.Time, message string) []byte {
	o.t.Helper()
	date := fmt.Sprintf("%d +0130", when.Unix())
	cmd := exec.Command("git", "-c", "gpg.format=ssh", "-c", "user.signingkey="+o.path(key), "commit", "-q", "--allow-empty", "-S", "-m", message)
	cmd.Dir, cmd.Env = o.dir, append(gittest.Env(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		o.t.Fatalf("git commit: %v\n%s", err, out)
	}
	return []byte(gittest.Git(o.t, o.dir, "cat-file", "commit", "HEAD"))
}

func (o *sshOracle) tag(key, name, message string) []byte {
	o.t.Helper()
	gittest.Git(o.t, o.dir, "-c", "gpg.format=ssh", "-c", "user.signingkey="+o.path(key), "tag", "-s", "-m", message, name)
	return []byte(gittest.Git(o.t, o.dir, "cat-file", "tag", name))
}

// class asks ssh-keygen what git asks it, and tells the class of the verdict by its words.
func (o *sshOracle) class(s Signed, namespace, signers, revoked string) Verdict {
	o.t.Helper()
	sig, file := o.write("o.sig", string(s.Armor)), o.write("o.signers", signers)
	at := "-Overify-time=" + s.When.UTC().Format("20060102150405") + "Z"
	out, ok := o.keygen(nil, "-Y", "find-principals", "-f", file, "-s", sig, at)
	if !ok {
		why, valid := o.keygen(s.Payload, "-Y", "check-novalidate", "-n", namespace, "-s", sig)
		switch {
		case !valid:
			return classOf(why)
		case strings.Contains(out, "expired"):
			return Expired
		case strings.Contains(out, "not yet valid"):
			return NotYetValid
		}
		return UnknownKey
	}
	why, unrevoked := "", false
	for _, principal := range strings.Split(strings.TrimSpace(out), "\n") {
		args := []string{"-Y", "verify", "-n", namespace, "-f", file, "-I", principal, "-s", sig, at}
		if revoked != "" { // ssh-keygen has no words for a revoked key: compare with its answer without the list
			_, unrevoked = o.keygen(s.Payload, args...)
			args = append(args, "-r", o.write("o.revoked", revoked))
		}
		if why, ok = o.keygen(s.Payload, args...); ok {
			return Good
		}
	}
	if unrevoked {
		return Revoked
	}
	return classOf(why)
}

// classOf reads the reason that ssh-keygen prints when a signature isn't good.
func classOf(text string) Verdict {
	switch {
	case strings.Contains(text, "expired"):
		return Expired
	case strings.Contains(text, "not yet valid"):
		return NotYetValid
	}
	return Bad
}

func TestSSHAgainstOpenSSH(t *testing.T) {
	o := newSSHOracle(t)
	when := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	ed, signed := o.public("ed25519"), o.commit("ed25519", when, "Approve the policy")
	for _, c := range sshCases(ed, o.public("other")) {
		t.Run(c.name, func(t *testing.T) {
			o.t = t
			s := mustCommit(t, signed)
			namespace := c.namespace
			if namespace == "" {
				namespace = NamespaceGit
			}
			if c.damage {
				s.Payload = bytes.Replace(s.Payload, []byte("Approve"), []byte("Refuse!"), 1)
			}
			signers, _ := ParseSigners([]byte(c.signers), time.UTC)
			revoked, _, err := ParseRevoked([]byte(c.revoked))
			if err != nil {
				t.Fatal(err)
			}
			got := NewKeyring(Sources{Signers: signers, Revoked: revoked}).Verify(s, namespace, time.Time{})
			if oracle := o.class(s, namespace, c.signers, c.revoked); oracle != c.oracle {
				t.Errorf("ssh-keygen says %s, the table %s", oracle, c.oracle)
			}
			if got.Verdict != c.want {
				t.Errorf("verdict is %s (%s), want %s", got.Verdict, got.Reason, c.want)
			}
			if got.Owner != c.owner {
				t.Errorf("owner is %q, want %q", got.Owner, c.owner)
			}
			if differs := c.oracle != c.want; differs != (c.onPurpose != "") {
				t.Errorf("ssh-keygen: %s, writ: %s; on purpose: %q", c.oracle, c.want, c.onPurpose)
			}
		})
	}
}

func TestSSHKeyTypesAndObjects(t *testing.T) {
	o := newSSHOracle(t)
	when := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, key := range []string{"ed25519", "ecdsa", "rsa"} {
		signers, faults := ParseSigners([]byte("ada@example.com "+o.public(key)+"\n"), nil)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		k := NewKeyring(Sources{Signers: signers})
		s := mustCommit(t, o.commit(key, when, "One\n\n-----BEGIN SSH SIGNATURE-----\nquoted\n"))
		if !s.When.Equal(when) {
			t.Errorf("%s: committer time is %s", key, s.When)
		}
		r := k.Verify(s, NamespaceGit, when)
		if r.Verdict != Good || r.Owner != "ada@example.com" || r.Algorithm != strings.Fields(o.public(key))[0] {
			t.Errorf("%s: commit: %+v", key, r)
		}
		if want := strings.Fields(o.must(nil, "-l", "-f", o.path(key+".pub")))[1]; r.Fingerprint != want {
			t.Errorf("%s: fingerprint %s, ssh-keygen says %s", key, r.Fingerprint, want)
		}
		tagged, err := FromTag(o.tag(key, "v-"+key, "A tag\n\n-----BEGIN SSH SIGNATURE-----\nquoted"))
		if err != nil {
			t.Fatal(err)
		}
		if tagged.Tag.Name != "v-"+key || tagged.Tag.Type != "commit" || len(tagged.Tag.Object) != 40 {
			t.Errorf("%s: tag says %+v", key, tagged.Tag)
		}
		if r := k.Verify(tagged, NamespaceGit, time.Time{}); r.Verdict != Good {
			t.Errorf("%s: tag: %+v", key, r)
		}
		text := []byte("id POL-001\nversion 2.1\ndigest 00\n")
		armor := o.sign(key, NamespaceApproval, text)
		folded := strings.Join(strings.Fields(string(armor)), " ")
		for _, a := range [][]byte{armor, Unfold(string(armor)), Unfold(folded)} {
			if r := k.Verify(FromText(text, a, when), NamespaceApproval, when); r.Verdict != Good {
				t.Errorf("%s: text: %+v\n%s", key, r, a)
			}
			if r := k.Verify(FromText(text, a, when), NamespaceGit, when); r.Verdict != Bad {
				t.Errorf("%s: text in the wrong namespace: %+v", key, r)
			}
		}
	}
}

func TestMergedTag(t *testing.T) {
	o := newSSHOracle(t)
	dir := o.dir
	o.commit("ed25519", time.Unix(1_700_000_000, 0), "Start")
	gittest.Git(t, dir, "switch", "-q", "-c", "side")
	o.commit("ed25519", time.Unix(1_700_000_100, 0), "Side")
	raw := o.tag("ecdsa", "v1", "Release\n\nwith an empty line")
	gittest.Git(t, dir, "switch", "-q", "main")
	o.commit("ed25519", time.Unix(1_700_000_200, 0), "Main")
	gittest.Git(t, dir, "-c", "gpg.format=ssh", "-c", "user.signingkey="+o.path("rsa"), "merge", "-q", "-S", "--no-edit", "v1")
	merge := []byte(gittest.Git(t, dir, "cat-file", "commit", "HEAD"))
	tags, err := FromMergeTags(merge)
	if err != nil || len(tags) != 1 || !bytes.Equal(tags[0], raw) {
		t.Fatalf("mergetag gives %q, %v; the tag is %q", tags, err, raw)
	}
	signers, _ := ParseSigners([]byte("a@x "+o.public("ecdsa")+"\nb@x "+o.public("rsa")), nil)
	k := NewKeyring(Sources{Signers: signers})
	tag, err := FromTag(tags[0])
	if err != nil || k.Verify(tag, NamespaceGit, time.Time{}).Owner != "a@x" {
		t.Errorf("the merged tag: %v %+v", err, k.Verify(tag, NamespaceGit, time.Time{}))
	}
	if r := k.Verify(mustCommit(t, merge), NamespaceGit, time.Time{}); r.Owner != "b@x" {
		t.Errorf("the merge: %+v", r)
	}
}

func TestCertificateIsRefused(t *testing.T) {
	o := newSSHOracle(t)
	o.must(nil, "-q", "-s", o.path("ca"), "-I", "ada", "-n", "ada@example.com", o.path("ed25519.pub"))
	o.write("cert", o.read("ed25519"))
	o.write("cert.pub", o.read("ed25519-cert.pub"))
	payload := []byte("text\n")
	armor := o.sign("cert.pub", NamespaceGit, payload)
	s := FromText(payload, armor, time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC))
	text := "ada@example.com cert-authority " + o.public("ca") + "\n"
	signers, _ := ParseSigners([]byte(text), nil)
	if r := NewKeyring(Sources{Signers: signers}).Verify(s, NamespaceGit, time.Time{}); r.Verdict != Refused || !strings.Contains(r.Reason, "certificate") {
		t.Errorf("a certificate's signature: %+v", r)
	}
}

func mustCommit(t *testing.T, raw []byte) Signed {
	t.Helper()
	s, err := FromCommit(raw)
	if err != nil || s.Kind == None {
		t.Fatalf("%v, kind %s\n%s", err, s.Kind, raw)
	}
	return s
}
