package history

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Cut is a point of the main line: its newest commit of a day, or a commit of it. Today then is the day of the cut.
type Cut struct {
	Day    day.Day
	Commit gitrepo.ID
}

// IsZero reports whether nothing is cut.
func (c Cut) IsZero() bool { return c == Cut{} }

// ErrOffTheLine says that a cut isn't on the main line.
var ErrOffTheLine = errors.New("the main line has no such point")

// cut leaves out what came after a point of the main line, and makes its day today.
func (h *History) cut(at Cut) error {
	if at.IsZero() {
		return nil
	}
	last := -1
	for i, s := range h.Steps {
		if at.Day != day.None && h.Days[i] <= at.Day || at.Day == day.None && s.ID == at.Commit {
			last = i
		}
	}
	switch {
	case last < 0 && at.Day != day.None:
		return fmt.Errorf("%w: its first commit is of %s, after %s", ErrOffTheLine, h.Days[0], at.Day)
	case last < 0:
		return fmt.Errorf("%w: commit %s isn't on the first-parent line of %s", ErrOffTheLine, at.Commit,
			h.Main.Ref)
	}
	h.Steps, h.Days = h.Steps[:last+1], h.Days[:last+1]
	h.ClockOff = slices.DeleteFunc(h.ClockOff, func(off OffClock) bool { return off.Index > last })
	h.ClockSet = slices.DeleteFunc(h.ClockSet, func(set SetClock) bool { return set.Index > last })
	h.Configs = slices.DeleteFunc(h.Configs, func(v ConfigVersion) bool { return v.Index > last })
	h.Fork = last
	h.Today = cmp.Or(at.Day, h.Days[last])
	return nil
}
