package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGitHubOrder: the last opinion of a reviewer counts, in whatever order and pages the reviews come.
func TestGitHubOrder(t *testing.T) {
	review := func(login, state, at string) string {
		if at != "null" {
			at = `"2026-01-` + at + `T09:00:00Z"`
		}
		return fmt.Sprintf(`{"user": {"login": %q}, "state": %q, "submitted_at": %s}`, login, state, at)
	}
	approved, refused := review("gus", "APPROVED", "03"), review("gus", "CHANGES_REQUESTED", "05")
	pending, said := review("ilse", "PENDING", "null"), review("gus", "COMMENTED", "06")
	for _, tc := range []struct{ name, in, want string }{
		{"by time", "[" + approved + "," + refused + "]", "gus changes_requested"},
		{"not by time", "[" + refused + "," + approved + "]", "gus changes_requested"},
		{"one not handed in between them", "[" + refused + "," + pending + "," + approved + "," + said + "]", "gus changes_requested"},
		{"pages", "[[" + refused + "],[" + pending + "],[" + approved + "]]", "gus changes_requested"},
		{"one list after the other", "[" + refused + "]\n[" + pending + "]\n[" + approved + "]\n", "gus changes_requested"},
		{"no times: as they come", "[" + review("gus", "APPROVED", "null") + "," + review("gus", "DISMISSED", "null") + "]", "gus dismissed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			read, err := readReviews([]byte(tc.in))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range read.reviews {
				got = append(got, r.Login+" "+r.State)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := readReviews([]byte("[" + approved + "] and more")); err == nil || !strings.Contains(err.Error(), "isn't JSON") {
		t.Errorf("after the list: %v", err)
	}
}
