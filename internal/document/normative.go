package document

import (
	"cmp"
	"slices"
	"strings"
)

// NormativeKind says why a difference changes what is required of anybody.
type NormativeKind string

// The kinds of normative differences.
const (
	ByDuty   NormativeKind = "duty"   // a sentence that binds somebody
	ByNumber NormativeKind = "number" // a number in a sentence, or a limit that came or went
	ByRole   NormativeKind = "role"   // who is named
	ByScope  NormativeKind = "scope"  // what is covered, or left out
	ByRow    NormativeKind = "row"    // a row of a table of obligations
	ByKind   NormativeKind = "kind"   // the document's kind
)

// Passage is a sentence or a row of one of the compared documents; Text is "" where the document has none.
type Passage struct {
	Text string
	Span Span // of the block that holds it
}

// Normative is one difference that changes what is required.
type Normative struct {
	Kind     NormativeKind
	Old, New Passage
}

// Difference is what two versions of a document differ in.
type Difference struct {
	Normative []Normative // in the order of the newer text, what was removed last
	Editorial int         // sentences and rows that differ otherwise
}

// CompareOptions say in which language the documents are, and which roles and people may be named in them.
type CompareOptions struct {
	Language string   // of documents that state none; "" or one that Languages lacks: the words of all count
	Names    []string // of roles and people
}

// Compare finds out whether a newer version of a document asks for something else than an older one, by the sentences
// and rows of their syntax trees. Where lines break, marks of lists, emphasis, the order of sections, letter case,
// quotes and a letter that was mended in a longer word make no difference.
func Compare(old, new *Document, opt CompareOptions) Difference {
	language := cmp.Or(new.Front.Text("language"), old.Front.Text("language"), opt.Language)
	c := comparison{words: lexiconOf(language)}
	for _, n := range opt.Names {
		if n = plainForm(n); strings.TrimSpace(n) != "" {
			c.names = append(c.names, n)
		}
	}
	var diff Difference
	if a, b := old.Front.Text("kind"), new.Front.Text("kind"); !strings.EqualFold(a, b) {
		diff.Normative = append(diff.Normative, Normative{ByKind, passageOf(old, "kind"), passageOf(new, "kind")})
	}
	removed, added := apart(c.units(old), c.units(new))
	for _, p := range c.paired(removed, added) {
		if kind := c.judge(p.old, p.new); kind != "" {
			diff.Normative = append(diff.Normative, Normative{kind, p.old.passage(), p.new.passage()})
		} else {
			diff.Editorial++
		}
	}
	return diff
}

func passageOf(d *Document, field string) Passage {
	f, _ := d.Front.Field(field)
	return Passage{f.Value.Text, f.ValueSpan}
}

type comparison struct {
	words *lexicon
	names []string
}

// unit is a sentence, or a row of a table.
type unit struct {
	text  string // as a reader sees it
	plain string // in plain form, with a blank at both ends
	span  Span
	scope bool // in a section about what the document covers
	row   bool // of a table of obligations
}

func (u *unit) passage() Passage {
	if u == nil {
		return Passage{}
	}
	return Passage{u.text, u.span}
}

func (u *unit) key() string {
	if u.scope {
		return "scope" + u.plain
	}
	return u.plain
}

// apart leaves out what both have, wherever it stands.
func apart(old, new []unit) (removed, added []*unit) {
	count := map[string]int{}
	for i := range new {
		count[new[i].key()]++
	}
	for i := range old {
		if k := old[i].key(); count[k] > 0 {
			count[k]--
		} else {
			removed = append(removed, &old[i])
		}
	}
	for i := range new {
		if k := new[i].key(); count[k] > 0 {
			count[k]--
			added = append(added, &new[i])
		}
	}
	return removed, added
}

// pair is what became of a unit; nil stands for none.
type pair struct{ old, new *unit }

// mostPairs bounds how many pairs are tried.
const mostPairs = 1 << 20

