package gitrepo

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// TestOwnIsGits: what a merge made itself is what git shows of it in a combined diff: the files that are in none of its
// parents as they are in it.
func TestOwnIsGits(t *testing.T) {
	own, taken, whole := 0, 0, 0
	for seed := range uint64(6) {
		dir := gittest.Random(t, 40+seed, 80)
		r := open(t, dir)
		main, err := r.MainBranch("")
		if err != nil {
			t.Fatal(err)
		}
		line, err := r.Walk(context.Background(), main.Commit, main.Commit, every(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var steps []*Step
		for _, s := range line.Steps {
			steps = append(append(steps, s.Side...), s)
		}
		for _, s := range steps {
			if len(s.Parents) < 2 {
				continue
			}
			made := map[string]bool{}
			for path := range strings.SplitSeq(gittest.Git(t, dir, "diff-tree", "-c", "-r", "-z", "--name-only", "--no-commit-id", s.ID.String()), "\x00") {
				made[path] = true
			}
			if tree := gittest.Git(t, dir, "rev-parse", fmt.Sprintf("%s^2^{tree}", s.ID)); strings.TrimSpace(tree) == s.Tree.String() && len(s.Changes) > 0 {
				whole++
			}
			for _, c := range s.Changes {
				if c.Own != made[c.Path] {
					t.Errorf("seed %d: merge %s made %s itself: %v, and git says %v", seed, s.ID, c.Path, c.Own, made[c.Path])
				}
				if c.Own {
					own++
				} else {
					taken++
				}
			}
		}
	}
	if own == 0 || taken == 0 || whole == 0 {
		t.Errorf("%d changes of merges' own, %d taken from a parent, %d merges as the branch was: too little is compared", own, taken, whole)
	}
}
