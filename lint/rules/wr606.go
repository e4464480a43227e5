package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr606() *lint.Rule {
	return &lint.Rule{
		ID: "WR606", Name: "link-to-retired", Scope: lint.Register, Severity: lint.Error,
		Title: "Words in force lean on a retired document",
		Text: `What was retired doesn't hold any more. Who follows the link works by an obsolete text.

**What counts.** A link in a valid document to one with the status retired.

**What doesn't.** Links in drafts and in records, which speak of their own time; a link to what the document itself
replaced, as ` + "`supersedes`" + ` or the other's ` + "`superseded_by`" + ` says.

**How to fix it.** Link to what replaced it, or take the link out.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR606"), Good: good("WR606"),
		Find: func(p *lint.Pass) error {
			return validLinks(p, func(e, to *register.Entry, l document.Link) error {
				heir := to.Front.Text("superseded_by")
				if to.Status() != schema.Retired || names(e, "supersedes", to.ID) || e.ID != "" &&
					strings.EqualFold(heir, e.ID) {
					return nil
				}
				help := "link to what replaced it, or remove the link"
				if heir != "" {
					help = fmt.Sprintf("link to %s, which replaced it", quoted(heir))
				}
				p.Report(lint.Found{Doc: e, Span: l.Span, Anchor: "link " + l.Target, Help: help,
					Message: fmt.Sprintf("the link %s leads to %s, which is retired", quoted(l.Target), to.Key())})
				return nil
			})
		},
		Seed: func(s lint.Scratch) error { return seedLinkTo(s, schema.Retired) },
	}
}

// names reports whether a field lists an id, alone or with a version behind it.
func names(e *register.Entry, field, id string) bool {
	f, _ := e.Front.Field(field)
	for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
		if word, _, _ := strings.Cut(strings.TrimSpace(v.Text), " "); id != "" && strings.EqualFold(word, id) {
			return true
		}
	}
	return false
}
