package trail

import (
	"errors"
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// ancestry tells how much of the main line a commit knew: which is the newest step among its ancestors. An approval
// counts only if it knows what it overrides, so that none that was made before can be brought in again.
type ancestry struct {
	mu      sync.Mutex
	at      map[gitrepo.ID]int           // of commits of the line; those of its branches follow when they are asked for
	side    map[gitrepo.ID]*gitrepo.Step // commits that merges brought
	outside map[gitrepo.ID]int           // of commits that the line never had
}

// nothingKnown is what a commit knew that isn't in this clone, or has nothing in common with the main line.
const nothingKnown = -1

// knew returns the newest step of the main line that a commit has among its ancestors, or is. It is nothingKnown where
// there is none, or where the clone doesn't hold the commit.
func (b *builder) knew(commit gitrepo.ID) (int, error) {
	a := b.ancestry
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at == nil {
		a.read(b.book.Steps)
	}
	if i, ok := a.at[commit]; ok {
		return i, nil
	}
	if a.side[commit] != nil {
		return a.follow(commit), nil
	}
	if i, ok := a.outside[commit]; ok {
		return i, nil
	}
	i, err := b.line.Fork(b.repo, commit)
	if errors.As(err, new(*gitrepo.MissingError)) {
		i, err = nothingKnown, nil
	}
	if err == nil {
		a.outside[commit] = min(i, len(b.book.Steps)-1)
	}
	return i, err
}

func (a *ancestry) read(steps []*gitrepo.Step) {
	a.at = make(map[gitrepo.ID]int, len(steps))
	a.side, a.outside = map[gitrepo.ID]*gitrepo.Step{}, map[gitrepo.ID]int{}
	for i, s := range steps {
		a.at[s.ID] = i
		for _, side := range s.Side {
			a.side[side.ID] = side
		}
	}
}

// follow works out the newest step among the ancestors of a commit that a merge brought, and of those on the way. It
// keeps its own stack: a branch may be of any length.
func (a *ancestry) follow(commit gitrepo.ID) int {
	for stack := []gitrepo.ID{commit}; len(stack) > 0; {
		id := stack[len(stack)-1]
		newest, waits := nothingKnown, false
		for _, parent := range a.side[id].Parents {
			i, known := a.at[parent]
			switch {
			case known:
				newest = max(newest, i)
			case a.side[parent] != nil:
				stack, waits = append(stack, parent), true
			}
		}
		if !waits {
			a.at[id] = newest
			stack = stack[:len(stack)-1]
		}
	}
	return a.at[commit]
}

// FollowsAt returns what an approval of a document's words follows that is given where a commit is: the newest other
// approved content that the commit knows.
func (b *Book) FollowsAt(t *Trail, words Digest, commit gitrepo.ID) (After, error) {
	knew, err := b.judges.knew(commit)
	if err != nil {
		return "", err
	}
	for _, c := range slices.Backward(t.Contents) {
		if c.Approval != nil && c.Digest != words && c.First().Index <= knew {
			return After(c.Digest.String()), nil
		}
	}
	return NothingBefore, nil
}
