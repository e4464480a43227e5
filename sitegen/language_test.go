package sitegen

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/phrases"
	"github.com/writ-docs/writ/schema"
	"github.com/writ-docs/writ/sitegen/theme"
)

// placeholder is what a string has in place of a value.
var placeholder = lazyregexp.New(`\{\{ ?\.\w* ?\}\}|\{\w+\}|%[a-z]`)

// TestLanguages: each language has a text for all that the interface says, for nothing else, and with the same values in
// it. What the terminal says in English as well, and the titles of built-in kinds and their fields, are in no English
// file.
func TestLanguages(t *testing.T) {
	_, english, err := interfaceOf(theme.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(theme.Files, "i18n/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	own, err := readTable(data)
	if err != nil {
		t.Fatal(err)
	}
	for key := range phrases.English() {
		if own[key] != "" {
			t.Errorf("en.toml has the key %s, which internal/phrases has, too: take it out", key)
		}
	}
	var kinds []struct {
		Name, Title string
		Fields      []struct{ Name string }
	}
	if err := json.Unmarshal(schema.CompiledKinds(), &kinds); err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		english["kind_"+k.Name] = k.Title
		for _, f := range k.Fields {
			english["field_"+f.Name] = f.Name
		}
	}
	files, err := fs.Glob(theme.Files, "i18n/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if path.Base(name) != "en.toml" {
			checkLanguage(t, name, english)
		}
	}
}

func checkLanguage(t *testing.T, name string, english table) {
	file, language := path.Base(name), map[string]string{"de.toml": "German"}[path.Base(name)]
	data, err := fs.ReadFile(theme.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	words, err := readTable(data)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for key, text := range english {
		other, known := words[key]
		if !known {
			t.Errorf("%s lacks key %s: add its %s words (in English: %q)", file, key, language, text)
			continue
		}
		if a, b := placeholders(text), placeholders(other); !slices.Equal(a, b) {
			t.Errorf("%s: %s has the values %v, and %v in English", file, key, b, a)
		}
	}
	for key := range words {
		if _, known := english[key]; !known {
			t.Errorf("%s has key %s, which nothing asks for: take it out, or add it to en.toml", file, key)
		}
	}
}

// placeholders are the values of a text, each once. A text for one may say it in a word.
func placeholders(text string) []string {
	all := placeholder.FindAllString(text, -1)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "{n}" })
}

// TestLocalDays: a day that readers see is written as the language does, one that machines read isn't.
func TestLocalDays(t *testing.T) {
	const page = `<time datetime="2026-01-31">2026-01-31</time> 2026-01-31 <time datetime="2026-01-31">tomorrow!!</time>`
	german := table{"day_form": "{day}.{month}.{year}"}
	want := strings.Replace(page, ">2026-01-31<", ">31.01.2026<", 1)
	if got := string(localDays([]byte(page), german)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := string(localDays([]byte(page), nil)); got != page {
		t.Errorf("in English: %s", got)
	}
}

// TestGerman: a German site says nothing in English, its days are German, and a document in another language says so.
func TestGerman(t *testing.T) {
	_, english, err := interfaceOf(theme.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	_, german, err := interfaceOf(theme.Files, "de")
	if err != nil {
		t.Fatal(err)
	}
	foreign := map[string]string{}
	said := phrases.English() // the sample gives these in English, whatever the site's language is
	for key, text := range english {
		if said[key] == "" {
			foreign[text] = key
		}
	}
	for _, text := range german {
		delete(foreign, text)
	}
	site := sampleSite()
	site.Language = "de"
	site.Documents[0].Language = "ar"
	files := renderSample(t, site)
	key := site.Documents[0].ID
	for name, page := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		if !strings.Contains(string(page), `<html lang="de" dir="ltr"`) {
			t.Errorf("%s isn't German", name)
		}
		for _, text := range textsOf(t, page) {
			if key := foreign[text]; key != "" && strings.Contains(text, " ") {
				t.Errorf("%s says %q (%s)", name, text, key)
			}
		}
	}
	if page := string(files[key+"/index.html"]); !strings.Contains(page, `<div class="writ-text" lang="ar" dir="rtl">`) {
		t.Errorf("%s isn't written from right to left", key)
	}
	if page := string(files["register/index.html"]); !shortDay.MatchString(page) {
		t.Error("the register has no German day")
	}
}

var shortDay = lazyregexp.New(`<time datetime="2026-[0-9]{2}-[0-9]{2}">[0-9]{2}\.[0-9]{2}\.2026</time>`)

// textsOf returns the texts between the tags of a page.
func textsOf(t *testing.T, page []byte) (all []string) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return all
		case html.TextToken:
			all = append(all, strings.TrimSpace(string(z.Text())))
		}
	}
}
