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
	if p.add(text, roster) {
		return p
	}
	for _, part := range parties(text) {
		before, in, bracket := strings.Cut(part, "(")
		in = strings.TrimSpace(strings.TrimRight(in, ") "))
		if bracket && outsiders[lower(in)] {
			p.Outside, part = true, strings.TrimSpace(before)
		}
		if p.add(part, roster) || bracket && (p.add(before, roster) || p.add(in, roster)) {
			continue
		}
		if part != "" {
			p.Unknown = append(p.Unknown, part)
		}
	}
	if len(p.Unknown) > 0 && strings.HasPrefix(lower(text), "external ") {
		p.Outside = true
	}
	return p
}

var outsiders = map[string]bool{"external": true, "guest": true, "extern": true, "gast": true}

// add adds the party that has a name; false where the roster has none.
func (p *Party) add(name string, roster Roster) bool {
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
	p.Known = append(p.Known, Named{role, person})
	p.Outside = p.Outside || roster.IsExternal(person)
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
