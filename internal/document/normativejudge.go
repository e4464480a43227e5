package document

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// judge says why the step from one unit to another is normative; "" where it is editorial.
func (c *comparison) judge(old, new *unit) NormativeKind {
	both := old != nil && new != nil
	switch {
	case !c.any(old, new, func(u *unit) bool { return !u.head }):
		return "" // what is below a heading says what it was good for
	case both && old.scope == new.scope && old.bound == new.bound && c.fixed(old.plain, new.plain):
		return ""
	case c.any(old, new, func(u *unit) bool { return u.bound || c.words.binds(u.plain) }):
		return ByDuty
	case c.any(old, new, func(u *unit) bool { return u.scope }), !slices.Equal(c.tails(old, c.words.scope, whole),
		c.tails(new, c.words.scope, whole)):
		return ByScope
	case c.any(old, new, func(u *unit) bool { return u.row }):
		return ByRow
	case both && !slices.Equal(c.numbers(old.plain), c.numbers(new.plain)):
		return ByNumber
	case !both && c.any(old, new, func(u *unit) bool { return c.limits(u.plain) }):
		return ByNumber
	case !slices.Equal(c.tails(old, c.words.limits, 2), c.tails(new, c.words.limits, 2)):
		return ByScope
	case both && !slices.Equal(c.tails(old, c.words.conditions, whole), c.tails(new, c.words.conditions, whole)):
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

// whole is more words than a sentence has.
const whole = math.MaxInt

// tails lists phrases of a unit, each with the first words behind it.
func (c *comparison) tails(u *unit, phrases []string, words int) []string {
	if u == nil {
		return nil
	}
	return c.words.tails(u.plain, phrases, words)
}

// nearlyAll is how much two sentences have in common, besides the words that say no, where one is the other's
// opposite.
const nearlyAll = 0.8

// opposite reports whether one of two sentences says of nearly the same that it isn't so.
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

// numbers returns the words of a sentence that are a number, each with its unit, sorted. Those that point to another
// place of the text aren't among them, nor are names such as 1Password.
func (c *comparison) numbers(plain string) []string {
	var all []string
	words := strings.Fields(plain)
	for i, w := range words {
		switch {
		case !counts(w), i > 0 && slices.Contains(c.words.pointers, " "+words[i-1]+" "):
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

// counts reports whether a word is a number, perhaps with a few letters, such as 24h or AES256.
func counts(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return hasDigit(w) && letters <= 3
}

// limits reports whether a sentence has a number with a unit behind it.
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
