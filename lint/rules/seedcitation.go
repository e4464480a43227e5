package rules

import (
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// seedOldCitation brings two versions of a document into force, and commits one that cites the first.
func seedOldCitation(s lint.Scratch) error {
	message := "Add a document"
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if _, _, ok := inRow(d.values["id"]); !ok || !d.valid() {
			return false
		}
		if d.approval() {
			by = d.approvers()
			message = approvedBy(by...)
			return len(by) > 0
		}
		return true
	})
	if err != nil {
		return err
	}
	used := map[string]bool{d.path: true, strings.ToLower(d.values["id"]): true}
	p, ok := lint.FreePath(s.Input(), d.kind, "seeded-citation.md", used)
	if !ok {
		return lint.ErrOutOfReach
	}
	d.drop("effective_date")
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	d.set("version", `"2.0"`)
	d.body += edit
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	citing := newDraft(s.Input(), d.kind, p, used)
	citing.set("status", schema.Approved)
	citing.body += "\nIt follows " + d.values["id"] + ", version 1.0.\n"
	return citing.commit(s, lint.Stranger(), "Add a document that cites the first version")
}
