package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// nearest returns the known word that name most likely was meant to be, and "" where none is near.
func nearest(name string, known []string) string {
	name = strings.ToLower(name)
	best, least := "", max(1, len(name)/3)+1
	for _, k := range known {
		low := strings.ToLower(k)
		if d := distance(name, low, min(least, len(low))); d < least && d < len(low) {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with a neighbour that turn a into b. From enough on it
// may return any number that isn't less, and for words that are too long to be slips of one another it does.
func distance(a, b string, enough int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	const longest = 200
	if apart := max(len(a), len(b)) - min(len(a), len(b)); apart >= enough {
		return apart
	}
	if len(a) > longest || len(b) > longest {
		return max(len(a), len(b), enough)
	}
	var rows [3][longest + 1]int
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row := &rows[(i+2)%3], &rows[i%3], &rows[(i+1)%3]
		row[0] = i
		nearest := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > enough {
			return nearest
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}

// oneOf prints "a", "a or b", "a, b or c".
func oneOf(words []string) string { return joined(words, " or ") }

// allOf prints "a", "a and b", "a, b and c".
func allOf(words []string) string { return joined(words, " and ") }

func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// count prints "1 day", "12 days".
func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// short cuts a value of a document that is too long for a sentence, and puts it on one line.
func short(s string) string {
	const most = 60
	if len(s) > most*utf8.UTFMax {
		s = strings.ToValidUTF8(s[:most*utf8.UTFMax], "")
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// quoted is short in quotes, so that a value's blanks and ends show.
func quoted(s string) string { return `"` + short(s) + `"` }

// few prints a list of places of which there may be thousands.
func few(paths []string) string {
	const most = 3
	if n := len(paths) - most; n > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(paths[:most], ", "), n)
	}
	return allOf(paths)
}

// commit names a commit in a sentence. A pull request that isn't merged yet has none.
func commit(id gitrepo.ID) string {
	if id.IsZero() {
		return thisChange
	}
	return "commit " + id.String()[:10]
}

const thisChange = "this change"

// commits names several, each once.
func commits(ids []gitrepo.ID) string {
	var names []string
	seen := map[gitrepo.ID]bool{}
	for _, id := range ids {
		if !seen[id] && !id.IsZero() {
			names = append(names, id.String()[:10])
		}
		seen[id] = true
	}
	all := "commits " + few(names)
	if len(names) == 1 {
		all = "commit " + names[0]
	}
	switch proposed := seen[gitrepo.ID{}]; {
	case proposed && len(names) == 0:
		return thisChange
	case proposed:
		return all + " and " + thisChange
	}
	return all
}

// argument writes a word of a command as a shell reads it.
func argument(s string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-:", r)
	}
	if strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
