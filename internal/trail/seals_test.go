package trail

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
)

// seal signs a statement with somebody's key, as a folded trailer.
func (s *signer) seal(key, namespace string, statement []byte) string {
	s.t.Helper()
	made := fmt.Sprint(key, namespace, string(statement))
	if armor, ok := madeSeals.Load(made); ok {
		return armor.(string)
	}
	armor := []byte(gittest.SSHSign(s.t, s.keys[key], namespace, statement))
	seal := KeySignature + ": " + signature.Fold(armor)
	madeSeals.Store(made, seal)
	return seal
}

// madeSeals holds what was signed before: a key of one name is the same in all cases.
var madeSeals sync.Map

// approve is a block of trailers that approves a document's text with a signature by key. after is the text that it
// follows; left out, it is the first.
func (s *signer) approve(key, text string, after ...string) string {
	follows := NothingBefore
	for _, before := range after {
		follows = After(history.ReadFacts([]byte(before), nil).Digest.String())
	}
	return "Approved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-1\nApproved-Blob: " + blobOf(text) + "\n" +
		s.seal(key, signature.NamespaceApproval, Statement(history.ReadFacts([]byte(text), nil), follows))
}

// TestMessageSignature: a signature inside the message outlives the commit that carried it, and nothing else.
func TestMessageSignature(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	later := policy("1.0", "approved", "review_date: 2031-01-01\n", "One.")
	edited := policy("1.0", "approved", "review_date: 2030-01-01\n", "One and a half.")
	second := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	retired := policy("1.0", "retired", "review_date: 2030-01-01\n", "One.")
	put := func(s *signer, text, message string) {
		s.write(map[string]string{"policies/p.md": text})
		s.git("ada", "", "commit", "-qm", message)
	}
	for _, tc := range []struct {
		name string
		play func(s *signer)
		want string // how the story begins
	}{
		{"at the end of a message", func(s *signer) { put(s, text, "P\n\n"+s.approve("gus", text)) }, "v1.0 A "},
		{"in the middle of a squash", func(s *signer) {
			put(s, text, "P (#7)\n\n* One\n\n"+s.approve("gus", text)+"\n\n---------\n\nCo-authored-by: Bo Lind <bo@example.com>")
		}, "v1.0 A "},
		{"the blob was dropped with the branch", func(s *signer) { put(s, later, "P (#7)\n\n* One\n\n"+s.approve("gus", text)+"\n\nX: y") }, "v1.0 A "},
		{"edited after the approval", func(s *signer) { put(s, edited, "P (#7)\n\n* One\n\n"+s.approve("gus", text)+"\n\nX: y") }, "v1.0 D\n"},
		{"edited, and the trailers at the end", func(s *signer) { put(s, edited, "P\n\n"+s.approve("gus", text)) }, "v1.0 D\n"},
		{"by somebody else's key", func(s *signer) { put(s, text, "P\n\n"+s.approve("ada", text)) }, "v1.0 C "},
		{"a dropped blob and somebody else's key", func(s *signer) { put(s, later, "P\n\n"+s.approve("ada", text)) }, "v1.0 D\n"},
		{"over other words", func(s *signer) {
			put(s, text, "P\n\n"+strings.Replace(s.approve("gus", edited), blobOf(edited), blobOf(text), 1))
		}, "v1.0 C "},
		{"in git's own namespace", func(s *signer) {
			put(s, text, "P\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: "+blobOf(text)+"\n"+s.seal("gus", "git", Statement(history.ReadFacts([]byte(text), nil), NothingBefore)))
		}, "v1.0 C "},
		{"damaged", func(s *signer) {
			put(s, text, "P\n\n"+strings.Replace(s.approve("gus", text), "U1NIU0lH", "U1NIU0lI", 1))
		}, "v1.0 C "},
		{"on a rebased side commit", func(s *signer) {
			s.git("ada", "", "switch", "-qc", "side")
			put(s, text, "P")
			s.git("gus", "", "commit", "-q", "--allow-empty", "-m", "Approve\n\n"+s.approve("gus", text))
			s.git("ada", "", "switch", "-q", "main")
			s.git("ada", "", "commit", "-q", "--allow-empty", "-m", "meanwhile")
			s.git("ada", "", "switch", "-q", "side")
			s.git("bo", "", "rebase", "-q", "main")
			s.git("ada", "", "switch", "-q", "main")
			s.git("bo", "", "merge", "-q", "--ff-only", "side")
		}, "v1.0 A "},
		{"copied to a revert", func(s *signer) {
			approval := s.approve("gus", text)
			put(s, text, "P\n\n"+approval)
			put(s, second, "P\n\nApproved-by: Gus Holm <gus@example.com>")
			put(s, text, "Revert\n\n"+approval)
		}, "v1.0 A [2024-02-02,2024-02-02] by gus/ceo/trailer@2024-02-02\nv2.0 C [2024-02-03,2024-02-03] by gus/ceo/trailer@2024-02-03\nv1.0 C "},
		{"copied to a revert over a lost blob", func(s *signer) {
			approval := s.approve("gus", later)
			put(s, text, "P\n\n"+approval)
			put(s, second, "P\n\nApproved-by: Gus Holm <gus@example.com>")
			put(s, text, "Revert\n\n"+approval)
		}, "v1.0 A [2024-02-02,2024-02-02] by gus/ceo/trailer@2024-02-02\nv2.0 C [2024-02-03,) by gus/ceo/trailer@2024-02-03\nv1.0 D\n"},
		{"of the words, copied to retire them", func(s *signer) {
			put(s, text, "P\n\n"+s.approve("gus", text))
			put(s, retired, "Retire\n\n"+strings.Replace(s.approve("gus", text), blobOf(text), blobOf(retired), 1))
		}, "v1.0 A [2024-02-02,2024-02-02] by gus/ceo/trailer@2024-02-02\nretired 2024-02-03\n"},
		{"that retires", func(s *signer) {
			put(s, text, "P\n\n"+s.approve("gus", text))
			put(s, retired, "Retire\n\n"+s.approve("gus", retired))
		}, "v1.0 A [2024-02-02,2024-02-02] by gus/ceo/trailer@2024-02-02\nretired 2024-02-03\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada")
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})})
			tc.play(s)
			if got := s.told(); !strings.HasPrefix(got, tc.want) {
				t.Errorf("want %q, got:\n%s", tc.want, got)
			}
		})
	}
}

