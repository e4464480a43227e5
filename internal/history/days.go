package history

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// OffClock is a step of the main line whose date doesn't give its day.
type OffClock struct {
	Index int
	Date  day.Day // the one that doesn't: of the commit, or the one that the configuration states for it
	Under int     // the step below whose day it has; -1 for none
	Ahead bool    // the date is after today, so that no evidence counts which the step brings
}

// SetClock is the day that the configuration states for a commit whose clock was wrong.
type SetClock struct {
	config.ClockEntry
	Index int     // of the commit's step; -1 where the main line doesn't have it
	Own   day.Day // of the commit's date
}

// assignDays gives each step of the line its day: that of its date in its zone, or the one that stated has for it. A
// step whose date is before the day of the step below it, or after today, has the day of that one. So no step changes
// the day of one below it, and none has a day that isn't here yet. Where all steps from the first one on are dated
// after today, they have the day of the first that isn't.
func assignDays(steps []*gitrepo.Step, zones zones, today day.Day, stated []config.ClockEntry) (days []day.Day,
	off []OffClock, set []SetClock) {
	set = make([]SetClock, len(stated))
	byID := make(map[string]*SetClock, len(stated))
	for k, entry := range stated {
		set[k] = SetClock{ClockEntry: entry, Index: -1}
		byID[entry.Commit] = &set[k]
	}
	days = make([]day.Day, len(steps))
	under := -1 // the step that gave the newest day
	for i, s := range steps {
		date := day.In(s.Committer.When, zones.at(i))
		if len(byID) > 0 {
			if entry := byID[s.ID.String()]; entry != nil {
				entry.Index, entry.Own, date = i, date, entry.Day
			}
		}
		ahead := today != day.None && date > today
		if !ahead && (under < 0 || date >= days[under]) {
			days[i], under = date, i
			continue
		}
		off = append(off, OffClock{Index: i, Date: date, Under: under, Ahead: ahead})
		if under >= 0 {
			days[i] = days[under]
		}
	}
	first := today
	for i := len(off) - 1; i >= 0; i-- {
		if off[i].Under < 0 && off[i].Index+1 < len(days) && days[off[i].Index+1] != day.None {
			first = days[off[i].Index+1]
		}
		if off[i].Under < 0 {
			days[off[i].Index] = first
		}
	}
	return days, off, set
}

// DayOfTip returns the day of the line's last commit as it is when another day is today.
func (h *History) DayOfTip(today day.Day) day.Day {
	steps := h.Steps
	if h.Proposed >= 0 {
		steps = steps[:h.Proposed]
	}
	if len(steps) == 0 {
		return day.None
	}
	stated := make([]config.ClockEntry, len(h.ClockSet))
	for k, entry := range h.ClockSet {
		stated[k] = entry.ClockEntry
	}
	days, _, _ := assignDays(steps, h.zones, today, stated)
	return days[len(days)-1]
}

// DateAhead returns the date of a step that is after today; None for another step.
func (h *History) DateAhead(index int) day.Day {
	i, ok := slices.BinarySearchFunc(h.ClockOff, index, func(off OffClock, index int) int { return off.Index - index })
	if !ok || !h.ClockOff[i].Ahead {
		return day.None
	}
	return h.ClockOff[i].Date
}
