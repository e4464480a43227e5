package trail

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// signer makes commits with the git program, signed with SSH keys made here.
type signer struct {
	t     *testing.T
	dir   string
	keys  map[string]string // name → file of the private key
	day   int
	today int      // the day of the last command; day is later where a case lets time pass
	env   []string // of git, beside what every test has
}

func newSigner(t *testing.T, names ...string) *signer {
	t.Helper()
	s := &signer{t: t, dir: gittest.Init(t), keys: map[string]string{}}
	home := t.TempDir()
	for _, name := range names {
		s.keys[name] = gittest.SSHKey(t, home, name)
	}
	return s
}

// begun holds the repositories that begin made, by what they hold.
var begun sync.Map

// begin commits files in a new repository, as ada would one after the other. What several cases begin with is committed
// once and copied.
func (s *signer) begin(commits ...map[string]string) {
	s.t.Helper()
	if s.day > 0 {
		s.t.Fatal("this repository has commits: it can't begin")
	}
	key := fmt.Sprint(commits)
	if made, ok := begun.Load(key); ok {
		made.(gittest.Folder).Write(s.t, s.dir)
		s.day, s.today = len(commits), len(commits)
		return
	}
	for i, files := range commits {
		s.write(files)
		s.git("ada", "", "commit", "-qm", fmt.Sprint("Begin ", i+1))
	}
	made, err := gittest.ReadFolder(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	begun.Store(key, made)
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
	s.today = s.day
	s.still(who, key, args...)
}

// still is git on the day of the last command.
func (s *signer) still(who, key string, args ...string) {
	s.t.Helper()
	date, mail := fmt.Sprintf("2024-02-%02dT10:00:00Z", s.today), who+"@example.com"
	if key == "" && len(s.env) == 0 && len(args) == 3 && args[0] == "commit" && args[1] == "-qm" {
		at := time.Date(2024, 2, s.today, 10, 0, 0, 0, time.UTC)
		gittest.CommitStaged(s.t, s.dir, fmt.Sprintf("%s <%s> %d +0000", who, mail, at.Unix()), args[2])
		return
	}
	config := []string{"-c", "user.name=" + who, "-c", "user.email=" + mail}
	if key != "" {
		config = append(config, "-c", "gpg.format=ssh", "-c", "user.signingkey="+s.keys[key], "-c", "commit.gpgsign=true")
	}
	cmd := exec.Command("git", append(config, args...)...)
	cmd.Dir = s.dir
	cmd.Env = append(append(gittest.Env(), "GIT_AUTHOR_NAME="+who, "GIT_AUTHOR_EMAIL="+mail, "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME="+who, "GIT_COMMITTER_EMAIL="+mail, "GIT_COMMITTER_DATE="+date), s.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// approved commits what is staged, and an approval of it by gus on top, signed with a key.
func (s *signer) approved(key string) {
	s.t.Helper()
	s.git("bo", "", "commit", "-qm", "P")
	s.git("gus", key, "commit", "-q", "--allow-empty", "-m", approval+s.rev("HEAD:policies/p.md"))
}

func (s *signer) write(files map[string]string) {
	gittest.Write(s.t, s.dir, files)
	gittest.StageAll(s.t, s.dir)
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
	return told(book, byID(book, "POL-1"))
}

func mustLoad(t *testing.T, src string) *config.Config {
	t.Helper()
	cfg, problems := config.Load([]byte(src), nil)
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
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})}, map[string]string{"policies/p.md": text})
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", "HEAD:policies/p.md")))
		}, "A"},
		{"somebody else signs it", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})})
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "ada", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"a key that nobody named", func(s *signer) {
			s.write(map[string]string{"writ.yaml": roster, "policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", "HEAD:policies/p.md")))
		}, "C"},
		{"a key that the same change brought", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": roster})
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "ada"}), "policies/p.md": text})
			s.git("bo", "ada", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"a key that two people share", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "gus"})})
			s.write(map[string]string{"policies/p.md": text})
			s.approved("gus")
		}, "C"},
		{"the approver signs the merge", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "switch", "-qc", "side")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("ada", "", "switch", "-q", "main")
			s.git("gus", "gus", "merge", "-q", "--no-ff", "-S", "-m", "Merge\n\nApproved-by: Gus Holm <gus@example.com>", "side")
		}, "A"},
		{"the approver signs a merge and says nothing", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.git("ada", "", "switch", "-qc", "side")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.git("ada", "", "switch", "-q", "main")
			s.git("gus", "gus", "merge", "-q", "--no-ff", "-S", "-m", "Merge", "side")
		}, "D"},
		{"the approver signs what somebody else wrote", func(s *signer) {
			s.write(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
			s.git("ada", "", "commit", "-qm", "roster")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "gus", "commit", "-qm", "P\n\nApproved-by: Gus Holm <gus@example.com>")
		}, "C"},
		{"the signers file names the approver", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "gus@example.com namespaces=\"git\" " + s.public("gus") + "\n"})
			s.write(map[string]string{"policies/p.md": text})
			s.approved("gus")
		}, "A"},
		{"the signers file has a pattern", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "*@example.com " + s.public("gus") + "\n"})
			s.write(map[string]string{"policies/p.md": text})
			s.approved("gus")
		}, "C"},
		{"the key was allowed too late", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": roster + "signers: security/signers\n", "security/signers": "gus@example.com valid-after=\"20250101Z\" " + s.public("gus") + "\n"})
			s.write(map[string]string{"policies/p.md": text})
			s.approved("gus")
		}, "C"},
		{"an author signs their own", func(s *signer) {
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
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

// TestSSHVerdicts: a key that isn't good is told apart, as ssh-keygen does, and leaves the approval at its words.
func TestSSHVerdicts(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	for _, tc := range []struct{ name, options, revoked, grade, verdict, kind string }{
		{"named", "", "", "A", "good", "ed25519"},
		{"expired since", ` valid-before="20240601Z"`, "", "A", "good", "ed25519"},
		{"expired", ` valid-before="20240202Z"`, "", "C", "expired", "ed25519"},
		{"valid later", ` valid-after="20240301Z"`, "", "C", "not yet valid", "ed25519"},
		{"for files only", ` namespaces="file"`, "", "C", "unknown key", "ed25519"},
		{"a certificate authority", ` cert-authority`, "", "C", "unknown key", "ed25519"},
		{"revoked", "", "gus", "C", "revoked", "ed25519"},
		{"by nobody", "-", "", "C", "unknown key", "ed25519"},
		{"of a kind that isn't sound", "", "", "C", "refused", "dsa"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t)
			file := filepath.Join(t.TempDir(), "gus")
			if out, err := exec.Command("ssh-keygen", "-q", "-t", tc.kind, "-N", "", "-f", file).CombinedOutput(); err != nil {
				t.Skipf("ssh-keygen makes no %s keys here: %s", tc.kind, out)
			}
			s.keys["gus"] = file
			files := map[string]string{"writ.yaml": roster + "signers: signers\nrevoked_keys: revoked\n", "signers": "# nobody\n", "revoked": "# none\n", "policies/p.md": text}
			if tc.options != "-" {
				files["signers"] = "gus@example.com" + tc.options + " " + s.public("gus") + "\n"
			}
			if tc.revoked != "" {
				files["revoked"] = s.public(tc.revoked) + "\n"
			}
			s.write(files)
			s.git("ada", "", "commit", "-qm", "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(text))
			tr := byID(s.book(), "POL-1")
			e := evidenceOf(tr, "gus")
			if g := tr.Versions[0].Grade; e == nil || string(g) != tc.grade || e.Signature == nil || e.Signature.Verdict != tc.verdict {
				t.Errorf("grade %s, %+v; want %s, %s", g, e.Signature, tc.grade, tc.verdict)
			}
		})
	}
}

// TestTamperedSignature: a commit whose words were changed under its signature proves nothing beyond the name.
func TestTamperedSignature(t *testing.T) {
	s := newSigner(t, "gus")
	s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
	s.write(map[string]string{"policies/p.md": policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")})
	s.approved("gus")
	raw := gittest.Git(t, s.dir, "cat-file", "commit", "HEAD")
	forged := gittest.GitIn(t, s.dir, []byte(strings.Replace(raw, "\n\nApprove\n", "\n\nApproved\n", 1)), "hash-object", "-t", "commit", "-w", "--stdin")
	gittest.Git(t, s.dir, "update-ref", "refs/heads/main", strings.TrimSpace(forged))
	if got := s.told(); !strings.HasPrefix(got, "v1.0 C ") {
		t.Errorf("a forged commit:\n%s", got)
	}
}

// TestKeyFiles: a keyring file and a list of revoked keys count as they stood below the change.
func TestKeyFiles(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	for _, tc := range []struct {
		name, grade string
		play        func(s *signer, keyed string)
	}{
		{"an empty list", "A", func(s *signer, keyed string) {
			s.begin(map[string]string{"writ.yaml": keyed, "security/revoked": "# none\n"})
		}},
		{"a revoked key", "C", func(s *signer, keyed string) {
			s.begin(map[string]string{"writ.yaml": keyed, "security/revoked": s.public("gus") + "\n"})
		}},
		{"a list that isn't there", "C", func(s *signer, keyed string) {
			s.begin(map[string]string{"writ.yaml": keyed})
		}},
		{"a list in another format", "C", func(s *signer, keyed string) {
			s.begin(map[string]string{"writ.yaml": keyed, "security/revoked": "SSHKRL\n\x00\x00"})
		}},
		{"the change takes the revocation back", "C", func(s *signer, keyed string) {
			s.begin(map[string]string{"writ.yaml": keyed, "security/revoked": s.public("gus") + "\n"})
			s.write(map[string]string{"security/revoked": ""})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus")
			tc.play(s, s.keyed(map[string]string{"gus": "gus"})+"revoked_keys: security/revoked\n")
			s.write(map[string]string{"policies/p.md": text})
			s.git("bo", "", "switch", "-qc", "side")
			s.approved("gus")
			s.git("bo", "", "switch", "-q", "main")
			s.git("bo", "", "merge", "-q", "--no-ff", "-m", "Merge", "side")
			if got := s.told(); !strings.HasPrefix(got, "v1.0 "+tc.grade+" ") {
				t.Errorf("not grade %s:\n%s", tc.grade, got)
			}
		})
	}
}
