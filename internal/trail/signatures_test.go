package trail

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// signer makes commits with the git program, signed with SSH keys made here.
type signer struct {
	t    *testing.T
	dir  string
	keys map[string]string // name → file of the private key
	day  int
}

func newSigner(t *testing.T, names ...string) *signer {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("no ssh-keygen on this machine: signatures can't be made")
	}
	s := &signer{t: t, dir: t.TempDir(), keys: map[string]string{}}
	gittest.Git(t, s.dir, "init", "-q", "-b", "main")
	home := t.TempDir()
	for _, name := range names {
		file := filepath.Join(home, name)
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v\n%s", err, out)
		}
		s.keys[name] = file
	}
	return s
}

func (s *signer) public(name string) string {
	b, err := os.ReadFile(s.keys[name] + ".pub")
	if err != nil {
		s.t.Fatal(err)
	}
	f := strings.Fields(string(b))
	return f[0] + " " + f[1]
}

// git runs git as somebody on the next day, signing with the key of that name ("" signs nothing).
func (s *signer) git(who, key string, args ...string) {
	s.t.Helper()
	s.day++
	date := fmt.Sprintf("2024-02-%02dT10:00:00Z", s.day)
	mail := who + "@example.com"
	s.t.Setenv("GIT_AUTHOR_DATE", date)
	s.t.Setenv("GIT_COMMITTER_DATE", date)
	config := []string{"-c", "user.name=" + who, "-c", "user.email=" + mail}
	if key != "" {
		config = append(config, "-c", "gpg.format=ssh", "-c", "user.signingkey="+s.keys[key], "-c", "commit.gpgsign=true")
	}
	cmd := exec.Command("git", append(config, args...)...)
	cmd.Dir = s.dir
	cmd.Env = append(gittest.Env(s.t.TempDir()), "GIT_AUTHOR_NAME="+who, "GIT_AUTHOR_EMAIL="+mail, "GIT_COMMITTER_NAME="+who, "GIT_COMMITTER_EMAIL="+mail,
		"GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (s *signer) write(files map[string]string) {
	gittest.Write(s.t, s.dir, files)
	gittest.Git(s.t, s.dir, "add", ".")
}

// keyed is the roster with keys of people.
func (s *signer) keyed(keys map[string]string) string {
	s.t.Helper()
	out := roster
	for person, key := range keys {
		entry := regexp.MustCompile(`(?m)^  ` + person + `: \{name: [^,]*, emails: \[[^\]]*\]`).FindString(out)
		if entry == "" {
			s.t.Fatalf("the roster has no %s", person)
		}
		out = strings.Replace(out, entry, entry+", keys: [\""+s.public(key)+"\"]", 1)
	}
	return out
}

func (s *signer) book() *Book { return build(s.t, s.dir, mustLoad(s.t, roster), day.Of(2025, 1, 1)) }

func (s *signer) told() string {
	book := s.book()
	return told(book, book.ByID("POL-1"))
}

func mustLoad(t *testing.T, src string) *config.Config {
	t.Helper()
	cfg, problems := config.Load([]byte(src))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return cfg
}

const approval = "Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: "

// TestSignatures: only the approver's own key, known before the change, makes grade A.
func TestSignatures(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	for _, tc := range []struct {
		name  string
		play  func(s *signer)
		grade string
	}{
		{"the approver signs the approval", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", "HEAD:policies/p.md")))
		}, "A"},
		{"somebody else signs it", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "ada", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"a key that nobody named", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster, "policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", "HEAD:policies/p.md")))
		}, "C"},
		{"a key that the same change brought", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "ada"}), "policies/p.md": text})
			s.git("bo", "ada", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"a key that two people share", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"the approver signs the merge", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.git("ada", "", "switch", "-qc", "side")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("ada", "", "switch", "-q", "main")
			s.git("gus", "gus", "merge", "-q", "--no-ff", "-S", "-m", "Merge", "side")
		}, "A"},
		{"the signers file names the approver", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "gus@example.com namespaces=\"git\" " + s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "A"},
		{"the signers file has a pattern", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "*@example.com " + s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"the key was allowed too late", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "gus@example.com valid-after=\"20250101Z\" " + s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"an author signs their own", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("gus", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "D"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada")
			tc.play(s)
			if got := s.told(); !strings.HasPrefix(got, "v1.0 "+tc.grade+" ") && !strings.HasPrefix(got, "v1.0 "+tc.grade+"\n") {
				t.Errorf("not grade %s:\n%s", tc.grade, got)
			}
		})
	}
}

