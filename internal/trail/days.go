package trail

import (
	"sort"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// assignDays gives each step of the line its day in the zone loc. Clocks lie: the longest non-decreasing
// subsequence of committer times is kept (of equally long ones, that with the later commits), and every other
// step takes the day of the nearest kept one below it, or above it where none is below. off lists those.
func assignDays(steps []*gitrepo.Step, loc *time.Location) (days []day.Day, off []int) {
	kept := longestNonDecreasing(steps)
	days = make([]day.Day, len(steps))
	last := day.None
	for i, s := range steps {
		switch {
		case kept[i]:
			last = day.In(s.Committer.When, loc)
		default:
			off = append(off, i)
		}
		days[i] = last
	}
	for i := len(days) - 2; i >= 0; i-- {
		if days[i] == day.None {
			days[i] = days[i+1]
		}
	}
	return days, off
}

func longestNonDecreasing(steps []*gitrepo.Step) []bool {
	kept := make([]bool, len(steps))
	below := make([]int, len(steps)) // the step before in the best run that ends here
	var ends []int                   // ends[k]: the step with the smallest time that ends a run of k+1
	at := func(i int) int64 { return steps[i].Committer.When.Unix() }
	for i := range steps {
		k := len(ends)
		if k > 0 && at(ends[k-1]) > at(i) { // mostly it is the newest yet
			k = sort.Search(len(ends), func(k int) bool { return at(ends[k]) > at(i) })
		}
		below[i] = -1
		if k > 0 {
			below[i] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, i)
		} else {
			ends[k] = i
		}
	}
	if len(ends) == 0 {
		return kept
	}
	for i := ends[len(ends)-1]; i >= 0; i = below[i] {
		kept[i] = true
	}
	return kept
}
