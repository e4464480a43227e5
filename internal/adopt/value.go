package adopt

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// Value is what a field is to hold: one text, or several of a list.
type Value struct {
	Text string
	List []string // not nil for a list
}

// String returns a value as messages show it.
func (v Value) String() string {
	if v.List != nil {
		return strings.Join(v.List, ", ")
	}
	return v.Text
}

func (v Value) equal(o Value) bool { return v.Text == o.Text && slices.Equal(v.List, o.List) }

// reading is a stated value as a field takes it. Where no value can be taken, why says so; may are then the days that
// it can mean.
type reading struct {
	value Value
	why   string
	may   []day.Day
}

// ParseValue reads the value that somebody states for a field of a kind's documents. A list has commas.
func ParseValue(cfg *config.Config, kind *config.Kind, field, text string) (Value, error) {
	text = strings.TrimSpace(text)
	if f := schema.FieldNamed(field); f.Type == schema.List || f.Type == schema.People {
		list := []string{}
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		return Value{List: list}, nil
	}
	r := read(cfg, kind, field, text)
	if r.why != "" {
		return Value{}, errors.New(r.why)
	}
	return r.value, nil
}

// read turns what a text states for a field into the field's value. Nothing is guessed.
func read(cfg *config.Config, kind *config.Kind, field, text string) reading {
	f := schema.FieldNamed(field)
	if f.Type == schema.Version || f.Type == schema.Day || f.Type == schema.Cycle {
		text = remark.ReplaceAllString(text, "")
	}
	switch {
	case field == "id":
		if !idLike.MatchString(text) || schema.IsReserved(text) {
			return reading{why: fmt.Sprintf("%q isn't an id such as POL-001", text)}
		}
	case field == "kind":
		if k := kindNamed(cfg, text); k != nil {
			return one(k.Name)
		}
		return reading{why: fmt.Sprintf("%q isn't a kind of document that writ.yaml or writ knows", text)}
	case field == "status":
		return readStatus(kind, text)
	case f.Type == schema.Version:
		if v := versionIn(text); v != "" {
			return one(v)
		}
		return reading{why: fmt.Sprintf("%q isn't a version such as 2.0", text)}
	case f.Type == schema.Person:
		return readPerson(cfg, text)
	case f.Type == schema.Day:
		return readDay(cfg, text)
	case f.Type == schema.Cycle:
		return readCycle(text)
	case f.Type == schema.List || f.Type == schema.People:
		return readList(f, text)
	}
	return one(text)
}

func one(text string) reading { return reading{value: Value{Text: text}} }

var (
	// remark is what is in brackets after a value: 2026-02-15 (after the audit).
	remark       = lazyregexp.New(`\s+\([^()]*\)$`)
	idLike       = lazyregexp.New(`^[A-Za-z][A-Za-z0-9]{0,14}(?:[-_.][A-Za-z0-9]{1,14}){0,5}$`)
	statedNumber = lazyregexp.New(`(?i)^(?:version|revision|rev\.?|v\.?|ver\.?)?\s*([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})$`)
)

// versionIn returns the number in a text that is a version and nothing else; "" for another text.
func versionIn(text string) string {
	if m := statedNumber.FindStringSubmatch(clean(text)); m != nil {
		return m[1]
	}
	return ""
}

// compareVersions compares two numbers part by part; a part that isn't there is 0.
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		if c := cmp.Compare(part(x, i), part(y, i)); c != 0 {
			return c
		}
	}
	return 0
}

func part(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i])
	return n
}

func readStatus(kind *config.Kind, text string) reading {
	word := strings.ToLower(text)
	for _, s := range kind.States {
		if word == s || strings.ReplaceAll(word, " ", "-") == s {
			return one(s)
		}
	}
	return reading{why: fmt.Sprintf("%q isn't one of %s", text, strings.Join(kind.States, ", "))}
}

// readPerson finds the role or the person of the roster that a text names. Without a roster a name is what it is.
func readPerson(cfg *config.Config, text string) reading {
	if len(cfg.People) == 0 && len(cfg.Roles) == 0 {
		return one(text)
	}
	if key := knownParty(cfg, text); key != "" {
		return one(key)
	}
	found := map[string]bool{}
	for _, p := range betweenNames.Split(text, -1) {
		if key := knownParty(cfg, p); key != "" {
			found[key] = true
		}
	}
	for key := range found {
		if len(found) == 1 {
			return one(key)
		}
	}
	if len(found) > 1 {
		return reading{why: fmt.Sprintf("%q names several roles or people of writ.yaml", text)}
	}
	return reading{why: fmt.Sprintf("%q is no role or person of writ.yaml", text)}
}

var betweenNames = lazyregexp.New(`[,;/()<>&|]|\s+(?:and|und|or|oder)\s+|\s+[-–—]\s+`)

func knownParty(cfg *config.Config, name string) string {
	name = strings.TrimSpace(name)
	if role, person, ok := cfg.KnownOwner(name); ok {
		return cmp.Or(role, person)
	}
	if p, ok := cfg.PersonByEmail(name); ok && name != "" {
		return p.Key
	}
	return ""
}

func readDay(cfg *config.Config, text string) reading {
	if d, err := day.Parse(text); err == nil {
		return one(d.String())
	}
	switch may := day.Readings(text, cfg.Organization.Timezone); len(may) {
	case 0:
		return reading{why: fmt.Sprintf("%q isn't a day", text)}
	case 1:
		return one(may[0].String())
	default:
		return reading{why: fmt.Sprintf("%q may be %s or %s", text, may[0], may[1]), may: may}
	}
}

// cycles are words for spans of time that mean one number of months. Biannual means two, and isn't here.
func cycles() map[string]string {
	return map[string]string{
		"annual": "12 months", "annually": "12 months", "yearly": "12 months", "every year": "12 months",
		"once a year": "12 months", "once per year": "12 months", "jährlich": "12 months", "quarterly": "3 months",
		"monthly": "1 month", "every quarter": "3 months", "every month": "1 month", "every six months": "6 months",
		"every two years": "2 years", "every three years": "3 years", "semi-annually": "6 months",
		"semiannually": "6 months", "halbjährlich": "6 months", "vierteljährlich": "3 months",
	}
}

func readCycle(text string) reading {
	word := strings.ToLower(text)
	if c := cycles()[word]; c != "" {
		return one(c)
	}
	word = strings.TrimPrefix(word, "every ")
	if _, err := day.ParseCycle(word); err == nil {
		return one(word)
	}
	return reading{why: fmt.Sprintf("%q isn't a span such as 12 months", text)}
}

// readList parts names at commas. A list of ids holds nothing else.
func readList(f schema.Field, text string) reading {
	list := []string{}
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	if f.Type == schema.List && slices.ContainsFunc(list, func(s string) bool {
		return !idLike.MatchString(s) || !strings.ContainsAny(s, "0123456789")
	}) {
		return reading{why: fmt.Sprintf("%q isn't a list of ids", text)}
	}
	return reading{value: Value{List: list}}
}
