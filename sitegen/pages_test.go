package sitegen

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/phrases"
	"github.com/writ-docs/writ/sitegen/theme"
	"golang.org/x/net/html"
)

func renderSample(t *testing.T, site Site) map[string][]byte {
	t.Helper()
	out, err := Render(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	return out.Files
}

// parsed is one parsed page of a site.
type parsed struct {
	name  string
	root  *html.Node
	files map[string][]byte
}

func pagesOf(t *testing.T, files map[string][]byte) []parsed {
	t.Helper()
	var out []parsed
	for name, data := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		out = append(out, parsed{name, doc, files})
	}
	return out
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case slices.Contains([]string{"dt", "dd", "div", "h1", "h2", "h3", "li", "p", "td", "th"}, d.Data):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (p parsed) all(tag string) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			out = append(out, n)
		}
	}
	return out
}

// faults lists what no page may have, and what each must have.
func (p parsed) faults() []string {
	var out []string
	bad := func(what string) { out = append(out, p.name+": "+what) }
	if n := len(p.all("h1")); n != 1 {
		bad("h1 elements: " + string(rune('0'+n)))
	}
	if h := p.all("html"); len(h) != 1 || h[0].Attr == nil {
		bad("no html element with attributes")
	} else if lang, _ := attr(h[0], "lang"); lang == "" {
		bad("no lang")
	}
	if titles := p.all("title"); len(titles) != 1 || len(text(titles[0])) < 5 {
		bad("no title")
	}
	csp := false
	ids := map[string]bool{}
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if v, _ := attr(n, "http-equiv"); v == "Content-Security-Policy" {
			policy, _ := attr(n, "content")
			csp = strings.HasPrefix(policy, "default-src 'none';") && !strings.Contains(policy, "unsafe")
		}
		if (n.Data == "script" || n.Data == "style") && text(n) != "" {
			bad("inline " + n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				bad("attribute " + a.Key)
			case a.Key == "id" && ids[a.Val]:
				bad("doubled id " + a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "src" || a.Key == "href":
				if f := p.link(n, a.Val); f != "" {
					bad(f)
				}
			}
		}
	}
	if !csp {
		bad("no strict Content-Security-Policy")
	}
	for _, n := range p.all("a") {
		if v, _ := attr(n, "href"); strings.HasPrefix(v, "#") {
			if id, _ := url.PathUnescape(v[1:]); !ids[id] {
				bad("link to nowhere " + v)
			}
		}
		if label, _ := attr(n, "aria-label"); text(n) == "" && label == "" {
			bad("link without words")
		}
	}
	return out
}

// link tells what is wrong with an address, or "".
func (p parsed) link(n *html.Node, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "bad address " + address
	}
	if u.Scheme != "" || u.Host != "" {
		if n.Data == "a" && (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "mailto") {
			return ""
		}
		return n.Data + " asks another host: " + address
	}
	if u.Path == "" {
		return ""
	}
	if p.name == "404.html" {
		u.Path = strings.TrimPrefix(u.Path, "/isms")
	} else if strings.HasPrefix(u.Path, "/") {
		return "absolute address " + address
	}
	target := strings.TrimPrefix(path.Join("/", path.Dir(p.name), u.Path), "/")
	if strings.HasSuffix(u.Path, "/") || u.Path == "." || u.Path == ".." {
		target = path.Join(target, "index.html")
	}
	file, ok := p.files[target]
	if !ok {
		return "link to a file that isn't there: " + address + " (" + target + ")"
	}
	if u.Fragment != "" && !bytes.Contains(file, []byte(` id="`+html.EscapeString(u.Fragment)+`"`)) && !bytes.Contains(file, []byte(" id="+u.Fragment)) {
		return "link to nowhere: " + address + " (" + target + ")"
	}
	return ""
}

func TestEveryPage(t *testing.T) {
	merged := sampleSite()
	merged.Serve, merged.NoRoster, merged.BaseURL = ServeMerged, true, ""
	for i := range merged.Documents {
		merged.Documents[i].Prose = prose(`<p id="minutes">Words without headings.</p>`)
	}
	foreign := sampleSite()
	foreign.Language = "ar"
	for name, site := range map[string]Site{"in force": sampleSite(), "merged": merged, "empty": {Head: commitOf(1)}, "other language": foreign} {
		t.Run(name, func(t *testing.T) {
			for _, p := range pagesOf(t, renderSample(t, site)) {
				for _, f := range p.faults() {
					t.Error(f)
				}
			}
		})
	}
}

