package gittest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
)

// Random writes a random history of steps commits on the branch main into a new repository and returns its folder:
// documents that are added, changed, renamed, deleted and brought back, reverts, merges of two and more parents,
// criss-cross and foxtrot merges, commits that touch nothing, and clocks that go backwards.
func Random(t testing.TB, seed uint64, steps int) string {
	t.Helper()
	g := &generator{rng: rand.New(rand.NewPCG(seed, 7)), clock: 1_700_000_000}
	g.commit(nil, map[string]string{"policies/pol-0.md": g.document(0), "README.md": "hello\n"}, "Import")
	for len(g.commits) < steps {
		g.step()
	}
	return g.history.Write(t, len(g.commits))
}

type generator struct {
	rng     *rand.Rand
	history History
	commits []map[string]string // trees by mark - 1; the last one is main
	clock   int64
	serial  int
	nextID  int
}

func (g *generator) document(id int) string {
	g.serial++
	g.nextID = max(g.nextID, id+1)
	return fmt.Sprintf("---\nid: POL-%d\ntitle: Policy %d\nversion: \"%d.0\"\nstatus: approved\n---\n\n# "+
		"Policy\n\nWords %d.\n",
		id, id, 1+g.rng.IntN(3), g.serial)
}

func (g *generator) step() {
	main := len(g.commits)
	switch g.rng.IntN(8) {
	case 0, 1:
		g.merge(main)
	case 2:
		old := g.commits[g.rng.IntN(main)] // a revert to an older tree
		g.commit([]int{main}, maps.Clone(old), "Revert")
	default:
		message := "Step"
		if main%3 == 0 {
			message = "Step\n\nApproved-by: Gus Holm <gus@example.com>"
		}
		g.commit([]int{main}, g.edit(maps.Clone(g.commits[main-1])), message)
	}
}

// merge makes one to three side branches from older commits and merges them; now and then the wrong way round.
func (g *generator) merge(main int) {
	parents := []int{main}
	tree := maps.Clone(g.commits[main-1])
	for range 1 + g.rng.IntN(3) {
		from := 1 + g.rng.IntN(main)
		side := g.edit(maps.Clone(g.commits[from-1]))
		g.commit([]int{from}, side, "Side\n\nReviewed-by: Gus Holm <gus@example.com>")
		parents = append(parents, len(g.commits))
		for _, name := range slices.Sorted(maps.Keys(side)) { // in order: the same seed is the same history
			if g.rng.IntN(2) == 0 {
				tree[name] = side[name]
			}
		}
	}
	if g.rng.IntN(4) == 0 {
		parents[0], parents[1] = parents[1], parents[0]
	}
	if g.rng.IntN(4) == 0 {
		tree = g.edit(tree) // a resolution of its own
	}
	g.commit(parents, tree, "Merge")
}

func (g *generator) edit(tree map[string]string) map[string]string {
	var names []string
	for name := range tree {
		if strings.HasSuffix(name, ".md") && name != "README.md" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	pick := ""
	if len(names) > 0 {
		pick = names[g.rng.IntN(len(names))]
	}
	switch k := g.rng.IntN(8); {
	case k == 0 || pick == "":
		id := g.nextID
		if !holds(tree, id) {
			tree[fmt.Sprintf("policies/area %d/pol-%d.md", id%3, id)] = g.document(id)
		}
	case k == 1:
		delete(tree, pick)
	case k == 2 || k == 3: // a rename, sometimes with an edit
		text := tree[pick]
		delete(tree, pick)
		if k == 3 {
			text += fmt.Sprintf("\nMore %d.\n", g.serial)
			g.serial++
		}
		g.serial++
		tree[fmt.Sprintf("records/moved-%d.md", g.serial)] = text
	case k == 4:
		tree["src/main.go"] = fmt.Sprintf("package main // %d\n", g.serial)
		g.serial++
	case k == 5: // nothing at all
	default:
		tree[pick] += fmt.Sprintf("\nEdit %d.\n", g.serial)
		g.serial++
	}
	return tree
}

func holds(tree map[string]string, id int) bool {
	for _, text := range tree {
		if strings.HasPrefix(text, fmt.Sprintf("---\nid: POL-%d\n", id)) {
			return true
		}
	}
	return false
}

func (g *generator) commit(parents []int, tree map[string]string, message string) {
	g.clock += int64(g.rng.IntN(90_000)) - 20_000
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		if id, _, _ := strings.Cut(tree[name], "\ntitle"); strings.HasPrefix(id, "---") && seen[id] {
			delete(tree, name) // a merge or a move left the document at two places
		} else {
			seen[id] = true
		}
	}
	g.history.Commit(Commit{
		Parents: parents, Files: tree, Message: message,
		Author:    fmt.Sprintf("Ada Byron <ada@example.com> %d +0100", g.clock),
		Committer: fmt.Sprintf("Gus Holm <gus@example.com> %d +0000", g.clock),
	})
	g.commits = append(g.commits, tree)
}
