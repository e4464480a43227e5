package publication_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestRedlines: consecutive versions are compared, and older ones with the current one, with the links and images of
// each one's commit. Contents lists say in which version a section changed.
func TestRedlines(t *testing.T) {
	out := siteOf(t, versionStory(""))
	for _, tc := range []struct{ page, has string }{
		{"POL-1/v1.0..v2.0/index.html", `<del><span class="visually-hidden">deleted: </span>The SECRET<span class="visually-hidden"> end. </span></del>`},
		{"POL-1/v1.0..v2.0/index.html", `No such<span class="visually-hidden"> end. </span></ins> word. <a href="../../POL-2/">other</a>`},
		{"POL-1/v1.0..v2.0/index.html", `<a href="../../POL-1/v1.0/">Version 1.0</a>`},
		{"POL-1/v2.0..v3.0/index.html", "Of next year."},
		{"POL-1/history/index.html", `<a href="../../POL-1/v1.0..v2.0/">what changed since 1.0</a>`},
		{"POL-1/v1.0/index.html", `<a href="../../POL-1/v1.0..v2.0/">compare with 2.0</a>`},
		{"changes/index.html", `<a href="../POL-1/v1.0..v2.0/">What changed</a>`},
		{"POL-1/index.html", `<a href="../POL-1/v1.0..v2.0/">what changed since 1.0</a>`},
	} {
		if page := string(out.Files[tc.page]); !strings.Contains(page, tc.has) {
			t.Errorf("%s lacks %s:\n%s", tc.page, tc.has, page)
		}
	}
	if _, there := out.Files["POL-1/v1.0..v3.0/index.html"]; there {
		t.Error("a version that isn't in force is compared with one that isn't the one before it")
	}
	nowhere(t, out, "CANARY")
}

// manyVersions has a policy with so many versions, of which each changes the first of two sections.
func manyVersions(n int, site string) string {
	var b strings.Builder
	b.WriteString(versionStory(site))
	for i := range n {
		fmt.Fprintf(&b, "-- policies/many.md --\n---\nid: POL-3\ntitle: Many\nversion: \"%d.0\"\nstatus: approved\nowner: ceo\nreview_date: 2027-01-01\n---\n\n"+
			"## Moving\n\nOne two three %d.\n\n## Still\n\nSame.\n-- git: commit 2026-05-%02d ada --\nMany\n\nApproved-by: Ilse <ilse@example.com>\n", i+1, i, i+1)
	}
	return b.String()
}

// TestCompare: site.compare says how many older versions are compared with the current one.
func TestCompare(t *testing.T) {
	out := siteOf(t, manyVersions(6, "site: {compare: 3}\n"))
	for page, want := range map[string]bool{"v1.0..v2.0": true, "v4.0..v5.0": true, "v5.0..v6.0": true, "v4.0..v6.0": true,
		"v3.0..v6.0": true, "v2.0..v6.0": false, "v1.0..v6.0": false, "v3.0..v5.0": false} {
		if _, there := out.Files["POL-3/"+page+"/index.html"]; there != want {
			t.Errorf("the page %s is there: %v", page, there)
		}
	}
	page := string(out.Files["POL-3/index.html"])
	for anchor, version := range map[string]string{"moving": "6.0", "still": "1.0"} {
		if _, after, _ := strings.Cut(page, `<a href="#`+anchor+`">`); !strings.HasPrefix(after[strings.Index(after, "title=")+1:],
			`itle="last changed in version `+version) {
			t.Errorf("%s isn't said to have changed in %s: %.300s", anchor, version, after)
		}
	}
}

// TestWithheldRedlines: no comparison shows the words of a version that is withheld.
func TestWithheldRedlines(t *testing.T) {
	out := siteOf(t, versionStory("site: {withheld: [{document: POL-1, version: \"1.0\", reason: It held a password.}]}\n"))
	nowhere(t, out, "SECRET")
	nowhere(t, out, "v1.0..")
	if _, there := out.Files["POL-1/v2.0..v3.0/index.html"]; !there {
		t.Error("other versions aren't compared")
	}
}