func find(t *testing.T, files map[string][]byte, name string) parsed {
	t.Helper()
	for _, p := range pagesOf(t, files) {
		if p.name == name {
			return p
		}
	}
	t.Fatalf("no page %s", name)
	return parsed{}
}

func TestWhatPagesSay(t *testing.T) {
	files := renderSample(t, sampleSite())
	for _, tc := range []struct {
		page string
		has  []string
		not  []string
	}{
		{"POL-001/index.html", []string{"Information Security Policy", "2.1 In force", "approved by Ilse Marr (Chief Executive Officer)", "Next review 2027-01-15", "ISO27001:5.2", "Visitors at the office (de), of version 2.0", "POL-000", commitOf(1), "Printed copies are uncontrolled"}, []string{"overdue", commitOf(0xaa)}},
		{"PRO-010/index.html", []string{"The review of this document is overdue. It was due on 2026-10-01.", "named as approver by Bo Lind"}, []string{"approved by"}},
		{"PRO-011/index.html", []string{"In force by adoption", "imported from a wiki", "An approved version is coming: version 2.0, in force from 2027-01-01."}, nil},
		{"POL-002/index.html", []string{"This document isn’t in force", "0.1 Not in force", "draft"}, []string{"SECRET"}},
		{"POL-000/index.html", []string{"This document is withdrawn since 2026-01-15.", "Superseded by POL-001"}, []string{"WITHDRAWN TEXT"}},
		{"REC-2026-Q3/index.html", []string{"On record", "On record since 2026-11-12", "POL-777", "No lapse is on record."}, []string{"In force since"}},
		{"doc/policies/Besuch-Größe/index.html", []string{"Visitors at the office", "Superseded by POL-002", "Translation of POL-001 Information Security Policy, Version 2.0",
			"This is a translation of version 2.0. In force is version 2.1: POL-001"}, nil},
		{"POL-001/history/index.html", []string{"Longer passwords", "without a day of its own", "recorded by Forge Bot", "45 days", "2026-11-05, Bo Lind"}, nil},
		{"PRO-010/history/index.html", []string{"No approval of this version is on record.", "still open", "No review without change is on record."}, nil},
		{"index.html", []string{"5 in force", "1 on record", "1 review overdue", "1 review due soon", "1 not in force", commitOf(0xaa), "(53 days)", "of 2026-11-20, as it stood on 2026-11-23."}, []string{"POL-000"}},
		{"register/index.html", []string{"8 documents", "Withdrawn", "Not in force", "2026-10-01 overdue"}, nil},
		{"changes/index.html", []string{"Changes in 2026", "withdrawn", "reviewed without change by Bo Lind", "version 2.1 in force"}, []string{"2025-01-20"}},
		{"changes/2025/index.html", []string{"version 2.0 in force", "Changes in 2025"}, nil},
		{"evidence/index.html", []string{commitOf(0xaa), "writ log CTX-1", "README.md", "refs/heads/main", "writ build --today 2026-11-23", "Who may approve",
			"Ada Byron", "roles.ceo.holders: + ada", "it isn't approved", "it is the first one"}, nil},
		{"exceptions/index.html", []string{"WR601", "PRO-010", "leads nowhere", "moved in spring", "2027-03-01", "POL-002", "no end"}, nil},
		{"404.html", []string{"Page not found"}, nil},
	} {
		body := text(find(t, files, tc.page).root)
		for _, want := range tc.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s doesn't say %q in\n%s", tc.page, want, body)
			}
		}
		for _, not := range tc.not {
			if strings.Contains(body, not) {
				t.Errorf("%s says %q", tc.page, not)
			}
		}
	}
	for name, data := range files {
		if bytes.Contains(data, []byte("SECRET")) || bytes.Contains(data, []byte("WITHDRAWN TEXT")) {
			t.Errorf("%s holds text that isn't in force", name)
		}
	}
}

func TestMergedSaysSoEverywhere(t *testing.T) {
	site := sampleSite()
	site.Serve, site.NoRoster = ServeMerged, true
	for _, p := range pagesOf(t, renderSample(t, site)) {
		if !strings.Contains(text(p.root), "This site shows what the main branch holds") {
			t.Errorf("%s doesn't say what it serves", p.name)
		}
	}
}

