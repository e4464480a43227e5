package history

import (
	"errors"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// ancestry says how much of the main line a commit knew: which is the newest step among its ancestors. An approval
// counts only if it knows what it overrides, so that none that was made before can be brought in again.
type ancestry struct {
	mu      sync.Mutex
	at      map[gitrepo.ID]int           // of commits of the line; those of its branches follow when they are asked for
	side    map[gitrepo.ID]*gitrepo.Step // commits that merges brought
	outside map[gitrepo.ID]int           // of commits that the line never had
}

// NothingKnown is what a commit knew that isn't in this clone, or has nothing in common with the main line.
const NothingKnown = -1

// Knew returns the newest step of the main line that a commit has among its ancestors, or is. It is NothingKnown where
// there is none, or where the clone doesn't hold the commit.
func (h *History) Knew(commit gitrepo.ID) (int, error) {
	a := h.ancestry
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at == nil {
		a.read(h.Steps)
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
	i, err := h.line.Fork(h.repo, commit)
	if errors.As(err, new(*gitrepo.MissingError)) {
		i, err = NothingKnown, nil
	}
	if err == nil {
		a.outside[commit] = min(i, len(h.Steps)-1)
	}
	return i, err
}

// sideKnew is Knew for a commit that a merge of the line brought.
func (h *History) sideKnew(commit gitrepo.ID) int {
	a := h.ancestry
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at == nil {
		a.read(h.Steps)
	}
	if i, ok := a.at[commit]; ok {
		return i
	}
	return a.follow(commit)
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
		newest, waits := NothingKnown, false
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
