package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/lint"
)

func wr604() *lint.Rule {
	return &lint.Rule{
		ID: "WR604", Name: "image-missing", Scope: lint.Register, Severity: lint.Error,
		Title: "An image isn't there",
		Text: `A plan of the escape routes that doesn't load is a hole in the procedure.

**What counts.** An image whose file isn't in the repository, has no target, or lies outside of the repository.

**What doesn't.** Images at addresses elsewhere. Links to files are WR601's. Images in code.

**How to fix it.** Add the file beside the document, or correct its path; the case of letters counts.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR604"), Good: good("WR604"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				targets := e.Targets()
				for i, l := range e.Links() {
					t := targets[i]
					if !l.Image || !t.Local || t.Path != "" && !leavesRepository(t.Path) && p.Register.Exists(t.Path) {
						continue
					}
					f := lint.Found{Doc: e, Span: l.Span, Anchor: "image " + l.Target, Help: "add the file, or correct its path"}
					switch {
					case strings.TrimSpace(l.Target) == "" || t.Path == "":
						f.Message = fmt.Sprintf("the image %s names no file", quoted(l.Text))
					case leavesRepository(t.Path):
						f.Message = fmt.Sprintf("the image %s lies outside of the repository", quoted(l.Target))
					default:
						f.Message = fmt.Sprintf("the image %s isn't there: no file %s", quoted(l.Target), short(t.Path))
					}
					p.Report(f)
				}
			}
			return nil
		},
	}
}