// The budgets of what each page loads: scripts 15 KB, styles 25 KB, all of a document's first view 60 KB. The search's
// script isn't part of it, as it is loaded when somebody searches.
func TestSizes(t *testing.T) {
	files := renderSample(t, sampleSite())
	for page, html := range files {
		if path.Ext(page) != ".html" {
			continue
		}
		scripts, styles := 0, 0
		for name, data := range files {
			switch loaded := bytes.Contains(html, []byte(name)); {
			case strings.HasPrefix(name, "assets/search."):
				if len(data) > 32_000 {
					t.Errorf("the search's script has %d bytes", len(data))
				}
			case loaded && path.Ext(name) == ".js":
				scripts += len(data)
			case loaded && path.Ext(name) == ".css":
				styles += len(data)
			}
		}
		total := scripts + styles + len(html)
		if scripts > 15_000 || styles > 25_000 || page == "POL-001/index.html" && total > 60_000 {
			t.Errorf("%s: scripts %d, styles %d, first view %d bytes", page, scripts, styles, total)
		}
	}
}

// An unrelated commit changes no page of a document.
func TestHeadStandsOnlyWhereItBelongs(t *testing.T) {
	a := renderSample(t, sampleSite())
	site := sampleSite()
	site.Head, site.HeadDay = commitOf(0xbb), mustDay("2026-11-21")
	b := renderSample(t, site)
	for name := range a {
		same := bytes.Equal(a[name], b[name])
		switch name {
		case "index.html", "evidence/index.html", "manifest.json", "register.json":
			if same {
				t.Errorf("%s doesn't show the head", name)
			}
		default:
			if !same {
				t.Errorf("%s changed with the head", name)
			}
		}
	}
}

// Each string of the tables is used by a layout, by the feed or by the search, and each that is used is there.
func TestStrings(t *testing.T) {
	_, words, err := interfaceOf(theme.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	var used strings.Builder
	err = fs.WalkDir(theme.Files, "layouts", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme.Files, name)
		used.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	script, err := fs.ReadFile(theme.Files, "assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?:say|Trouble)\("([a-z]+)"`).FindAllSubmatch(script, -1) {
		used.WriteString(` "search_` + string(m[1]) + `"`)
		if words["search_"+string(m[1])] == "" && string(m[1]) != "gone" {
			t.Errorf("theme/i18n/en.toml lacks search_%s", m[1])
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	beside, err := filepath.Glob("../internal/publication/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sources = append(sources, beside...)
	asked := map[string]bool{}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		used.Write(data)
		for _, m := range regexp.MustCompile(`(?:say\(|heading\("[a-z-]+", |name: |words\[|fact\{|words\.(?:Text|Say)\()"([a-z_0-9]+)"[],)}]`).FindAllStringSubmatch(string(data), -1) {
			asked[m[1]] = true
		}
	}
	made := regexp.MustCompile(`printf? "([a-z]+_)(?:%s)?(_long)?"`)
	families := map[string]bool{}
	for _, m := range made.FindAllStringSubmatch(used.String(), -1) {
		families[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:word\(|say\(|words\[)(?:fmt.Sprintf\()?"([a-z]+_)(?:%d)?"`).FindAllStringSubmatch(used.String(), -1) {
		families[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`words\["([a-z]+_)"\+`).FindAllStringSubmatch(used.String(), -1) {
		families[m[1]] = true
	}
	for key := range asked {
		if words[key] == "" {
			t.Errorf("theme/i18n/en.toml lacks %s", key)
		}
	}
	elsewhere := phrases.English() // what other packages say, too
	for key := range words {
		if elsewhere[key] != "" {
			continue
		}
		key, _, _ = strings.Cut(key, ".") // a form of it
		family, part, _ := strings.Cut(key, "_")
		if part == "title" || part == "lead" { // of one of the site's own pages
			family = strings.TrimSuffix(family, "_") + "_" + part
			if regexp.MustCompile(`"` + strings.TrimSuffix(family, "_"+part) + `"`).MatchString(used.String()) {
				continue
			}
		}
		if !strings.Contains(used.String(), `"`+key+`"`) && !strings.Contains(used.String(), "$t."+key) && !families[family+"_"] {
			t.Errorf("theme/i18n/en.toml: nobody uses %s", key)
		}
	}
	for _, m := range regexp.MustCompile(`(?:i18n "|\$t\.)([a-z_]+)`).FindAllStringSubmatch(used.String(), -1) {
		if words[m[1]] == "" {
			t.Errorf("theme/i18n/en.toml lacks %s", m[1])
		}
	}
}
