package story

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// commit is one commit of the history in memory.
type commit struct {
	id      plumbing.Hash
	parents []*commit
	files   files
}

// merge returns the three-way merge of other into ours, file by file, against their merge bases. The paths in
// settled were decided by the story and are left to it. Conflicts come back as paths. With several bases
// (criss-cross) a file is merged when all of them agree on the outcome.
func merge(ours files, base []*commit, other *commit, settled map[string]bool) (merged files, conflicts []string) {
	merged = files{}
	for p, e := range ours {
		merged[p] = e
	}
	for _, p := range changed(ours, other.files) {
		if settled[p] {
			continue
		}
		take, ok := decide(p, ours, base, other.files)
		switch {
		case !ok:
			conflicts = append(conflicts, p)
		case take:
			if e, there := other.files[p]; there {
				merged[p] = e
			} else {
				delete(merged, p)
			}
		}
	}
	return merged, conflicts
}

// decide tells for a path in which both sides differ whether the other side's state is taken. It isn't ok
// when both sides changed the file, or when the bases disagree.
func decide(p string, ours files, base []*commit, theirs files) (take, ok bool) {
	o, oThere := ours[p]
	t, tThere := theirs[p]
	takes, keeps := 0, 0
	for _, b := range base {
		e, there := b.files[p]
		switch {
		case same(e, o, there, oThere):
			takes++
		case same(e, t, there, tThere):
			keeps++
		default:
			return false, false
		}
	}
	if len(base) == 0 { // unrelated histories: only what one side lacks can be decided
		return !oThere, !oThere || !tThere
	}
	return takes > 0, takes == 0 || keeps == 0
}

// ancestors returns all commits that the given ones reach, themselves included.
func ancestors(from ...*commit) map[*commit]bool {
	seen := map[*commit]bool{}
	for todo := from; len(todo) > 0; {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[x] {
			seen[x] = true
			todo = append(todo, x.parents...)
		}
	}
	return seen
}

// mergeBases returns the best common ancestors of b and of what is merged so far (ofA): those that no other
// common ancestor reaches.
func mergeBases(ofA map[*commit]bool, b *commit) []*commit {
	ofB := ancestors(b)
	var parents []*commit
	for c := range ofB {
		if ofA[c] {
			parents = append(parents, c.parents...)
		}
	}
	below := ancestors(parents...)
	var best []*commit
	for c := range ofB {
		if ofA[c] && !below[c] {
			best = append(best, c)
		}
	}
	return best
}

// mergeMessage is what git writes for a merge without a message of its own.
func mergeMessage(names []string) string {
	if len(names) == 1 {
		return "Merge branch '" + names[0] + "'\n"
	}
	last := len(names) - 1
	return "Merge branches '" + strings.Join(names[:last], "', '") + "' and '" + names[last] + "'\n"
}
