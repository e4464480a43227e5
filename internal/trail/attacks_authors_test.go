package trail

import (
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// TestAttacksOnFourEyes: whoever wrote any of the words is no other pair of eyes, by whatever name and id.
func TestAttacksOnFourEyes(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	two := policy("1.0", "approved", "review_date: 2030-01-01\n", "One and two.")
	p := func(text string) string { return at("policies/p.md", text) }
	as := func(text, id string) string { return strings.Replace(text, "POL-1", id, 1) }
	logins := "-- writ.yaml --\n" + strings.Replace(roster, "emails: [gus@example.com]", "emails: [gus@example.com], github: gush, gitlab: holm", 1) +
		at("git: commit 2024-01-02 ada", "Logins")
	good, bad := "1.0 C, 1.0 in force", "1.0 D, nothing in force"
	by := func(author string) string { return at("git: commit 2024-02-01 "+author, "Words") }
	approves := at("git: commit 2024-02-05 ada", "Approve\n\n"+byGus+"\nApproved-Blob: "+blobOf(one))
	attacks := []attack{
		{"the approver's own address at the forge", tale(logins+p(one)+"{}"+approves, by("ada"), by(`"Gus <gush@users.noreply.github.com>"`)), good, bad},
		{"the same with a number", tale(logins+p(one)+"{}"+approves, by(`"X <77+other@users.noreply.github.com>"`), by(`"Gus <77+GusH@users.noreply.github.com>"`)), good, bad},
		{"the same at GitLab", tale(logins+p(one)+"{}"+approves, by(`"X <77-other@users.noreply.gitlab.com>"`), by(`"Gus <77-holm@users.noreply.gitlab.com>"`)), good, bad},
		{"words under a copied id, which is corrected later", tale(at("policies/a.md", as(two, "POL-9"))+by("ada")+p(as(one, "POL-9"))+"{}"+p(one)+
			at("git: commit 2024-02-02 ada", "An id of its own")+approves, by("bo"), by("gus")), good, bad},
		{"words under another id", tale(p(as(one, "POL-7"))+"{}"+p(one)+at("git: commit 2024-02-02 ada", "Id")+approves, by("bo"), by("gus")), good, bad},
		{"words without an id, moved before they had one", tale(p(strings.Replace(one, "id: POL-1\n", "", 1))+"{}"+at("git: move policies/p.md policies/q.md", "")+
			at("git: commit 2024-02-02 ada", "Move")+at("policies/q.md", one)+at("git: commit 2024-02-03 ada", "Id")+approves, by("bo"), by("gus")), good, bad},
		{"an id that was used before, on a file with words of its own", tale(p(as(two, "POL-1"))+by("ada")+at("git: remove policies/p.md", "")+at("git: commit 2024-02-02 ada", "Remove")+
			at("policies/q.md", as(one, "POL-5"))+"{}"+at("policies/q.md", one)+at("git: commit 2024-02-04 ada", "Id")+approves, at("git: commit 2024-02-03 bo", "Q"), at("git: commit 2024-02-03 gus", "Q")), good, bad},
		{"copied, edited, and the first removed", tale(p(as(two, "POL-1"))+by("ada")+at("policies/q.md", one)+"{}"+at("policies/p.md", strings.Replace(two, "two", "three", 1))+at("git: commit 2024-02-03 ada", "Three")+
			at("git: remove policies/p.md", "")+at("git: commit 2024-02-04 ada", "Remove")+approves, at("git: commit 2024-02-02 bo", "Copy"), at("git: commit 2024-02-02 gus", "Copy")), good, bad},
		{"words that came back", tale(p(one)+by("ada")+at("git: remove policies/p.md", "")+at("git: commit 2024-02-02 ada", "Remove")+p(one)+"{}"+approves,
			at("git: commit 2024-02-03 bo", "Back"), at("git: commit 2024-02-03 gus", "Back")), good, bad},
	}
	withstand(t, attacks)
}

// TestAuthorsOfACommit: whatever may mean an author is one.
func TestAuthorsOfACommit(t *testing.T) {
	for _, x := range []struct {
		author, message string
		want            string
	}{
		{"Ada <ada@x>", "Subject", "ada@x"},
		{"Ada <ada@x>", "S\n\nCo-authored-by: Ilse Marr <ilse@x>", "ada@x ilse@x"},
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
		for _, w := range commitAuthors(nil, &gitrepo.Step{Commit: c}) {
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
