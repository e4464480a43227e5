package redline

import (
	"cmp"
	"math/bits"
	"slices"

	"znkr.io/diff"
)

// matcher finds the pairs of two lists that are most alike. It counts its work in words that it looks at; when the
// budget is spent, nothing is alike any more but what is equal.
type matcher struct {
	work, budget int
	counts       []int32  // by word
	masks        []uint64 // by word
}

// grow makes room for words up to a number.
func (m *matcher) grow(words int) {
	if n := words - len(m.counts); n > 0 {
		m.counts = append(m.counts, make([]int32, n)...)
		m.masks = append(m.masks, make([]uint64, n)...)
	}
}

// pair is a pair of places in two lists.
type pair struct{ a, b int }

// equals returns the pairs of a longest common subsequence, or nearly so.
func equals(a, b []int32) []pair {
	var out []pair
	i, j := 0, 0
	for _, h := range diff.Hunks(a, b, diff.Context(0)) {
		for ; i < h.PosX; i, j = i+1, j+1 {
			out = append(out, pair{i, j})
		}
		i, j = h.EndX, h.EndY
	}
	for ; i < len(a); i, j = i+1, j+1 {
		out = append(out, pair{i, j})
	}
	return out
}

// similarity is twice the length of the longest common subsequence of two lists of words, by the length of both; 0
// where it is less than least.
func (m *matcher) similarity(a, b []int32, least float64) float64 {
	both := float64(len(a) + len(b))
	if both == 0 || 2*float64(min(len(a), len(b))) < least*both {
		return 0
	}
	const call = 8 // what it costs to look at all
	if m.work += call + len(a) + len(b); m.work > m.budget {
		return 0
	}
	if 2*float64(m.shared(a, b)) < least*both {
		return 0
	}
	if s := 2 * float64(m.common(a, b)) / both; s >= least {
		return s
	}
	return 0
}

// shared counts the words that two lists share in any order.
func (m *matcher) shared(a, b []int32) int {
	for _, w := range a {
		m.counts[w]++
	}
	n := 0
	for _, w := range b {
		if m.counts[w] > 0 {
			m.counts[w]--
			n++
		}
	}
	for _, w := range a {
		m.counts[w] = 0
	}
	return n
}

// common is the length of the longest common subsequence, or nearly so for long lists.
func (m *matcher) common(a, b []int32) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) > 64 {
		m.work += 8 * (len(a) + len(b))
		n := len(a)
		for _, h := range diff.Hunks(a, b, diff.Context(0)) {
			n -= h.EndX - h.PosX
		}
		return n
	}
	for i, w := range a {
		m.masks[w] |= 1 << i
	}
	rest := ^uint64(0) // bit by bit, as Hyyrö does it: the zeros are matches
	for _, w := range b {
		hit := rest & m.masks[w]
		rest = (rest + hit) | (rest - hit)
	}
	for _, w := range a {
		m.masks[w] = 0
	}
	return bits.OnesCount64(^rest)
}

// candidate is a pair that may belong together, and how much so.
type candidate struct {
	pair
	score float64
	value float64 // of the best chain that ends with it
	prior int     // the candidate before it in that chain; -1 for none
}

// candidates returns the pairs of two lists that share words and have a score, by a and then b.
func (m *matcher) candidates(a, b [][]int32, score func(i, j int) float64) []candidate {
	var out []candidate
	add := func(i, j int) {
		if s := score(i, j); s > 0 {
			out = append(out, candidate{pair: pair{i, j}, score: s, prior: -1})
		}
	}
	const few = 16
	if len(a)*len(b) <= few {
		for i := range a {
			for j := range b {
				add(i, j)
			}
		}
		return out
	}
	where := map[int32][]int32{} // in which of b a word is
	for j, words := range b {
		for _, w := range words {
			if at := where[w]; len(at) == 0 || at[len(at)-1] != int32(j) {
				where[w] = append(at, int32(j))
			}
		}
	}
	hits := make([]int, len(b))
	var found []int32
	for i, words := range a {
		found = found[:0]
		for _, w := range words {
			if m.work += len(where[w]); m.work > m.budget {
				return out
			}
			for _, j := range where[w] {
				if hits[j]++; hits[j] == 1 {
					found = append(found, j)
				}
			}
		}
		slices.Sort(found)
		for _, j := range found {
			if 4*hits[j] >= min(len(words), len(b[j])) {
				add(i, int(j))
			}
			hits[j] = 0
		}
	}
	return out
}

// inOrder chooses of candidates those that come in the same order in both lists and have the highest score together.
func inOrder(all []candidate, n int) []pair {
	best := make([]int, n+1) // a Fenwick tree over b: the candidate with the highest value, by number from 1 on
	value := func(k int) float64 {
		if k == 0 {
			return 0
		}
		return all[k-1].value
	}
	for start := 0; start < len(all); {
		end := start
		for ; end < len(all) && all[end].a == all[start].a; end++ {
			c, top := &all[end], 0
			for j := c.b; j > 0; j -= j & -j {
				if value(best[j]) > value(top) {
					top = best[j]
				}
			}
			c.value, c.prior = c.score+value(top), top-1
		}
		for ; start < end; start++ {
			for j := all[start].b + 1; j <= n; j += j & -j {
				if all[start].value > value(best[j]) {
					best[j] = start + 1
				}
			}
		}
	}
	top := -1
	for k := range all {
		if top < 0 || all[k].value > all[top].value {
			top = k
		}
	}
	var out []pair
	for ; top >= 0; top = all[top].prior {
		out = append(out, all[top].pair)
	}
	slices.Reverse(out)
	return out
}

// anyOrder chooses of candidates those with the highest scores, each place at most once.
func anyOrder(all []candidate) []pair {
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	usedA, usedB := map[int]bool{}, map[int]bool{}
	var out []pair
	for _, c := range all {
		if !usedA[c.a] && !usedB[c.b] {
			usedA[c.a], usedB[c.b] = true, true
			out = append(out, c.pair)
		}
	}
	return out
}
