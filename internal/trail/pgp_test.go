package trail

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// pgp is a GnuPG home of the test's own, with a program for git that signs at a time of the test's choice.
type pgp struct {
	t       *testing.T
	home    string
	revoked map[string]string // name → public key with its revocation, which the home itself doesn't know
}

func newPGP(t *testing.T) *pgp {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("no gpg on this machine: OpenPGP signatures can't be made")
	}
	home, err := os.MkdirTemp("", "gpg") // the agent's socket must have a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		os.RemoveAll(home)
	})
	program := "#!/bin/sh\nexec gpg --homedir " + home + " --batch --no-tty --pinentry-mode loopback --passphrase '' --trust-model always --ignore-time-conflict --ignore-valid-from ${PGP_TIME:+--faked-system-time $PGP_TIME!} $PGP_MORE \"$@\"\n"
	if err := os.WriteFile(filepath.Join(home, "at"), []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	return &pgp{t, home, map[string]string{}}
}

// run is gpg on a day ("20240131").
func (p *pgp) run(day, in string, args ...string) string {
	p.t.Helper()
	cmd := exec.Command(filepath.Join(p.home, "at"), args...)
	cmd.Env, cmd.Stdin = append(os.Environ(), "PGP_TIME="+day+"T120000", "PGP_MORE=", "LC_ALL=C", "TZ=UTC"), strings.NewReader(in)
	return p.output(cmd)
}

func (p *pgp) output(cmd *exec.Cmd) string {
	p.t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("%v: %v\n%s", cmd.Args, err, said.String())
	}
	return string(out)
}

// key makes a key of name@example.com that is valid from a day on; expires is gpg's word for how long, "0" for always.
func (p *pgp) key(name, from, expires string) {
	p.t.Helper()
	p.run(from, "", "--quick-gen-key", name+" <"+name+"@example.com>", "ed25519", "sign", expires)
}

func (p *pgp) public(name string) string {
	p.t.Helper()
	if key := p.revoked[name]; key != "" {
		return key
	}
	return p.run("20240101", "", "--armor", "--export", "<"+name+"@example.com>")
}

// revoke lets the world know from a day on that a key is revoked, for a reason of gpg's menu: 1 compromised, 2 superseded.
// The key itself still signs here.
func (p *pgp) revoke(name, day, reason string) {
	p.t.Helper()
	world := p.t.TempDir()
	gpg := func(home, in string, args ...string) string {
		cmd := exec.Command("gpg", append([]string{"--homedir", home, "--faked-system-time", day + "T120000!", "--no-tty", "--armor"}, args...)...)
		cmd.Stdin = strings.NewReader(in)
		return p.output(cmd)
	}
	public := p.public(name)
	cert := gpg(p.home, "y\n"+reason+"\n\ny\n", "--pinentry-mode", "loopback", "--passphrase", "", "--command-fd", "0", "--status-fd", "2", "--gen-revoke", name+"@example.com")
	gpg(world, public, "--batch", "--import")
	gpg(world, cert, "--batch", "--import")
	p.revoked[name] = gpg(world, "", "--batch", "--export")
}

// keys is the YAML of a person's keys.
func keysYAML(armored string) string {
	out := "    keys:\n      - |\n"
	for _, line := range strings.Split(strings.TrimSpace(armored), "\n") {
		out += "        " + line + "\n"
	}
	return out
}

// withKey is the roster in which gus has a key.
func withKey(armored string) string {
	return strings.Replace(roster, "  gus: {name: Gus Holm, emails: [gus@example.com], until: 2024-06-30}\n",
		"  gus:\n    name: Gus Holm\n    emails: [gus@example.com]\n    github: gush\n    until: 2024-06-30\n"+keysYAML(armored), 1)
}

// git runs git as somebody; what it signs, gpg signs on a day with the key of an address.
func (p *pgp) git(s *signer, who, key, day string, args ...string) {
	s.t.Helper()
	s.env = append(s.env, "PGP_TIME="+day+"T120000")
	s.git(who, "", append([]string{"-c", "gpg.program=" + filepath.Join(p.home, "at"), "-c", "user.signingkey=" + key + "@example.com"}, args...)...)
}

