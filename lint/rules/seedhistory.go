package rules

import (
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

const edit = "\nNobody must write it down.\n"

// seedQuietChange commits a valid document and edits it.
func seedQuietChange(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	d.body += edit
	return d.commit(s, lint.Stranger(), "Change it, and keep its version")
}

// seedLowerVersion commits a valid document and lowers its version.
func seedLowerVersion(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	d.set("version", `"2.0"`)
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	d.set("version", `"1.9"`)
	d.body += edit
	return d.commit(s, lint.Stranger(), "Change it, and lower its version")
}

// seedUnapproved commits a document that claims to be approved.
func seedUnapproved(s lint.Scratch) error {
	return plant(s, func(d *draft) bool { return d.valid() && d.approval() }, func(*draft) {})
}

// seedEditAfterApproval commits a document that its approvers approve, and edits it.
func seedEditAfterApproval(s lint.Scratch) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() {
			return false
		}
		by = d.approvers()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), approvedBy(by...)); err != nil {
		return err
	}
	d.body += edit
	return d.commit(s, lint.Stranger(), "Change it after its approval")
}

// seedSelfApproval commits a document that somebody who may approve it wrote, and approves.
func seedSelfApproval(s lint.Scratch) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() || d.demand().SelfApproval {
			return false
		}
		by = d.approvers()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	return d.commit(s, lint.Author{Name: by[0].Name, Email: by[0].Emails[0]}, approvedBy(by[0]))
}

// seedReview commits a valid document whose review is due so many days after today.
func seedReview(s lint.Scratch, after day.Day) error {
	return plant(s, (*draft).valid, func(d *draft) {
		for _, name := range []string{"last_reviewed", "effective_date"} {
			d.drop(name)
		}
		d.set("review_date", (d.in.Today + after).String())
	})
}

// approvedBy is a message in which people approve what the commit brings.
func approvedBy(people ...*config.Person) string {
	var b strings.Builder
	b.WriteString("Add a document with its approval\n\n")
	for _, p := range people {
		b.WriteString("Approved-by: " + p.Name + " <" + p.Emails[0] + ">\n")
	}
	return b.String()
}