// TestTamperedSignature: a commit whose words were changed under its signature proves nothing beyond the name.
func TestTamperedSignature(t *testing.T) {
	s := newSigner(t, "gus")
	s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
	s.git("ada", "", "commit", "-qm", "roster")
	s.write(map[string]string{"policies/p.md": policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")})
	s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
	raw := gittest.Git(t, s.dir, "cat-file", "commit", "HEAD")
	forged := gittest.GitIn(t, s.dir, []byte(strings.Replace(raw, "\n\nP\n", "\n\nQ\n", 1)), "hash-object", "-t", "commit", "-w", "--stdin")
	gittest.Git(t, s.dir, "update-ref", "refs/heads/main", strings.TrimSpace(forged))
	if got := s.told(); !strings.HasPrefix(got, "v1.0 C ") {
		t.Errorf("a forged commit:\n%s", got)
	}
}

// TestOpenPGPSignature: the same with a key made by gpg.
func TestOpenPGPSignature(t *testing.T) {
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("no gpg on this machine: OpenPGP signatures can't be made")
	}
	s := newSigner(t, "gus")
	home, err := os.MkdirTemp("", "gpg") // the agent's socket must have a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	t.Setenv("GNUPGHOME", home)
	gpg := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("gpg", append([]string{"--batch", "--faked-system-time", "20240101T000000", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...).Output()
		if err != nil {
			t.Skipf("gpg can't make keys here: %v", err)
		}
		return string(out)
	}
	gpg("--quick-gen-key", "Gus Holm <gus@example.com>", "ed25519", "sign", "0")
	public := gpg("--armor", "--export", "gus@example.com")
	t.Cleanup(func() { _ = exec.Command("gpgconf", "--kill", "all").Run() })
	block := "    keys:\n      - |\n"
	for _, line := range strings.Split(strings.TrimSpace(public), "\n") {
		block += "        " + line + "\n"
	}
	keyed := strings.Replace(roster, "  gus: {name: Gus Holm, emails: [gus@example.com], until: 2024-06-30}\n",
		"  gus:\n    name: Gus Holm\n    emails: [gus@example.com]\n    until: 2024-06-30\n"+block, 1)
	mustLoad(t, keyed)
	other := gpg("--quick-gen-key", "Ada Byron <ada@example.com>", "ed25519", "sign", "0") + gpg("--armor", "--export", "ada@example.com")
	for _, tc := range []struct {
		name, roster, keyring, grade string
	}{
		{"a key of the person", keyed, "", "A"},
		{"the keyring file", roster + "keyring: security/keys.asc\n", other + public, "A"},
		{"a keyring file without the key", roster + "keyring: security/keys.asc\n", other, "C"},
		{"a keyring file that isn't there", roster + "keyring: security/keys.asc\n", "", "C"},
	} {
		files := map[string]string{"writ.yaml": tc.roster, "note.txt": tc.name, "policies/p.md": policy("0."+tc.name, "draft", "", tc.name)}
		gittest.Git(t, s.dir, "rm", "-q", "-r", "--ignore-unmatch", "security")
		if tc.keyring != "" {
			files["security/keys.asc"] = tc.keyring
		}
		s.write(files)
		s.git("ada", "", "commit", "-qm", "roster")
		s.write(map[string]string{"policies/p.md": policy("1.0", "approved", "review_date: 2030-01-01\n", tc.name)})
		s.git("bo", "", "-c", "user.signingkey=gus@example.com", "commit", "-S", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		versions := s.book().ByID("POL-1").Versions
		if got := string(versions[len(versions)-1].Grade); got != tc.grade {
			t.Errorf("%s: grade %s, want %s", tc.name, got, tc.grade)
		}
	}
}

// TestKeyFiles: a keyring file and a list of revoked keys count as they stood below the change.
func TestKeyFiles(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	message := "P\n\nApproved-by: Gus Holm <gus@example.com>"
	for _, tc := range []struct {
		name, grade string
		play        func(s *signer, keyed string)
	}{
		{"an empty list", "A", func(s *signer, keyed string) {
			s.write(map[string]string{"writ.yaml": keyed, "security/revoked": "# none\n"})
			s.git("ada", "", "commit", "-qm", "roster")
		}},
		{"a revoked key", "C", func(s *signer, keyed string) {
			s.write(map[string]string{"writ.yaml": keyed, "security/revoked": s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "roster")
		}},
		{"a list that isn't there", "C", func(s *signer, keyed string) {
			s.write(map[string]string{"writ.yaml": keyed})
			s.git("ada", "", "commit", "-qm", "roster")
		}},
		{"a list in another format", "C", func(s *signer, keyed string) {
			s.write(map[string]string{"writ.yaml": keyed, "security/revoked": "SSHKRL\n\x00\x00"})
			s.git("ada", "", "commit", "-qm", "roster")
		}},
		{"the change takes the revocation back", "C", func(s *signer, keyed string) {
			s.write(map[string]string{"writ.yaml": keyed, "security/revoked": s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"security/revoked": ""})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus")
			tc.play(s, s.keyed(map[string]string{"gus": "gus"})+"revoked_keys: security/revoked\n")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", message)
			if got := s.told(); !strings.HasPrefix(got, "v1.0 "+tc.grade+" ") {
				t.Errorf("not grade %s:\n%s", tc.grade, got)
			}
		})
	}
}
