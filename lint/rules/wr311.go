package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr311() *lint.Rule {
	return &lint.Rule{
		ID: "WR311", Name: "approval-unanchored", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Only a tag or a note carries the approval",
		Text: `What is on the main branch has a place in its order, which nobody can choose afterwards. A tag and a
note have only the date that they state, can be made or moved at any time, and get lost in a clone that doesn't fetch
them.

**What counts.** Words in force, or newer ones, that wouldn't be approved without a tag or a note.

**What doesn't.** A tag beside an approval on the main branch; a tag that a merge of it carries. Kinds with
` + "`anchored: true`" + ` don't accept such evidence at all: then the words aren't approved, and WR301 says so.

**How to fix it.** Approve once more with a commit, or merge the signed tag itself
(` + "`git merge --no-ff TAG`" + `).`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR311"), Good: good("WR311"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if !controlled(p.Input, t) {
					continue
				}
				for _, c := range current(t) {
					if a := c.Approval; a != nil && a.Loose {
						e := looseOf(a)
						p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "unanchored " + c.Digest.String(),
							Commit: e.Commit,
							Message: fmt.Sprintf("only the %s approves %s, with a date of its own (%s)",
								e.SourceWords(), nameOf(c), e.Day),
							Help: "approve it on the main branch too: " + again(p.Input, t)}))
					}
				}
			}
			return nil
		},
		Seed: seedLooseTag,
	}
}

func looseOf(a *trail.Approval) *trail.Evidence {
	for _, e := range a.By {
		if e.Loose {
			return e
		}
	}
	return a.By[0]
}

// nameOf calls a content by its version.
func nameOf(c *trail.Content) string {
	if c.Version.Number == "" {
		return "the document"
	}
	return "version " + short(c.Version.Number)
}

// seedLooseTag commits a document, and lets its approvers say only in a tag that they approve it.
func seedLooseTag(s lint.Scratch) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() || d.demand().Anchored {
			return false
		}
		by = d.approvers()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	return s.Tag("seeded-defect", d.in.Today, lint.Author{Name: by[0].Name, Email: by[0].Emails[0]},
		approvedBy(by...)+"Approved-Document: "+d.values["id"]+"\n")
}
