package history

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Since returns the day since which what is proposed has been as it is: that of its newest commit, and never one
// before the day of the commit from which it left the main line. A proposal that isn't committed is of today, as is
// none.
func (h *History) Since(brought *gitrepo.Proposal) day.Day {
	if h.Proposed < 0 || slices.ContainsFunc(brought.Changes, func(c gitrepo.Change) bool {
		return c.Own && h.matters(c.Path) && (brought.Merge == nil || brought.IsEdited(c.Blob))
	}) {
		return h.Today
	}
	side := h.Steps[h.Proposed].Side
	ids, left := make(map[gitrepo.ID]bool, len(side)), map[gitrepo.ID]bool{brought.Base: len(side) == 0}
	for _, s := range side {
		ids[s.ID] = true
	}
	since := day.None
	for _, s := range side {
		if d := day.In(s.Committer.When, h.Zone(h.Proposed)); d <= h.Today && d > since {
			since = d
		}
		for _, p := range s.Parents {
			left[p] = left[p] || !ids[p]
		}
	}
	for i, s := range slices.Backward(h.Steps[:h.Proposed]) {
		if left[s.ID] {
			return max(since, h.Days[i])
		}
	}
	return h.Today
}
