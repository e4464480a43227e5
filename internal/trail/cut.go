package trail

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
func (b *builder) cut(at Cut) error {
	if at.IsZero() {
		return nil
	}
	last := -1
	for i, s := range b.book.Steps {
		if at.Day != day.None && b.book.Days[i] <= at.Day || at.Day == day.None && s.ID == at.Commit {
			last = i
		}
	}
	switch {
	case last < 0 && at.Day != day.None:
		return fmt.Errorf("%w: its first commit is of %s, after %s", ErrOffTheLine, b.book.Days[0], at.Day)
	case last < 0:
		return fmt.Errorf("%w: commit %s isn't on the first-parent line of %s", ErrOffTheLine, at.Commit,
			b.book.Main.Ref)
	}
	b.book.Steps, b.book.Days = b.book.Steps[:last+1], b.book.Days[:last+1]
	b.book.ClockOff = slices.DeleteFunc(b.book.ClockOff, func(off OffClock) bool { return off.Index > last })
	b.book.ClockSet = slices.DeleteFunc(b.book.ClockSet, func(set SetClock) bool { return set.Index > last })
	b.book.Fork = last
	b.book.Today = cmp.Or(at.Day, b.book.Days[last])
	return nil
}
