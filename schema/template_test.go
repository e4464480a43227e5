package schema

import (
	"strings"
	"testing"
)

// TestTemplates: each kind has a template, and no file is the template of none.
func TestTemplates(t *testing.T) {
	used := map[string]bool{}
	for _, k := range Kinds() {
		if _, ok := Template(k.Name, ""); !ok {
			t.Errorf("%s has no template", k.Name)
		}
		used[k.Template] = true
		for _, more := range k.Templates {
			text, ok := Template(k.Name, strings.ToUpper(more.Titled)+" of the company")
			if plain, _ := Template(k.Name, ""); !ok || string(text) == string(plain) {
				t.Errorf("%s: a title that begins with %q has no template of its own", k.Name, more.Titled)
			}
			used[more.File] = true
		}
		if k.IDPrefix == "" || k.Folder == "" {
			t.Errorf("%s says neither how ids begin nor where documents lie: %q, %q", k.Name, k.IDPrefix, k.Folder)
		}
	}
	files, err := templateFiles.ReadDir(templateFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !used[f.Name()] {
			t.Errorf("%s is the template of no kind", f.Name())
		}
	}
}
