package records

import "strings"

// ID is the name of a row, such as CA-001, NCR-2024-003, #12 or 7.
type ID struct {
	Key string // the same for ids that mean the same: without case, and without zeros before the last number
}

// ReadID reads an id: one word of letters, digits and the signs that part them.
func ReadID(text string) (ID, bool) {
	text = hyphened(text)
	digit := false
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digit = true
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', i > 0 && strings.IndexByte("-_./", c) >= 0, i == 0 && c == '#':
		default:
			return ID{}, false
		}
	}
	return ID{idKey(text)}, digit
}

func idKey(text string) string {
	text = strings.ToLower(strings.TrimPrefix(text, "#"))
	end := len(text)
	for end > 0 && !digitAt(text, end-1) {
		end--
	}
	start := end
	for start > 0 && digitAt(text, start-1) {
		start--
	}
	first := start
	for first+1 < end && text[first] == '0' {
		first++
	}
	if first == start {
		return text
	}
	return text[:start] + text[first:]
}

func digitAt(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
