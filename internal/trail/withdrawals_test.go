package trail

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWithdrawals compares with a look at each pair of captures, on random ones.
func TestWithdrawals(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	found := 0
	for round := range 300 {
		var all []carriedCapture
		for range rng.IntN(12) {
			c := &Capture{Forge: pick("github", "gitlab"), Request: pick("", "!1", "!2"), Head: pick("a", "b")}
			c.CapturedAt = time.Unix(int64(rng.IntN(8)), 0)
			for _, login := range []string{"ada", "bo"} {
				if rng.IntN(3) > 0 {
					c.Reviews = append(c.Reviews, CapturedReview{Login: pick(login, strings.ToUpper(login)),
						State: pick("approved", "approved", "changes_requested")})
				}
			}
			all = append(all, carriedCapture{Capture: c})
		}
		w := withdrawalsIn(all)
		for _, c := range all {
			for _, login := range []string{"ada", "Bo"} {
				if !slices.ContainsFunc(c.Reviews, func(r CapturedReview) bool { return strings.EqualFold(r.Login, login) }) {
					continue
				}
				want := withdrawnByPairs(all, c, login)
				got := w.of(c, login)
				if fmt.Sprint(got == nil) != fmt.Sprint(want.IsZero()) || got != nil && !got.CapturedAt.Equal(want) {
					t.Fatalf("round %d: %+v of %s: withdrawn by %+v, want %v", round, c.Capture, login, got, want)
				}
				if got != nil {
					found++
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d reviews were withdrawn", found)
	}
}

// withdrawnByPairs is when a review was last withdrawn after it was captured; the zero time for never.
func withdrawnByPairs(all []carriedCapture, c carriedCapture, login string) (at time.Time) {
	for _, later := range all {
		if !later.CapturedAt.After(c.CapturedAt) || later.Forge != c.Forge || later.Request != c.Request ||
			c.Request == "" && later.Head != c.Head {
			continue
		}
		i := slices.IndexFunc(later.Reviews, func(r CapturedReview) bool { return strings.EqualFold(r.Login, login) })
		if i < 0 && later.Head == c.Head || i >= 0 && later.Reviews[i].State != "approved" {
			if later.CapturedAt.After(at) {
				at = later.CapturedAt
			}
		}
	}
	return at
}
