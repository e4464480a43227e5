package signature

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/gittest"
)

// gpgOracle is a GnuPG home of the test's own.
type gpgOracle struct {
	t    *testing.T
	home string
}

func newGPGOracle(t *testing.T) *gpgOracle {
	t.Helper()
	for _, name := range []string{"gpg", "git"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s isn't installed; it is the oracle of this test", name)
		}
	}
	home, err := os.MkdirTemp("", "gpg") // a short path: the agent's socket lies there
	if err != nil {
		t.Fatal(err)
	}
	o := &gpgOracle{t, home}
	t.Cleanup(func() {
		exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		os.RemoveAll(home)
	})
	return o
}

// gpg runs gpg at a time (zero: the machine's) and returns standard output, and what it said beside it.
func (o *gpgOracle) gpg(at time.Time, in []byte, args ...string) (stdout, said string, ok bool) {
	o.t.Helper()
	all := append([]string{"--homedir", o.home, "--pinentry-mode", "loopback", "--passphrase", "", "--trust-model", "always"}, fake(at)...)
	cmd := exec.Command("gpg", append(all, args...)...)
	cmd.Env, cmd.Stdin = append(os.Environ(), "TZ=UTC", "LC_ALL=C", "GNUPGHOME="+o.home), bytes.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	return out.String(), errs.String(), err == nil
}

func fake(at time.Time) []string {
	if at.IsZero() {
		return nil
	}
	return []string{"--faked-system-time", at.UTC().Format("20060102T150405") + "!", "--ignore-time-conflict", "--ignore-valid-from"}
}

func (o *gpgOracle) must(at time.Time, in []byte, args ...string) string {
	o.t.Helper()
	out, said, ok := o.gpg(at, in, args...)
	if !ok {
		o.t.Fatalf("gpg %s: %s", strings.Join(args, " "), said)
	}
	return out
}

// key makes a key and returns its fingerprint.
func (o *gpgOracle) key(at time.Time, name, algorithm, usage, expires string) string {
	o.t.Helper()
	uid := name + " <" + strings.ToLower(name) + "@example.com>"
	o.must(at, nil, "--batch", "--quick-generate-key", uid, algorithm, usage, expires)
	return o.fingerprint("=" + uid)
}

func (o *gpgOracle) fingerprint(of string) string {
	for _, line := range strings.Split(o.must(time.Time{}, nil, "--with-colons", "--list-keys", of), "\n") {
		if f := strings.Split(line, ":"); f[0] == "fpr" {
			return f[9]
		}
	}
	o.t.Fatal("gpg lists no fingerprint")
	return ""
}

func (o *gpgOracle) export(keys ...string) string {
	o.t.Helper()
	return o.must(time.Time{}, nil, append([]string{"--armor", "--export"}, keys...)...)
}

func (o *gpgOracle) sign(at time.Time, key string, payload []byte, more ...string) []byte {
	o.t.Helper()
	args := append([]string{"--batch", "--armor", "-u", key}, more...)
	if len(more) == 0 || more[len(more)-1] != "--sign" {
		args = append(args, "--detach-sign")
	}
	return []byte(o.must(at, payload, args...))
}

// revoke makes and imports a revocation. menu is the reason in gpg's menu: 0 none, 1 compromised, 2 superseded, 3 retired.
func (o *gpgOracle) revoke(at time.Time, key, menu string) {
	o.t.Helper()
	cert := o.must(at, []byte("y\n"+menu+"\n\ny\n"), "--no-tty", "--command-fd", "0", "--status-fd", "2", "--armor", "--gen-revoke", key)
	o.must(at, []byte(cert), "--import")
}

// class verifies a detached signature with gpg at a time and tells the class by its status lines.
func (o *gpgOracle) class(at time.Time, armor, payload []byte) Verdict {
	o.t.Helper()
	sig, data := filepath.Join(o.home, "o.sig"), filepath.Join(o.home, "o.data")
	for path, b := range map[string][]byte{sig: armor, data: payload} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			o.t.Fatal(err)
		}
	}
	var args []string
	if !at.IsZero() {
		args = []string{"--faked-system-time", at.UTC().Format("20060102T150405") + "!"}
	}
	cmd := exec.Command("gpg", append(args, "--homedir", o.home, "--status-fd", "1", "--verify", sig, data)...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	out, _ := cmd.Output()
	for _, c := range []struct {
		word string
		v    Verdict
	}{{"REVKEYSIG", Revoked}, {"EXPKEYSIG", Expired}, {"EXPSIG", Expired}, {"BADSIG", Bad}, {"GOODSIG", Good}, {"NO_PUBKEY", UnknownKey}} {
		if strings.Contains(string(out), c.word) {
			return c.v
		}
	}
	o.t.Logf("gpg's status: %s", out)
	return Bad
}

