package publication_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// audienceStory has documents of each class; what only the board may read holds the word CANARY in all that it says.
func audienceStory() string {
	doc := func(path, id, title, class, more, body string) string {
		if class != "" {
			class = "classification: " + class + "\n"
		}
		return "-- " + path + " --\n---\nid: " + id + "\ntitle: " + title + "\nversion: \"1.0\"\nstatus: approved\nowner: ceo\n" + class + more +
			"review_date: 2026-06-01\n---\n\n" + body + "\n"
	}
	approved := "\n\nApproved-by: Ilse <ilse@example.com>\n"
	return "-- writ.yaml --\nversion: 1\npeople:\n  ada: {name: Ada, emails: [ada@example.com]}\n  ilse: {name: Ilse, emails: [ilse@example.com]}\n" +
		"roles: {ceo: {holders: [{person: ilse}]}}\nkinds: {policy: {approvers: {any_of: [ceo]}}}\n" +
		"site: {audiences: {staff: [public, Internal], board: [public, internal, confidential]}}\n" +
		doc("policies/open.md", "POL-1", "Open", "internal", "supersedes: [POL-CANARY]\n",
			"See [the plan](canary-plan.md), [its part](canary-plan.md#canary), [by name][n] and [nothing](gone-canary.md).\n\nUNCLASSED-LINK [u](unclassed.md)\n\n[n]: canary-plan.md") +
		doc("policies/canary-plan.md", "POL-CANARY", "The canary plan", "confidential", "satisfies: [\"ISO27001:5.2\"]\n", "CANARY words about [open](open.md).") +
		doc("policies/unclassed.md", "POL-3", "CANARY without a class", "", "", "CANARY") +
		doc("policies/other.md", "POL-4", "CANARY of a class that nobody reads", "secret", "", "CANARY") +
		doc("policies/once.md", "POL-5", "Once confidential", "confidential", "", "The CANARY of old.") +
		doc("policies/today.md", "POL-6", "CANARY-PUBLIC", "public", "", "CANARY-PUBLIC") +
		"-- git: commit 2026-01-01 ada --\nAll of CANARY" + approved +
		strings.Replace(doc("policies/once.md", "POL-5", "Once confidential", "internal", "", "New words."), "1.0", "2.0", 1) +
		"-- git: commit 2026-02-01 ada --\nOpen what was about the canary plan" + approved +
		strings.Replace(doc("policies/open.md", "POL-1", "Open", "internal", "supersedes: [POL-CANARY, POL-4]\n",
			"See [the plan](canary-plan.md#other), [its part](today.md), and what is next."), "1.0", "2.0", 1) +
		"-- git: commit 2026-02-02 ada --\nNext" + approved +
		"-- git: edit policies/today.md --\n< classification: public\n> classification: confidential\n-- git: commit 2026-03-01 ada --\nNarrower\n"
}

// TestAudience: what an audience may not read is in no byte of its site, and what it may read is there.
func TestAudience(t *testing.T) {
	today := day.Of(2026, 11, 23)
	dir, _ := storytest.Play(t, audienceStory(), today)
	site := func(audience string) (sitegen.Output, error) {
		s, err := publicationtest.For(t, dir, today, audience)
		if err != nil {
			return sitegen.Output{}, err
		}
		return sitegen.Render(t.Context(), s)
	}
	staff, err := site("staff")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"CANARY", "canary", "POL-3", "POL-4", "unclassed.md"} {
		nowhere(t, staff, word)
	}
	page := string(staff.Files["POL-1/index.html"])
	if !strings.Contains(page, "See the plan, its part,") {
		t.Errorf("the words of a link are lost:\n%s", page)
	}
	if page := string(staff.Files["POL-5/index.html"]); !strings.Contains(page, "New words.") || staff.Files["POL-5/v1.0/index.html"] != nil {
		t.Errorf("of versions, the narrower class counts:\n%s", page)
	}
	board, err := site("board")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"POL-CANARY/index.html", "POL-5/v1.0/index.html", "POL-6/index.html", "POL-1/index.html"} {
		if board.Files[name] == nil {
			t.Errorf("the board's site lacks %s", name)
		}
	}
	nowhere(t, board, "CANARY without a class")
	for audience, want := range map[string]string{"": "--audience NAME, one of board, staff", "press": "it has board, staff", "Staff": "it has board, staff"} {
		if _, err := site(audience); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", audience, err, want)
		}
	}
	if _, err := publicationtest.For(t, func() string { d, _ := storytest.Play(t, versionStory(""), today); return d }(), today, "staff"); err == nil {
		t.Error("an audience that nothing names is accepted")
	}
	if slices.ContainsFunc(staff.Notes, func(n string) bool { return strings.Contains(strings.ToLower(n), "canary") }) {
		t.Errorf("notes: %q", staff.Notes)
	}
}
