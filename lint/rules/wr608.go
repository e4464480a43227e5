package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr608() *lint.Rule {
	return &lint.Rule{
		ID: "WR608", Name: "reference-superseded", Scope: lint.Register, Severity: lint.Warning,
		Ground: lint.NeedsHistory,
		Title:  "The text cites a version that is no longer in force",
		Text: `"As POL-001, version 1.0, says" binds its reader to words that were replaced.

**What counts.** In a valid document: an id of another one with a version behind it, such as ` + "`POL-001 1.0`" + `,
` + "`POL-001 v1.0`" + ` or ` + "`POL-001, version 1.0`" + `, where that document had this version, and a higher one
is in force.

**What doesn't.** Drafts, and records, which speak of their own time; an id without a version; a version that history
doesn't know, or that isn't in force yet.

**How to fix it.** Leave the version out, so that the reference always means the words in force; or read the new one and
cite it.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR608"), Good: good("WR608"),
		Find: func(p *lint.Pass) error {
			rows, err := sharedRows(p.Input)
			if err != nil {
				return err
			}
			for _, e := range p.Register.Documents {
				if e.Kind.Record || e.Status() != schema.Approved {
					continue
				}
				own, err := trailOf(p.Input, e)
				if err != nil {
					return err
				}
				for m := range rows.in(e) {
					if m.Version == "" {
						continue
					}
					id, cited := m.Text, m.Version
					t, err := p.Book.Trail(p.Book.Document(id))
					if err != nil {
						return err
					}
					if t == nil || t.Current == nil || own == t {
						continue
					}
					now := t.Current.Version.Number
					if !everHad(t, cited) || compareVersions(cited, now) >= 0 {
						continue
					}
					p.Report(lint.Found{Doc: e, Span: m.Span, Anchor: "reference " + id + " " + cited,
						Message: fmt.Sprintf("version %s of %s is cited, and %s is in force since %s", cited, t.ID, now,
							t.Current.Period().From),
						Help: "leave the version out, or read the new one and cite it"})
				}
			}
			return nil
		},
		Seed: seedOldCitation,
	}
}

func everHad(t *trail.Trail, version string) bool {
	for _, v := range t.Versions {
		if v.Number == version {
			return true
		}
	}
	return false
}
