package sitegen

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAssign: each document has a place of its own, on any file system, and the same one in whatever order they come.
func TestAssign(t *testing.T) {
	hashed := func(address, path string) string { return address + "-" + pathHash(path)[:8] }
	byHand := pathHash("a/b.md")
	for _, tc := range []struct {
		name string
		docs [][3]string // id, path, address
	}{
		{"ids", [][3]string{{"POL-001", "policies/a.md", "POL-001"}, {"", "POL-001.md", "doc/POL-001"}, {"", "register.md", "doc/register"},
			{`"><script>`, "policies/Größe/ü.md", "doc/policies/Größe/ü"}, {strings.Repeat("A", 65), "long.md", "doc/long"}}},
		{"odd paths", [][3]string{{"", ".hidden/../con.md", "doc/hidden/_con"}, {"", "<>.md", "doc/" + pathHash("<>.md")[:8]}}},
		{"blanks and signs", [][3]string{{"", "p/access control.md", "doc/p/access-control"},
			{"", "p/access-control.md", hashed("doc/p/access-control", "p/access-control.md")}, {"", "p/access_control.md", "doc/p/access_control"}}},
		{"endings", [][3]string{{"", "a/b.markdown", "doc/a/b"}, {"", "a/b.md", hashed("doc/a/b", "a/b.md")}}},
		{"a name by hand that is the way out", [][3]string{{"", "a/b-" + byHand[:8] + ".md", "doc/a/b-" + byHand[:8]},
			{"", "a/b.markdown", "doc/a/b"}, {"", "a/b.md", "doc/a/b-" + byHand[:9]}}},
		{"case", [][3]string{{"", "docs/A-b.md", "doc/docs/A-b"}, {"", "docs/a b.md", hashed("doc/docs/a-b", "docs/a b.md")},
			{"", "Docs/c.md", "doc/Docs/c"}, {"", "docs/c.md", hashed("doc/docs/c", "docs/c.md")},
			{"", "docs/STRASSE.md", "doc/docs/STRASSE"}, {"", "docs/straße.md", hashed("doc/docs/straße", "docs/straße.md")}}},
		{"normal forms", [][3]string{{"", "e\u0301.md", "doc/\u00e9"}, {"", "\u00c9.md", hashed("doc/\u00c9", "\u00c9.md")},
			{"", "\u00e9.md", hashed("doc/\u00e9", "\u00e9.md")}}},
		{"what lies beside a page", [][3]string{{"", "x.md", "doc/x"}, {"", "x/history.md", hashed("doc/x/history", "x/history.md")},
			{"", "X/history/y.md", "doc/X/history/y"}, {"", "x/index.html.md", "doc/x/_index.html"}, {"", "x/Index.HTML/y.md", "doc/x/_Index.HTML/y"}}},
		{"the history is there first", [][3]string{{"", "X/History.md", "doc/X/History"}, {"", "x.md", hashed("doc/x", "x.md")}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var docs []Document
			want := map[string]string{}
			for _, d := range tc.docs {
				docs = append(docs, Document{ID: d[0], Path: d[1]})
				want[d[1]] = d[2]
			}
			for range 2 {
				if err := Assign(docs); err != nil {
					t.Fatal(err)
				}
				got := map[string]string{}
				for _, d := range docs {
					got[d.Path] = d.Address()
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				slices.Reverse(docs)
			}
			if _, err := newBook(&Site{Documents: docs}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAssignRefuses(t *testing.T) {
	for _, tc := range []struct {
		name string
		docs []Document
		want string
	}{
		{"case", []Document{{ID: "POL-1", Path: "a.md"}, {ID: "pol-1", Path: "b.md"}}, `b.md: the id "pol-1" is also the id of a.md`},
		{"own word", []Document{{ID: "Register", Path: "a.md"}}, `a.md: the id "Register" is a word`},
		{"own folder", []Document{{ID: "doc", Path: "a.md"}}, `a.md: the id "doc" is a word`},
		{"file", []Document{{ID: "index.html", Path: "a.md"}}, "index.html"},
		{"device", []Document{{ID: "nul.x", Path: "a.md"}}, "nul.x"},
		{"same path", []Document{{Path: "a.md"}, {Path: "b.md"}, {Path: "a.md"}}, "a.md: two documents have this path"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := Assign(tc.docs)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// A site whose addresses didn't come from Assign overwrites no page of its own.
func TestPagesWithoutAddress(t *testing.T) {
	for name, docs := range map[string][]Document{
		"none":    {{ID: "A-1", Path: "a.md"}},
		"two":     {{ID: "A-1", Path: "a.md", address: "A-1"}, {ID: "a-1", Path: "b.md", address: "a-1"}},
		"history": {{ID: "A-1", Path: "a.md", address: "A-1"}, {Path: "b.md", address: "A-1/history"}},
	} {
		if _, err := Render(t.Context(), Site{Documents: docs}); err == nil || !strings.Contains(err.Error(), "address") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// CheckLinksLeadToPages checks the site that siteOf makes of an archive: a link in a document leads to the page of the document that it names, where pages would have the
// same address, and where ids and paths sort differently.
func CheckLinksLeadToPages(t *testing.T, siteOf func(archive string) Site) {
	paths := []string{"docs/A-b.md", "docs/a b.md", "docs/a&b.md", "docs/e\u0301.md", "docs/\u00e9.md", "docs/x.md", "docs/x/history.md", "docs/x/index.html.md"}
	var archive, links strings.Builder
	archive.WriteString("-- writ.yaml --\nversion: 1\ndocuments: {include: [\"docs/**/*.md\"]}\n")
	for i, p := range paths {
		fmt.Fprintf(&archive, "-- %s --\n---\ntitle: Document %d\n---\n\nThese are the words of number %d.\n", p, i, i)
		fmt.Fprintf(&links, "[number %d](<%s>)\n", i, strings.TrimPrefix(p, "docs/"))
	}
	fmt.Fprintf(&archive, "-- docs/all.md --\n---\nid: ALL-1\ntitle: All\n---\n\n%s-- git: commit 2026-01-01 ada --\nAll\n", links.String())
	files := renderSample(t, siteOf(archive.String()))
	found := 0
	for _, link := range find(t, files, "ALL-1/index.html").all("a") {
		_, number, ok := strings.Cut(text(link), "number ")
		if !ok {
			continue
		}
		found++
		href, _ := attr(link, "href")
		to, err := url.PathUnescape(href)
		if err != nil {
			t.Fatal(err)
		}
		page := path.Join("ALL-1", to, "index.html")
		if want := "These are the words of number " + number + "."; !strings.Contains(string(files[page]), want) {
			t.Errorf("the link to %s leads to %s, which doesn't say %q", paths[number[0]-'0'], page, want)
		}
	}
	if found != len(paths) {
		t.Errorf("%d of %d links are on the page", found, len(paths))
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("policies/../a b.md")
	f.Add("\x00/.git/con")
	f.Fuzz(func(t *testing.T, p string) {
		s := slug(p)
		for part := range strings.SplitSeq(s, "/") {
			if part == "" || part[0] == '.' || strings.ContainsAny(part, "\\:*?\"<>|%#\x00") || strings.EqualFold(part, "index.html") {
				t.Errorf("slug(%q) = %q", p, s)
			}
		}
	})
}
