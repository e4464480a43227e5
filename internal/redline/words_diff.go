package redline

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"znkr.io/diff"
)

// phrase is words with their tokens.
type phrase struct {
	document.Phrase
	tokens []token
	said   []int32 // the words of content
}

func (c *comparison) phrase(p document.Phrase) *phrase {
	out := &phrase{Phrase: p, tokens: c.dict.tokens(p.Text, wholes(p))}
	for _, t := range out.tokens {
		if t.content != none {
			out.said = append(out.said, t.content)
		}
	}
	c.match.grow(len(c.dict.words))
	return out
}

// wholes returns the places of what is never cut. A sign that raises or lowers words goes with the first of them: by
// itself nobody would see it.
func wholes(p document.Phrase) (out [][2]int) {
	at := 0
	for _, x := range p.Pieces {
		end := at + len(x.Text)
		if x.Whole() {
			out = append(out, [2]int{at, end})
			if x.Marks[len(x.Marks)-1].Kind == document.SignMark && end < len(p.Text) {
				out[len(out)-1][1] += wordAt(p.Text[end:])
			}
		}
		at = end
	}
	return out
}

// edit is a stretch of tokens that is replaced by another one.
type edit struct{ a, aEnd, b, bEnd int }

// How alike sentences must be to be compared word by word, and how many changes they may have then.
const (
	likeSentence = 0.4
	keptWords    = 0.4 // the least part of the longer one's words of content
	runLength    = 6   // words there must be for each change, where not all replace a single word
)

// edits compares two phrases sentence by sentence, and alike sentences word by word.
func (c *comparison) edits(a, b *phrase) []edit {
	endA, endB := sentences(a.Text, a.tokens), sentences(b.Text, b.tokens)
	var out []edit
	i, j := 0, 0 // sentences
	start := func(ends []int, i int) int {
		if i == 0 {
			return 0
		}
		return ends[i-1]
	}
	upTo := func(x, y int) {
		if x > i || y > j {
			out = append(out, edit{start(endA, i), start(endA, x), start(endB, j), start(endB, y)})
		}
		i, j = x, y
	}
	for _, p := range c.pairSentences(a, b, endA, endB) {
		upTo(p.a, p.b)
		out = append(out, c.sentence(a, b, edit{start(endA, i), endA[i], start(endB, j), endB[j]})...)
		i, j = i+1, j+1
	}
	upTo(len(endA), len(endB))
	return coalesce(a, out)
}

// pairSentences returns the sentences that are the same or alike, in order.
func (c *comparison) pairSentences(a, b *phrase, endA, endB []int) []pair {
	if len(endA) == 1 && len(endB) == 1 {
		return []pair{{0, 0}}
	}
	x, y := c.sentenceList(a, endA), c.sentenceList(b, endB)
	var out []pair
	var i, j int
	gap := func(to pair) {
		found := inOrder(c.match.candidates(x.said[i:to.a], y.said[j:to.b], func(k, l int) float64 {
			return c.match.similarity(x.said[i+k], y.said[j+l], likeSentence)
		}), to.b-j)
		for _, p := range found {
			out = append(out, pair{i + p.a, j + p.b})
		}
	}
	for _, p := range equals(x.names, y.names) {
		gap(p)
		out = append(out, p)
		i, j = p.a+1, p.b+1
	}
	gap(pair{len(endA), len(endB)})
	return out
}

// sentenceList is the sentences of a phrase: a name that only the same one has, and its words of content.
type sentenceList struct {
	names []int32
	said  [][]int32
}

func (c *comparison) sentenceList(p *phrase, ends []int) sentenceList {
	var out sentenceList
	from := 0
	for _, end := range ends {
		all := p.tokens[from:end]
		name := p.Text[all[0].start:all[len(all)-1].end]
		var said []int32
		for _, t := range all {
			if t.content != none {
				said = append(said, t.content)
			}
		}
		out.names, out.said = append(out.names, c.name(name)), append(out.said, said)
		from = end
	}
	return out
}

// sentence compares a sentence with another one. Where too little is left of it, or the changes are crumbs, all of it
// is replaced.
func (c *comparison) sentence(a, b *phrase, s edit) []edit {
	x, y := wordsOf(a.tokens[s.a:s.aEnd]), wordsOf(b.tokens[s.b:s.bEnd])
	if slices.Equal(x, y) {
		return nil
	}
	c.match.work += len(x) + len(y)
	var out []edit
	if 2*c.match.shared(x, y) > len(x)/8 { // else hardly a word is the same
		for _, h := range diff.Hunks(x, y, diff.Context(0)) {
			out = append(out, edit{s.a + h.PosX, s.a + h.EndX, s.b + h.PosY, s.b + h.EndY})
		}
		out = coalesce(a, out)
	}
	if len(out) == 0 || c.crumbs(a, b, s, out) {
		return []edit{s}
	}
	return out
}

func wordsOf(all []token) []int32 {
	out := make([]int32, len(all))
	for i, t := range all {
		out[i] = t.word
	}
	return out
}

// crumbs reports whether the changes of a sentence are better read as one.
func (c *comparison) crumbs(a, b *phrase, s edit, edits []edit) bool {
	longer := max(said(a.tokens[s.a:s.aEnd]), said(b.tokens[s.b:s.bEnd]))
	kept, at := 0, s.a
	for _, e := range edits {
		kept += said(a.tokens[at:e.a])
		at = e.aEnd
	}
	kept += said(a.tokens[at:s.aEnd])
	return longer > 0 && float64(kept) < keptWords*float64(longer) ||
		len(edits) > 1 && max(s.aEnd-s.a, s.bEnd-s.b)/len(edits) < runLength &&
			slices.ContainsFunc(edits, func(e edit) bool { return !e.single() })
}

// said counts the words of content.
func said(all []token) (n int) {
	for _, t := range all {
		if t.content != none {
			n++
		}
	}
	return n
}

// coalesce makes one change of those that only crumbs keep apart: no word of content, or fewer than three words. Two
// single words that are replaced, such as numbers, stay apart where a word is between them.
func coalesce(a *phrase, edits []edit) []edit {
	out := edits[:0]
	for _, e := range edits {
		if n := len(out); n > 0 {
			last := &out[n-1]
			between := a.tokens[last.aEnd:e.a]
			words, apart := said(between), wordCount(a.Text, between)
			if near := words == 0 || apart < 3; near && (apart == 0 || !last.single() || !e.single()) {
				last.aEnd, last.bEnd = e.aEnd, e.bEnd
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

// single reports whether one word takes the place of another.
func (e edit) single() bool { return e.aEnd-e.a == 1 && e.bEnd-e.b == 1 }

// wordCount counts the words among tokens: punctuation is none.
func wordCount(text string, all []token) (n int) {
	for _, t := range all {
		if isWordAt(text[t.start:]) {
			n++
		}
	}
	return n
}

// lineEdits compares code by line.
func (c *comparison) lineEdits(a, b *phrase) []edit {
	var out []edit
	for _, h := range diff.Hunks(wordsOf(a.tokens), wordsOf(b.tokens), diff.Context(0)) {
		out = append(out, edit{h.PosX, h.EndX, h.PosY, h.EndY})
	}
	return out
}

// lines are a phrase whose tokens are lines.
func (c *comparison) lines(p document.Phrase) *phrase {
	out := &phrase{Phrase: p}
	for at := 0; at < len(p.Text); {
		end := lineEnd(p.Text, at)
		out.tokens = append(out.tokens, token{int32(at), int32(end), int32(end), c.name(p.Text[at:end]), none})
		at = end
	}
	return out
}
