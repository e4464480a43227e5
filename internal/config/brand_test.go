package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// brandFiles are files that give a site its face, good and bad.
var brandFiles = map[string]string{
	"site/logo.svg":    `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>`,
	"site/script.svg":  `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><script/></svg>`,
	"site/logo.js":     "alert(1)",
	"site/large.png":   strings.Repeat("x", 300<<10),
	"site/welcome.md":  "Welcome.\n",
	"site/about.md":    "---\nclassification: internal\n---\n# About\n",
	"site/Imprint.md":  "# Imprint\n",
	"site/contact.md":  "# Contact\n",
	"other/about.md":   "# About\n",
	"site/Über uns.md": "# Us\n",
	"site/con.md":      "# Con\n",
	"site/POL-9.md":    "---\nid: POL-9\n---\n",
	"site/front.md":    "---\nclassification: [\n---\n",
	"site/latin.md":    "Gr\xf6\xdfe\n",
	"site/long.md":     strings.Repeat("x", 2<<20),
	"docs/hello.md":    "Hello.\n",
	"handbook/x.md":    "Hello.\n",
	"site/brand.css":   ":root {\n  --accent: #123456;\n}\n",
	"site/ink.css":     ":root { --ink: #111 }\n",
	"site/bad.css":     ":root {\n  --acent: #123456;\n  --bg: url(x);\n}\n",
	"site/wide.css":    strings.Repeat(" ", 65<<10),
}

// TestBrandProblems: what a build couldn't show is a fault of the configuration, where somebody can fix it.
func TestBrandProblems(t *testing.T) {
	linked := func(path string) ([]byte, error) {
		if path == "site/linked.png" {
			return nil, errors.New("is a symbolic link, which isn't followed")
		}
		return sampleFiles(path)
	}
	for name, tc := range map[string]struct{ src, want string }{
		"all well":          {"site: {logo: site/logo.svg, home: site/welcome.md, pages: [site/about.md, site/Imprint.md], css: site/ink.css, accent: \"#123\"}", ""},
		"a logo that isn't": {"site: {logo: site/none.png}", `writ.yaml:1:14: ` + "`site.logo`: \"site/none.png\" isn't there; expected a logo, in this repository | commit the file, or remove the line"},
		"a linked logo":     {"site: {logo: site/linked.png}", "\"site/linked.png\" is a symbolic link, which isn't followed; expected a logo"},
		"a script":          {"site: {logo: site/logo.js}", "\"site/logo.js\" can't be a logo: its name isn't that of a PNG, JPEG, WebP or SVG | name a PNG"},
		"a script in SVG":   {"site: {logo: site/script.svg}", "can't be a logo: it has a <script>"},
		"a large logo":      {"site: {logo: site/large.png}", "can't be a logo: it has 300 KiB; a logo has at most 256"},
		"a logo outside":    {"site: {logo: ../logo.png}", "leads out of the repository"},
		"a home of words":   {"site: {home: [x]}", "`site.home` is a list; expected text"},
		"no home":           {"site: {home: site/none.md}", "isn't there; expected a page"},
		"a home of styles":  {"site: {home: site/brand.css}", "can't be a page: its name isn't that of a Markdown file"},
		"a document":        {"site: {pages: [docs/hello.md]}", "writ.yaml:1:16: `site.pages[0]`: \"docs/hello.md\" can't be a page: it is one of the controlled documents | move it"},
		"an included one":   {"documents: {include: [handbook/**]}\nsite: {home: handbook/x.md}", "writ.yaml:2:14: `site.home`: \"handbook/x.md\" can't be a page: it is one of"},
		"one with an id":    {"site: {pages: [site/POL-9.md]}", "can't be a page: it is one of the controlled documents"},
		"odd front matter":  {"site: {pages: [site/front.md]}", "can't be a page: its front matter can't be read"},
		"Latin-1":           {"site: {home: site/latin.md}", "can't be a page: it isn't text in UTF-8"},
		"a long page":       {"site: {home: site/long.md}", "can't be a page: it has 2048 KiB"},
		"no address":        {"site: {pages: [site/Über uns.md]}", "the name \"Über uns.md\" can't be an address"},
		"a device":          {"site: {pages: [site/con.md]}", "the name \"con.md\" can't be an address"},
		"one address twice": {"site: {pages: [site/about.md, other/about.md]}", "writ.yaml:1:31: `site.pages[1]`: \"other/about.md\" and \"site/about.md\" would have the same address"},
		"a live link":       {"site: {links: [{title: X, url: \"javascript:alert(1)\"}]}", "`site.links[0].url`: \"javascript:alert(1)\" isn't a link; expected https, http or mailto"},
		"a link with data":  {"site: {links: [{title: X, url: \"data:text/html,x\"}]}", "isn't a link"},
		"a relative link":   {"site: {links: [{title: X, url: /x}]}", "isn't a link"},
		"a mail to no one":  {"site: {links: [{title: X, url: \"mailto:\"}]}", "isn't a link"},
		"a link of a user":  {"site: {links: [{title: X, url: \"https://a@b.example/\"}]}", "isn't a link"},
		"an untitled link":  {"site: {links: [{url: \"https://b.example/\"}]}", "has no `title`"},
		"an odd place":      {"site: {issues: \"https://b.example/?t={titel}\"}", "`site.issues`: \"https://b.example/?t={titel}\" isn't a place for problems"},
		"no address of one": {"site: {contact: isms}", "`site.contact`: \"isms\" isn't an e-mail address"},
		"styles":            {"site: {css: site/bad.css}", "site/bad.css:2:3: --acent is no variable of the theme; did you mean --accent?"},
		"more of them":      {"site: {css: site/bad.css}", "site/bad.css:3:9: --bg: \"url(x)\" isn't read; expected a colour"},
		"long styles":       {"site: {css: site/wide.css}", "can't be a file of styles: it has 65 KiB"},
		"two accents":       {"site: {accent: \"#123\", css: site/brand.css}", "sets --accent, and so does `site.accent`"},
	} {
		_, problems := Load([]byte(tc.src), linked)
		var said []string
		for _, p := range problems {
			said = append(said, fmt.Sprintf("%s:%d:%d: %s | %s", p.Path, p.Line, p.Column, p.Message, p.Help))
		}
		got := strings.Join(said, "\n")
		if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
		if _, ok := LoadLenient([]byte(tc.src), nil); !ok {
			t.Errorf("%s: an old configuration with it can't be read", name)
		}
	}
}
