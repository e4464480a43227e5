package rules

import (
	"fmt"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr603() *lint.Rule {
	return &lint.Rule{
		ID: "WR603", Name: "reference-unknown", Scope: lint.Register, Severity: lint.Error,
		Title: "The text names a document that doesn't exist",
		Text: `"As PRC-017 says" sends its reader to look for PRC-017.

**What counts.** In the text, tables included: an id in a row of ids that documents have, which none of them has. The
letters before the number and the number's length are those of a document of the register.

**What doesn't.** Ids that history knows, rows of logs, or what a document says it supersedes; a file without front matter, which is
WR101's; other rows of numbers, such as CA-012 of a log; ids that match ` + "`external_ids`" + ` of writ.yaml; code,
comments, file names and addresses; numbers of one digit.

**How to fix it.** Correct the number, or name the document that is meant.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR603"), Good: good("WR603"),
		Find: func(p *lint.Pass) error {
			rows, err := sharedRows(p.Input)
			if err != nil {
				return err
			}
			old := sync.OnceValue(func() map[string]bool { return superseded(p.Register) })
			for _, e := range p.Register.Documents {
				if e.Front.Format == "" {
					continue // its own id may be among its words
				}
				for m := range rows.in(e) {
					id, s := m.Text, m.Span
					if len(p.Register.ByID(id)) > 0 || p.Book != nil && p.Book.Document(id) != nil ||
						old()[strings.ToLower(id)] || p.Config.IsExternalID(id) {
						continue
					}
					if told, err := silencedBy808(p.Input, e, s); told || err != nil {
						if err != nil {
							return err
						}
						continue
					}
					if row, err := isRow(p, id); err != nil {
						return err
					} else if row {
						continue
					}
					help := "name the document that is meant"
					if near := nearest.Word(id, p.Register.IDs()); near != "" {
						help = fmt.Sprintf("did you mean %s?", p.Register.ByID(near)[0].ID)
					}
					p.Report(lint.Found{Doc: e, Span: s, Anchor: "reference " + id, Help: help,
						Message: fmt.Sprintf("no document has the id %s", id)})
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool {
				_, _, ok := inRow(d.values["id"])
				return ok
			}, func(d *draft) {
				row, number, _ := inRow(d.values["id"])
				d.body += fmt.Sprintf("\n%s%s says how.\n", row, strings.Repeat("9", len(number)))
			})
		},
	}
}

// isRow reports whether an id names a row of a log, or named one that the main branch had: actions have rows, or files
// of their own, or both.
func isRow(p *lint.Pass, id string) (bool, error) {
	name, ok := records.ReadID(id)
	if !ok {
		return false, nil
	}
	byKey, err := sharedRowsByKey(p.Input)
	if err != nil || len(byKey[name.Key]) > 0 {
		return err == nil, err
	}
	courses, err := sharedCourses(p.Input)
	return err == nil && courses.Of(name.Key) != nil, err
}

// superseded returns the ids, in lower case, that documents say they replaced.
func superseded(r *register.Register) map[string]bool {
	all := map[string]bool{}
	for _, e := range r.All() {
		for _, v := range supersedes(e) {
			all[strings.ToLower(strings.TrimSpace(v.Text))] = true
		}
	}
	return all
}
