package rules

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// measure adds a standard to `coverage.standards` that isn't there yet, and returns its name. Of the company's own
// controls it declares one, unless it has some.
func measure(s lint.Scratch) (name string, err error) {
	have := s.Input().Config.Coverage.Standards
	for _, of := range schema.Standards() {
		if !slices.Contains(have, of.Name) {
			name = of.Name
		}
	}
	src, err := s.Read(config.File)
	if err != nil {
		src = nil // there is none yet
	}
	switch listed := []byte("standards: ["); {
	case name == "":
		return "", lint.ErrOutOfReach
	case len(have) == 0:
		src = append(src, "\ncoverage: {standards: ["+name+"], own_controls: [{id: SEED.1, title: Seeded control}]}\n"...)
	case bytes.Contains(src, listed):
		src = bytes.Replace(src, listed, append(listed, name+", "...), 1)
	default:
		return "", lint.ErrOutOfReach
	}
	return name, s.Write(config.File, src)
}

// seedUncovered measures documents against a standard that they weren't written for.
func seedUncovered(s lint.Scratch) error {
	name, err := measure(s)
	if err != nil {
		return err
	}
	return plantApproved(s, (*draft).valid, func(d *draft) {
		d.set("satisfies", "["+name+":"+schema.StandardNamed(name).Points[1].Number+"]")
	})
}

// seedUnanswered applies a control of the company's own in a statement in force, and names nothing that answers it.
func seedUnanswered(s lint.Scratch) error {
	if err := ownControl(s); err != nil {
		return err
	}
	var t *sheet
	return plantApproved(s, func(d *draft) bool {
		if isms.New(d.in.View()).Is(d.kind, statementKind) {
			t = d.sheetOf(namedTable(coverage.StatementTable))
		}
		return t != nil && d.valid()
	}, func(d *draft) {
		t.set(0, map[string]string{"control": "SEED.1", "implemented": "planned", "evidence": ""})
		d.body += t.text()
	})
}

// ownControl declares a control of the company's own, SEED.1, beside those of a standard.
func ownControl(s lint.Scratch) error {
	have := s.Input().Config.Coverage
	if len(have.Standards) == 0 {
		_, err := measure(s)
		return err
	}
	src, err := s.Read(config.File)
	before := []byte("coverage: {")
	if err != nil || len(have.OwnControls) > 0 || !bytes.Contains(src, before) {
		return cmp.Or(err, lint.ErrOutOfReach)
	}
	own := append(before, "own_controls: [{id: SEED.1, title: Seeded control}], "...)
	return s.Write(config.File, bytes.Replace(src, before, own, 1))
}

// plantApproved commits a new document that suits, spoilt, with the approval that its kind asks for.
func plantApproved(s lint.Scratch, suits func(*draft) bool, spoil func(*draft)) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !suits(d) || !d.approval() {
			return false
		}
		by = d.approvers()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	d.drop("effective_date")
	spoil(d)
	return d.commit(s, lint.Stranger(), approvedBy(by...))
}
