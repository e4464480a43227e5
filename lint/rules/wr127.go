package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr127() *lint.Rule {
	return &lint.Rule{
		ID: "WR127", Name: "supersedes-unknown", Scope: lint.Register, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "It supersedes a document or version that never existed",
		Text: `Readers of a superseded document are led to the one that replaces it. A slip in the id leads them
nowhere, and the old document stays valid in their eyes.

**What counts.** An id under ` + "`supersedes`" + ` that no document has or ever had; an id with a version behind it,
such as ` + "`POL-001 1.2`" + `, whose document never had that version.

**What doesn't.** Documents that were removed since; versions before the oldest one that history knows; a bare version,
and free text, such as the name of an old file.

**How to fix it.** Correct the id. What was replaced before the repository began is better said in the text.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR127"), Good: good("WR127"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				f, ok := e.Front.Field("supersedes")
				if !judged(e) || !ok {
					continue
				}
				for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
					if v.Kind == document.Text {
						if err := checkSuperseded(p, e, v); err != nil {
							return err
						}
					}
				}
			}
			return nil
		},
	}
}

var (
	supersededID = lazyregexp.New(`^(\S+?)(?:(?:\s+|@|:)[vV]?([0-9]+(?:\.[0-9]+)+))?$`)
	anyID        = lazyregexp.New(schema.IDPattern)
)

func checkSuperseded(p *lint.Pass, e *register.Entry, v document.Value) error {
	m := supersededID.FindStringSubmatch(strings.TrimSpace(v.Text))
	if m == nil || !anyID.MatchString(m[1]) || !strings.ContainsAny(m[1], "0123456789") {
		return nil
	}
	found := lint.Found{Doc: e, Span: v.Span, Anchor: "supersedes " + m[1], Help: "correct the id, or remove it"}
	t, err := p.Book.Trail(p.Book.Document(m[1]))
	switch {
	case err != nil:
		return err
	case t == nil && len(p.Register.ByID(m[1])) == 0:
		found.Message = fmt.Sprintf("it supersedes %s, which no document is or ever was", quoted(m[1]))
		if near := nearest.Word(m[1], p.Register.IDs()); near != "" && !strings.EqualFold(near, e.ID) {
			found.Help = fmt.Sprintf("did you mean %s?", p.Register.ByID(near)[0].ID)
		}
	case t == nil || m[2] == "" || hadVersion(t, m[2]):
		return nil
	default:
		found.Message = fmt.Sprintf("it supersedes version %s of %s, which never existed", m[2], t.ID)
		found.Help = "correct the version"
	}
	p.Report(found)
	return nil
}

// hadVersion reports whether a document had a version, or may have had it before history began.
func hadVersion(t *trail.Trail, version string) bool {
	for i, v := range t.Versions {
		if compareVersions(version, v.Number) == 0 || i == 0 && compareVersions(version, v.Number) < 0 {
			return true
		}
	}
	return false
}