// TestOpenPGPSignature: a key that gpg made counts where the main line names it, by person or in a keyring file.
func TestOpenPGPSignature(t *testing.T) {
	p := newPGP(t)
	p.key("gus", "20240101", "0")
	p.key("ada", "20240101", "0")
	s := newSigner(t, "gus")
	other := p.public("ada")
	for _, tc := range []struct {
		name, roster, keyring, grade string
	}{
		{"a key of the person", withKey(p.public("gus")), "", "A"},
		{"the keyring file", roster + "keyring: security/keys.asc\n", other + p.public("gus"), "A"},
		{"a keyring file without the key", roster + "keyring: security/keys.asc\n", other, "C"},
		{"a keyring file that isn't there", roster + "keyring: security/keys.asc\n", "", "C"},
	} {
		mustLoad(t, tc.roster)
		files := map[string]string{"writ.yaml": tc.roster, "note.txt": tc.name, "policies/p.md": policy("0."+tc.name, "draft", "", tc.name)}
		gittest.Git(t, s.dir, "rm", "-q", "-r", "--ignore-unmatch", "security")
		if tc.keyring != "" {
			files["security/keys.asc"] = tc.keyring
		}
		s.write(files)
		s.git("ada", "", "commit", "-qm", "roster")
		s.write(map[string]string{"policies/p.md": policy("1.0", "approved", "review_date: 2030-01-01\n", tc.name)})
		s.git("bo", "", "commit", "-qm", "P")
		p.git(s, "gus", "gus", fmt.Sprintf("202402%02d", s.day+1), "commit", "-S", "-q", "--allow-empty", "-m", approval+s.rev("HEAD:policies/p.md"))
		versions := byID(s.book(), "POL-1").Versions
		if got := string(versions[len(versions)-1].Grade); got != tc.grade {
			t.Errorf("%s: grade %s, want %s", tc.name, got, tc.grade)
		}
	}
}

