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
	ByNot    NormativeKind = "not"    // a sentence that says the opposite
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
	Metadata []string // labels, in lower case, of lines in the text's head whose values are facts about the document
}

// Compare finds out whether a newer version of a document asks for something else than an older one, by the sentences
// and rows of their syntax trees. Where lines break, marks of lists, emphasis, where links lead, the order of sections,
// letter case, quotes, how a number is written, articles and a letter that was mended in a longer word make no
// difference.
func Compare(old, new *Document, opt CompareOptions) Difference {
	language := cmp.Or(new.Front.Text("language"), old.Front.Text("language"), opt.Language)
	c := comparison{words: lexiconOf(language), metadata: opt.Metadata}
	for _, n := range opt.Names {
		if n = c.words.folded(plainForm(n)); strings.TrimSpace(n) != "" {
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
	words    *lexicon
	names    []string
	metadata []string
}

// unit is a sentence, or a row of a table.
type unit struct {
	text  string // as a reader sees it
	plain string // in plain form, folded, with a blank at both ends
	span  Span
	scope bool // in a section or list about what the document covers
	bound bool // in a list whose introduction binds
	row   bool // of a table of obligations
}

func (u *unit) passage() Passage {
	if u == nil {
		return Passage{}
	}
	return Passage{u.text, u.span}
}

func (u *unit) key() string {
	k := u.plain
	if u.scope {
		k = "scope" + k
	}
	if u.bound {
		k = "bound" + k
	}
	return k
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
	both := old != nil && new != nil
	switch {
	case both && old.scope == new.scope && old.bound == new.bound && c.mended(old.plain, new.plain):
		return ""
	case c.any(old, new, func(u *unit) bool { return u.bound || has(u.plain, c.words.duty) }):
		return ByDuty
	case c.any(old, new, func(u *unit) bool { return u.scope || has(u.plain, c.words.scope) }):
		return ByScope
	case c.any(old, new, func(u *unit) bool { return u.row }):
		return ByRow
	case both && !slices.Equal(c.numbers(old.plain), c.numbers(new.plain)):
		return ByNumber
	case !both && c.any(old, new, func(u *unit) bool { return c.limits(u.plain) }):
		return ByNumber
	case !slices.Equal(c.limited(old), c.limited(new)):
		return ByScope
	case both && c.opposite(old.plain, new.plain):
		return ByNot
	case !slices.Equal(c.named(old), c.named(new)):
		return ByRole
	}
	return ""
}

func (c *comparison) any(old, new *unit, is func(*unit) bool) bool {
	return old != nil && is(old) || new != nil && is(new)
}

// limited lists what the words that limit stand before.
func (c *comparison) limited(u *unit) []string {
	if u == nil {
		return nil
	}
	return c.words.tails(u.plain, c.words.limits, 2)
}

// nearlyAll is how much two sentences have in common, besides the words that say no, where one is the other's opposite.
const nearlyAll = 0.8

// opposite tells whether one of two sentences says of nearly the same that it isn't so.
func (c *comparison) opposite(old, new string) bool {
	a, b := bagOf(old), bagOf(new)
	if c.negations(a) == c.negations(b) {
		return false
	}
	for _, n := range c.words.negations {
		delete(a, strings.TrimSpace(n))
		delete(b, strings.TrimSpace(n))
	}
	return alike(a, b) >= nearlyAll
}

func (c *comparison) negations(bag map[string]int) int {
	n := 0
	for _, w := range c.words.negations {
		n += bag[strings.TrimSpace(w)]
	}
	return n
}

// mended tells whether two sentences differ only in slips of the pen: articles, a word that stood there twice, words
// written together or apart, or letters of words that neither bind, count nor name.
func (c *comparison) mended(old, new string) bool {
	a, b := c.words.core(old), c.words.core(new)
	if slices.Equal(a, b) {
		return true
	}
	if strings.Join(a, "") == strings.Join(b, "") && slices.Equal(c.numbers(old), c.numbers(new)) &&
		c.negations(bagOf(old)) == c.negations(bagOf(new)) {
		return true
	}
	return c.slips(a, b) || c.slips(strings.Fields(old), strings.Fields(new))
}

func (c *comparison) slips(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && (!slip(a[i], b[i]) || c.weighs(a[i]) || c.weighs(b[i]) || c.distinct(a[i], b[i])) {
			return false
		}
	}
	return true
}

// weighs tells whether a word alone, or as a part of a phrase, may change what is required.
func (c *comparison) weighs(word string) bool {
	if hasDigit(word) {
		return true
	}
	for _, list := range [][]string{c.words.duty, c.words.scope, c.words.units, c.words.limits, c.words.negations, c.names} {
		if slices.ContainsFunc(list, func(p string) bool { return strings.Contains(p, " "+word+" ") }) {
			return true
		}
	}
	return false
}

// distinct tells whether two words that differ in a letter are known to mean different things, as employer and employee.
func (c *comparison) distinct(a, b string) bool {
	end := func(w string) string { w = strings.TrimSuffix(w, "s"); return w[max(0, len(w)-2):] }
	if x, y := end(a), end(b); x == "er" && y == "ee" || x == "ee" && y == "er" {
		return true
	}
	return slices.Contains(c.words.distinct, " "+a+" "+b+" ") || slices.Contains(c.words.distinct, " "+b+" "+a+" ")
}

// slip tells whether one word becomes the other when two letters that follow each other are swapped, or, in words of
// five letters and more with the same first one, when one letter is left out, put in or replaced.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) && i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:]) {
		return true
	}
	if len(x) < 5 || i == 0 {
		return false
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	return slices.Equal(x[i+1:], y[i+1:])
}

// numbers returns the words of a sentence that have a digit, each with its unit, sorted. Those that point to another
// place of the text aren't among them.
func (c *comparison) numbers(plain string) []string {
	var all []string
	words := strings.Fields(plain)
	for i, w := range words {
		switch {
		case !hasDigit(w), i > 0 && slices.Contains(c.words.pointers, " "+words[i-1]+" "):
		case i+1 < len(words) && c.words.unit(words[i+1]):
			unit := []rune(words[i+1])
			all = append(all, w+" "+string(unit[:min(3, len(unit))])) // day or days, Tage or Tagen
		default:
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
		if hasDigit(w) && i+1 < len(words) && c.words.unit(words[i+1]) {
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
