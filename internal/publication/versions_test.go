package publication_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/search"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// versionStory has a policy of three versions: the first with another image and a link to a document that was renamed
// since, the third not yet in force.
func versionStory(site string) string {
	roster := "-- writ.yaml --\nversion: 1\npeople:\n  ada: {name: Ada, emails: [ada@example.com]}\n  ilse: {name: Ilse, emails: [ilse@example.com]}\n" +
		"roles: {ceo: {holders: [{person: ilse}]}}\nkinds: {policy: {approvers: {any_of: [ceo]}}}\n" + site
	policy := func(version, more, body string) string {
		return "-- policies/p.md --\n---\nid: POL-1\ntitle: Access " + version + "\nversion: \"" + version + "\"\nstatus: approved\nowner: ceo\nreview_date: 2027-01-01\n" +
			more + "---\n\n" + body + "\n"
	}
	other := "---\nid: POL-2\ntitle: Other\nversion: \"1.0\"\nstatus: approved\nowner: ceo\nreview_date: 2027-01-01\n---\n\nWords.\n"
	approved := "\n\nApproved-by: Ilse <ilse@example.com>\n"
	return roster + "-- policies/other.md --\n" + other + "-- policies/a.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h1\"/></svg>\n" +
		policy("1.0", "", "The SECRET word. [other](other.md) ![pic](a.svg)") + "-- git: commit 2026-01-01 ada --\nFirst" + approved +
		"-- git: move policies/other.md policies/renamed.md --\n-- policies/a.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h2\"/></svg>\n" +
		policy("2.0", "", "No such word. [other](renamed.md) ![pic](a.svg)") + "-- git: commit 2026-02-01 ada --\nSecond" + approved +
		policy("2.1", "", "A draft that nobody approved: CANARY.") + "-- git: commit 2026-03-01 ada --\nDraft\n" +
		strings.Replace(policy("2.2", "", "INREVIEW words that somebody approved too early."), "status: approved", "status: in-review", 1) +
		"-- git: commit 2026-03-02 ada --\nReview" + approved +
		policy("3.0", "effective_date: 2027-01-01\n", "Of next year.") + "-- git: commit 2026-04-01 ada --\nThird" + approved
}

func siteOf(t *testing.T, archive string) sitegen.Output {
	t.Helper()
	today := day.Of(2026, 11, 23)
	dir, _ := storytest.Play(t, archive, today)
	out, err := sitegen.Render(t.Context(), publicationtest.Of(t, dir, today))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestVersions: a version's page holds exactly its words, with the images and links of its own commit, and says what it
// is today.
func TestVersions(t *testing.T) {
	out := siteOf(t, versionStory(""))
	for _, tc := range []struct {
		page string
		has  []string
		not  []string
	}{
		{"POL-1/v1.0/index.html", []string{"<h1>Access 1.0</h1>", "The SECRET word.", `<a href="../../POL-2/">other</a>`, "superseded",
			`In force is <a href="../../POL-1/">version 2.0</a>`, "<time datetime=\"2026-01-01\">"}, []string{"No such word"}},
		{"POL-1/v2.0/index.html", []string{"No such word.", `<a href="../../POL-2/">other</a>`, "in force"}, []string{"SECRET", "writ-banner-stop"}},
		{"POL-1/v3.0/index.html", []string{"Of next year.", "not yet in force", "2027-01-01"}, nil},
		{"POL-1/history/index.html", []string{`<a href="../../POL-1/v1.0/">Version 1.0</a>`, `<a href="../../POL-1/v3.0/">Version 3.0</a>`}, []string{"/v2.1/"}},
		{"POL-1/index.html", []string{"No such word."}, []string{"SECRET", "Of next year"}},
	} {
		page := string(out.Files[tc.page])
		for _, want := range tc.has {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s:\n%s", tc.page, want, page)
			}
		}
		for _, bad := range tc.not {
			if strings.Contains(page, bad) {
				t.Errorf("%s has %s", tc.page, bad)
			}
		}
	}
	nowhere(t, out, "CANARY")
	nowhere(t, out, "INREVIEW")
	images := func(page string) string {
		_, after, _ := strings.Cut(string(out.Files[page]), `<img src="`)
		src, _, _ := strings.Cut(after, `"`)
		return string(out.Files[strings.TrimLeft(src, "./")])
	}
	if !strings.Contains(images("POL-1/v1.0/index.html"), "h1") || !strings.Contains(images("POL-1/v2.0/index.html"), "h2") {
		t.Error("a version doesn't show the image of its own commit")
	}
}

// nowhere fails when a word is in any byte of a site.
func nowhere(t *testing.T, out sitegen.Output, word string) {
	t.Helper()
	for name, data := range out.Files {
		if text, err := search.Unpack(data); strings.HasPrefix(name, "search/") && err == nil {
			data = text
		}
		if strings.Contains(name, word) || bytes.Contains(data, []byte(word)) {
			t.Errorf("%s is in %s", word, name)
		}
	}
}

// TestWithheld: the words of a version that is withheld are in no byte of the site, and its page says so.
func TestWithheld(t *testing.T) {
	for _, document := range []string{"POL-1", "pol-1", "policies/p.md"} {
		out := siteOf(t, versionStory("site: {withheld: [{document: "+document+", version: \"1.0\", reason: It held a password.}]}\n"))
		nowhere(t, out, "SECRET")
		if page := string(out.Files["POL-1/v1.0/index.html"]); !strings.Contains(page, "It held a password.") {
			t.Errorf("the page doesn't say why:\n%s", page)
		}
	}
	out := siteOf(t, versionStory("site: {withheld: [{document: POL-1, version: \"2.0\", reason: It held a password.}]}\n"))
	nowhere(t, out, "No such word")
	if page := string(out.Files["POL-1/index.html"]); !strings.Contains(page, "It held a password.") {
		t.Errorf("the page of what is in force doesn't say why it shows no text:\n%s", page)
	}
}

// TestLatest: without pages of versions there are none, and no link to one.
func TestLatest(t *testing.T) {
	out := siteOf(t, versionStory("site: {versions: latest}\n"))
	for name, data := range out.Files {
		if strings.Contains(name, "/v") || bytes.Contains(data, []byte("/v1.0/")) {
			t.Errorf("%s", name)
		}
	}
}
