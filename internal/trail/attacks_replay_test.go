package trail

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
)

// TestAttacksByReplay: what was signed before other words were approved approves nothing afterwards, however it is brought
// in again. Each honest twin is somebody who approves anew.
func TestAttacksByReplay(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	two := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	three := policy("2.1", "approved", "review_date: 2030-01-01\n", "Two, after a talk.")
	merge := func(s *signer, who, branch string) {
		s.git(who, "", "switch", "-q", "main")
		s.git(who, "", "merge", "-q", "--no-ff", "-m", "Merge "+branch, branch)
	}
	byKey := func(s *signer, text string) {
		s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(text))
	}
	bothVersions := func(s *signer) {
		s.put("ada", "", one, "One")
		byKey(s, one)
		s.put("ada", "", two, "Two")
		byKey(s, two)
	}
	withstand(t, []attack{
		{"a signed approval that a squash left behind", deed(true, func(s *signer, attacked bool) {
			s.git("ada", "", "switch", "-qc", "old")
			s.put("ada", "", one, "One")
			byKey(s, one)
			s.git("ada", "", "switch", "-q", "main")
			bothVersions(s)
			s.git("bo", "", "switch", "-qc", "back")
			if attacked {
				s.git("bo", "", "merge", "-q", "-s", "ours", "-m", "Merge main", "old")
			}
			s.put("bo", "", one, "Back")
			if !attacked {
				byKey(s, one)
			}
			merge(s, "ada", "back")
		}), "1.0 A, 1.0 in force", "1.0 D, 2.0 in force"},
		{"a signed tag of the first version, carried in a merge", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			s.tag("gus", "gus", "one", "HEAD", "POL-1 1.0\n\n"+byGus+"\nApproved-Document: POL-1")
			s.git("ada", "", "branch", "tagged")
			s.put("ada", "", two, "Two")
			byKey(s, two)
			s.git("bo", "", "switch", "-qc", "back")
			s.put("bo", "", one, "Back")
			if !attacked {
				s.tag("gus", "gus", "again", "HEAD", "POL-1 1.0\n\n"+byGus+"\nApproved-Document: POL-1")
			}
			s.git("ada", "", "switch", "-q", "main")
			s.git("ada", "", "merge", "-q", "--no-ff", "-m", "Merge", "back")
		}), "1.0 A, 1.0 in force", "1.0 D, 2.0 in force"},
		{"a signed capture of the first version", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			first := s.capture("bot", one, nil)
			s.write(map[string]string{captureFile: first})
			s.git("ada", "", "commit", "-qm", "Capture")
			s.put("ada", "", two, "Two")
			byKey(s, two)
			s.put("bo", "", one, "Back")
			capture := strings.Replace(first, "\n", "\n ", 1)
			if !attacked {
				capture = s.capture("bot", one, nil)
			}
			s.write(map[string]string{".writ/captures/again.json": capture})
			s.git("bo", "", "commit", "-qm", "Capture again")
		}), "1.0 B, 1.0 in force", "1.0 D, 2.0 in force"},
		{"a seal of a text that was replaced before the merge", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One\n\n"+s.approve("gus", one))
			old := s.approve("gus", two, one)
			s.put("ada", "", three, "Two (#7)\n\n"+s.approve("gus", three, one))
			message := old
			if !attacked {
				message = s.approve("gus", two, three)
			}
			s.put("bo", "", two, "Wording\n\n"+message)
		}), "2.0 A, 2.0 in force", "2.0 D, 2.1 in force"},
		{"words that were removed, and come back", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			byKey(s, one)
			s.git("ada", "", "rm", "-q", "policies/p.md")
			s.git("ada", "", "commit", "-qm", "Remove it, as the board decided")
			s.put("bo", "", one, "Back")
			if !attacked {
				byKey(s, one)
			}
		}), "1.0 A, 1.0 in force", "1.0 A, nothing in force"},
		{"a seal copied to words that come back", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One\n\n"+s.approve("gus", one))
			s.git("ada", "", "rm", "-q", "policies/p.md")
			s.git("ada", "", "commit", "-qm", "Remove")
			s.put("bo", "", one, "Back"+either(attacked, "", "\n\n"+s.approve("gus", one)))
			if !attacked {
				byKey(s, one)
			}
		}), "1.0 A, 1.0 in force", "1.0 A, nothing in force"},
		{"a seal that doesn't say what it follows", deed(true, func(s *signer, attacked bool) {
			seal := s.seal("gus", signature.NamespaceApproval, Statement(history.ReadFacts([]byte(one), nil), NothingBefore))
			if attacked {
				seal = s.seal("gus", signature.NamespaceApproval, earlierStatement(history.ReadFacts([]byte(one), nil)))
			}
			s.put("ada", "", one, "One\n\n"+byGus+"\nApproved-Document: POL-1\n"+seal)
		}), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
	})
}

