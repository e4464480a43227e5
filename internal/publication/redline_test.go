package publication_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
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
			"## Moving\n\nOne two three %d.\n\n## Still\n\nSame.\n-- git: commit %s ada --\nMany\n\nApproved-by: Ilse <ilse@example.com>\n", i+1, i, day.Of(2026, 5, 1)+day.Day(i))
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

// TestManyVersions: each version of a document has one page and one comparison with the version before it, and of the
// others site.compare bounds how many are compared, whatever number of versions there is.
func TestManyVersions(t *testing.T) {
	const versions, compare = 60, 4
	out := siteOf(t, manyVersions(versions, fmt.Sprintf("site: {compare: %d}\n", compare)))
	pages, redlines := 0, 0
	for name := range out.Files {
		switch of, is := strings.CutPrefix(name, "POL-3/v"); {
		case !is:
		case strings.Contains(of, ".."):
			redlines++
		default:
			pages++
		}
	}
	// The newest one of those that are compared with the current version is the one before it.
	if want := versions - 1 + compare - 1; pages != versions || redlines != want {
		t.Errorf("%d versions have %d pages and %d comparisons, want %d", versions, pages, redlines, want)
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
