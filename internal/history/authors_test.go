package history

import (
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// TestAuthorsOfACommit: whatever may mean an author is one.
func TestAuthorsOfACommit(t *testing.T) {
	for _, x := range []struct {
		author, message string
		want            string
	}{
		{"Ada <ada@x>", "Subject", "ada@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: Ilse Marr <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nCo-developed-by: Ilse Marr <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: ilse@x", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: Bo <bo@x>, Ilse <ilse@x>; cy@x", "ada@x bo@x ilse@x cy@x"},
		{"Ada <ada@x>", "S\n\nWritten together.\nCo-authored-by: Ilse <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\nCO-AUTHORED-BY: Ilse <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\n    Co-authored-by: Ilse <ilse@x>\n\nMore.", "ada@x ilse@x"},
		{"Ada <ada@x>", "Backup, co-authored by: Ilse <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: Ilse\n <ilse@x>", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nCoauthors: Ilse (ilse@x) and bo@x", "ada@x ilse@x bo@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: Ilse Marr", "ada@x Ilse Marr"},
		{"Ada <ada@x>", "Squashed commit of the following:\n\ncommit 123\nAuthor: Ilse <ilse@x>\nDate:   Fri\n\n    Access\n", "ada@x ilse@x"},
		{"Ada <ada@x>", "S\n\nThe author: nobody in particular.", "ada@x"},
		{"Ada <ada@x> <ilse@x>", "S", "ada@x ilse@x"},
		{"Ada <ada@x>>", "S", "ada@x"},
		{"Ada <ilse@x", "S", "ilse@x"},
		{"ilse@x <>", "S", "ilse@x"},
	} {
		raw := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor " + x.author + " 1700000000 +0000\ncommitter C <c@x> 1700000000 +0000\n\n" + x.message + "\n"
		c, err := gitrepo.ParseCommit(gitrepo.ID{}, []byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range CommitAuthors(nil, &gitrepo.Step{Commit: c}) {
			if w.Email == "" {
				w.Email = w.Name
			}
			got = append(got, w.Email)
		}
		if want := strings.Split(x.want, " "); !slices.Equal(got, want) && strings.Join(got, " ") != x.want {
			t.Errorf("author %q, message %q: %v, want %v", x.author, x.message, got, want)
		}
	}
}
