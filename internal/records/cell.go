package records

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marks are the signs that people set before words, or in place of them.
const marks = "✓✅☑✔✗✘❌🟢🟡🔴🔵⬜☐🔄⏳➖⚠"

// unticked and ticked are the boxes of a form. Markdown's own are turned into them.
const (
	unticked = "☐⬜"
	ticked   = "☑✅✓✔"
)

// State says what became of a cell.
type State uint8

// The states. Only a cell that is Known has a value of its type.
const (
	Empty       State = iota // nothing is there, or a sign for nothing
	Nothing                  // n/a, none: an answer where the column allows one
	Known                    // it was read
	Unclear                  // it has no meaning, or more than one
	Placeholder              // a form that nobody filled in
)

// String returns the state as JSON has it.
func (s State) String() string {
	return [...]string{"empty", "nothing", "known", "unclear", "placeholder"}[s]
}

// plain is a cell's text without variants of emoji and unusual blanks, trimmed.
func plain(text string) string {
	if !ascii(text) {
		text = strings.Map(func(r rune) rune {
			switch {
			case r == '\uFE0F' || r == '\u200B' || r == '\uFEFF':
				return -1
			case r != '\n' && unicode.IsSpace(r):
				return ' '
			}
			return r
		}, text)
	}
	return strings.TrimSpace(text)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unmarked returns a text without the marks before its words. A text of nothing but marks keeps the first one.
func unmarked(text string) string {
	rest := text
	for {
		r, n := utf8.DecodeRuneInString(rest)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text)
			return text[:n]
		}
		if !isMark(r) {
			return rest
		}
		rest = strings.TrimSpace(rest[n:])
	}
}

func isMark(r rune) bool { return r >= utf8.RuneSelf && strings.ContainsRune(marks, r) }

// hyphened returns a text in which each of Unicode's hyphens and dashes is a hyphen.
func hyphened(text string) string {
	if ascii(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '\u2010' && r <= '\u2015' || r == '\u2212' {
			return '-'
		}
		return r
	}, text)
}

// read cleans a cell's text. The text is what a reader of its type gets; only Known cells have one.
func read(text string) (string, State) {
	text = plain(text)
	if chosen, open, form := choice(text); form {
		if open {
			return text, Placeholder
		}
		text = chosen
	}
	switch text {
	case "", "-", "–", "—", "…", "...", "?":
		return "", Empty
	}
	if blank(text) || openMarks(text) {
		return text, Placeholder
	}
	if nothing(text) {
		return text, Nothing
	}
	return unmarked(text), Known
}

// blank reports whether a text is a template's: words in square brackets, or a line to write on.
func blank(text string) bool {
	return strings.HasPrefix(text, "[") && strings.IndexByte(text, ']') == len(text)-1 ||
		strings.HasPrefix(text, "__") && strings.Trim(text, "_ ") == ""
}

// openMarks reports whether a text is a choice between marks that nobody made, such as "✓ / ✗".
func openMarks(text string) bool {
	if ascii(text) {
		return false
	}
	n := 0
	for word := range strings.SplitSeq(text, "/") {
		r, size := utf8.DecodeRuneInString(strings.TrimSpace(word))
		if size != len(strings.TrimSpace(word)) || !isMark(r) {
			return false
		}
		n++
	}
	return n > 1
}

// nothing reports whether a text says in words that there is nothing.
func nothing(text string) bool {
	if len(text) > len("(entfällt).") {
		return false
	}
	switch strings.ToLower(strings.Trim(text, ".()")) {
	case "n/a", "none", "keine", "entfällt":
		return true
	}
	return false
}

// choice reads a form with several boxes, such as "☑ Open ☐ Closed": the words after the only ticked box, or that it
// is open because none is ticked, or several are.
func choice(text string) (chosen string, open, form bool) {
	if strings.IndexByte(text, '[') < 0 && ascii(text) {
		return "", false, false
	}
	text = strings.NewReplacer("[ ]", "☐", "[x]", "☑", "[X]", "☑").Replace(text)
	boxes, ticks, at := 0, 0, 0
	for i, r := range text {
		switch {
		case strings.ContainsRune(unticked, r):
			boxes++
		case strings.ContainsRune(ticked, r):
			ticks++
			at = i + utf8.RuneLen(r)
		}
	}
	if boxes == 0 || boxes+ticks < 2 {
		return "", false, false
	}
	chosen = text[at:]
	if i := strings.IndexAny(chosen, unticked); i >= 0 {
		chosen = chosen[:i]
	}
	return strings.TrimSpace(chosen), ticks != 1, true
}
