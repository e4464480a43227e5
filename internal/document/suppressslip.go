package document

import "strings"

// beginning returns the length of what makes a comment a suppression, or was meant to; 0 for any other comment.
func beginning(comment string) int {
	if isSuppression(comment) {
		return len(suppression)
	}
	return misspelt(comment)
}

// misspelt returns the length of a beginning that isn't `writ:ignore` and was meant to be: other letters, marks or
// blanks, or the word of another linter. Only a comment that names one of our rules was meant so; all others are
// remarks.
func misspelt(comment string) int {
	rest, ok := cutFold(comment, "writ")
	if !ok {
		return 0
	}
	verb := strings.TrimLeft(rest, " \t\r\n:_-")
	if len(verb) == len(rest) {
		return 0
	}
	for _, word := range []string{"ignore", "disable", "suppress", "allow", "off"} {
		rest, ok := cutFold(verb, word)
		if !ok {
			continue
		}
		end := len(comment) - len(rest)
		for end < len(comment) && !isBlank(comment[end]) && comment[end] != '=' {
			end++
		}
		if end < len(comment) && comment[end] == '=' {
			end++
		}
		if namesRule(comment[end:]) {
			return end
		}
	}
	return 0
}

// cutFold cuts a prefix of small letters off a text in which any letter may be a capital.
func cutFold(text, prefix string) (string, bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// namesRule reports whether one of the words is the id of a built-in rule.
func namesRule(text string) bool {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return r < ' ' ||
			strings.ContainsRune(" ,;:()[]\"'", r)
	}) {
		number, ok := cutFold(word, "wr")
		if ok && len(number) == 3 && strings.Trim(number, "0123456789") == "" {
			return true
		}
	}
	return false
}
