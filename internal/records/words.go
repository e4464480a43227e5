package records

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/schema"
)

// Words finds the words of a vocabulary at the beginning of texts. Several goroutines may use it.
type Words struct {
	classes []string
	of      map[string]int // word → its class
	longest int            // parts of the longest word
	all     []string       // in the order of the vocabulary
}

// NewWords returns the words of vocabularies. A word of several classes is in the last one.
func NewWords(all ...schema.Vocabulary) *Words {
	w := &Words{of: map[string]int{}}
	for _, v := range all {
		for _, c := range v {
			class := w.class(c.Name)
			for _, word := range c.Words {
				word = strings.ToLower(plain(word))
				w.of[word] = class
				w.all = append(w.all, word)
				w.longest = max(w.longest, len(strings.Fields(word)))
			}
		}
	}
	return w
}

// class returns the index of a class, which it adds.
func (w *Words) class(name string) int {
	if i := slices.Index(w.classes, name); i >= 0 {
		return i
	}
	w.classes = append(w.classes, name)
	return len(w.classes) - 1
}

// Vocabularies returns the words of each built-in vocabulary, by its name.
func Vocabularies() map[string]*Words { return vocabularies() }

var vocabularies = sync.OnceValue(func() map[string]*Words {
	all := map[string]*Words{}
	for name, v := range schema.Vocabularies() {
		all[name] = NewWords(v)
	}
	return all
})

// examples returns the first word of each class.
func (w *Words) examples() []string {
	var out []string
	for class := range w.classes {
		i := slices.IndexFunc(w.all, func(word string) bool { return w.of[word] == class })
		if i >= 0 {
			out = append(out, w.all[i])
		}
	}
	return out
}

// at returns the class of the longest word that a text begins with, and what follows that word.
func (w *Words) at(text string) (class int, rest string, ok bool) {
	low := lower(text)
	var ends [8]int // where words end
	n := 0
	for i := 0; i < len(low) && n < min(w.longest, len(ends)); {
		for i < len(low) && low[i] == ' ' {
			i++
		}
		i += wordEnd(low[i:])
		ends[n] = i
		n++
	}
	for n--; n >= 0; n-- {
		word := low[:ends[n]]
		if c, found := w.of[word]; found {
			return c, text[len(word):], true
		}
		trimmed := strings.TrimRight(word, ".,;:!)")
		if c, found := w.of[trimmed]; found && trimmed != word {
			return c, text[len(trimmed):], true
		}
	}
	return w.partAt(low, text)
}

// partAt finds a word that ends within the text's first word, at a sign: "yes/no", "closed—verified", "open(new)".
func (w *Words) partAt(low, text string) (class int, rest string, ok bool) {
	best := 0
	for i, r := range low {
		if r == '?' || r == ' ' {
			break
		}
		if i > 0 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if c, found := w.of[low[:i]]; found {
				class, best, ok = c, i, true
			}
		}
		if i > maxWord {
			break
		}
	}
	return class, text[best:], ok
}

const maxWord = 64 // bytes of the longest word of a vocabulary that signs may part

// lower returns a text in lower case, with the same number of bytes.
func lower(text string) string {
	low := strings.ToLower(text)
	if len(low) == len(text) {
		return low
	}
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
			return l
		}
		return r
	}, text)
}

// wordEnd returns where the first word of a text ends: at a blank.
func wordEnd(s string) int {
	if i := strings.IndexAny(s, " \n"); i >= 0 {
		return i
	}
	return len(s)
}

// The classes of the words of a status.
const (
	ClassOpen     = "open"
	ClassDone     = "done"     // carried out
	ClassVerified = "verified" // and checked
	ClassVoid     = "void"     // not to be carried out any more
)

// Choice is a cell of a vocabulary: the class of its word, and what comes after it.
type Choice struct {
	Class string // such as done, minor or yes
	Note  string // without the sign that opens it
}

// Read returns the class of the word that a text begins with.
func (w *Words) Read(text string) (Choice, bool) {
	text, state := read(text)
	if state != Known && state != Nothing {
		return Choice{}, false
	}
	class, rest, ok := w.at(text)
	if !ok {
		return Choice{}, false
	}
	return Choice{w.classes[class], note(rest)}, true
}

// note is what follows a word or a time, without the signs around it.
func note(rest string) string {
	rest = strings.TrimLeft(rest, " \n-–—:,;./")
	if inner, ok := strings.CutPrefix(rest, "("); ok {
		if before, after, closed := strings.Cut(inner, ")"); closed && after == "" {
			return strings.TrimSpace(before)
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(rest, ")"))
}

// Status reads a status. A note counts only when it begins with a word of a later class and the status is done, so
// that "Closed - Verified" is verified. A day before a mark, as in "14 Feb 2025 ✅ Done", is a note, too.
func (w *Words) Status(text string) (Choice, bool) {
	c, ok := w.Read(text)
	if !ok {
		text = plain(text)
		i := strings.IndexFunc(text, isMark)
		if i <= 0 {
			return c, false
		}
		if _, p := ReadWhen(text[:i], Calendar{}); p != nil {
			return c, false
		}
		c, ok = w.Read(text[i:])
		c.Note = strings.TrimSpace(text[:i])
		return c, ok
	}
	if c.Class == ClassDone && c.Note != "" {
		if class, rest, later := w.at(unmarked(c.Note)); later && class > slices.Index(w.classes, ClassDone) {
			c = Choice{w.classes[class], note(rest)}
		}
	}
	return c, ok
}
