package trail

import (
	"strings"
	"testing"
)

// aside writes words on a branch of their own.
func (s *signer) aside(who, text string) {
	s.t.Helper()
	s.git(who, "", "switch", "-qc", "side")
	s.put(who, "", text, "P")
	s.git(who, "", "switch", "-q", "main")
}

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
		{"words of a branch of which its merge took nothing, checked out by another", deed(true, func(s *signer, attacked bool) {
			s.aside(either(attacked, "ada", "gus"), one)
			s.git("bo", "", "merge", "-q", "--no-ff", "-s", "ours", "-m", "Nothing", "side")
			s.git("bo", "", "checkout", "-q", "side", "--", "policies")
			s.git("bo", "", "commit", "-qm", "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
		}), "1.0 A, 1.0 in force", bad},
		{"the same, with another number", deed(true, func(s *signer, attacked bool) {
			s.aside(either(attacked, "ada", "gus"), strings.Replace(one, "1.0", "0.9", 1))
			s.git("bo", "", "merge", "-q", "--no-ff", "-s", "ours", "-m", "Nothing", "side")
			s.put("bo", "", one, "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
		}), "1.0 A, 1.0 in force", bad},
		// The honest twin: words that others wrote, and that the approver's own branch had again.
		{"words that another took from a branch before it was merged", deed(true, func(s *signer, attacked bool) {
			if !attacked {
				s.put("bo", "", one, "P")
			}
			s.aside("gus", either(attacked, two, one))
			if attacked {
				s.put("bo", "", one, "P")
			} else {
				s.git("gus", "", "switch", "-q", "side")
				s.put("gus", "", one, "Not so")
				s.git("gus", "", "switch", "-q", "main")
			}
			s.git("bo", "", "merge", "-q", "--no-ff", "-s", "ours", "-m", "Nothing", "side")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
		}), "1.0 A, 1.0 in force", bad},
		{"a commit that later says it wrote approved words", deed(true, func(s *signer, attacked bool) {
			s.git("gus", "", "branch", "old")
			s.put("bo", "", one, "P")
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(one))
			if attacked {
				s.git("gus", "", "switch", "-q", "old")
				s.put("gus", "", one, "P")
				s.git("bo", "", "switch", "-q", "main")
				s.git("bo", "", "merge", "-q", "--no-ff", "-s", "ours", "-m", "Nothing", "old")
			}
		}), "1.0 A, 1.0 in force", "1.0 A, 1.0 in force"},
		{"words that were removed, and come back under another id", tale(at("policies/q.md", as(one, "POL-7"))+"{}"+at("git: remove policies/q.md", "")+
			at("git: commit 2024-02-02 ada", "Remove")+p(one)+at("git: commit 2024-02-03 bo", "Anew")+approves, by("ada"), by("gus")), good, bad},
		{"a copy of the approver's template, as it is", tale(at("policies/template.md", "{}")+by("gus")+p(one)+at("git: commit 2024-02-03 bo", "P")+approves,
			as(two, "POL-0"), as(one, "POL-0")), good, bad},
		{"a copy of the approver's template, filled in", tale(at("policies/template.md", as(two, "POL-0"))+by("gus")+p(two)+"{}"+p(one)+at("git: commit 2024-02-03 bo", "P")+approves,
			at("git: commit 2024-02-02 bo", "From the template"), at("git: commit 2024-02-02 gus", "From the template")), good, bad},
	}
	withstand(t, attacks)
}
