// Package phrases knows the texts that the terminal says in English and a site in the language of its readers, such as
// "3 changes" or "approved by Ada". It puts values into them. It doesn't know what they are about, nor the texts that
// only a site has: those are in the theme's tables.
package phrases

import (
	"strconv"
	"strings"
)

// Table has texts by their keys. {name} stands for a value; {n} is a number, and a key that ends with ".one" is the
// text for one. What is missing is English.
type Table map[string]string

// Say returns the text of a key for a number, with values put in, each after its name in braces. A number below zero
// is none.
func (t Table) Say(key string, n int, values ...string) string {
	text := ""
	if n == 1 {
		text = t.find(key + ".one")
	}
	if text == "" {
		text = t.find(key)
	}
	if strings.IndexByte(text, '{') < 0 {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if value, ok := valueOf(name, n, values); closed && ok {
			b.WriteString(value)
			text = after
			continue
		}
		b.WriteByte('{') // not a name
		text = rest
	}
}

// valueOf finds the value of a name without its braces.
func valueOf(name string, n int, values []string) (string, bool) {
	for i := 0; i+1 < len(values); i += 2 {
		if strings.Trim(values[i], "{}") == name {
			return values[i+1], true
		}
	}
	return strconv.Itoa(n), name == "n"
}

// Text returns a text without values.
func (t Table) Text(key string) string { return t.find(key) }

func (t Table) find(key string) string {
	if text := t[key]; text != "" {
		return text
	}
	return english[key]
}

// Day writes a day, which is given as 2026-01-31 or is "", as the language does.
func (t Table) Day(iso string) string {
	if len(iso) != len("2026-01-31") {
		return iso
	}
	return t.Say("day_form", -1, "{year}", iso[:4], "{month}", iso[5:7], "{day}", iso[8:])
}

// English returns all texts in English.
func English() Table {
	all := make(Table, len(english))
	for key, text := range english {
		all[key] = text
	}
	return all
}
