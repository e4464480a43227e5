package rules

import (
	"strings"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// seedOrphan commits a row of valid documents that link to one another, and one without any link.
func seedOrphan(s lint.Scratch) error {
	alone, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	used := map[string]bool{alone.path: true, strings.ToLower(alone.values["id"]): true}
	valid := 0
	for _, e := range s.Input().Register.Documents {
		if !e.Kind.Record && e.Status() == schema.Approved {
			valid++
		}
	}
	before := alone.path
	for i := range valid + fewestLinked {
		p, ok := lint.FreePath(s.Input(), alone.kind, "seeded-kin.md", used)
		if !ok {
			return lint.ErrOutOfReach
		}
		d := newDraft(s.Input(), alone.kind, p, used)
		d.set("status", schema.Approved)
		if i > 0 {
			d.body += "\nSee [the one before](" + relative(p, before) + ").\n"
		}
		if err := s.Write(p, d.text()); err != nil {
			return err
		}
		before = p
	}
	return alone.commit(s, lint.Stranger(), "Add documents")
}
