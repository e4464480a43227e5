package sitegen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
)

var hostile = []string{
	`</script><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`{{ site.Title }}{{ end }}`,
	`{{< ref "x" >}}{{% figure %}}`,
	`HAHAHUGOSHORTCODE0s0HBHB`,
	`javascript:alert(1)`,
	`../../etc/passwd`,
	`<!-- --><style>*{}</style>`,
	"a\\",
	"---\nurl: /x/\n---",
	"\u202egnp.exe\x00\x1b[31m",
	"\xff\xfe",
	"]]></title>&amp;&#60;",
}

// drown sets every text of a value to the same words; numbers of paths and ids stay apart by a suffix.
func drown(v reflect.Value, words string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(words)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				drown(v.Field(i), words)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			drown(v.Elem(), words)
		}
	case reflect.Slice:
		for i := range v.Len() {
			drown(v.Index(i), words)
		}
	}
}

func hostileSite(words string) Site {
	site := sampleSite()
	kept := sampleSite()
	drown(reflect.ValueOf(&site).Elem(), words)
	site.BaseURL, site.Accent, site.Language, site.Serve = kept.BaseURL, kept.Accent, kept.Language, kept.Serve
	// What the configuration checks: names, addresses and pictures.
	site.Brand.Logo, site.Brand.Contact, site.Brand.Issues = nil, kept.Brand.Contact, kept.Brand.Issues
	site.Brand.Pages[0].Name = kept.Brand.Pages[0].Name
	for i := range site.Brand.Links {
		site.Brand.Links[i].URL = kept.Brand.Links[i].URL
	}
	for i := range site.Documents {
		d, k := &site.Documents[i], &kept.Documents[i]
		d.State, d.Prose = k.State, prose("<p>text</p>", Heading{2, words, "scope"}, Heading{3, words, "scope-1"})
		d.Path = words + strings.Repeat("x", i) + ".md"
		d.ID = ""
	}
	site.Documents[0].ID = words
	return addressed(site)
}

func TestHostileValues(t *testing.T) {
	for _, words := range hostile {
		t.Run(words, func(t *testing.T) {
			out, err := Render(t.Context(), hostileSite(words))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range pagesOf(t, out.Files) {
				for _, f := range slices.Concat(p.strange(), p.faults()) {
					if !strings.Contains(f, "link to nowhere") {
						t.Error(f)
					}
				}
				if len(p.all("img")) > 0 {
					t.Errorf("%s has an image", p.name)
				}
			}
			shown := text(find(t, out.Files, "register/index.html").root)
			if want := strings.Join(strings.Fields(words), " "); isPlain(words) && !strings.Contains(shown, want) {
				t.Errorf("the words aren't shown as they are: %s", shown)
			}
			var anything any
			if err := json.Unmarshal(out.Files["register.json"], &anything); err != nil {
				t.Error(err)
			}
			if err := xml.Unmarshal(out.Files["changes.atom"], &anything); err != nil {
				t.Error(err)
			}
			if bytes.ContainsRune(out.Files["register/index.html"], '\u202e') {
				t.Error("a control that turns the direction of text reached the page")
			}
		})
	}
}

// TestHostileValuesInBrowser opens every page of a site all of whose values try to run something.
func TestHostileValuesInBrowser(t *testing.T) {
	words := strings.ReplaceAll(strings.Join(hostile, " "), "alert(1)", pwned+"=1")
	openHostile(t, renderSample(t, hostileSite(strings.ToValidUTF8(words, "?"))))
}

// isPlain reports whether words are shown as they are: no controls and no broken UTF-8.
func isPlain(words string) bool {
	return strings.ToValidUTF8(words, "") == words && !strings.ContainsAny(words, "\u202e\x00\x1b")
}

// Anchors of a contents list come from documents.
func TestHostileAnchor(t *testing.T) {
	site := addressed(Site{Documents: []Document{{ID: "A-1", Path: "a.md", State: InForce,
		Prose: prose("<p>x</p>", Heading{2, "x", `"><script>`}, Heading{2, "y", "javascript:alert(1)"}), Since: day.None}}})
	p := find(t, renderSample(t, site), "A-1/index.html")
	for _, n := range p.all("a") {
		if href, _ := attr(n, "href"); strings.HasPrefix(href, "javascript") {
			t.Error(href)
		}
	}
}