// paired finds for each added unit the removed one that it most likely was.
func (c *comparison) paired(removed, added []*unit) []pair {
	var out []pair
	taken := make([]bool, len(removed))
	few := len(removed)*len(added) <= mostPairs
	bags := make([]map[string]int, len(removed))
	for i, u := range removed {
		bags[i] = bagOf(u.plain)
	}
	for _, u := range added {
		best, most := -1, 0.5
		for i := range removed {
			if !few || taken[i] {
				continue
			}
			if s := alike(bags[i], bagOf(u.plain)); s > most {
				best, most = i, s
			}
		}
		if best < 0 {
			out = append(out, pair{nil, u})
			continue
		}
		taken[best] = true
		out = append(out, pair{removed[best], u})
	}
	for i, u := range removed {
		if !taken[i] {
			out = append(out, pair{u, nil})
		}
	}
	return out
}

func bagOf(plain string) map[string]int {
	bag := map[string]int{}
	for _, w := range strings.Fields(plain) {
		bag[w]++
	}
	return bag
}

// alike is the share of words that two sentences have in common: 0 for none, 1 for all.
func alike(a, b map[string]int) float64 {
	same, all := 0, 0
	for w, n := range a {
		same += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return 2 * float64(same) / float64(max(all, 1))
}

// judge says why the step from one unit to another is normative; "" where it is editorial.
func (c *comparison) judge(old, new *unit) NormativeKind {
	switch {
	case old != nil && new != nil && old.scope == new.scope && c.mended(old.plain, new.plain):
		return ""
	case c.any(old, new, func(u *unit) bool { return has(u.plain, c.words.duty) }):
		return ByDuty
	case c.any(old, new, func(u *unit) bool { return u.scope || has(u.plain, c.words.scope) }):
		return ByScope
	case c.any(old, new, func(u *unit) bool { return u.row }):
		return ByRow
	case old != nil && new != nil && !slices.Equal(numbers(old.plain), numbers(new.plain)):
		return ByNumber
	case (old == nil || new == nil) && c.any(old, new, func(u *unit) bool { return c.limits(u.plain) }):
		return ByNumber
	case !slices.Equal(c.named(old), c.named(new)):
		return ByRole
	}
	return ""
}

func (c *comparison) any(old, new *unit, is func(*unit) bool) bool {
	return old != nil && is(old) || new != nil && is(new)
}

// mended tells whether two sentences differ in one letter of words that are long enough to be sure of a slip of the
// pen: five letters and more, with the same first one, and none that binds, counts or names.
func (c *comparison) mended(old, new string) bool {
	a, b := strings.Fields(old), strings.Fields(new)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if !slip(a[i], b[i]) || c.weighs(a[i]) || c.weighs(b[i]) {
			return false
		}
	}
	return true
}

// weighs tells whether a word alone, or as a part of a phrase, may change what is required.
func (c *comparison) weighs(word string) bool {
	if strings.ContainsAny(word, "0123456789") {
		return true
	}
	for _, list := range [][]string{c.words.duty, c.words.scope, c.words.units, c.names} {
		if slices.ContainsFunc(list, func(p string) bool { return strings.Contains(p, " "+word+" ") }) {
			return true
		}
	}
	return false
}

// slip tells whether one word becomes the other when one letter is left out, put in, replaced, or swapped with the
// next.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 5 || len(y)-len(x) > 1 || x[0] != y[0] {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	return slices.Equal(x[i+1:], y[i+1:]) ||
		i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}

// numbers returns the words of a sentence that have a digit, sorted.
func numbers(plain string) []string {
	var all []string
	for _, w := range strings.Fields(plain) {
		if strings.ContainsAny(w, "0123456789") {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return all
}

// limits tells whether a sentence has a number with a unit behind it.
func (c *comparison) limits(plain string) bool {
	words := strings.Fields(plain)
	for i, w := range words {
		if !strings.ContainsAny(w, "0123456789") {
			continue
		}
		if strings.ContainsAny(w, "%€$") || i+1 < len(words) && slices.Contains(c.words.units, " "+words[i+1]+" ") {
			return true
		}
	}
	return false
}

// named returns which names stand in a sentence.
func (c *comparison) named(u *unit) []string {
	var all []string
	for _, n := range c.names {
		if u != nil && strings.Contains(u.plain, n) {
			all = append(all, n)
		}
	}
	return all
}
