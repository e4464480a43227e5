package schema

import (
	"embed"
	"path"
	"strings"
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

// Template returns the template of a built-in kind for a document with a title, which is the kind's own or the one for
// such titles. It is Markdown, with front matter where its documents have fields besides those that all have. ok is false
// for another kind.
func Template(kind, title string) (text []byte, ok bool) {
	k := kindFile(kind).Kind
	file := k.Template
	for _, t := range k.Templates {
		if strings.HasPrefix(strings.ToLower(title), t.Titled) {
			file = t.File
			break
		}
	}
	text, err := templateFiles.ReadFile(path.Join(templateFolder, file))
	return text, err == nil
}