// TestRetirementNeedsItsOwnSignature: where grade A is asked for, the signature of an approval retires nothing.
func TestRetirementNeedsItsOwnSignature(t *testing.T) {
	text, retired := policy("1.0", "approved", "review_date: 2030-01-01\n", "One."), policy("1.0", "retired", "review_date: 2030-01-01\n", "One.")
	for _, honest := range []bool{true, false} {
		s := newSigner(t, "gus", "ada")
		s.begin(map[string]string{"writ.yaml": strings.Replace(s.keyed(map[string]string{"gus": "gus"}), "least_grade: C", "least_grade: A", 1)})
		s.write(map[string]string{"policies/p.md": text})
		s.git("ada", "", "commit", "-qm", "P\n\n"+s.approve("gus", text))
		s.write(map[string]string{"policies/p.md": retired})
		approval := s.approve("gus", retired)
		if !honest {
			approval = strings.Replace(s.approve("gus", text), blobOf(text), blobOf(retired), 1)
		}
		s.git("ada", "", "commit", "-qm", "Retire\n\n"+approval)
		if got := s.told(); strings.Contains(got, "retired") != honest {
			t.Errorf("honest %v:\n%s", honest, got)
		}
	}
}

func blobOf(text string) string { return gitrepo.BlobID([]byte(text)).String() }
