package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// unapproved is a document whose newest words on the main line claim to be valid, and aren't approved as its kind
// asks.
type unapproved struct {
	in      *lint.Input
	t       *trail.Trail
	last    *trail.Change
	content *trail.Content
}

// findUnapproved lists them in the order of their ids. A document claims to be valid by the status approved, a
// record by the status closed.
var findUnapproved = lint.Share(func(in *lint.Input) ([]unapproved, error) {
	var all []unapproved
	for _, t := range in.Book.Trails {
		if !controlled(in, t) {
			continue
		}
		last, content := tip(t)
		if last == nil || content.Approval != nil || cameBack(t) {
			continue
		}
		if e := entryOf(in, t); unreadable(e) && e.Blob == last.Blob {
			continue
		}
		if s := last.Facts.Status; s == schema.Approved || s == schema.Closed && t.Kind.Record ||
			onlyCalledRecord(in, t, last) {
			all = append(all, unapproved{in, t, last, content})
		}
	}
	return all, nil
})

// onlyCalledRecord reports whether a document calls itself a record and is none by its place. One that was of another
// kind in force is WR207's.
func onlyCalledRecord(in *lint.Input, t *trail.Trail, last *trail.Change) bool {
	s := last.Facts.Status
	return (s == schema.Open || s == schema.Closed) && !t.Kind.Record &&
		in.Config.KindFor(last.Path, last.Facts.Kind).Record &&
		milderThan(in, t).why == ""
}

// eachUnapproved calls report for each of them that is unapproved for a certain cause.
func eachUnapproved(p *lint.Pass, why cause, report func(u unapproved)) error {
	all, err := findUnapproved(p.Input)
	for _, u := range all {
		if u.cause() == why {
			report(u)
		}
	}
	return err
}

// cameBack reports whether the newest words are the ones that were approved last: an edit was taken back. What comes
// back after the document was gone isn't approved by that.
func cameBack(t *trail.Trail) bool {
	newest := t.Contents[len(t.Contents)-1]
	for _, c := range slices.Backward(t.Contents) {
		switch {
		case approvedWords(c):
			return c.Digest == newest.Digest
		case c.Renewed():
			return false
		}
	}
	return false
}

// name is how messages call the words.
func (u unapproved) name() string {
	if v := u.last.Facts.Version; v != "" {
		return "version " + short(v)
	}
	return "the document"
}

// own returns the approvals of these words that don't count because their person wrote some of them.
func (u unapproved) own() []*trail.Evidence {
	return u.claims(func(e *trail.Evidence) bool { return e.Why.Code == trail.IsAuthor })
}

// claims returns the approvals of these words that don't count, as far as keep wants them.
func (u unapproved) claims(keep func(*trail.Evidence) bool) []*trail.Evidence {
	var all []*trail.Evidence
	for _, e := range u.t.Claims {
		if !e.Counts() && (e.Pinned == u.content.Digest || e.Index >= u.content.First().Index) && keep(e) {
			all = append(all, e)
		}
	}
	return all
}

// before returns the newest other words of the same version that are approved; -1 where none are.
func (u unapproved) before() int {
	contents := u.content.Version.Contents
	for i, c := range slices.Backward(contents) {
		switch {
		case c != u.content && approvedWords(c):
			return i
		case c.Renewed(): // what was approved before is of another life of the document
			return -1
		}
	}
	return -1
}

// approving says who may approve the words today, and what is missing.
func (u unapproved) approving() standing.Approving {
	return standing.ApprovingOf(u.in.Book, u.t, u.in.Today)
}

// howToApprove is the command that approves the words as they are.
func (u unapproved) howToApprove() string { return u.how(u.approving().Command(argument(u.t.ID))) }

// howToSign is the command that approves the words with a signature.
func (u unapproved) howToSign() string { return u.how("writ approve -S " + argument(u.t.ID)) }

func (u unapproved) how(command string) string {
	a := u.approving()
	if len(u.in.Register.ByID(u.t.ID)) > 1 {
		return "give each file an id of its own, so that an approval can name it"
	}
	if why := standing.Unfit(u.last.Facts); why != "" {
		return why
	}
	if why := a.Nobody(); why != "" {
		return why
	}
	return oneOf(a.People()) + " can approve it with `" + command + "`"
}

// doesNotCount explains a claim.
func doesNotCount(e *trail.Evidence) string {
	return fmt.Sprintf("`%s` in %s doesn't count: %s", e.Line, placeOf(e), e.Why)
}

// related tells of each claim, beside the document.
func related(e *register.Entry, path string, claims []*trail.Evidence) []lint.Related {
	if e != nil {
		path = e.Path
	}
	var all []lint.Related
	for _, c := range claims {
		all = append(all, lint.Related{Path: path, Message: doesNotCount(c)})
	}
	return all
}
