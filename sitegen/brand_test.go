package sitegen

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/writ-docs/writ/internal/palette"
	"github.com/writ-docs/writ/sitegen/theme"
)

// TestPaletteIsTheThemes: the variables that a company may set are those that the theme declares, with its own values.
func TestPaletteIsTheThemes(t *testing.T) {
	style, err := fs.ReadFile(theme.Files, "assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	root, _, _ := strings.Cut(string(style[strings.Index(string(style), ":root {"):]), "}")
	declared := map[string]string{}
	for _, m := range regexp.MustCompile(`(--[a-z-]+): ([^;]+);`).FindAllStringSubmatch(root, -1) {
		declared[m[1]] = m[2]
	}
	delete(declared, palette.Accent)
	own := palette.Theme()
	delete(own, palette.Accent)
	for name, value := range own {
		if declared[name] != value {
			t.Errorf("%s: the theme has %q, the palette %q", name, declared[name], value)
		}
	}
	if len(declared) != len(own) {
		t.Errorf("the theme declares %d variables, the palette %d", len(declared), len(own))
	}
}

func TestBrand(t *testing.T) {
	site := sampleSite()
	files := renderSample(t, site)
	home, page, document := find(t, files, "index.html"), find(t, files, "page/about/index.html"), find(t, files, "POL-001/index.html")
	for _, p := range []parsed{home, page, document} {
		var logo string
		for _, n := range p.all("img") {
			src, _ := attr(n, "src")
			alt, _ := attr(n, "alt")
			width, _ := attr(n, "width")
			height, _ := attr(n, "height")
			logo = strings.TrimLeft(src, "./") + " " + alt + " " + width + " " + height
		}
		name, rest, _ := strings.Cut(logo, " ")
		if rest != "Example Ltd 120 40" || string(files[name]) != string(site.Brand.Logo.Data) {
			t.Errorf("%s: the logo is %q", p.name, logo)
		}
		for _, want := range []string{"About us", "Intranet", "Ask the team"} {
			if !strings.Contains(text(p.root), want) {
				t.Errorf("%s lacks %q", p.name, want)
			}
		}
	}
	if !strings.Contains(text(home.root), "Welcome What is in force is in the register.") {
		t.Error("home lacks the company's words")
	}
	if !strings.Contains(text(page.root), "This page isn’t a controlled document.") {
		t.Error("the page doesn't say what it is not")
	}
	for _, name := range []string{"register/index.html", "register.json", "register.csv", "search/index.html", "changes.atom"} {
		main := string(files[name])
		if _, after, ok := strings.Cut(main, "<main"); ok {
			main, _, _ = strings.Cut(after, "</main>")
		}
		if strings.Contains(main, "about") && strings.Contains(main, "page/about") || strings.Contains(main, "makes examples") {
			t.Errorf("%s lists a page that isn't a document", name)
		}
	}
}

// TestReport: a problem is reported where the company says, with what it is about; nowhere without a place.
func TestReport(t *testing.T) {
	reportOf := func(b Brand, name string) string {
		site := sampleSite()
		site.Brand = b
		p := find(t, renderSample(t, site), name)
		for _, n := range p.all("a") {
			if text(n) == "Report a problem with this document" {
				href, _ := attr(n, "href")
				return href
			}
		}
		return ""
	}
	for _, tc := range []struct {
		brand Brand
		page  string
		want  []string
	}{
		{Brand{}, "POL-001/index.html", nil},
		{Brand{Contact: "isms@example.com"}, "POL-001/index.html", []string{"mailto:isms@example.com?subject=Problem%20in%20POL-001%20version%202.1&body=POL-001%20Information%20Security%20Policy%0D%0A",
			commitOf(1), "policies%2Finformation-security.md", "docs.example.com%2Fisms%2FPOL-001%2F"}},
		{Brand{Contact: "isms@example.com", Issues: "https://forge.example.com/new?title={title}&body={body}"}, "POL-001/v2.0/index.html",
			[]string{"https://forge.example.com/new?title=Problem%20in%20POL-001%20version%202.0&body=POL-001", "POL-001%2Fv2.0%2F"}},
	} {
		got := reportOf(tc.brand, tc.page)
		if (got == "") != (tc.want == nil) || !slices.ContainsFunc(append(tc.want, ""), func(w string) bool { return strings.HasPrefix(got, w) }) {
			t.Errorf("%s: %q", tc.page, got)
		}
		for _, w := range tc.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q lacks %q", tc.page, got, w)
			}
		}
	}
}

// TestHomeOfMany: where there are too many documents to list and none has an owner, home leads to their folders.
func TestHomeOfMany(t *testing.T) {
	var docs []Document
	for i := range homeDocuments + 1 {
		docs = append(docs, Document{Path: fmt.Sprintf("docs/team%d/sub/%d.md", i%2, i), State: InForce, Prose: prose("<p>x</p>")})
	}
	shown := func() parsed {
		return find(t, renderSample(t, addressed(Site{Documents: slices.Clone(docs)})), "index.html")
	}
	home := shown()
	if !strings.Contains(text(home.root), "By folder docs/team0/ 76 docs/team1/ 75") {
		t.Error(text(home.root))
	}
	if !slices.ContainsFunc(home.all("a"), func(n *html.Node) bool {
		href, _ := attr(n, "href")
		return href == "register/?q=docs%2Fteam0%2F"
	}) {
		t.Error("a folder leads nowhere")
	}
	docs[0].Owner = "ciso"
	if home = shown(); strings.Contains(text(home.root), "By folder") || !strings.Contains(text(home.root), "By owner") {
		t.Error("owners are stated, and home doesn't group by them")
	}
}