// TestVerdicts: bad, expired, unknown, revoked and unsupported signatures are told apart, on commits, tags and captures,
// with keys that gpg made; none of them makes an approval better than its words.
func TestVerdicts(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	const day = "20240203" // of the third commit or tag: roster, document, approval
	approve := func(key, day string) func(*pgp, *signer) {
		return func(p *pgp, s *signer) {
			p.git(s, "gus", key, day, "commit", "-S", "-q", "--allow-empty", "-m", approval+blobOf(text))
		}
	}
	forge := func(change func(raw string) string) func(*pgp, *signer) {
		return func(p *pgp, s *signer) {
			approve("gus", day)(p, s)
			raw := change(gittest.Git(s.t, s.dir, "cat-file", "commit", "HEAD"))
			gittest.Git(s.t, s.dir, "update-ref", "refs/heads/main", s.object("commit", raw))
		}
	}
	shared := newPGP(t)
	for _, name := range []string{"gus", "eve", "bot"} {
		shared.key(name, "20240101", "0")
	}
	revoked := func(name, day, reason string) func(*pgp) {
		return func(p *pgp) { p.revoke(name, day, reason) }
	}
	only := func(from, expires string) func(*pgp) {
		return func(p *pgp) {
			*p = *newPGP(p.t)
			p.key("gus", from, expires)
		}
	}
	for _, tc := range []struct {
		name, grade, verdict string
		keys                 func(*pgp) // nil: gus, eve and bot have keys that are valid from 2024 on
		play                 func(*pgp, *signer)
	}{
		{"a commit", "A", "good", nil, approve("gus", day)},
		{"a key that expired since", "A", "good", only("20240101", "2024-06-01"), approve("gus", day)},
		{"a key that had expired, and a clock put back", "C", "expired", only("20240101", "2024-02-02"), approve("gus", "20240131")},
		{"a signature that had expired", "C", "expired", nil, func(p *pgp, s *signer) {
			s.env = append(s.env, "PGP_MORE=--default-sig-expire 2024-02-02")
			approve("gus", "20240131")(p, s)
		}},
		{"a key that came later", "C", "not yet valid", only("20240501", "0"), approve("gus", day)},
		{"a key that was given away", "C", "revoked", revoked("gus", "20240601", "1"), approve("gus", day)},
		{"a key that was replaced later", "A", "good", revoked("gus", "20240601", "2"), approve("gus", day)},
		{"a key that had been replaced", "C", "revoked", revoked("gus", "20240120", "2"), approve("gus", day)},
		{"a key that nobody named", "C", "unknown key", nil, approve("eve", day)},
		{"other words under the signature", "C", "bad", nil, forge(func(raw string) string { return strings.Replace(raw, "\n\nApprove\n", "\n\nApproved\n", 1) })},
		{"a signature cut short", "C", "bad", nil, forge(func(raw string) string {
			i := strings.Index(raw, "\n \n") + 3
			return raw[:i] + raw[strings.Index(raw[i:], "\n")+i+1:]
		})},
		{"X.509", "C", "unsupported", nil, forge(func(raw string) string { return strings.ReplaceAll(raw, "PGP SIGNATURE", "SIGNED MESSAGE") })},
		{"a format that nobody knows", "C", "unsupported", nil, forge(func(raw string) string { return strings.ReplaceAll(raw, "PGP SIGNATURE", "OTHER SIGNATURE") })},
		{"a tag", "A", "good", nil, func(p *pgp, s *signer) {
			p.git(s, "gus", "gus", day, "tag", "-s", "-m", "POL-1 1.0\n\n"+byGus+"\nApproved-Document: POL-1", "v1", "HEAD")
		}},
		{"a tag by a key that nobody named", "C", "unknown key", nil, func(p *pgp, s *signer) {
			p.git(s, "gus", "eve", day, "tag", "-s", "-m", "POL-1 1.0\n\n"+byGus+"\nApproved-Document: POL-1", "v1", "HEAD")
		}},
		{"a capture", "B", "good", nil, func(p *pgp, s *signer) { p.capture(s, "bot", text) }},
		{"a capture that the reviewer signed", "C", "good", nil, func(p *pgp, s *signer) { p.capture(s, "gus", text) }},
		{"a capture by a key that was given away", "C", "revoked", revoked("bot", "20240601", "1"), func(p *pgp, s *signer) { p.capture(s, "bot", text) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, s := &pgp{t, shared.home, map[string]string{}}, newSigner(t)
			if tc.keys != nil {
				tc.keys(p)
			}
			s.begin(map[string]string{"writ.yaml": p.roster()}, map[string]string{"policies/p.md": text})
			tc.play(p, s)
			book := s.book()
			tr := byID(book, "POL-1")
			e := evidenceOf(tr, "gus")
			if e == nil || e.Signature == nil {
				t.Fatalf("no signature of an approval was judged:\n%s%v", told(book, tr), book.Odd)
			}
			if g := tr.Versions[0].Grade; string(g) != tc.grade || e.Signature.Verdict != tc.verdict {
				t.Errorf("grade %s, %s (%s); want %s, %s", g, e.Signature.Verdict, e.Signature.Reason, tc.grade, tc.verdict)
			}
			if (tc.grade == "C") != (e.Signature.Reason != "") {
				t.Errorf("grade %s with the reason %q", tc.grade, e.Signature.Reason)
			}
		})
	}
}

// roster names gus, who approves, and where there is a key of one, the bot that captures reviews.
func (p *pgp) roster() string {
	text := withKey(p.public("gus"))
	if bot, err := exec.Command(filepath.Join(p.home, "at"), "--list-keys", "<bot@example.com>").Output(); err == nil && len(bot) > 0 {
		text = strings.Replace(text, "roles:\n", "  forge-bot:\n    name: Capture\n"+keysYAML(p.public("bot"))+"roles:\n", 1) + "capture: {signers: [forge-bot]}\n"
	}
	return text
}

// capture commits a capture of gus' review that a key signed.
func (p *pgp) capture(s *signer, key, text string) {
	s.t.Helper()
	signed := s.capture("", text, func(c *Capture) {
		c.Reviews[0].Login = "gush"
		bytes, err := c.SignedBytes()
		if err != nil {
			s.t.Fatal(err)
		}
		c.Signature = p.run("20240203", string(bytes), "--armor", "--detach-sign", "--local-user", key+"@example.com")
	})
	s.write(map[string]string{captureFile: signed})
	s.git("bot", "", "commit", "-qm", "Capture")
}

func evidenceOf(tr *Trail, person string) *Evidence {
	for _, e := range tr.evidence {
		if e.Person != nil && e.Person.Key == person {
			return e
		}
	}
	return nil
}
