package trail

import (
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
)

// numberedDocuments are documents with the ids POL-1 to POL-n.
func numberedDocuments(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("policies/p%d.md", i+1)] = numberedPolicy(i + 1)
	}
	return files
}

func numberedPolicy(i int) string {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", fmt.Sprintf("Number %d.", i))
	return strings.Replace(text, "id: POL-1\n", fmt.Sprintf("id: POL-%d\n", i), 1)
}

// TestManyApprovals: one message gives no more evidence than is stated, and more than that is a finding.
func TestManyApprovals(t *testing.T) {
	const documents = 70
	for _, tc := range []struct {
		approvers, evidence int
		odd                 string
	}{
		{32, 32 * documents, ""},
		{33, 0, "it names 33 approvers of 70 documents; at most 32 approvers of so many are read"},
	} {
		s := newSigner(t)
		s.begin(map[string]string{"writ.yaml": roster})
		s.write(numberedDocuments(documents))
		message := "Many\n"
		for i := range tc.approvers {
			message += fmt.Sprintf("\nApproved-by: P%d <p%d@example.com>", i, i)
		}
		s.git("ada", "", "commit", "-qm", message)
		book, n := s.book(), 0
		for _, tr := range book.Trails {
			n += len(tr.evidence)
		}
		odd := ""
		for _, o := range book.Odd {
			odd += o.Why.String()
		}
		if n != tc.evidence || odd != tc.odd {
			t.Errorf("%d approvers: %d pieces of evidence, odd: %q", tc.approvers, n, odd)
		}
	}
}

// TestSignaturesCostOneEach: a message with a signature for each of many documents costs as many verifications, and not
// the square; each counts for its own document, and where there are many, for that alone.
func TestSignaturesCostOneEach(t *testing.T) {
	seals := map[int]string{} // the same in each repository
	made := func(n int, shuffled bool) *signer {
		s := newSigner(t, "gus")
		s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
		s.write(numberedDocuments(n))
		message := "Many\n\nApproved-by: Gus Holm <gus@example.com>\n"
		for i := 1; i <= n; i++ {
			facts := history.ReadFacts([]byte(numberedPolicy(i)), nil)
			above := i
			if shuffled {
				above = 1 + i%n
			}
			if seals[i] == "" {
				seals[i] = s.seal("gus", signature.NamespaceApproval, Statement(facts, NothingBefore))
			}
			message += fmt.Sprintf("Approved-Document: POL-%d\n%s\n", above, seals[i])
		}
		s.git("ada", "", "commit", "-qm", message)
		return s
	}
	grades := func(s *signer) (a int) {
		for _, tr := range s.book().Trails {
			if tr.Versions[0].Grade == Signed {
				a++
			}
		}
		return a
	}
	allocations := func(s *signer) float64 {
		repo, err := gitrepo.Open(s.dir, func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		defer repo.Close()
		return testing.AllocsPerRun(1, func() {
			if _, err := Build(t.Context(), repo, Options{Config: mustLoad(t, roster), Today: day.Of(2025, 1, 1)}); err != nil {
				t.Error(err)
			}
		})
	}
	few, many := made(60, false), made(120, false)
	if a, b := grades(few), grades(many); a != 60 || b != 120 {
		t.Errorf("%d of 60 and %d of 120 documents have grade A", a, b)
	}
	if a, b := allocations(few), allocations(many); b > 2.4*a {
		t.Errorf("60 documents cost %.0f allocations, and 120 %.0f", a, b)
	}
	if a, b := grades(made(60, true)), grades(made(120, true)); a != 60 || b != 0 {
		t.Errorf("below another document's line, %d of 60 signatures count, and %d of 120", a, b)
	}
}

// TestForeignObjects: what names another object than is due is a claim, or a finding, and ends no run.
func TestForeignObjects(t *testing.T) {
	s := newSigner(t)
	s.begin(map[string]string{"writ.yaml": roster}, map[string]string{"policies/p.md": policy("1.0", "approved", "", "One.")})
	for _, object := range []string{s.rev("HEAD^{tree}"), s.rev("HEAD"), strings.Repeat("0123456789", 4)} {
		s.git("gus", "", "commit", "-q", "--allow-empty", "-m", "Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-1\nApproved-Blob: "+object)
		if got, want := s.told(), "the blob "+object+" that it names isn't a document in this clone"; !strings.Contains(got, want) {
			t.Errorf("want %q, got:\n%s", want, got)
		}
	}
	gittest.Git(t, s.dir, "update-ref", "refs/notes/writ", s.rev("HEAD:policies/p.md"))
	book := s.book()
	if len(book.Odd) != 1 || book.Odd[0].Why.Code != NotesUnfit || !book.NotesSeen {
		t.Errorf("notes on a blob: %+v", book.Odd)
	}
}
