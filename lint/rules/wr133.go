package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr133() *lint.Rule {
	return &lint.Rule{
		ID: "WR133", Name: "sidecar-alone", Scope: lint.Register, Severity: lint.Error,
		Title: "The file whose front matter a document is isn't there",
		Text: `The front matter of contract.pdf is in contract.pdf.md, and an approval pins both. Without the file it pins
words about something that nobody can read.

**What counts.** A document that is named as the sidecar of a PDF, an Office file, a drawing, a CSV or a picture, or that
was a sidecar on the main branch before, where no file of that very name is beside it: none, one in other letters,
a symbolic link, a folder, or one that Git doesn't have.

**What doesn't.** Other names with several dots, such as release.v1.md, that never had a file beside them.

**How to fix it.** Put the file beside its sidecar, under the same name in every letter; or give a document of its
own a name without the file's ending.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR133"), Good: good("WR133"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				if e.File != nil || e.Link != "" {
					continue
				}
				if name := sidecarName(p.Input, e); name != "" {
					if err := reportAlone(p, e, name); err != nil {
						return err
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, (*draft).valid)
			if err != nil {
				return err
			}
			file := strings.TrimSuffix(d.path, path.Ext(d.path)) + ".pdf"
			if d.path = file + ".md"; !s.Input().Config.MayInclude(d.path) {
				return lint.ErrOutOfReach
			}
			return d.commit(s, lint.Stranger(), "Add a sidecar")
		},
	}
}

// sidecarName returns the file that a document's name says it describes: one of a format that is known, or one that
// was there before; "" where the name says no such thing.
func sidecarName(in *lint.Input, e *register.Entry) string {
	name := config.SidecarOf(e.Path)
	if ext := path.Ext(e.Path); name == "" && strings.EqualFold(ext, ".md") {
		name = config.SidecarOf(strings.TrimSuffix(e.Path, ext) + ".md")
	}
	if name == "" || controllable(name) || isPicture(name) {
		return name
	}
	if in.Book != nil {
		if d := in.Book.DocumentAt(e.Path); d != nil {
			for _, c := range d.Changes {
				if in.Book.FileOf(c) != (gitrepo.ID{}) {
					return name
				}
			}
		}
	}
	return ""
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".bmp":
		return true
	}
	return false
}

// reportAlone says what is where the file is due.
func reportAlone(p *lint.Pass, e *register.Entry, name string) error {
	f, err := p.Register.Toward(name)
	if err != nil {
		return err
	}
	base := path.Base(name)
	why, help := "isn't there", "put the file beside it"
	switch unseen := p.Register.Unseen(name); {
	case path.Ext(e.Path) != ".md":
		why, help = "has its front matter in a file that ends with .md in small letters", "call this one "+base+".md"
	case f.Mode == gitrepo.ModeSymlink:
		why, help = "is a symbolic link, which isn't followed", "put the file itself there"
	case f.Mode == gitrepo.ModeSubmodule:
		why = "is in a submodule, whose files are another repository's"
	case f.Mode == gitrepo.ModeFolder:
		why = "is a folder"
	case f.Mode == 0 && unseen != "":
		why, help = fmt.Sprintf("is there, %s, so that no other clone has it", unseen), "commit it"
	default:
		names, err := p.Register.Names()
		if err != nil {
			return err
		}
		for _, n := range names {
			if n != name && strings.EqualFold(n, name) {
				why, help = "is there in other letters: "+short(path.Base(n)), "make both names the same in every letter"
			}
		}
	}
	p.Report(lint.Found{Doc: e, Span: e.Front.Open, Anchor: "file " + base,
		Message: fmt.Sprintf("by its name this is the front matter of %s, which %s", short(base), why),
		Help:    help + "; a document of its own has a name without " + path.Ext(name)})
	return nil
}
