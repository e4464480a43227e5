package gitrepo

import (
	"context"
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
		made, trees := madeByMerges(t, dir)
		var steps []*Step
		for _, s := range line.Steps {
			steps = append(append(steps, s.Side...), s)
		}
		for _, s := range steps {
			if len(s.Parents) < 2 {
				continue
			}
			id := s.ID.String()
			if trees[s.Parents[1].String()] == s.Tree.String() && len(s.Changes) > 0 {
				whole++
			}
			for _, c := range s.Changes {
				if c.Own != made[id][c.Path] {
					t.Errorf("seed %d: merge %s made %s itself: %v, and git says %v", seed, s.ID, c.Path, c.Own, made[id][c.Path])
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

// madeByMerges asks git, for every merge, which files it shows in a combined diff, and for the tree of every commit.
func madeByMerges(t *testing.T, dir string) (made map[string]map[string]bool, trees map[string]string) {
	t.Helper()
	made, trees = map[string]map[string]bool{}, map[string]string{}
	merges := gittest.Git(t, dir, "rev-list", "--all", "--min-parents=2")
	out, merge := gittest.GitIn(t, dir, []byte(merges), "diff-tree", "--stdin", "-c", "-r", "-z", "--name-only"), ""
	for field := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if strings.Contains(merges, field+"\n") {
			merge = field
			made[merge] = map[string]bool{}
		} else {
			made[merge][field] = true
		}
	}
	for line := range strings.Lines(gittest.Git(t, dir, "log", "--all", "--format=%H %T")) {
		commit, tree, _ := strings.Cut(strings.TrimSpace(line), " ")
		trees[commit] = tree
	}
	return made, trees
}
