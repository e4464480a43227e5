package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// retirements finds the spans in which the document was retired by somebody entitled, and parts the words at the end
// of each: what comes back needs an approval of its own. Without a roster the status alone decides.
func (j *judge) retirements(t *Trail) error {
	var from *Change
	end := func(back int, on day.Day) error {
		if from == nil {
			return nil
		}
		since, by, err := j.retiredSince(t, from, back)
		if since != day.None {
			r := Retirement{Interval{From: since}, from.Step.ID, by, back}
			if on != day.None {
				r.Until = on - 1
			}
			t.Retirements = append(t.Retirements, r)
		}
		from = nil
		return err
	}
	for _, ch := range t.Changes {
		switch {
		case ch.Facts == nil:
		case ch.Facts.Status != schema.Retired:
			if err := end(ch.Index, ch.Day); err != nil {
				return err
			}
		case from == nil:
			from = ch
		}
	}
	if err := end(-1, day.None); err != nil {
		return err
	}
	for _, r := range t.Retirements {
		if r.back < 0 {
			t.Retired = r.From
		} else {
			t.part(r.back)
		}
	}
	return nil
}

// retiredSince returns the day since which the retirement that change from states is approved, and by whom; None where
// nobody approved it before step back (-1 for the line's end) took it back.
func (j *judge) retiredSince(t *Trail, from *Change, back int) (day.Day, *Approval, error) {
	content := t.contentAt(from.Index)
	if !j.book.Roster || !j.everApproved(t, from.Index) {
		return from.Day, nil, nil
	}
	who := j.retiring(t, content)
	by, err := who.counting(slices.DeleteFunc(slices.Clone(t.evidence), func(e *Evidence) bool {
		return e.Index < from.Index || back >= 0 && e.Index >= back || e.pinnedRaw.Status != schema.Retired ||
			e.Pinned != content.Digest
	}))
	if err != nil {
		return day.None, nil, err
	}
	if a := who.firstQuorum(by); a != nil {
		return max(a.Day, from.Day), a, nil
	}
	if back < 0 {
		t.Retiring = best(by)
	}
	return day.None, nil, nil
}

// retiring is whose approval the retirement of words needs. It is judged before it is known what they replace.
func (j *judge) retiring(t *Trail, c *Content) asking { return asking{j, t, c, nil} }

// everApproved reports whether the document was, up to a step, of a kind that asks for approvals.
func (j *judge) everApproved(t *Trail, index int) bool {
	return t.Kind.Approval || slices.ContainsFunc(t.Contents, func(c *Content) bool {
		at := c.First()
		return at.Index <= index && j.cfg.KindOf(at.Path, at.Facts.Kind).Approval
	})
}

// part begins new contents with step i, where it isn't the first of its content: the words are the same, and what was
// approved of them isn't.
func (t *Trail) part(i int) {
	at := slices.IndexFunc(t.Contents, func(c *Content) bool {
		return c.First().Index <= i && i <= c.Changes[len(c.Changes)-1].Index
	})
	if at < 0 {
		return
	}
	c := t.Contents[at]
	if c.First().Index == i {
		c.renewed = true
		return
	}
	k := slices.IndexFunc(c.Changes, func(ch *Change) bool { return ch.Index >= i })
	rest := &Content{Digest: c.Digest, Version: c.Version, Changes: c.Changes[k:], renewed: true}
	c.Changes = c.Changes[:k:k]
	t.Contents = slices.Insert(t.Contents, at+1, rest)
	in := slices.Index(c.Version.Contents, c)
	c.Version.Contents = slices.Insert(c.Version.Contents, in+1, rest)
}

// retiredAfter returns the day on which a content that came into force was retired; None where it wasn't.
func (t *Trail) retiredAfter(c *Content) day.Day {
	for _, r := range t.Retirements {
		if r.back < 0 || r.back > c.First().Index {
			return r.From
		}
	}
	return day.None
}
