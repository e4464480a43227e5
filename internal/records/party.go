package records

import (
	"strconv"
	"strings"
)

// Roster knows roles and people.
type Roster interface {
	// KnownOwner finds the role or the person that has a key, title or name, without case.
	KnownOwner(name string) (role, person string, ok bool)
	// PersonCalled finds the only person who has a first or last name, without case.
	PersonCalled(name string) (person string, ok bool)
	// IsExternal reports whether a person isn't of the company.
	IsExternal(person string) bool
}

// Party is who a cell names: one or several roles and people.
type Party struct {
	Known   []Named  // as they stand; the first one is the lead
	Unknown []string // names that the roster doesn't have
	Outside bool     // it is marked as somebody outside of the company, here or in the roster
}

// Named is a role or a person of the roster; the other one is "".
type Named struct{ Role, Person string }

// ReadParty reads the names of a cell. Without a roster each is unknown.
func ReadParty(text string, roster Roster) Party {
	var p Party
	for _, n := range Names(text, roster) {
		p.Known = append(p.Known, n.Known...)
		if len(n.Known) == 0 {
			p.Unknown = append(p.Unknown, n.Text)
		}
		p.Outside = p.Outside || n.Outside
	}
	return p
}

// Name is one of the names of a cell.
type Name struct {
	Text    string  // as written, without what marks it as somebody outside
	Note    string  // what is in brackets, or behind a dash
	Known   []Named // who is meant; none where the roster doesn't have it
	Outside bool    // it is marked as somebody outside of the company, here or in the roster
}

// Names reads the names of a cell one by one. A company behind a name marks that as somebody outside, and is none.
func Names(text string, roster Roster) []Name {
	if whole := (Name{Text: text}); whole.find(text, roster) {
		return []Name{whole}
	}
	var all []Name
	for _, part := range parties(text) {
		if n := len(all); n > 0 && len(all[n-1].Known) == 0 && isCompany(part) {
			all[n-1].Outside = true
			continue
		}
		n := Name{Text: part}
		before, note := noteBehind(part)
		n.Note = note
		switch {
		case outsider(note):
			n.Outside, n.Text = true, before
			n.find(before, roster)
		case n.find(part, roster) || note != "" && (n.find(before, roster) || n.find(note, roster)):
		default:
			n.Outside = outsider(part) || isCompany(note) || isCompany(part)
		}
		if n.Text != "" {
			all = append(all, n)
		}
	}
	return all
}

// noteBehind parts a name from what is in brackets behind it, or behind a dash between blanks.
func noteBehind(part string) (name, note string) {
	if before, in, ok := strings.Cut(part, "("); ok {
		return strings.TrimSpace(before), strings.TrimSpace(strings.TrimRight(in, ") "))
	}
	for _, dash := range []string{" - ", " – ", " — "} {
		if before, after, ok := strings.Cut(part, dash); ok {
			return strings.TrimSpace(before), strings.TrimSpace(after)
		}
	}
	return part, ""
}

// Attending cuts off what names those who weren't there: "Ann, Ben. Apologies: Cora" is Ann and Ben.
func Attending(text string) string {
	for i := range len(text) {
		if text[i] == ':' {
			start := strings.LastIndexAny(text[:i], ".;,\n") + 1
			if absence(strings.TrimSpace(text[start:i])) {
				return strings.TrimRight(text[:start], " .;,\n")
			}
		}
	}
	return text
}

// Absent reports whether what stands behind a name says that its person wasn't there.
func (n Name) Absent() bool { return absence(n.Note) }

// outsider reports whether a text begins with a word for somebody outside of the company, as external auditor does.
func outsider(text string) bool {
	first := strings.TrimRight(firstWord(text), ",;:")
	return Vocabularies()["outside"].has("guest", lower(first))
}

// isCompany reports whether a text ends in a word for the form of a company, or begins with the name of a body that
// certifies others.
func isCompany(text string) bool {
	words, known := strings.Fields(lower(strings.TrimRight(text, ") "))), Vocabularies()["outside"]
	return len(words) > 0 && (known.has("body", words[0]) || len(words) > 1 && known.has("company", words[len(words)-1]))
}

// find looks a name up in the roster.
func (n *Name) find(name string, roster Roster) bool {
	name = strings.TrimSpace(name)
	if name == "" || roster == nil {
		return false
	}
	role, person, ok := roster.KnownOwner(name)
	if !ok {
		if person, ok = roster.PersonCalled(name); !ok {
			return false
		}
	}
	n.Known = append(n.Known, Named{role, person})
	n.Outside = n.Outside || roster.IsExternal(person)
	return true
}

// parties cuts a text into names. A comma within brackets parts nothing.
func parties(text string) []string {
	var out []string
	depth, start := 0, 0
	cut := func(end, next int) {
		if s := strings.TrimSpace(text[start:end]); s != "" {
			out = append(out, s)
		}
		start = next
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth = max(0, depth-1)
		case depth > 0:
		case strings.IndexByte(",;/&+\n", c) >= 0:
			cut(i, i+1)
		case c == ' ' && (strings.HasPrefix(text[i:], " and ") || strings.HasPrefix(text[i:], " und ")):
			cut(i, i+len(" and "))
		}
	}
	cut(len(text), len(text))
	return out
}

func quoted(text string) string { return strconv.Quote(text) }

func number64(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