// TestAttacksOnSignatures: a signature means what its owner wrote.
func TestAttacksOnSignatures(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	two := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	byKey := func(s *signer, text string) {
		s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(text))
	}
	pull := func(strict bool, message string) func(*testing.T, bool) string {
		return deed(strict, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			byKey(s, one)
			s.git("gus", "", "branch", "hers")
			s.put("bo", "", two, "Two")
			if !attacked {
				byKey(s, two)
			}
			s.git("gus", "", "switch", "-q", "hers")
			s.write(map[string]string{"note.txt": "mine"})
			s.git("gus", "gus", "commit", "-qm", "A note of mine")
			s.git("gus", "gus", "merge", "-q", "--no-ff", "-m", message, "main")
			gittest.Git(s.t, s.dir, "branch", "-f", "main", "hers")
			s.git("gus", "", "switch", "-q", "main")
		})
	}
	withstand(t, []attack{
		{"a signed pull of what others pushed", pull(true, "Merge branch 'main' of example.com:docs"), "2.0 A, 2.0 in force", "2.0 D, 1.0 in force"},
		{"a pull with a message of its own", pull(false, "sync"), "2.0 A, 2.0 in force", "2.0 D, 1.0 in force"},
		{"a line that the author typed, on a branch that the approver rebased", deed(true, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			byKey(s, one)
			s.git("bo", "", "switch", "-qc", "side", "HEAD~1")
			s.put("bo", "", two, "Wording"+either(attacked, "", "\n\n"+byGus))
			s.git("gus", "gus", "rebase", "-q", "main")
			if !attacked {
				byKey(s, two)
			}
			gittest.Git(s.t, s.dir, "branch", "-f", "main", "side")
			s.git("gus", "", "switch", "-q", "main")
		}), "2.0 A, 2.0 in force", "2.0 D, 1.0 in force"},
	})
}

// TestAttacksByCaptures: of the captures of a review the newest decides, and of copies the strongest.
func TestAttacksByCaptures(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	later := func(state string) func(s *signer, attacked bool) {
		return func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			head := s.rev("HEAD")
			s.write(map[string]string{captureFile: s.capture("bot", one, nil)})
			s.git("ada", "", "commit", "-qm", "Capture")
			if !attacked {
				return
			}
			s.write(map[string]string{".writ/captures/later.json": s.capture("bot", one, func(c *Capture) {
				c.CapturedAt, c.Head = c.CapturedAt.AddDate(0, 0, 2), head
				if state == "" {
					c.Reviews = []CapturedReview{}
				} else {
					c.Reviews[0].State = state
				}
			})})
			s.git("ada", "", "commit", "-qm", "Capture again")
		}
	}
	withstand(t, []attack{
		{"a review that was dismissed", deed(false, later("dismissed")), "1.0 B, 1.0 in force", "1.0 D, nothing in force"},
		{"a review that asks for changes now", deed(false, later("changes_requested")), "1.0 B, 1.0 in force", "1.0 D, nothing in force"},
		{"a review that the forge doesn't list any more", deed(false, later("")), "1.0 B, 1.0 in force", "1.0 D, nothing in force"},
		{"an unsigned copy that comes before the signed one", deed(false, func(s *signer, attacked bool) {
			s.put("ada", "", one, "One")
			signed := s.capture("bot", one, nil)
			if attacked {
				c, err := ParseCapture([]byte(signed))
				if err != nil {
					s.t.Fatal(err)
				}
				c.Signature = ""
				bare, err := c.SignedBytes()
				if err != nil {
					s.t.Fatal(err)
				}
				s.write(map[string]string{".writ/captures/a.json": string(bare)})
				s.git("eve", "", "commit", "-qm", "Copy")
			}
			s.write(map[string]string{captureFile: signed})
			s.git("ada", "", "commit", "-qm", "Capture")
		}), "1.0 B, 1.0 in force", "1.0 B, 1.0 in force"},
	})
}
