package lint

import (
	"cmp"
	"container/heap"
	"slices"
)

// scopes finds the closest of many suppressors at an offset: of those that cover it the narrowest, and of equally
// narrow ones the first.
type scopes struct {
	starts  []int         // where another one becomes the closest, rising
	closest []*suppressor // from there on; nil for none
	whole   *suppressor   // the first one that is about the whole file; nil for none
}

// newScopes takes suppressors of one rule in one file.
func newScopes(all []*suppressor) *scopes {
	s := &scopes{}
	var open narrowest
	var bounds []int
	for i, x := range all {
		switch {
		case x.at == nil:
			s.whole = cmp.Or(s.whole, x)
		case x.at.Start < x.at.End:
			open.waiting = append(open.waiting, ranked{x, i})
			bounds = append(bounds, x.at.Start, x.at.End)
		}
	}
	slices.SortStableFunc(open.waiting, func(a, b ranked) int { return a.at.Start - b.at.Start })
	slices.Sort(bounds)
	for _, at := range slices.Compact(bounds) {
		now := open.at(at)
		if n := len(s.closest); n == 0 || s.closest[n-1] != now {
			s.starts, s.closest = append(s.starts, at), append(s.closest, now)
		}
	}
	return s
}

// at returns the closest suppressor at an offset; nil for none.
func (s *scopes) at(offset int) *suppressor {
	i, found := slices.BinarySearch(s.starts, offset)
	if !found {
		i--
	}
	if i < 0 || s.closest[i] == nil {
		return s.whole
	}
	return s.closest[i]
}

// ranked is a suppressor with its place among those that were given.
type ranked struct {
	*suppressor
	order int
}

// narrowest is a heap of the suppressors that began, the narrowest on top.
type narrowest struct {
	began   []ranked
	waiting []ranked // by start
}

// at moves on to an offset, and returns the narrowest suppressor there.
func (n *narrowest) at(offset int) *suppressor {
	for len(n.waiting) > 0 && n.waiting[0].at.Start <= offset {
		heap.Push(n, n.waiting[0])
		n.waiting = n.waiting[1:]
	}
	for len(n.began) > 0 && n.began[0].at.End <= offset {
		heap.Pop(n)
	}
	if len(n.began) == 0 {
		return nil
	}
	return n.began[0].suppressor
}

func (n *narrowest) Len() int      { return len(n.began) }
func (n *narrowest) Swap(i, j int) { n.began[i], n.began[j] = n.began[j], n.began[i] }
func (n *narrowest) Push(x any)    { n.began = append(n.began, x.(ranked)) }
func (n *narrowest) Less(i, j int) bool {
	a, b := n.began[i], n.began[j]
	return cmp.Or(a.width()-b.width(), a.order-b.order) < 0
}

func (n *narrowest) Pop() any {
	last := n.began[len(n.began)-1]
	n.began = n.began[:len(n.began)-1]
	return last
}
