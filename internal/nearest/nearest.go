package nearest

import "strings"

// Word returns the word of known that name was most likely meant to be, whatever their case; "" where none is near. Of
// several that are as near it is the first.
func Word(name string, known []string) string {
	best, _ := Only(name, known)
	return best
}

// Only is Word, and reports whether no other word is as near.
func Only(name string, known []string) (best string, only bool) {
	name = strings.ToLower(name)
	least := max(1, len(name)/3) + 1
	for _, k := range known {
		low := strings.ToLower(k)
		switch d := distance(name, low, min(least+1, len(low))); {
		case d >= len(low):
		case d < least:
			best, only, least = k, true, d
		case d == least && best != "" && !strings.EqualFold(k, best):
			only = false
		}
	}
	return best, only
}

// distance counts the letters to insert, delete, replace or swap with a neighbour that turn a into b. From enough on
// it may return any number that isn't less, and for words that are too long to be slips of one another it does.
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
		closest := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			closest = min(closest, row[j])
		}
		if closest > enough {
			return closest
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}