// pgpCase is a signature with what gpg says today and what writ says at the signature's own time and on a later day.
type pgpCase struct {
	name      string
	armor     []byte
	payload   []byte
	keys      string    // armored, what the keyring holds
	verified  time.Time // when gpg verifies; zero is now
	oracle    Verdict
	want      Verdict // at the time that the signature states
	later     Verdict // on 2024-12-01 too
	onPurpose string  // why gpg differs from want
}

var (
	made    = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	signed  = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	laterOn = time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
)

func TestPGPAgainstGnuPG(t *testing.T) {
	o := newGPGOracle(t)
	text := []byte("tree 0\n\nApprove\n")
	for _, c := range pgpCases(o, text) {
		t.Run(c.name, func(t *testing.T) {
			o.t = t
			key, err := ParsePersonKey(c.keys)
			if err != nil {
				t.Fatal(err)
			}
			k := NewKeyring(Sources{People: map[string][]Key{"ada": {key}}})
			s := FromText(c.payload, c.armor, signed)
			if got := o.class(c.verified, c.armor, c.payload); got != c.oracle {
				t.Errorf("gpg says %s, the table %s", got, c.oracle)
			}
			r := k.Verify(s, NamespaceGit, time.Time{})
			if r.Verdict != c.want {
				t.Errorf("verdict is %s (%s), want %s", r.Verdict, r.Reason, c.want)
			}
			l := k.Verify(s, NamespaceGit, laterOn)
			if l.Verdict != c.later {
				t.Errorf("later verdict is %s (%s), want %s", l.Verdict, l.Reason, c.later)
			}
			if (r.Owner == "ada") != (r.Verdict == Good) {
				t.Errorf("owner %q of a %s signature", r.Owner, r.Verdict)
			}
			if differs := c.oracle != c.want; differs != (c.onPurpose != "") {
				t.Errorf("gpg: %s, writ: %s; on purpose: %q", c.oracle, c.want, c.onPurpose)
			}
		})
	}
}

func TestPGPOnCommitsAndTags(t *testing.T) {
	o := newGPGOracle(t)
	fpr := o.key(made, "Ada", "ed25519", "sign", "never")
	dir := gittest.Init(t)
	for _, args := range [][]string{{"commit", "-q", "--allow-empty", "-S", "-m", "Approve"}, {"tag", "-s", "-m", "Release", "v1"}} {
		cmd := exec.Command("git", append([]string{"-c", "user.signingkey=" + fpr}, args...)...)
		cmd.Dir, cmd.Env = dir, append(gittest.Env(), "GNUPGHOME="+o.home)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %s", args, out)
		}
	}
	file, faults := ParseKeyring([]byte("Our keys\n" + o.export()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	k := NewKeyring(Sources{OpenPGP: file})
	commit := mustCommit(t, []byte(gittest.Git(t, dir, "cat-file", "commit", "HEAD")))
	tag, err := FromTag([]byte(gittest.Git(t, dir, "cat-file", "tag", "v1")))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []Signed{commit, tag} {
		r := k.Verify(s, NamespaceGit, s.When)
		if r.Verdict != Good || r.Owner != "ada@example.com" || r.Fingerprint != fpr || r.Algorithm != "OpenPGP EdDSA" {
			t.Errorf("%+v", r)
		}
		s.Payload = append(bytes.Clone(s.Payload), '\n')
		if r := k.Verify(s, NamespaceGit, s.When); r.Verdict != Bad {
			t.Errorf("altered: %+v", r)
		}
	}
}

func TestConcatenatedKeyBlocksAndCopies(t *testing.T) {
	o := newGPGOracle(t)
	var text string
	var ids []string
	for i := range 3 {
		id := o.key(made, fmt.Sprintf("Ada%d", i), "ed25519", "sign", "never")
		ids, text = append(ids, id), text+o.export(id)
	}
	key, err := ParsePersonKey(text)
	if err != nil || strings.Join(key.Fingerprints(), " ") != strings.Join(ids, " ") {
		t.Errorf("%v: %v, want %v", err, key.Fingerprints(), ids)
	}
	payload := []byte("text\n")
	s := FromText(payload, o.sign(signed, ids[0], payload), signed)
	o.revoke(laterOn, ids[0], "1")
	revoked, err := ParsePersonKey(o.export(ids[0]))
	if err != nil {
		t.Fatal(err)
	}
	k := NewKeyring(Sources{People: map[string][]Key{"ada": {key}, "bo": {revoked}}})
	if r := k.Verify(s, NamespaceGit, signed); r.Verdict != Revoked {
		t.Errorf("a copy without the revocation still counts: %+v", r)
	}
	if _, err := ParsePersonKey(o.must(time.Time{}, nil, "--batch", "--armor", "--export-secret-keys", ids[1])); err == nil || !strings.Contains(err.Error(), "private") {
		t.Errorf("a private key: %v", err)
	}
}
