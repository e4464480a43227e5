package redline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/writ-docs/writ/internal/document"
)

// allowed are the attributes of the elements that a redline may have.
var allowed = map[string]string{"a": "href class aria-label", "blockquote": "", "br": "", "caption": "", "code": "class",
	"col": "", "del": "", "details": "class", "div": "class id role tabindex aria-label", "em": "", "h2": "id", "h3": "id",
	"h4": "id", "h5": "id", "h6": "id", "hr": "id", "img": "src alt", "ins": "", "li": "id value", "ol": "class", "p": "class id",
	"pre": "id", "s": "", "section": "class aria-labelledby", "span": "class id aria-hidden", "strong": "", "summary": "",
	"sup": "class", "table": "class", "tbody": "", "kbd": "", "sub": "", "td": "class colspan", "th": "scope class", "thead": "", "tr": "class", "ul": "class"}

// checkHTML checks that a redline's HTML is well formed, has nothing that isn't ours, and leads only to what it has.
func checkHTML(t testing.TB, src string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(src))
	var open []string
	ids, links := map[string]bool{}, []string{}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v is open at the end of\n%s", open, src)
			}
			for _, l := range links {
				if strings.HasPrefix(l, "writ-") && !ids[l] {
					t.Fatalf("nothing has the id %s in\n%s", l, src)
				}
			}
			return
		case html.StartTagToken:
			tok := z.Token()
			may, known := allowed[tok.Data]
			if !known {
				t.Fatalf("an element %s in\n%s", tok.Data, src)
			}
			for _, a := range tok.Attr {
				if !slices.Contains(strings.Fields(may), a.Key) {
					t.Fatalf("%s has the attribute %s in\n%s", tok.Data, a.Key, src)
				}
				switch a.Key {
				case "id":
					if ids[a.Val] {
						t.Fatalf("the id %s is there twice in\n%s", a.Val, src)
					}
					ids[a.Val] = true
				case "href", "src":
					links = append(links, strings.TrimPrefix(a.Val, "#"))
					if strings.Contains(strings.ToLower(a.Val), "script:") || strings.HasPrefix(a.Val, "data:") {
						t.Fatalf("an address %s in\n%s", a.Val, src)
					}
				}
			}
			inPhrase := slices.ContainsFunc(open, func(s string) bool { return s == "ins" || s == "del" })
			if inPhrase && slices.Contains([]string{"p", "li", "ul", "ol", "table", "tr", "td", "div", "pre", "h2", "blockquote"}, tok.Data) {
				t.Fatalf("%s is within <ins> or <del> in\n%s", tok.Data, src)
			}
			if !slices.Contains([]string{"br", "hr", "img"}, tok.Data) {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> ends %v in\n%s", name, open, src)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestHTML(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		blocks := randomDocument(r)
		a, b := strings.Join(blocks, "\n\n"), strings.Join(editedCopy(r, blocks), "\n\n")
		checkHTML(t, HTML(compared(t, a, b), Page{}))
	}
}

// TestFolded shows what a page folds: open, so that no change is hidden, and with what raised words mean.
func TestFolded(t *testing.T) {
	old := "<details>\n<summary>Limits</summary>\n\nAt most 10<sup>2</sup> a day.\n\nSame.\n\n</details>\n\nEnd.\n"
	now := "<details>\n<summary>Limits</summary>\n\nAt most 102 a day.\n\nSame.\n\n</details>\n\nEnd.\n"
	page := HTML(compared(t, old, now), Page{})
	checkHTML(t, page)
	for _, want := range []string{`<div class="details">`, `<p class="details-summary">Limits</p>`,
		"10<sup>2</sup>", "102"} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s in\n%s", want, page)
		}
	}
	if strings.Contains(page, "<details>") || !strings.Contains(page, "<del>") || !strings.Contains(page, "<ins>") {
		t.Errorf("a change is hidden in\n%s", page)
	}
}

// TestHostile puts what tries to break out into every place of a document.
func TestHostile(t *testing.T) {
	for _, words := range []string{
		`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`,
		`[x](javascript:alert(1)) ![y](data:text/html,x) [z](https://example.com "t\" onclick=")`, `<!-- --><style>*{}</style>`,
		"\u202egnp.exe\x00\x1b[31m", "\xff\xfe", "]]></title>&amp;&#60;b&#62;", `<svg onload=alert(1)>`, `</ins></del></p>`,
	} {
		for _, old := range []string{"plain words of no interest to anybody", words} {
			source := func(w, id string) string {
				return fmt.Sprintf("---\nid: %q\n%q: x\n---\n\n# %s\n\nText %s %s of the same paragraph with more words.\n\n- %s\n1. %s\n\n> %s\n\n"+
					"| %s | a |\n|---|---|\n| %s | b |\n\n```%s\n%s\n```\n\n[^%s]: %s\n\n## writ-summary\n",
					id, w, w, w, id, w, w, w, strings.ReplaceAll(w, "|", ""), strings.ReplaceAll(w, "|", ""), w, w, id, w)
			}
			a, b := source(old, "A"), source(words, "B")
			r := compared(t, a, b)
			checkTexts(t, r, a, b)
			page := HTML(r, Page{})
			checkHTML(t, page)
			if strings.ContainsAny(page, "\u202e\x00\x1b") {
				t.Errorf("a control is in\n%s", page)
			}
		}
	}
}

func TestHTMLOfSample(t *testing.T) {
	old := "# P\n\nFirst [rule](a.md).\n\nSame one.\n\nSame two.\n\n- One\n- Two of them\n\n| A | B |\n|--|--|\n| 1 | x y |\n"
	now := "# P\n\nFirst [rule](b.md).\n\nSame one.\n\nSame two.\n\n- One\n- Two of us\n- Three\n\n| A | B |\n|--|--|\n| 1 | x z |\n\n## New\n\nWords.\n"
	got := HTML(compared(t, old, now), Page{Words: Words{"diff_deleted": "weg:"}, New: document.Renderer{
		Link: func(target string) (string, bool) { return "/" + target, true }}})
	checkHTML(t, got)
	const golden = "testdata/sample.html"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%v\ngot\n%s", err, got)
	}
}
