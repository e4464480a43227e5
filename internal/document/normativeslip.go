package document

import (
	"slices"
	"strings"
)

// fixed reports whether two sentences differ only in slips of the pen: articles, a word that came twice, words
// written together or apart, or letters of words that neither bind, count nor name.
func (c *comparison) fixed(old, new string) bool {
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

// weighs reports whether a word alone, or as a part of a phrase, may change what is required.
func (c *comparison) weighs(word string) bool {
	if hasDigit(word) {
		return true
	}
	for _, list := range [][]string{c.words.duty, c.words.scope, c.words.units, c.words.limits, c.words.conditions,
		c.words.negations, c.names} {
		if slices.ContainsFunc(list, func(p string) bool { return strings.Contains(p, " "+word+" ") }) {
			return true
		}
	}
	return false
}

// distinct reports whether two words that differ in a letter are known to mean different things, as employer and
// employee.
func (c *comparison) distinct(a, b string) bool {
	end := func(w string) string { w = strings.TrimSuffix(w, "s"); return w[max(0, len(w)-2):] }
	if x, y := end(a), end(b); x == "er" && y == "ee" || x == "ee" && y == "er" {
		return true
	}
	return slices.Contains(c.words.distinct, " "+a+" "+b+" ") || slices.Contains(c.words.distinct, " "+b+" "+a+" ")
}

// slip reports whether one word becomes the other when two letters that follow each other are swapped, or, in words of
// five letters and more with the same first one, when one letter is left out, put in or replaced, or letters are
// doubled.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 {
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
	if slices.Equal(slices.Compact(slices.Clone(x)), slices.Compact(slices.Clone(y))) {
		return true
	}
	switch len(y) - len(x) {
	case 0:
		return slices.Equal(x[i+1:], y[i+1:])
	case 1:
		return slices.Equal(x[i:], y[i+1:])
	}
	return false
}
