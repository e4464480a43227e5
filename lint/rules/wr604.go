package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr604() *lint.Rule {
	return &lint.Rule{
		ID: "WR604", Name: "image-missing", Scope: lint.Register, Severity: lint.Error,
		Title: "An image isn't there",
		Text: `A plan of the escape routes that doesn't load is a hole in the procedure.

**What counts.** An image whose file isn't in the repository, is a folder, has no target, or lies outside of the
repository. What is there is what Git has, by its exact name: see WR601.

**What doesn't.** Images at addresses elsewhere. Links to files are WR601's. Images in code.

**How to fix it.** Add the file beside the document, or correct its path; the case of letters counts.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR604"), Good: good("WR604"),
		Find: findMissingImages,
	}
}

func findMissingImages(p *lint.Pass) error {
	look := fetching{reg: p.Register}
	for _, e := range p.Register.Documents {
		targets := e.Targets()
		for i, l := range e.Links() {
			if !l.Image || !targets[i].Local {
				continue
			}
			t, err := p.Register.FileOf(targets[i])
			if err != nil {
				return err
			}
			f := lint.Found{Doc: e, Span: l.Span, Anchor: "image " + l.Target,
				Help: "add the file, or correct its path"}
			switch {
			case strings.TrimSpace(l.Target) == "" || t.Path == "":
				f.Message = fmt.Sprintf("the image %s names no file", quoted(l.Text))
			case leavesRepository(t.Path):
				f.Message = fmt.Sprintf("the image %s lies outside of the repository", quoted(l.Target))
			default:
				broken, err := look.faultOfImage(e, t.Path)
				if err != nil {
					return err
				}
				if broken == nil {
					continue
				}
				f.Message = fmt.Sprintf("the image %s leads %s", quoted(l.Target), broken.why)
				f.Help = cmp.Or(broken.help, f.Help)
			}
			p.Report(f)
		}
	}
	return nil
}

// faultOfImage is faultOf for an image, which only a file can be.
func (x *fetching) faultOfImage(e *register.Entry, at string) (*fault, error) {
	broken, err := x.faultOf(e, at)
	if broken != nil || err != nil {
		return broken, err
	}
	if f, err := x.reg.At(at); err != nil || f.Regular() {
		return nil, err
	}
	return &fault{fmt.Sprintf("to the folder %s", short(at)), "write the path of a file in it", ""}, nil
}
