package sitegen

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// TestRebase: a document's HTML in a page of several.
func TestRebase(t *testing.T) {
	link := func(href string) string { return "<" + href + ">" }
	for in, want := range map[string]string{
		"":                                            "",
		"plain":                                       "plain",
		`<h2 id="scope">Scope</h2><h6>x</h6>`:         `<h3 id="A:scope">Scope</h3><h6>x</h6>`,
		`<hr><h1>One</h1>`:                            `<hr><h2>One</h2>`,
		`<a class="x" href="#scope">here</a>`:         `<a class="x" href="#A:scope">here</a>`,
		`<a href="../B/?a=1&amp;b=2">x</a>`:           `<a href="&lt;../B/?a=1&amp;b=2&gt;">x</a>`,
		`<div aria-labelledby="t1 t2" id="r">`:        `<div aria-labelledby="A:t1 A:t2" id="A:r">`,
		`<i title="a > b" id="y">id="z"</i>`:          `<i title="a > b" id="A:y">id="z"</i>`,
		`<td data-id="5" headers="a b">5 &lt; 6`:      `<td data-id="5" headers="A:a A:b">5 &lt; 6`,
		`<sup id="fn:1"><a href="#fn:r1">1</a>`:       `<sup id="A:fn:1"><a href="#A:fn:r1">1</a>`,
		`<img alt="<h2 id=&quot;" src="x.png"> <`:     `<img alt="<h2 id=&quot;" src="x.png"> <`,
		`<img src="./images/x.png"><img src="x:./y">`: `<img src="../../images/x.png"><img src="x:./y">`,
		`<a href="./B/#c">x</a>`:                      `<a href="&lt;../../B/#c&gt;">x</a>`,
		`<label for="a">x</label><header>y</header>`:  `<label for="A:a">x</label><header>y</header>`,
	} {
		var got bytes.Buffer
		r := rebaser{prefix: "A:", from: "./", to: "../../", link: link}
		if r.add(&got, in); got.String() != want {
			t.Errorf("%q: got %q; want %q", in, got.String(), want)
		}
	}
}

// linked is the sample with links between documents, and an id that is in two of them.
func linked() Site {
	site := sampleSite()
	site.Documents[1].Prose = &Prose{Digest: "linked", Make: func(at string, _ func(string, []byte) error) (Text, error) {
		up := Up(at)
		return Text{HTML: `<h2 id="purpose">Purpose</h2><p>See <a href="` + up + `POL-001/#passwords">passwords</a>, <a href="` + up +
			`CTX-1/">context</a>, <a href="` + up + `POL-002/">a draft</a> and <a href="` + up + `doc/policies/Besuch-Gr%C3%B6%C3%9Fe/">visitors</a>.</p>`}, nil
	}}
	return site
}

