package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// review is when a valid document is to be reviewed.
type review struct {
	standing.Review
	entry *register.Entry
	trail *trail.Trail // nil where the main line doesn't know it
	moved string       // how the document's own words claim a later date that doesn't count; "" for not
}

// reviews lists the review dates of the documents that count.
var reviews = lint.Share(func(in *lint.Input) ([]review, error) {
	var all []review
	view := in.View()
	for _, e := range in.Register.Documents {
		if e.Link != "" {
			continue
		}
		own := view.StatedReview(e)
		t, err := view.TrailOf(e)
		if err != nil {
			return nil, err
		}
		r := review{Review: view.NextReview(e, t), entry: e, trail: t}
		if r.Due != day.None && own > r.Due {
			r.moved = whyNotMoved(t, own)
		}
		if r.Due != day.None {
			all = append(all, r)
		}
	}
	return all, nil
})

// whyNotMoved explains why a later date in the document doesn't count.
func whyNotMoved(t *trail.Trail, claimed day.Day) string {
	for i := len(t.Reviews) - 1; i >= 0; i-- {
		if r := t.Reviews[i]; !r.Counts() && r.Next == claimed {
			return fmt.Sprintf("the document says %s since %s, which counts for nothing: %s", claimed,
				commit(r.Commit), r.Why)
		}
	}
	return fmt.Sprintf("the document says %s, which doesn't count before an approval or a review on the main branch",
		claimed)
}

// withMoved adds to a message why the document's own date isn't the one that counts.
func (r review) withMoved(message string) string {
	if r.moved == "" {
		return message
	}
	return message + "; " + r.moved
}

// howToReview says how a review is recorded.
func (r review) howToReview() string {
	switch {
	case r.trail == nil || r.trail.Current == nil:
		return "nothing of it is in force that could be reviewed: release it with a later date" +
			releaseSays(r.entry.ID) + ", and have it approved"
	case r.entry.ID == "":
		return "let its owner read it, and give it an id, so that a review can name it"
	}
	return "let its owner read it; if nothing has to change, they record that with `writ review " +
		argument(r.entry.ID) + "`"
}
