package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr129() *lint.Rule {
	return &lint.Rule{
		ID: "WR129", Name: "file-uncontrolled", Scope: lint.Register, Severity: lint.Warning,
		Title: "A file of another format is controlled by no document",
		Text: `What a PDF or a spreadsheet says is a part of the system where people work by it, and then it needs an owner, a
version and an approval, as a policy does.

**What counts.** A PDF, an Office file, a drawing or a CSV in or below a folder that holds documents, to which no document
leads, by a link, an image or a link to its folder, and that has no sidecar.

**What doesn't.** Other formats, such as pictures and archives; a file with the name of one that a document leads to,
but for the ending: its source; folders of programs by others, hidden ones, and all below the root alone;
repositories that don't say where their documents are.

**How to fix it.** Write its front matter beside it, as ` + "`NAME.pdf.md`" + ` beside ` + "`NAME.pdf`" + `; link to it from the
document that it belongs to; or remove it. ` + "`documents.exclude`" + ` takes the place out where a sidecar
there would be no document.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR129"), Good: good("WR129"),
		Find: findUncontrolled,
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, (*draft).valid)
			if err != nil {
				return err
			}
			if path.Dir(d.path) == "." {
				return lint.ErrOutOfReach
			}
			file := strings.TrimSuffix(d.path, path.Ext(d.path)) + "-seeded-annex.pdf"
			if err := s.Write(file, []byte("%PDF-1.4\n")); err != nil {
				return err
			}
			return d.commit(s, lint.Stranger(), "Add an annex")
		},
	}
}

// controllable are the endings of files that say something by which people work.
func controllable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf", ".csv", ".tsv",
		".doc", ".docx", ".docm", ".dotx", ".odt", ".rtf", ".pages",
		".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers",
		".ppt", ".pptx", ".odp",
		".vsd", ".vsdx", ".drawio", ".odg", ".excalidraw", ".dwg", ".dxf":
		base := path.Base(name)
		return !strings.HasPrefix(base, "~$") && !strings.HasPrefix(base, ".") // what an open program keeps
	}
	return false
}

func findUncontrolled(p *lint.Pass) error {
	if p.Register.Config.Documents.Everywhere {
		return nil
	}
	names, err := p.Register.Names()
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !controllable(n) || config.OfOthers(n) })
	if len(names) == 0 {
		return nil
	}
	led := leadsTo(p.Register)
	for _, name := range names {
		if led.controls(name) || !p.Register.Config.Includes(name+".md") {
			continue
		}
		p.Report(lint.Found{Path: name, Anchor: "file",
			Message: "no document links to this file or controls it",
			Help: fmt.Sprintf("write its front matter into %s, link to it from the document that it belongs to, or "+
				"remove it", path.Base(name)+".md")})
	}
	return nil
}

// led is where the documents of a register are, and lead.
type led struct {
	folders map[string]bool // that hold documents, but for the root
	paths   map[string]bool // of files and folders to which they lead
	stems   map[string]bool // of these files, without the ending

	sidecars map[string]bool // paths of all documents in small letters: WR133 speaks of those without their file
}

func leadsTo(r *register.Register) led {
	l := led{folders: map[string]bool{}, paths: map[string]bool{}, stems: map[string]bool{}, sidecars: map[string]bool{}}
	to := func(file string) {
		l.paths[file] = true
		l.stems[stem(file)] = true
	}
	for _, e := range r.All() {
		l.sidecars[strings.ToLower(e.Path)] = true
		if dir := path.Dir(e.Path); dir != "." {
			l.folders[dir] = true
		}
		if e.File != nil {
			to(e.File.Path)
		}
		for _, t := range e.Targets() {
			if t.Local && t.Path != "" && t.Path != "." {
				for file := range t.Files() {
					to(file)
				}
			}
		}
	}
	return l
}

// stem is a path without what follows the first dot of its name, so that a.drawio.svg is of a.drawio.
func stem(file string) string {
	dir, base := path.Split(file)
	name, _, _ := strings.Cut(base, ".")
	return dir + name
}

// controls reports whether a file is none of the documents' business, or one to which they lead.
func (l led) controls(file string) bool {
	if l.paths[file] || l.stems[stem(file)] || l.sidecars[strings.ToLower(file+".md")] {
		return true
	}
	within := false
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if l.paths[dir] {
			return true
		}
		within = within || l.folders[dir]
	}
	return !within
}
