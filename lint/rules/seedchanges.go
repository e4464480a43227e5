package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// seedReturnedVersion gives other words a version that was used before.
func seedReturnedVersion(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	for _, version := range []string{"1.0", "2.0", "1.0", "2.0"} {
		d.set("version", `"`+version+`"`)
		d.body += edit
		if err := d.commit(s, lint.Stranger(), "Version "+version); err != nil {
			return err
		}
	}
	return nil
}

// valued returns a valid draft and the message with which it comes into force.
func valued(s lint.Scratch) (*draft, string, error) {
	message := "Add a document"
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() {
			return false
		}
		if !d.approval() {
			return true
		}
		by := d.approvers()
		message = approvedBy(by...)
		return len(by) > 0
	})
	return d, message, err
}

// seedDeletion brings a document into force and deletes it.
func seedDeletion(s lint.Scratch) error {
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	if err := s.Remove(d.path); err != nil {
		return err
	}
	return s.Commit(s.Input().Today, lint.Stranger(), "Delete it")
}

// seedNewID commits a valid document and gives it another id.
func seedNewID(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	d.set("id", lint.FreeID(s.Input(), d.kind, map[string]bool{strings.ToLower(d.values["id"]): true}))
	return d.commit(s, lint.Stranger(), "Give it another id")
}

// seedReusedID deletes a draft and gives its id to another document.
func seedReusedID(s lint.Scratch) error {
	d, err := pick(s, anywhere)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	if err := s.Remove(d.path); err != nil {
		return err
	}
	if err := s.Commit(s.Input().Today, lint.Stranger(), "Give it up"); err != nil {
		return err
	}
	d.set("title", "Quite another matter")
	d.body = "# Quite another matter\n" + edit
	return d.commit(s, lint.Stranger(), "Use its id again")
}

// seedBackdated commits a second version that claims to hold since last year.
func seedBackdated(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	d.drop("effective_date")
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	d.set("version", `"1.1"`)
	d.set("effective_date", s.Input().Today.AddMonths(-12).String())
	d.body += edit
	return d.commit(s, lint.Stranger(), "Change it, and date it back")
}

// tipDay returns the day of the newest commit; today where there is none.
func tipDay(in *lint.Input) day.Day {
	if in.Book != nil && len(in.Book.Days) > 0 {
		return in.Book.Days[len(in.Book.Days)-1]
	}
	return in.Today
}

// at commits the draft on a day.
func (d *draft) at(s lint.Scratch, on day.Day, message string) error {
	return errors.Join(s.Write(d.path, d.text()), s.Commit(on, lint.Stranger(), message))
}

// seedEarlyForce commits a document that is to hold at once, and lets it be approved later.
func seedEarlyForce(s lint.Scratch) error {
	in := s.Input()
	first := tipDay(in)
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() || first >= in.Today || !slices.Contains(d.kind.States, schema.InReview) {
			return false
		}
		by = d.approvers()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	d.set("effective_date", first.String())
	d.set("status", schema.InReview)
	if err := d.at(s, first, "Propose a document"); err != nil {
		return err
	}
	d.set("status", schema.Approved)
	return d.commit(s, lint.Stranger(), approvedBy(by...))
}

// seedMovedReview puts off the review of a document in force without a word of who reviewed it.
func seedMovedReview(s lint.Scratch) error {
	if !s.Input().Config.HasRoster() {
		return lint.ErrOutOfReach
	}
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	d.set("review_date", s.Input().Today.AddMonths(36).String())
	return d.commit(s, lint.Stranger(), "Put off the review")
}

// seedBulkReview records the review of many documents in one commit.
func seedBulkReview(s lint.Scratch) error {
	first, message, err := valued(s)
	if err != nil {
		return err
	}
	used := map[string]bool{first.path: true, strings.ToLower(first.values["id"]): true}
	all := []*draft{first}
	for range mostInOneCommit {
		p, ok := lint.FreePath(s.Input(), first.kind, "seeded-sibling.md", used)
		if !ok {
			return lint.ErrOutOfReach
		}
		d := newDraft(s.Input(), first.kind, p, used)
		d.set("status", schema.Approved)
		if a := first.values["approver"]; a != "" {
			d.set("approver", a)
		}
		all = append(all, d)
	}
	save := func(message string) error {
		for _, d := range all {
			if err := s.Write(d.path, d.text()); err != nil {
				return err
			}
		}
		return s.Commit(s.Input().Today, lint.Stranger(), message)
	}
	if err := save(message); err != nil {
		return err
	}
	for _, d := range all {
		d.set("review_date", s.Input().Today.AddMonths(18).String())
	}
	return save("Review them all\n\nReviewed-by: " + first.reviewer())
}

// reviewer is who may review the draft.
func (d *draft) reviewer() string {
	by := d.approvers()
	if len(by) == 0 {
		return "Seeded Reviewer <seed@writ.invalid>"
	}
	return fmt.Sprintf("%s <%s>", by[0].Name, by[0].Emails[0])
}

// seedLapse brings a document into force whose review is overdue, and reviews it later.
func seedLapse(s lint.Scratch) error {
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	first := tipDay(s.Input())
	if first >= s.Input().Today {
		return lint.ErrOutOfReach
	}
	d.drop("effective_date")
	d.set("review_date", (first - 1).String())
	if err := d.at(s, first, message); err != nil {
		return err
	}
	d.set("review_date", s.Input().Today.AddMonths(12).String())
	return d.commit(s, lint.Stranger(), "Review it late\n\nReviewed-by: "+d.reviewer())
}

// seedClosedEdit commits a closed record and edits it.
func seedClosedEdit(s lint.Scratch) error {
	d, err := pick(s, func(d *draft) bool { return d.kind.Record && slices.Contains(d.kind.States, schema.Closed) })
	if err != nil {
		return err
	}
	d.set("status", schema.Closed)
	if err := d.commit(s, lint.Stranger(), "Add a closed record"); err != nil {
		return err
	}
	d.body += edit
	return d.commit(s, lint.Stranger(), "Edit it")
}
