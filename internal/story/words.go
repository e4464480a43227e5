package story

import (
	"fmt"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// identity is a name and an address, as in a commit.
type identity struct{ name, email string }

func (i identity) String() string { return i.name + " <" + i.email + ">" }

func knownPeople() map[string]identity {
	return map[string]identity{
		"ada":  {"Ada Byron", "ada@example.com"},
		"bo":   {"Bo Lind", "bo@example.com"},
		"gus":  {"Gus Holm", "gus@example.com"},
		"ilse": {"Ilse Marr", "ilse@example.com"},
		"noor": {"Noor Said", "noor@example.com"},
	}
}

var (
	identityText = lazyregexp.New(`^([^<>\n\x00]*[^<>\s\x00]) <([^<>\s\x00]+)>$`)
	personKey    = lazyregexp.New(`^[a-z][a-z0-9-]*$`)
	option       = lazyregexp.New(`\s+([a-z]+)=("[^"]*"|\S+)\s*$`)
)

func (s *Story) addPerson(line int, rest string) error {
	key, who, _ := strings.Cut(strings.TrimSpace(rest), " ")
	m := identityText.FindStringSubmatch(strings.TrimSpace(who))
	if !personKey.MatchString(key) || m == nil {
		return faultf(line, "expected `git: person KEY Name <mail>` with a key in small letters, found %q", rest)
	}
	if _, there := s.people[key]; there {
		return faultf(line, "the person %q is known already", key)
	}
	s.people[key] = identity{m[1], m[2]}
	return nil
}

// who reads a key or "Name <mail>".
func (s *Story) who(text string) (identity, error) {
	text = unquote(strings.TrimSpace(text))
	if p, ok := s.people[text]; ok {
		return p, nil
	}
	if m := identityText.FindStringSubmatch(text); m != nil {
		return identity{m[1], m[2]}, nil
	}
	return identity{}, fmt.Errorf("%q is no known person and not `Name <mail>`; add `git: person KEY Name <mail>`",
		text)
}

func unquote(s string) string {
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// words splits text at blanks; a word in double quotes may hold some.
func words(text string) ([]string, error) {
	var out []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		if text[0] == '"' {
			end := strings.IndexByte(text[1:], '"')
			if end < 0 {
				return nil, fmt.Errorf("the quote in %s isn't closed", text)
			}
			out, text = append(out, text[1:1+end]), text[end+2:]
			continue
		}
		word, rest, _ := strings.Cut(text, " ")
		out, text = append(out, word), rest
	}
	return out, nil
}

// moment is a point in time; without hasTime only its day was given.
type moment struct {
	at      time.Time
	hasTime bool
}

func parseMoment(s string) (moment, error) {
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return moment{at: t}, checkYear(t, s)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return moment{at: t, hasTime: true}, checkYear(t, s)
		}
	}
	return moment{}, fmt.Errorf("%q isn't a day such as 2026-03-31 or 2026-03-31T14:05", s)
}

// checkYear refuses what a commit can't hold: Git counts seconds from 1970.
func checkYear(t time.Time, s string) error {
	if t.Unix() < 0 || t.Year() > 2099 {
		return fmt.Errorf("%s is outside of 1970 to 2099", s)
	}
	return nil
}

// signature is who did something when.
type signature struct {
	author, committer identity
	when              moment
	authored          *moment   // when it differs from the committer's date
	signer            *identity // whose key signs it
}

// signature reads `DAY WHO [committer=…] [authored=…] [signed=…]`.
func (s *Story) signature(text string) (signature, error) {
	var sig signature
	var committer string
	for {
		m := option.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		key, value := text[m[2]:m[3]], unquote(text[m[4]:m[5]])
		switch key {
		case "committer":
			committer = value
		case "authored":
			at, err := parseMoment(value)
			if err != nil {
				return sig, err
			}
			sig.authored = &at
		case "signed":
			who, err := s.who(value)
			if err != nil {
				return sig, err
			}
			sig.signer = &who
		default:
			return sig, fmt.Errorf("unknown word %s=; known are committer=, authored= and signed=", key)
		}
		text = text[:m[0]]
	}
	when, who, _ := strings.Cut(strings.TrimSpace(text), " ")
	var err error
	if sig.when, err = parseMoment(when); err != nil {
		return sig, err
	}
	if sig.author, err = s.who(who); err != nil {
		return sig, err
	}
	sig.committer = sig.author
	if committer != "" {
		sig.committer, err = s.who(committer)
	}
	return sig, err
}