// TestPrintSet: the documents in force are on one page, in reading order, and their links lead inside of it.
func TestPrintSet(t *testing.T) {
	files := renderSample(t, linked())
	html := string(files["print/index.html"])
	last := 0
	for _, want := range []string{`<article class="writ-part" id="POL-001:">`, `id="POL-001:purpose"`, `href="#PRO-010:"`,
		"Passwords must be at least 14", `id="doc/policies/Besuch-Größe:"`, `id="PRO-010:"`, `id="PRO-010:purpose"`, `href="#POL-001:passwords"`, `href="#CTX-1:"`,
		`href="../POL-002/"`, `href="#doc/policies/Besuch-Gr%C3%B6%C3%9Fe:"`, `id="PRO-011:"`} {
		at := strings.Index(html[last:], want)
		if at < 0 {
			t.Errorf("the page lacks %q, or has it too early", want)
			continue
		}
		last += at
	}
	for _, never := range []string{"SECRET DRAFT", "WITHDRAWN TEXT", "Present: all."} {
		if strings.Contains(html, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, page := range []string{"index.html", "register/index.html"} {
		if !bytes.Contains(files[page], []byte(`print/"`)) {
			t.Errorf("%s doesn't lead to the page for printing", page)
		}
	}
}

// TestPrintSetInParts: more documents than a browser prints at once are on several pages, with an index.
func TestPrintSetInParts(t *testing.T) {
	site := linked()
	files := &memory{files: map[string][]byte{}}
	p, err := newPress(site, newOutput(files.create))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.make(t.Context(), p.printPagesOf(p.printSets(2, 2))); err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string]string{
		"print/index.html":           `<a href="../print/policy/">Policy</a>`,
		"print/policy/index.html":    `id="POL-001:passwords"`,
		"print/procedure/index.html": `href="../../print/policy/#POL-001:passwords"`,
		"print/context/index.html":   `id="CTX-1:"`,
	} {
		if !bytes.Contains(files.files[page], []byte(want)) {
			t.Errorf("%s lacks %q", page, want)
		}
	}
	sets := p.printSets(1, 1)
	if len(sets) != 5 || sets[0].address != "print/policy/1" {
		t.Errorf("%d sets, the first at %s", len(sets), sets[0].address)
	}
}

// TestPrintSetTakesWords: words that are taken from the pages that were just made are those that are made anew, images
// and links at another depth included.
func TestPrintSetTakesWords(t *testing.T) {
	site := linked()
	picture := func(at string, put func(string, []byte) error) (Text, error) {
		html := `<h2 id="purpose">Plan</h2><p><img src="` + Up(at) + `images/a.png" alt="Plan"> <a href="` + Up(at) +
			`POL-001/#passwords">passwords</a> <a href="https://example.com/../x">out</a> <time datetime="2026-01-31">2026-01-31</time></p>`
		return Text{HTML: html}, put("images/a.png", []byte("picture"))
	}
	for i := range site.Documents {
		if site.Documents[i].Prose != nil {
			site.Documents[i].Prose = &Prose{Digest: "picture", Make: picture}
		}
	}
	for _, language := range []string{"en", "de"} {
		site.Language = language
		pages := map[bool]map[string][]byte{}
		for _, taken := range []bool{true, false} {
			to := newFolder(t.TempDir(), nil)
			p, err := newPress(site, newOutput(to.create))
			if err != nil {
				t.Fatal(err)
			}
			var all []page
			for i := range p.docs {
				of, err := p.pagesOf(i)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, of[0])
			}
			if err := p.make(t.Context(), all); err != nil {
				t.Fatal(err)
			}
			if p.to = to; !taken {
				p.texts = make(texts, len(p.docs))
			} else if n := len(slices.DeleteFunc(slices.Clone(p.texts), func(x textPlace) bool { return x.size == 0 })); n < 4 {
				t.Fatalf("%d documents' words are known by their place", n)
			}
			sets := p.printPagesOf(append(p.printSets(2, 2), p.printSets(1, 1)[:2]...))
			if err := p.make(t.Context(), sets); err != nil {
				t.Fatal(err)
			}
			pages[taken] = map[string][]byte{}
			for _, x := range sets {
				if pages[taken][x.file], err = os.ReadFile(filepath.Join(to.dir, x.file)); err != nil {
					t.Fatal(err)
				}
				e, _ := p.out.entry(x.file)
				pages[taken][x.file+" shows"] = []byte(strings.Join(e.Shows, " "))
			}
		}
		if diff := cmp.Diff(pages[false], pages[true]); diff != "" {
			t.Errorf("%s: (-made +taken)\n%s", language, diff)
		}
		if !strings.Contains(fmt.Sprint(pages[true]), "print/procedure") {
			t.Errorf("%s: no page at another depth", language)
		}
	}
}

// TestPrintSetKnowsItsWords: the page is made anew where a document of it changes, and only there.
func TestPrintSetKnowsItsWords(t *testing.T) {
	digest := func(change func(*Site)) string {
		site := linked()
		change(&site)
		p, err := newPress(site, newOutput((&memory{files: map[string][]byte{}}).create))
		if err != nil {
			t.Fatal(err)
		}
		return p.printPages()[0].words.digest
	}
	same := digest(func(*Site) {})
	for name, tc := range map[string]struct {
		change func(*Site)
		same   bool
	}{
		"words":                {func(s *Site) { s.Documents[0].Prose = prose("other") }, false},
		"an owner":             {func(s *Site) { s.Documents[0].OwnerTitle = "Somebody" }, false},
		"words of a draft":     {func(s *Site) { s.Documents[3].Prose = prose("other") }, true},
		"a withdrawal":         {func(s *Site) { s.Documents[1].State = Retired }, false},
		"words nobody can sum": {func(s *Site) { s.Documents[0].Prose.Digest = "" }, false},
	} {
		if got := digest(tc.change); (got == same) != tc.same {
			t.Errorf("%s: the digest is %q, before %q", name, got, same)
		}
	}
}

// TestPrintSetInBrowser opens the page in a folder without a server, follows a link inside of it, and prints it.
func TestPrintSetInBrowser(t *testing.T) {
	ctx := startBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), linked(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/index.html"), chromedp.Click(chromedp.CSS(`a[href^="print/"]`)))
	waitFor(t, ctx, `document.querySelector("h1")?.textContent ?? ""`, "All documents in force")
	do(t, ctx, chromedp.Click(chromedp.CSS(`a[href="#POL-001:passwords"]`)))
	waitFor(t, ctx, `document.querySelector(":target")?.textContent ?? ""`, "Passwords")
	repeated := ask(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("[id]").length - new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size`))
	if repeated != 0 {
		t.Errorf("%d ids are there twice", repeated)
	}
	sheets := pdfText(t, printed(t, ctx, false, "set"))
	for i, s := range sheets {
		for _, want := range []string{"Example Ltd · All documents in force internal", "Printed copies are uncontrolled", fmt.Sprintf("Page %d of %d", i+1, len(sheets))} {
			if !strings.Contains(s, want) {
				t.Errorf("sheet %d lacks %q:\n%s", i+1, want, s)
			}
		}
	}
	if len(sheets) < 6 {
		t.Errorf("five documents and a contents list are on %d sheets", len(sheets))
	}
}
