package trail

import (
	"slices"
	"strings"
)

// withdrawals knows of each review the newest capture by which it no longer approves: one of the same request that has
// another opinion of the reviewer, or one of the same head that doesn't have the reviewer any more.
type withdrawals struct {
	turned map[reviewOf]*carriedCapture // the newest capture with another opinion; head is empty
	gone   map[reviewOf]*carriedCapture // the newest capture of the head without the review
	newest map[reviewOf]*carriedCapture // the newest capture of the head; login is empty
}

// reviewOf names the reviews of a person on a request, or on a head of it.
type reviewOf struct{ forge, request, head, login string }

// reviewed names what a capture is about. Without a request, it is the head.
func (c *Capture) reviewed(login string) reviewOf {
	of := reviewOf{c.Forge, c.Request, c.Head, strings.ToLower(login)}
	if of.request == "" {
		of.request = "head " + c.Head
	}
	return of
}

// withdrawalsIn takes time and memory in proportion to the reviews in all captures.
func withdrawalsIn(all []carriedCapture) *withdrawals {
	w := &withdrawals{map[reviewOf]*carriedCapture{}, map[reviewOf]*carriedCapture{}, map[reviewOf]*carriedCapture{}}
	byTime := make([]*carriedCapture, len(all))
	for i := range all {
		byTime[i] = &all[i]
	}
	slices.SortStableFunc(byTime, func(x, y *carriedCapture) int { return y.CapturedAt.Compare(x.CapturedAt) })
	heads := map[reviewOf][]*carriedCapture{}
	for _, c := range byTime {
		for _, r := range c.Reviews {
			of := c.reviewed(r.Login)
			of.head = ""
			if w.turned[of] == nil && r.State != "approved" {
				w.turned[of] = c
			}
		}
		head := c.reviewed("")
		heads[head] = append(heads[head], c)
	}
	for head, captures := range heads {
		w.newest[head] = captures[0]
		w.findGone(head, captures)
	}
	return w
}

// findGone notes of each reviewer in the newest capture of a head the newest one that lacks them. Who isn't in the
// newest is gone by that.
func (w *withdrawals) findGone(head reviewOf, newestFirst []*carriedCapture) {
	var left map[string]bool // who is in all captures so far
	for _, c := range newestFirst {
		here := map[string]bool{}
		for _, r := range c.Reviews {
			if login := strings.ToLower(r.Login); left == nil || left[login] {
				here[login] = true
			}
		}
		for login := range left {
			if !here[login] {
				of := head
				of.login = login
				w.gone[of] = c
			}
		}
		left = here
	}
}

// of returns the newest later capture by which a review of a capture no longer approves; nil for none.
func (w *withdrawals) of(c carriedCapture, login string) *carriedCapture {
	of := c.reviewed(login)
	later := w.gone[of]
	if head := w.newest[c.reviewed("")]; !slices.ContainsFunc(head.Reviews, func(r CapturedReview) bool {
		return strings.EqualFold(r.Login, login)
	}) {
		later = head
	}
	of.head = ""
	if turned := w.turned[of]; turned != nil && (later == nil || turned.CapturedAt.After(later.CapturedAt)) {
		later = turned
	}
	if later == nil || !later.CapturedAt.After(c.CapturedAt) {
		return nil
	}
	return later
}
