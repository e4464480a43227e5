package trail

import (
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// tag makes an annotated tag, signed with the key of that name ("" signs nothing).
func (s *signer) tag(who, key, name, target, message string) {
	s.t.Helper()
	args := []string{"-c", "gpg.format=ssh"}
	how := "-a"
	if key != "" {
		args, how = append(args, "-c", "user.signingkey="+s.keys[key]), "-s"
	}
	s.git(who, "", append(args, "tag", how, "-m", message, name, target)...)
}

// TestTags: a tag approves what it names and holds, under its own name.
func TestTags(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	edited := policy("1.0", "approved", "review_date: 2030-01-01\n", "One and a half.")
	names := "POL-1 1.0\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-1"
	rev := func(s *signer, name string) string {
		return strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", name))
	}
	for _, tc := range []struct {
		name, grade, odd string
		play             func(s *signer)
	}{
		{"signed, of the commit", "A", "", func(s *signer) { s.tag("gus", "gus", "pol-1/1.0", "HEAD", names) }},
		{"unsigned", "C", "", func(s *signer) { s.tag("gus", "", "pol-1/1.0", "HEAD", names) }},
		{"signed by somebody else", "C", "", func(s *signer) { s.tag("ada", "ada", "pol-1/1.0", "HEAD", names) }},
		{"without Approved-by the tagger approves", "A", "", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD", "Release\n\nApproved-Document: pol-1") }},
		{"an author tags", "D", "Ada Byron", func(s *signer) { s.tag("ada", "ada", "v1", "HEAD", "Release\n\nApproved-Document: POL-1") }},
		{"a release that names nothing", "D", "", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD", "Release") }},
		{"names no document", "D", "it names no document", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD", "Release\n\nApproved-by: Gus Holm <gus@example.com>")
		}},
		{"of the blob itself", "A", "", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD:policies/p.md", "Release\n\nApproved-by: Gus Holm <gus@example.com>")
		}},
		{"of another blob than it names", "D", "names another blob", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD:policies/p.md", names+"\nApproved-Blob: "+blobOf(edited))
		}},
		{"names the blob that it holds", "A", "", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD", names+"\nApproved-Blob: "+blobOf(text)) }},
		{"names a blob that it doesn't hold", "D", "other words", func(s *signer) {
			s.write(map[string]string{"policies/p.md": edited})
			s.git("ada", "", "commit", "-qm", "Edit")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "Back")
			s.tag("gus", "gus", "v1", "HEAD~1", names+"\nApproved-Blob: "+blobOf(text))
		}},
		{"of a commit before an edit", "D", "", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD", names)
			s.write(map[string]string{"policies/p.md": policy("1.1", "approved", "review_date: 2030-01-01\n", "Edited.")})
			s.git("ada", "", "commit", "-qm", "Edit")
		}},
		{"another version than it holds", "D", "isn't the one that it names", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD", names+"\nApproved-Version: 2.0") }},
		{"a document that never was", "D", "never had", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD", "R\n\nApproved-Document: POL-9") }},
		{"a commit without the document", "D", "doesn't hold POL-1", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD~1", names) }},
		{"copied under another name", "D", "calls itself \"v1\"", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD", names)
			gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v2", rev(s, "refs/tags/v1"))
			gittest.Git(s.t, s.dir, "tag", "-d", "v1")
		}},
		{"a tag of a tag", "D", "names a tag", func(s *signer) {
			s.tag("ada", "", "inner", "HEAD", "Inner")
			s.tag("gus", "gus", "outer", "inner", names)
		}},
		{"of a tree", "D", "names a tree", func(s *signer) { s.tag("gus", "gus", "v1", "HEAD^{tree}", names) }},
		{"says commit of a blob", "D", "says that it names a commit", func(s *signer) {
			raw := fmt.Sprintf("object %s\ntype commit\ntag v1\ntagger Gus <gus@example.com> 1707300000 +0000\n\n%s\n", rev(s, "HEAD:policies/p.md"), names)
			id := gittest.GitIn(s.t, s.dir, []byte(raw), "hash-object", "-t", "tag", "-w", "--literally", "--stdin")
			gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v1", strings.TrimSpace(id))
		}},
		{"re-pointed under its signature", "C", "", func(s *signer) {
			s.write(map[string]string{"note.txt": "x"})
			s.git("ada", "", "commit", "-qm", "Note")
			s.tag("gus", "gus", "v1", "HEAD", names)
			raw := strings.Replace(gittest.Git(s.t, s.dir, "cat-file", "tag", "v1"), rev(s, "HEAD"), rev(s, "HEAD~1"), 1)
			id := gittest.GitIn(s.t, s.dir, []byte(raw), "hash-object", "-t", "tag", "-w", "--stdin")
			gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v1", strings.TrimSpace(id))
		}},
		{"dated after today", "D", "after today", func(s *signer) {
			s.git("gus", "", "-c", "gpg.format=ssh", "-c", "user.signingkey="+s.keys["gus"], "tag", "-s", "-m", names, "v1")
			raw := strings.Replace(gittest.Git(s.t, s.dir, "cat-file", "tag", "v1"), "> 17", "> 27", 1)
			id := gittest.GitIn(s.t, s.dir, []byte(raw), "hash-object", "-t", "tag", "-w", "--stdin")
			gittest.Git(s.t, s.dir, "update-ref", "refs/tags/v1", strings.TrimSpace(id))
		}},
		{"the key is revoked by now", "C", "", func(s *signer) {
			s.tag("gus", "gus", "v1", "HEAD", names)
			s.write(map[string]string{"writ.yaml": gittest.Git(s.t, s.dir, "show", "HEAD:writ.yaml") + "revoked_keys: revoked\n", "revoked": s.public("gus") + "\n"})
			s.git("ada", "", "commit", "-qm", "Revoke")
		}},
		{"a lightweight tag", "D", "", func(s *signer) { s.git("gus", "", "tag", "v1") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada")
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})}, map[string]string{"policies/p.md": text})
			tc.play(s)
			book := s.book()
			got := told(book, byID(book, "POL-1"))
			lines := strings.Split(strings.TrimSpace(got), "\n")
			last := lines[0]
			for _, l := range lines {
				if strings.HasPrefix(l, "v") {
					last = l
				}
			}
			if f := strings.Fields(last); f[1] != tc.grade {
				t.Errorf("not grade %s:\n%s", tc.grade, got)
			}
			all := got + fmt.Sprint(book.Odd)
			if tc.odd == "" && (len(book.Odd) > 0 || strings.Contains(got, "claim")) || !strings.Contains(all, tc.odd) {
				t.Errorf("want %q said:\n%s", tc.odd, all)
			}
		})
	}
}

