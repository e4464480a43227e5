package redline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// How alike blocks must be to be one block that changed, and one that moved.
const (
	likeBlock  = 0.5
	likeMoved  = 0.6
	movedWords = 8   // the least words of content of a block that can be told to have moved
	likeHeader = 0.5 // the part of a table's columns that two versions of it share at least
)

// pairUp finds the twin of each block: first those that come in the same order, then those that moved.
func (c *comparison) pairUp() {
	for _, p := range c.align(all(len(c.old.blocks)), all(len(c.new.blocks))) {
		c.old.twin[p.a], c.new.twin[p.b] = p.b, p.a
	}
	c.moveSections()
	c.moveBlocks()
}

func all(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// align pairs blocks of both sides that come in the same order: equal ones, and between them those that are alike.
func (c *comparison) align(a, b []int) []pair {
	keysA, keysB := pick(c.old.keys, a), pick(c.new.keys, b)
	var out []pair
	i, j := 0, 0
	gap := func(x, y int) {
		for _, p := range c.alike(a[i:x], b[j:y]) {
			out = append(out, pair{a[i+p.a], b[j+p.b]})
		}
	}
	for _, p := range equals(keysA, keysB) {
		gap(p.a, p.b)
		out = append(out, pair{a[p.a], b[p.b]})
		i, j = p.a+1, p.b+1
	}
	gap(len(a), len(b))
	return out
}

func pick[T any](from []T, at []int) []T {
	out := make([]T, len(at))
	for k, i := range at {
		out[k] = from[i]
	}
	return out
}

// alike pairs blocks that are alike, in order.
func (c *comparison) alike(a, b []int) []pair {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	x, y := c.saidIn(&c.old, a), c.saidIn(&c.new, b)
	return inOrder(c.match.candidates(x, y, func(i, j int) float64 { return c.likeness(a[i], b[j]) }), len(b))
}

func (c *comparison) saidIn(s *side, at []int) [][]int32 {
	out := make([][]int32, len(at))
	for k, i := range at {
		out[k] = c.phraseOf(s, i).said
	}
	return out
}

// likeness says how alike two blocks are; 0 where they don't belong together.
func (c *comparison) likeness(i, j int) float64 {
	x, y := &c.old.blocks[i], &c.new.blocks[j]
	if sortOf(x) != sortOf(y) {
		if x.Rows == nil && y.Rows == nil && x.Text == y.Text && x.Text != "" {
			return 1
		}
		return 0
	}
	switch sortOf(x) {
	case 'h':
		if title(x.Text) == title(y.Text) {
			return 1
		}
	case 't':
		return c.likeTables(i, j)
	}
	return c.match.similarity(c.phraseOf(&c.old, i).said, c.phraseOf(&c.new, j).said, likeBlock)
}

// likeTables compares tables without regard to the order of their words.
func (c *comparison) likeTables(i, j int) float64 {
	x, y := c.cellNames(c.old.blocks[i].Rows[0]), c.cellNames(c.new.blocks[j].Rows[0])
	score := 2 * float64(len(equals(x, y))) / float64(len(x)+len(y))
	if score < likeHeader {
		score = 0
	}
	a, b := c.phraseOf(&c.old, i).said, c.phraseOf(&c.new, j).said
	if c.match.work += len(a) + len(b); len(a)+len(b) == 0 {
		return score
	}
	if s := 2 * float64(c.match.shared(a, b)) / float64(len(a)+len(b)); s >= likeBlock {
		score = max(score, s)
	}
	return score
}

var numberShape = lazyregexp.New(`^(?:§\s*)?((?:[0-9]+|[A-Z]\.[0-9]+)(?:\.[0-9]+)*)[.)]?\s+`)

// numbered parts the number of a heading from its words.
func numbered(heading string) (number, words string) {
	if m := numberShape.FindStringSubmatch(heading); m != nil && len(m[0]) < len(heading) {
		return m[1], heading[len(m[0]):]
	}
	return "", heading
}

// title is what a heading says without its number.
func title(heading string) string {
	_, words := numbered(heading)
	return strings.ToLower(words)
}

// moveSections finds sections that moved: a heading that is left over on both sides with one title, under which at
// least half of the words are the same.
func (c *comparison) moveSections() {
	olds, news := headings(&c.old), headings(&c.new)
	var found []pair
	for name, i := range olds {
		if j, ok := news[name]; ok && i >= 0 && j >= 0 {
			found = append(found, pair{i, j})
		}
	}
	slices.SortFunc(found, func(x, y pair) int {
		return cmp.Or(c.old.blocks[x.a].Level-c.old.blocks[y.a].Level, x.a-y.a)
	})
	for _, p := range found {
		if c.old.twin[p.a] < 0 && c.new.twin[p.b] < 0 {
			c.moveSection(p)
		}
	}
}

// headings returns the headings of a side that have no twin, by their titles: -1 for one that is there twice.
func headings(s *side) map[string]int {
	out := map[string]int{}
	for i := range s.blocks {
		if b := &s.blocks[i]; b.Kind == document.HeadingBlock && s.twin[i] < 0 {
			if _, twice := out[title(b.Text)]; twice {
				out[title(b.Text)] = -1
			} else {
				out[title(b.Text)] = i
			}
		}
	}
	return out
}

func (c *comparison) moveSection(p pair) {
	a, b := left(&c.old, p.a), left(&c.new, p.b)
	pairs := c.align(a, b)
	kept, total := 0, 0
	for _, i := range a {
		total += len(c.phraseOf(&c.old, i).said)
	}
	for _, j := range b {
		total += len(c.phraseOf(&c.new, j).said)
	}
	for _, q := range pairs {
		kept += len(c.phraseOf(&c.old, q.a).said) + len(c.phraseOf(&c.new, q.b).said)
	}
	if total == 0 || 2*kept < total {
		return
	}
	for _, q := range append(pairs, p) {
		c.move(q)
	}
}

func (c *comparison) move(p pair) {
	c.old.twin[p.a], c.new.twin[p.b] = p.b, p.a
	c.old.moved[p.a], c.new.moved[p.b] = true, true
}

// left returns the blocks without a twin in the section that starts with a heading, that of sections below it too.
func left(s *side, heading int) (out []int) {
	for i := heading + 1; i < len(s.blocks); i++ {
		if b := &s.blocks[i]; b.Kind == document.HeadingBlock && b.Level <= s.blocks[heading].Level {
			break
		}
		if s.twin[i] < 0 {
			out = append(out, i)
		}
	}
	return out
}

// moveBlocks finds single blocks that moved.
func (c *comparison) moveBlocks() {
	a, b := c.movable(&c.old), c.movable(&c.new)
	if len(a) == 0 || len(b) == 0 {
		return
	}
	found := c.match.candidates(c.saidIn(&c.old, a), c.saidIn(&c.new, b), func(i, j int) float64 {
		if sortOf(&c.old.blocks[a[i]]) != sortOf(&c.new.blocks[b[j]]) {
			return 0
		}
		return c.match.similarity(c.phraseOf(&c.old, a[i]).said, c.phraseOf(&c.new, b[j]).said, likeMoved)
	})
	for _, p := range anyOrder(found) {
		c.move(pair{a[p.a], b[p.b]})
	}
}

func (c *comparison) movable(s *side) (out []int) {
	for i := range s.blocks {
		if s.twin[i] < 0 && s.blocks[i].Kind != document.HeadingBlock &&
			len(c.phraseOf(s, i).said) >= movedWords {
			out = append(out, i)
		}
	}
	return out
}
