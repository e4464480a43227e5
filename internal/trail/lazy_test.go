package trail

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// TestWhatCantBeReadIsAnError: where a signature can't be read any more, a trail that is judged late is an error each
// time that somebody asks for it, and never one without the signature.
func TestWhatCantBeReadIsAnError(t *testing.T) {
	s := newSigner(t, "gus")
	s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus"})})
	s.write(map[string]string{"policies/p.md": policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")})
	s.approved("gus")
	repo, err := gitrepo.Open(s.dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	book, err := Build(context.Background(), repo, Options{Config: mustLoad(t, roster), Today: day.Of(2025, 1, 1), Lazy: true})
	if err != nil {
		t.Fatal(err)
	}
	signed := s.rev("HEAD")
	if err := os.Remove(filepath.Join(s.dir, ".git", "objects", signed[:2], signed[2:])); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if tr, err := book.Trail(book.Document("POL-1")); err == nil || tr != nil {
			t.Errorf("the trail is %v, with error %v", tr, err)
		}
		if _, err := book.Limited(func(string) bool { return true }); err == nil {
			t.Error("all trails are judged without an error")
		}
	}
	if book.Document("POL-1") == nil {
		t.Error("which document is meant needs nothing to be judged")
	}
}
