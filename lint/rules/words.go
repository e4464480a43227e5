package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

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

// capital returns words with a capital at their beginning, which is a letter of ASCII.
func capital(words string) string { return strings.ToUpper(words[:1]) + words[1:] }

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

// invisible names the first character of a word that nobody sees, and where it is, such as U+200B before "owner"; ""
// for none.
func invisible(word string) string {
	hidden := func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\t' || r == 0xa0 }
	i := strings.IndexFunc(word, hidden)
	if i < 0 {
		return ""
	}
	r, size := utf8.DecodeRuneInString(word[i:])
	if before := strings.TrimSpace(word[:i]); before != "" {
		return fmt.Sprintf("U+%04X after %s", r, quoted(before))
	}
	return fmt.Sprintf("U+%04X before %s", r, quoted(strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, word[i+size:])))
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

// commit names a commit in a sentence. A pull request that isn't merged yet has none, nor has what isn't committed
// yet.
func commit(id gitrepo.ID) string {
	if id.IsZero() || id == history.Foreseen() {
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
		if id == history.Foreseen() {
			id = gitrepo.ID{}
		}
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

// releaseSays names the command that says how the words of a document are released, for the middle of a sentence; ""
// where the document has no id that a command could name.
func releaseSays(id string) string {
	if id == "" {
		return ""
	}
	return " (`writ release " + argument(id) + "` says which step fits)"
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
