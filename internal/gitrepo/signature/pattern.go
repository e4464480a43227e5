package signature

import "strings"

// maxPattern is the length from which OpenSSH never matches a sub-pattern.
const maxPattern = 1023

// matchList reports whether s matches the comma-separated list of patterns, as OpenSSH's match_pattern_list does with
// letter case kept: a negated pattern that matches outweighs all others.
func matchList(s, list string) bool {
	matched := false
	for _, p := range strings.Split(list, ",") {
		p, negated := strings.CutPrefix(p, "!")
		if len(p) >= maxPattern {
			return false
		}
		if !matchPattern(s, p) {
			continue
		}
		if negated {
			return false
		}
		matched = true
	}
	return matched
}

// matchPattern matches * (any run) and ? (any byte) in time len(s)·len(p) at most.
func matchPattern(s, p string) bool {
	si, pi, star, mark := 0, 0, -1, 0
	for si < len(s) {
		switch {
		case pi < len(p) && p[pi] == '*':
			star, mark = pi, si
			pi++
		case pi < len(p) && (p[pi] == '?' || p[pi] == s[si]):
			si++
			pi++
		case star >= 0:
			mark++
			si, pi = mark, star+1
		default:
			return false
		}
	}
	return strings.Trim(p[pi:], "*") == ""
}

// literals splits a field of principals into those that name somebody, and the patterns, which don't.
func literals(field string) (names, patterns []string) {
	for _, p := range strings.Split(field, ",") {
		switch {
		case p == "":
		case strings.ContainsAny(p, "*?") || p[0] == '!':
			patterns = append(patterns, p)
		case matchList(p, field):
			names = append(names, p)
		}
	}
	return names, patterns
}
