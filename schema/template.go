package schema

import (
	"embed"
	"path"
)

//go:embed templates/*.md
var templateFiles embed.FS

const templateFolder = "templates"

// What new documents put into a template: the title, the organization's name, and the rows of a table that name the
// controls of a standard.
const (
	TitleMark        = "[Title]"
	OrganizationMark = "[Organization Name]"
	ControlsMark     = "[Controls of ISO27001]"
)

// Template returns a built-in template by its file's name. It is Markdown, with front matter where its documents have
// fields besides those that all have. ok is false where there is none.
func Template(file string) (text []byte, ok bool) {
	text, err := templateFiles.ReadFile(path.Join(templateFolder, file))
	return text, err == nil
}

// Templates returns the names of the built-in templates, sorted.
func Templates() []string {
	entries, _ := templateFiles.ReadDir(templateFolder) // an embedded folder can always be read
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
