package publication_test

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// moved is a company whose documents moved after they were approved: what a.md leads to, what b.md leads to from its own
// old place, and what stands at the old path now.
const moved = `-- writ.yaml --
version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: bo}]}
kinds:
  policy: {approvers: {any_of: [ceo]}}
-- policies/a.md --
---
id: POL-A
kind: policy
version: "1.0"
status: approved
---

Approved [keys](keys.md#places), [gone](gone.md), [here](/policies/b.md).
-- policies/b.md --
---
id: POL-B
kind: policy
version: "1.0"
status: approved
---

From the old place [a](a.md).
-- policies/keys.md --
---
id: POL-K
kind: policy
version: "1.0"
status: approved
---

## Places
-- policies/gone.md --
---
id: POL-G
kind: policy
version: "1.0"
status: approved
---

Gone.
-- git: commit 2026-01-01 ada --
First

Approved-by: Bo Lind <bo@example.com>
-- git: move policies/keys.md policies/access/keys.md --
-- git: move policies/b.md policies/house/b.md --
-- git: remove policies/gone.md --
-- git: commit 2026-01-02 ada --
Sort
-- policies/keys.md --
---
id: POL-N
kind: policy
version: "1.0"
status: approved
---

New [keys](keys.md), [old](access/keys.md), and [the place that b left](b.md).
-- policies/gone.md --
---
id: POL-O
kind: policy
version: "1.0"
status: approved
---

Another.
-- git: edit policies/a.md --
< version: "1.0"
> version: "1.1"
< Approved [keys](keys.md#places), [gone](gone.md), [here](/policies/b.md).
> Not yet approved.
-- git: commit 2026-01-03 ada --
More
`

// TestLinksOfApprovedWords: the page of approved words leads to what these meant when they were approved, wherever that is
// now, and never to what took its path. Words that nobody approved lead to what is there.
func TestLinksOfApprovedWords(t *testing.T) {
	today := day.Of(2026, 6, 1)
	for _, tc := range []struct{ serve, id, want string }{
		{sitegen.ServeInForce, "POL-A", `<p>Approved <a href="../POL-K/#places">keys</a>, gone <code class="link-target">gone.md</code>, <a href="../POL-B/">here</a>.</p>`},
		{sitegen.ServeInForce, "POL-B", `<p>From the old place <a href="../POL-A/">a</a>.</p>`},
		{sitegen.ServeMerged, "POL-N", `<p>New <a href="../POL-N/">keys</a>, <a href="../POL-K/">old</a>, and <a href="../POL-B/">the place that b left</a>.</p>`},
	} {
		archive := moved
		if tc.serve == sitegen.ServeMerged {
			archive = strings.Replace(moved, "people:", "site: {serve: merged}\npeople:", 1)
		}
		dir, _ := storytest.Play(t, archive, today)
		for _, d := range publicationtest.Of(t, dir, today).Documents {
			if d.ID == tc.id && textOf(t, &d) != tc.want {
				t.Errorf("%s:\n%s\nwant:\n%s", d.ID, textOf(t, &d), tc.want)
			}
		}
	}
}

// TestLinksOfSiteGenerator: the same links, written as a site generator's, lead to the same pages.
func TestLinksOfSiteGenerator(t *testing.T) {
	today := day.Of(2026, 6, 1)
	archive := strings.NewReplacer("people:", "links: {root: policies}\nsite: {serve: SERVE}\npeople:",
		"keys.md#places", "/keys#places", "(gone.md)", "(/gone/)", "/policies/b.md", "/b.html", "(a.md)", "(a)",
		"New [keys](keys.md)", "New [keys](/keys/)", "(access/keys.md)", "(/access/keys)", "(b.md)", "(b.html)").Replace(moved)
	for _, tc := range []struct{ serve, id, want string }{
		{sitegen.ServeInForce, "POL-A", `<p>Approved <a href="../POL-K/#places">keys</a>, gone <code class="link-target">/gone/</code>, <a href="../POL-B/">here</a>.</p>`},
		{sitegen.ServeInForce, "POL-B", `<p>From the old place <a href="../POL-A/">a</a>.</p>`},
		{sitegen.ServeMerged, "POL-N", `<p>New <a href="../POL-N/">keys</a>, <a href="../POL-K/">old</a>, and <a href="../POL-B/">the place that b left</a>.</p>`},
	} {
		dir, _ := storytest.Play(t, strings.Replace(archive, "SERVE", tc.serve, 1), today)
		found := false
		for _, d := range publicationtest.Of(t, dir, today).Documents {
			if d.ID != tc.id {
				continue
			}
			if found = true; textOf(t, &d) != tc.want {
				t.Errorf("%s:\n%s\nwant:\n%s", d.ID, textOf(t, &d), tc.want)
			}
		}
		if !found {
			t.Errorf("no document %s", tc.id)
		}
	}
}

// textOf is the text of a document's page.
func textOf(t *testing.T, d *sitegen.Document) string {
	t.Helper()
	text, err := d.Prose.Make(d.Address(), func(string, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text.HTML)
}

// TestLinksToCompanyPages: a link of a controlled document to a page that nobody approves leads to that page, on the pages
// of its words in force, of older ones, and of what changed.
func TestLinksToCompanyPages(t *testing.T) {
	out := siteOf(t, strings.NewReplacer("[other](renamed.md)", "[about](../site/about.md#who)", "[other](other.md)", "[about](/site/about.md)").Replace(
		versionStory("site: {pages: [site/about.md]}\n"))+
		"-- site/about.md --\n# About us\n\n## Who\n\nUs.\n-- git: commit 2026-05-01 ada --\nPages\n")
	for page, want := range map[string]string{
		"POL-1/index.html":            `<a href="../page/about/#who">about</a>`,
		"POL-1/v2.0/index.html":       `<a href="../../page/about/#who">about</a>`,
		"POL-1/v1.0/index.html":       `<a href="../../page/about/">about</a>`,
		"POL-1/v1.0..v2.0/index.html": `<a href="../../page/about/#who">about</a>`,
	} {
		if !strings.Contains(string(out.Files[page]), want) {
			t.Errorf("%s lacks %s:\n%s", page, want, out.Files[page])
		}
	}
}
