package history

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// dated makes a line of commits with these committer dates.
func dated(dates ...day.Day) []*gitrepo.Step {
	var steps []*gitrepo.Step
	for i, d := range dates {
		steps = append(steps, &gitrepo.Step{Commit: &gitrepo.Commit{ID: gitrepo.ID{byte(i >> 8), byte(i), 1}, Committer: gitrepo.Person{When: d.Time().Add(time.Hour)}}})
	}
	return steps
}

func TestDays(t *testing.T) {
	const today = day.Day(100)
	for _, tc := range []struct {
		name             string
		dates            []day.Day
		clock            map[int]day.Day
		want             []day.Day
		off, ahead, lost []int
	}{
		{"in order", []day.Day{1, 2, 2, 5}, nil, []day.Day{1, 2, 2, 5}, nil, nil, nil},
		{"an older date", []day.Day{1, 5, 2, 6}, nil, []day.Day{1, 5, 5, 6}, []int{2}, nil, nil},
		{"however many", []day.Day{1, 5, 2, 3, 4}, nil, []day.Day{1, 5, 5, 5, 5}, []int{2, 3, 4}, nil, nil},
		{"after today", []day.Day{1, 500, 2, 101}, nil, []day.Day{1, 1, 2, 2}, []int{1, 3}, []int{1, 3}, nil},
		{"the first after today", []day.Day{500, 400, 3}, nil, []day.Day{3, 3, 3}, []int{0, 1}, []int{0, 1}, nil},
		{"all after today", []day.Day{500, 400}, nil, []day.Day{100, 100}, []int{0, 1}, []int{0, 1}, nil},
		{"a stated day", []day.Day{1, 50, 2, 3}, map[int]day.Day{1: 2}, []day.Day{1, 2, 2, 3}, nil, nil, nil},
		{"a stated day before that of the commit below", []day.Day{5, 50, 6}, map[int]day.Day{1: 2}, []day.Day{5, 5, 6}, []int{1}, nil, nil},
		{"a stated day after today", []day.Day{5, 50, 60}, map[int]day.Day{1: 200}, []day.Day{5, 5, 60}, []int{1}, []int{1}, nil},
		{"a stated day for one after today", []day.Day{5, 500, 60}, map[int]day.Day{1: 7}, []day.Day{5, 7, 60}, nil, nil, nil},
		{"a commit that isn't there", []day.Day{5}, map[int]day.Day{7: 3}, []day.Day{5}, nil, nil, []int{7}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			steps := dated(tc.dates...)
			var stated []config.ClockEntry
			for i, d := range tc.clock {
				stated = append(stated, config.ClockEntry{Commit: gitrepo.ID{0, byte(i), 1}.String(), Day: d})
			}
			days, found, set := assignDays(steps, always(time.UTC), today, stated)
			var off, ahead, lost []int
			for _, x := range found {
				off = append(off, x.Index)
				if x.Ahead {
					ahead = append(ahead, x.Index)
				}
			}
			for _, x := range set {
				if x.Index < 0 {
					lost = append(lost, 7)
				}
			}
			if diff := cmp.Diff(fmt.Sprint(tc.want, tc.off, tc.ahead, tc.lost), fmt.Sprint(days, off, ahead, lost)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDaysArePermanent: days never go backwards, none is after today, and what is appended changes no day that was told.
func TestDaysArePermanent(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		dates := make([]day.Day, 1+rng.IntN(12))
		for i := range dates {
			dates[i] = day.Day(90 + rng.IntN(15))
		}
		const today = day.Day(100)
		days, _, _ := assignDays(dated(dates...), always(time.UTC), today, nil)
		if !slices.IsSorted(days) || days[len(days)-1] > today {
			t.Fatalf("%d: %d", dates, days)
		}
		n := 1 + rng.IntN(len(dates))
		fewer, _, _ := assignDays(dated(dates[:n]...), always(time.UTC), today, nil)
		for i, d := range fewer {
			begun := slices.ContainsFunc(dates[:n], func(d day.Day) bool { return d <= today })
			if begun && d != days[i] {
				t.Fatalf("%d: of %d commits %d, and %d", dates, n, fewer, days)
			}
		}
	}
}
