package trail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
)

// attack is one way to make words look approved, or better approved than they are. It is played twice: as the honest
// people would do it, and with the attack. Each outcome is the newest version, its grade, and the version in force.
type attack struct {
	name             string
	play             func(t *testing.T, attacked bool) string
	honest, attacked string
}

// outcome sums a document up.
func outcome(b *Book, id string) string {
	tr := byID(b, id)
	if tr == nil || len(tr.Versions) == 0 {
		return "no document"
	}
	v := tr.Versions[len(tr.Versions)-1]
	force := "nothing in force"
	if tr.Current != nil {
		force = tr.Current.Version.Number + " in force"
	}
	if tr.Retired != day.None {
		force = "retired"
	}
	return fmt.Sprintf("%s %s, %s", v.Number, v.Grade, force)
}

const byGus = "Approved-by: Gus Holm <gus@example.com>"

// either chooses the honest or the attacked text.
func either(attacked bool, honest, attack string) string {
	if attacked {
		return attack
	}
	return honest
}

// tale plays a story after the roster, with the honest or the attacked text where "{}" stands.
func tale(text, honest, attack string) func(*testing.T, bool) string {
	return func(t *testing.T, attacked bool) string {
		return outcome(play(t, begin+strings.ReplaceAll(text, "{}", either(attacked, honest, attack)), day.Of(2025, 12, 31)), "POL-1")
	}
}

// deed plays with the git program and real keys of gus, ada and the capturing bot, after the roster names them. The roster
// that asks for grade A (strict) leaves weaker evidence no chance to look like it.
func deed(strict bool, do func(s *signer, attacked bool)) func(*testing.T, bool) string {
	return func(t *testing.T, attacked bool) string {
		s := newSigner(t, "gus", "ada", "bot", "eve")
		roster := strings.Replace(s.keyed(map[string]string{"gus": "gus", "ada": "ada"}), "roles:\n",
			"  forge-bot: {name: Capture, keys: [\""+s.public("bot")+"\"]}\nroles:\n", 1) + "capture: {signers: [forge-bot]}\nrevoked_keys: security/revoked\n"
		roster = strings.Replace(roster, "name: Gus Holm,", "name: Gus Holm, github: gush,", 1)
		if strict {
			roster = strings.Replace(roster, "least_grade: C", "least_grade: A", 1)
		}
		s.begin(map[string]string{"writ.yaml": roster, "security/revoked": "# none\n"})
		do(s, attacked)
		return outcome(s.book(), "POL-1")
	}
}

func (s *signer) put(who, key, text, message string) {
	s.t.Helper()
	s.write(map[string]string{"policies/p.md": text})
	s.git(who, key, "commit", "-qm", message)
}

func (s *signer) rev(name string) string {
	s.t.Helper()
	return strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", name))
}

// object writes a forged object.
func (s *signer) object(kind, raw string) string {
	s.t.Helper()
	return strings.TrimSpace(gittest.GitIn(s.t, s.dir, []byte(raw), "hash-object", "-t", kind, "-w", "--literally", "--stdin"))
}

// placed leaves the kind to the place.
func placed(text string) string { return strings.Replace(text, "kind: policy\n", "", 1) }

