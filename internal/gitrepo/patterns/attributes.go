package patterns

import "strings"

// Attributes is the lines of one file such as .gitattributes.
type Attributes []attributeLine

type attributeLine struct {
	macro string // which name the line defines; "" for a pattern's
	at    Pattern
	sets  []string // as written: name, -name, !name, name=value
}

// ParseAttributes reads such a file, which lies in the folder base. Macros can be defined at the root only, and
// outside of the tree.
func ParseAttributes(file []byte, base string, fold bool) Attributes {
	var all Attributes
	for line := range strings.Lines(strings.TrimPrefix(string(file), "\ufeff")) {
		line = strings.TrimLeft(strings.TrimRight(line, "\r\n"), " \t")
		if line == "" || line[0] == '#' {
			continue
		}
		name, rest := attributeName(line)
		l := attributeLine{sets: strings.Fields(rest)}
		var defines bool
		if l.macro, defines = strings.CutPrefix(name, "[attr]"); defines {
			if base != "" {
				continue
			}
		} else {
			l.macro = ""
			if l.at = Parse(name, base, fold); l.at.Not {
				continue // git forbids it
			}
		}
		all = append(all, l)
	}
	return all
}

// attributeName splits a line into its pattern, which may be quoted as in C, and the rest.
func attributeName(line string) (name, rest string) {
	if line[0] == '"' {
		if name, rest, ok := unquote(line[1:]); ok {
			return name, rest
		}
	}
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

// unquote reads a name up to its closing quote.
func unquote(s string) (name, rest string, ok bool) {
	var b []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"':
			return string(b), s[i+1:], true
		case c != '\\':
			b = append(b, c)
			continue
		}
		if i++; i == len(s) {
			break
		}
		if at := strings.IndexByte(`abfnrtv"\`, s[i]); at >= 0 {
			b = append(b, "\a\b\f\n\r\t\v\"\\"[at])
			continue
		}
		if i+3 > len(s) {
			break
		}
		n := 0
		for _, d := range s[i : i+3] {
			if d < '0' || d > '7' {
				return "", "", false
			}
			n = n<<3 | int(d-'0')
		}
		b = append(b, byte(n))
		i += 2
	}
	return "", "", false
}

// Attribute returns what files say of an attribute of a path: "" where it is unspecified, "set", "unset", or the
// value. The last line that matches decides, and a later file goes before an earlier one.
func Attribute(files []Attributes, path, name string) string {
	macros := map[string][]string{"binary": {"-diff", "-merge", "-text"}}
	for _, f := range files {
		for _, l := range f {
			if l.macro != "" {
				macros[l.macro] = l.sets
			}
		}
	}
	for i := len(files) - 1; i >= 0; i-- {
		for k := len(files[i]) - 1; k >= 0; k-- {
			l := &files[i][k]
			if l.macro != "" || !l.at.Match(path, false) {
				continue
			}
			if state, ok := stated(l.sets, name, macros, 0); ok {
				return state
			}
		}
	}
	return ""
}

// stated looks for an attribute among those that a line states, the last one first.
func stated(sets []string, name string, macros map[string][]string, depth int) (state string, ok bool) {
	for i := len(sets) - 1; i >= 0; i-- {
		switch s := sets[i]; {
		case s == name:
			return "set", true
		case s == "-"+name:
			return "unset", true
		case s == "!"+name:
			return "", true
		case strings.HasPrefix(s, name+"="):
			return s[len(name)+1:], true
		case macros[s] != nil && depth < len(macros):
			if state, ok := stated(macros[s], name, macros, depth+1); ok {
				return state, true
			}
		}
	}
	return "", false
}