// TestTagIsNotAnchored: a tag has its own date only; a kind can ask for evidence on the main line, and the tag that a
// merge carries is such.
func TestTagIsNotAnchored(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	names := "POL-1 1.0\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-1"
	for _, anchored := range []bool{false, true} {
		for _, merged := range []bool{false, true} {
			s := newSigner(t, "gus")
			roster := s.keyed(map[string]string{"gus": "gus"})
			if anchored {
				roster = strings.Replace(roster, "least_grade: C", "least_grade: C, anchored: true", 1)
			}
			s.begin(map[string]string{"writ.yaml": roster})
			s.git("ada", "", "switch", "-qc", "side")
			s.write(map[string]string{"policies/p.md": text})
			s.git("ada", "", "commit", "-qm", "P")
			s.tag("gus", "gus", "v1", "HEAD", names)
			s.git("ada", "", "switch", "-q", "main")
			if merged {
				s.git("ada", "", "merge", "-q", "--no-ff", "--no-edit", "v1")
				s.git("ada", "", "tag", "-d", "v1")
			} else {
				s.git("ada", "", "merge", "-q", "--no-ff", "--no-edit", "side")
			}
			book := s.book()
			tr := byID(book, "POL-1")
			want := map[bool]string{false: "D", true: "A"}[merged || !anchored]
			if got := told(book, tr); !strings.HasPrefix(got, "v1.0 "+want) {
				t.Errorf("anchored %v, merged %v: want %s:\n%s", anchored, merged, want, got)
			}
			if a := tr.Versions[0].Content.Approval; a != nil && (a.Loose == merged || a.By[0].Loose == merged) {
				t.Errorf("merged %v: loose %v", merged, a.Loose)
			}
		}
	}
}