// TestAttacks: no attack raises a grade or puts words into force, and the honest way does.
func TestAttacks(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	oneB := policy("1.0", "approved", "review_date: 2030-01-01\n", "One, edited.")
	two := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	retired := policy("1.0", "retired", "review_date: 2030-01-01\n", "One.")
	record := strings.Replace(one, "kind: policy", "kind: record", 1)
	copied := strings.Replace(one, "POL-1", "POL-2", 1)
	p := func(text string) string { return at("policies/p.md", text) }
	v1 := p(one)
	approved := v1 + at("git: commit 2024-02-01 ada", "P\n\n"+byGus)
	pin := func(text string) string { return "\nApproved-Blob: " + blobOf(text) }
	squash := "git: commit 2024-02-05 ada committer=\"GitHub <noreply@github.com>\""
	names := "POL-1 1.0\n\n" + byGus + "\nApproved-Document: POL-1"

	withstand(t, []attack{
		// Names.
		{"an approval for other content", tale(v1+at("git: commit 2024-02-01 ada", "P")+at("git: commit 2024-02-05 gus", "Approve\n\n"+byGus+"\nApproved-Blob: {}"), blobOf(one), blobOf(oneB)),
			"1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"edited after approval", tale(approved+"{}", "", p(two)+at("git: commit 2024-02-10 ada", "Edit")), "1.0 C, 1.0 in force", "2.0 D, 1.0 in force"},
		{"self-approval", tale(v1+at("git: commit 2024-02-01 {}", "P\n\n"+byGus), "ada", "gus"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"self-approval under a second address of the roster", tale(strings.Replace("-- writ.yaml --\n"+roster, "emails: [gus@example.com]", "emails: [gus@example.com, gus@home.example]", 1)+at("git: commit 2024-01-02 ada", "Addresses")+
			v1+at("git: commit 2024-02-01 {}", "P\n\n"+byGus), "ada", "\"G <gus@home.example>\""), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"self-approval under a second address of the mailmap", tale(at(".mailmap", "Gus Holm <gus@example.com> <holm@private.example>")+at("git: commit 2024-01-03 ada", "Names")+v1+at("git: commit 2024-02-01 {}", "P\n\n"+byGus), "ada", "\"Holm <holm@private.example>\""),
			"1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"self-approval of words to which another gave their number", tale(p(policy("0.9", "in-review", "review_date: 2030-01-01\n", "One."))+at("git: commit 2024-02-01 {}", "Words")+
			v1+at("git: commit 2024-02-02 ada", "Number\n\n"+byGus), "bo", "gus"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"self-approval as a co-author", tale(v1+at("git: commit 2024-02-01 ada", "P\n\n{}"+byGus), "", "Co-authored-by: G <gus@example.com>\n"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"an approver who had left", tale(v1+at("git: commit {} ada", "P\n\n"+byGus), "2024-02-01", "2024-08-01"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a look-alike address", tale(v1+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <{}>"), "gus@example.com", "gus@examp1e.com"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a look-alike letter", tale(v1+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <{}>"), "gus@example.com", "gus@ехample.com"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a mailmap that makes the author the approver", tale("{}"+v1+at("git: commit 2024-02-01 ada", "P")+at("git: commit 2024-02-02 bo", "Approve\n\nApproved-by: Bo Lind <bo@example.com>"+pin(one)),
			strings.Replace("-- writ.yaml --\n"+roster, "person: gus", "person: bo", 1)+at("git: commit 2024-01-02 ada", "Bo is CEO\n\n"+byGus), at(".mailmap", "Gus Holm <gus@example.com> <bo@example.com>")),
			"1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a change that entitles its own approver", tale("{}", strings.Replace("-- writ.yaml --\n"+roster, "person: gus", "person: bo", 1)+at("git: commit 2024-01-02 ada", "Bo is CEO\n\n"+byGus)+v1+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>"),
			strings.Replace("-- writ.yaml --\n"+roster, "person: gus", "person: bo", 1)+v1+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>")),
			"1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a change that lowers its own quorum", tale(at("writ.yaml", strings.Replace(roster, "{any_of: [ceo], minimum: 1}", "{any_of: [ceo, ciso], minimum: 2}", 1))+at("git: commit 2024-01-02 ada", "Two\n\n"+byGus)+"{}"+v1+at("git: commit 2024-02-01 bo", "P\n\n"+byGus),
			at("writ.yaml", roster)+at("git: commit 2024-01-03 bo", "One\n\n"+byGus+"\nApproved-by: Ada Byron <ada@example.com>"), at("writ.yaml", roster)), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a document that names a kind without approval", tale("{}", approved, p(record)+at("git: commit 2024-02-01 ada", "P")), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		// Messages of squashes.
		{"a trailer in a quoted message of a squash", tale(v1+at(squash, "P (#7)\n\n{}\n\nX: y"), byGus+pin(one), "> "+byGus+"\n> Approved-Blob: "+blobOf(one)), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a trailer in a code block of a squash", tale(v1+at(squash, "P (#7)\n\n{}\n\nX: y"), byGus+pin(one), "```\n\n"+byGus+pin(one)+"\n\n```"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"an indented trailer", tale(v1+at(squash, "P (#7)\n\n{}\n\nX: y"), byGus+pin(one), "    "+byGus+"\n    Approved-Blob: "+blobOf(one)), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a squash that carries an early approval over later edits", tale(v1+at("git: commit 2024-02-01 ada", "P")+"{}"+at(squash, "P (#7)\n\n* One\n\n"+byGus+pin(one)+"\n\nX: y"), at("x.txt", "x"), p(oneB)), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		// Time and order.
		{"a commit dated into a past entitlement", tale(at("x.txt", "x")+at("git: commit 2024-05-01 ada", "X")+at("x.txt", "y")+at("git: commit 2024-05-02 ada", "Y")+v1+"{}",
			at("git: commit 2024-05-03 ada", "P\n\nApproved-by: Ilse Marr <ilse@example.com>"), at("git: commit 2024-03-01 ada", "P\n\n"+byGus)), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"one commit from the year 2037", tale(at("x.txt", "x")+at("git: commit {} ada", "X")+at("x.txt", "y")+at("git: commit 2024-04-02 ada", "Y")+v1+at("git: commit 2024-04-03 ada", "P\n\nApproved-by: Ilse Marr <ilse@example.com>"), "2024-04-01", "2037-04-01"),
			"1.0 C, 1.0 in force", "1.0 C, 1.0 in force"},
		{"a revert to superseded words", tale(approved+p(two)+at("git: commit 2024-03-01 ada", "Two\n\n"+byGus)+v1+at("git: commit 2024-03-05 ada", "Revert{}"), "\n\n"+byGus, ""), "1.0 C, 1.0 in force", "1.0 D, 2.0 in force"},
		{"a copy of an approved document", func(t *testing.T, attacked bool) string {
			message := "Copy" + either(attacked, "\n\n"+byGus, "")
			return outcome(play(t, begin+approved+at("policies/copy.md", copied)+at("git: commit 2024-02-10 ada", message), day.Of(2025, 12, 31)), "POL-2")
		}, "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		// The words stay approved, and the rule WR213 finds the image: here, an approval beside it approves no words.
		{"an approved image swapped, with an approval beside it", tale(at("policies/p.png", "one")+v1+at("git: commit 2024-02-01 ada", "P")+at("policies/p.png", "two")+at("git: commit 2024-02-05 ada", "Approve\n\n"+byGus+"{}"),
			pin(one), ""), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a retirement by who wrote an earlier version", tale(p(one)+at("git: commit 2024-02-01 gus", "P\n\n"+byGus)+at("writ.yaml", strings.Replace(roster, "person: gus, until: 2024-03-31}", "person: gus}, {person: bo}", 1))+
			at("git: commit 2024-02-02 ada", "Bo, too\n\n"+byGus)+at("git: commit 2024-02-03 ada", "Approve\n\nApproved-by: Bo <bo@example.com>"+pin(one))+p(two)+at("git: commit 2024-02-04 ada", "Two\n\n"+byGus)+
			p(strings.Replace(two, "approved", "retired", 1))+at("git: commit 2024-02-05 ada", "Retire{}"), "\n\n"+byGus, ""), "2.0 C, retired", "2.0 C, 2.0 in force"},
		{"a document that leaves the register", tale(approved+at("git: move policies/p.md {}/p.md", "")+at("git: commit 2024-03-01 ada", "Move"), "policies/old", "attic"),
			"1.0 C, 1.0 in force", "1.0 C, nothing in force"},
		{"a retired document brought back by one person", tale(approved+p(retired)+at("git: commit 2024-03-01 ada", "Retire\n\n"+byGus)+v1+at("git: commit 2024-03-05 ada", "Back{}"), "\n\n"+byGus, ""),
			"1.0 C, 1.0 in force", "1.0 C, nothing in force"},
		{"a policy that becomes a record with its words", tale(approved+at("git: move policies/p.md records/p.md", "")+at("records/p.md", strings.Replace(two, "kind: policy", "kind: record", 1))+
			at("git: commit 2024-03-01 ada", "Move{}"), "\n\n"+byGus, ""), "2.0 C, nothing in force", "2.0 D, 1.0 in force"},
		{"a policy by its place that moves to the records, and is edited there", tale(at("policies/p.md", placed(one))+at("git: commit 2024-02-01 ada", "P\n\n"+byGus)+
			at("git: move policies/p.md records/p.md", "")+at("git: commit 2024-03-01 ada", "Move{}")+at("records/p.md", placed(two))+at("git: commit 2024-03-02 ada", "Edit"), "\n\n"+byGus, ""),
			"2.0 D, nothing in force", "2.0 D, 1.0 in force"},
		{"a record by its place that moves to the policies", tale(at("{}/p.md", placed(one))+at("git: commit 2024-02-01 ada", "P\n\n"+byGus)+at("git: move {}/p.md policies/q.md", "")+
			at("git: commit 2024-03-01 ada", "Move"), "policies", "records"), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a retirement by one person", tale(approved+p(retired)+at("git: commit 2024-03-01 ada", "Retire{}"), "\n\n"+byGus, ""), "1.0 C, retired", "1.0 C, 1.0 in force"},
		// Objects that aren't what they seem.
		{"a replaced object", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P"+either(attacked, "\n\n"+byGus, ""))
			if attacked {
				raw := strings.TrimRight(gittest.Git(s.t, s.dir, "cat-file", "commit", "HEAD"), "\n") + "\n\n" + byGus + "\n"
				gittest.Git(s.t, s.dir, "update-ref", "refs/replace/"+s.rev("HEAD"), s.object("commit", raw))
			}
		}), "1.0 C, 1.0 in force", "1.0 D, nothing in force"},
		{"a graft", func(t *testing.T, attacked bool) string {
			s := newSigner(t)
			s.begin(map[string]string{"writ.yaml": roster})
			s.put("ada", "", one, "P\n\n"+byGus)
			if attacked {
				if err := os.WriteFile(filepath.Join(s.dir, ".git", "info", "grafts"), []byte(s.rev("HEAD")+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			repo, err := gitrepo.Open(s.dir, func(string) string { return "" })
			if err != nil {
				t.Fatal(err)
			}
			defer repo.Close()
			b, err := Build(context.Background(), repo, Options{Config: mustLoad(t, roster), Today: day.Of(2025, 1, 1)})
			if err != nil {
				return "refused"
			}
			return outcome(b, "POL-1")
		}, "1.0 C, 1.0 in force", "refused"},
		// Keys.
		{"a key added in the same pull request", deed(true, func(s *signer, attacked bool) {
			key := "gus"
			s.git("bo", "", "switch", "-qc", "side")
			if attacked {
				key = "eve"
				s.write(map[string]string{"writ.yaml": strings.Replace(gittest.Git(s.t, s.dir, "show", "HEAD:writ.yaml"), s.public("gus"), s.public("eve"), 1)})
			}
			s.write(map[string]string{"policies/p.md": one})
			s.approved(key)
			s.git("bo", "", "switch", "-q", "main")
			s.git("bo", "", "merge", "-q", "--no-ff", "-m", "Merge", "side")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a revocation that the same pull request takes back", deed(true, func(s *signer, attacked bool) {
			if attacked {
				s.write(map[string]string{"security/revoked": s.public("gus") + "\n"})
				s.git("ada", "", "commit", "-qm", "Revoke")
			}
			s.git("bo", "", "switch", "-qc", "side")
			if attacked {
				s.write(map[string]string{"security/revoked": "# none\n"})
			}
			s.write(map[string]string{"policies/p.md": one})
			s.approved("gus")
			s.git("bo", "", "switch", "-q", "main")
			s.git("bo", "", "merge", "-q", "--no-ff", "-m", "Merge", "side")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a web-merge by the forge's key", deed(true, func(s *signer, attacked bool) {
			s.git("ada", "", "switch", "-qc", "side")
			s.put("ada", "", one, "P\n\n"+byGus)
			s.git("ada", "", "switch", "-q", "main")
			s.git("gus", either(attacked, "gus", "bot"), "merge", "-q", "--no-ff", "-S", "-m", "Merge\n\n"+byGus, "side")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"the approver merges, and edits in the merge", deed(true, func(s *signer, attacked bool) {
			s.git("ada", "", "switch", "-qc", "side")
			s.put("ada", "", one, "P")
			s.git("ada", "", "switch", "-q", "main")
			s.git("gus", "", "merge", "-q", "--no-ff", "--no-commit", "side")
			if attacked {
				s.write(map[string]string{"policies/p.md": oneB})
			}
			s.git("gus", "gus", "commit", "-q", "-S", "-m", "Merge\n\n"+byGus)
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"an approval on a branch, and edits in its merge by somebody else", deed(true, func(s *signer, attacked bool) {
			s.git("ada", "", "switch", "-qc", "side")
			s.put("ada", "", one, "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
			s.git("ada", "", "switch", "-q", "main")
			s.git("ada", "", "merge", "-q", "--no-ff", "--no-commit", "side")
			if attacked {
				s.write(map[string]string{"policies/p.md": oneB})
			}
			s.git("ada", "", "commit", "-q", "-m", "Merge")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"an approval of a branch that the merge refuses", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", two, "P")
			s.git("ada", "", "switch", "-qc", "side")
			s.put("ada", "", one, "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
			s.git("ada", "", "switch", "-q", "main")
			s.git("ada", "", "merge", "-q", "--no-ff", "-s", either(attacked, "ort", "ours"), "-m", "Merge", "side")
		}), "1.0 A, 1.0 in force", "2.0 D, nothing in force"},
		{"the author signs the approver's line", deed(true, func(s *signer, attacked bool) {
			if attacked {
				s.put("ada", "ada", one, "P\n\n"+byGus)
				return
			}
			s.write(map[string]string{"policies/p.md": one})
			s.approved("gus")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a signed commit whose message was changed", deed(true, func(s *signer, attacked bool) {
			s.write(map[string]string{"policies/p.md": one})
			s.approved("gus")
			if attacked {
				raw := strings.Replace(gittest.Git(s.t, s.dir, "cat-file", "commit", "HEAD"), "\n\nApprove\n", "\n\nApproved\n", 1)
				gittest.Git(s.t, s.dir, "update-ref", "refs/heads/main", s.object("commit", raw))
			}
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"two signatures on one commit", deed(true, func(s *signer, attacked bool) {
			s.write(map[string]string{"policies/p.md": one})
			s.approved("gus")
			if attacked {
				raw := gittest.Git(s.t, s.dir, "cat-file", "commit", "HEAD")
				i, j := strings.Index(raw, "gpgsig "), strings.Index(raw, "\n\nApprove\n")
				gittest.Git(s.t, s.dir, "update-ref", "refs/heads/main", s.object("commit", raw[:j+1]+raw[i:j+1]+raw[j+1:]))
			}
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		// Signatures in messages.
		{"a message's signature moved to other words", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", either(attacked, one, oneB), "P (#7)\n\n* One\n\n"+s.approve("gus", one)+"\n\nX: y")
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a message's signature under another blob", deed(true, func(s *signer, attacked bool) {
			message := s.approve("gus", one)
			if attacked {
				message = strings.Replace(message, blobOf(one), blobOf(oneB), 1)
			}
			s.put("ada", "", either(attacked, one, oneB), "P\n\n"+message)
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a message's signature of another namespace", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P\n\n"+byGus+"\n"+s.seal("gus", either(attacked, "writ-approval", "git"), Statement(history.ReadFacts([]byte(one), nil), NothingBefore)))
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a message's signature copied to a revert", deed(true, func(s *signer, attacked bool) {
			approval := s.approve("gus", one)
			s.put("ada", "", one, "P\n\n"+approval)
			if attacked {
				s.put("ada", "", two, "P\n\n"+s.approve("gus", two, one))
				s.put("ada", "", one, "Revert\n\n"+approval)
			}
		}), "1.0 A, 1.0 in force", "1.0 D, 2.0 in force"},
		{"an approval's signature that retires", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P\n\n"+s.approve("gus", one))
			approval := s.approve("gus", retired)
			if attacked {
				approval = strings.Replace(s.approve("gus", one), blobOf(one), blobOf(retired), 1)
			}
			s.put("ada", "", retired, "Retire\n\n"+approval)
		}), "1.0 A, retired", "1.0 A, 1.0 in force"},
		// Tags and notes.
		{"a tag whose own name differs", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			s.tag("gus", "gus", "v1", "HEAD", names)
			if attacked {
				gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v2", s.rev("refs/tags/v1"))
				gittest.Git(s.t, s.dir, "tag", "-d", "v1")
			}
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a tag whose target differs", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			s.tag("gus", "gus", "v1", "HEAD", names)
			if attacked {
				s.put("ada", "", oneB, "Edit")
				raw := gittest.Git(s.t, s.dir, "cat-file", "tag", "v1")
				gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v1", s.object("tag", strings.Replace(raw, s.rev("HEAD~1"), s.rev("HEAD"), 1)))
			}
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a tag whose content differs", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			s.tag("gus", "gus", "v1", "HEAD", names+either(attacked, pin(one), pin(oneB)))
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"a tag that approves what came later", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", either(attacked, one, two), "P")
			s.tag("gus", "gus", "v1", "HEAD", names)
			if attacked {
				s.put("ada", "", one, "Another")
			}
		}), "1.0 A, 1.0 in force", "1.0 D, 2.0 in force"},
		{"a note for another blob", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			s.day++
			note := s.capture("bot", one, func(c *Capture) {
				c.Reviews[0].Login = "gush"
				if attacked {
					c.Documents[0].Blob = blobOf(two)
				}
			})
			gittest.Git(s.t, s.dir, "notes", "--ref", "writ", "add", "-m", note, "HEAD")
		}), "1.0 B, 1.0 in force", "1.0 D, nothing in force"},
		{"a note moved to another commit", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			note := s.capture("bot", one, nil)
			s.write(map[string]string{"x.txt": "x"})
			s.git("ada", "", "commit", "-qm", "X")
			gittest.Git(s.t, s.dir, "notes", "--ref", "writ", "add", "-m", note, either(attacked, "HEAD~1", "HEAD"))
		}), "1.0 B, 1.0 in force", "1.0 D, nothing in force"},
		{"a capture that its reviewer signed", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			s.write(map[string]string{captureFile: s.capture(either(attacked, "bot", "ada"), one, nil)})
			s.git("ada", "", "commit", "-qm", "Capture")
		}), "1.0 B, 1.0 in force", "1.0 C, 1.0 in force"},
		{"a capture altered after it was signed", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "P")
			capture := s.capture("bot", one, func(c *Capture) { c.Reviews[0].State = either(attacked, "approved", "dismissed") })
			s.write(map[string]string{captureFile: strings.Replace(capture, `"dismissed"`, `"approved"`, 1)})
			s.git("ada", "", "commit", "-qm", "Capture")
		}), "1.0 B, 1.0 in force", "1.0 C, 1.0 in force"},
	})
}

// withstand plays each attack, and the honest way beside it.
func withstand(t *testing.T, attacks []attack) {
	t.Helper()
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			if got := a.play(t, false); got != a.honest {
				t.Errorf("the honest way: %s, want %s", got, a.honest)
			}
			if got := a.play(t, true); got != a.attacked {
				t.Errorf("the attack: %s, want %s", got, a.attacked)
			}
		})
	}
}
