package patterns

import "strings"

// glob is a pattern in parts. As in git, it matches bytes, not characters.
type glob struct {
	parts []part
	fold  bool // ASCII letters match in either case
}

type part struct {
	kind byte
	lit  byte       // of literal
	set  *[256]bool // of set
}

const (
	literal = iota
	set     // one byte of a set
	star    // any run without a slash
	deep    // any run
	dirs    // nothing, or any run that ends in a slash
)

// compile reads a pattern; false where it can match nothing.
func compile(pattern string, fold bool) (glob, bool) {
	g := glob{fold: fold}
	for i := 0; i < len(pattern); {
		switch c := pattern[i]; c {
		case '*':
			end := i
			for end < len(pattern) && pattern[end] == '*' {
				end++
			}
			kind := byte(star)
			if end-i > 1 && (i == 0 || pattern[i-1] == '/') {
				switch rest := pattern[end:]; {
				case rest == "" || strings.HasPrefix(rest, `\/`):
					kind = deep
				case rest[0] == '/':
					kind = dirs
					end++
				}
			}
			g.parts = append(g.parts, part{kind: kind})
			i = end
		case '?':
			any := new([256]bool)
			for b := range any {
				any[b] = b != '/'
			}
			g.parts = append(g.parts, part{kind: set, set: any})
			i++
		case '[':
			in, n := readSet(pattern[i:], fold)
			if n == 0 {
				return g, false
			}
			in['/'] = false
			g.parts = append(g.parts, part{kind: set, set: in})
			i += n
		default:
			if c == '\\' {
				if i++; i == len(pattern) {
					return g, false
				}
			}
			g.parts = append(g.parts, part{lit: lower(pattern[i], fold)})
			i++
		}
	}
	return g, true
}

func lower(c byte, fold bool) byte {
	if fold && 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// match follows all ways through the parts at once, so that its cost is bounded by the lengths of pattern and text.
func (g glob) match(text string) bool {
	n := len(g.parts)
	// A place i means that parts[:i] have matched; run[i] that the dirs before place i are within a run.
	now, next := make([]bool, 2*(n+1)), make([]bool, 2*(n+1))
	g.reach(now, 0)
	for k := range len(text) {
		c := lower(text[k], g.fold)
		clear(next)
		for i, p := range g.parts {
			if now[n+1+i] { // within dirs
				next[n+1+i] = true
				if c == '/' {
					g.reach(next, i+1)
				}
			}
			if !now[i] {
				continue
			}
			switch p.kind {
			case literal:
				if c == p.lit {
					g.reach(next, i+1)
				}
			case set:
				if p.set[c] {
					g.reach(next, i+1)
				}
			case star:
				if c != '/' {
					g.reach(next, i)
				}
			case deep:
				g.reach(next, i)
			}
		}
		now, next = next, now
	}
	return now[n]
}

// reach marks a place, and those that follow it without a byte.
func (g glob) reach(places []bool, i int) {
	for n := len(g.parts); !places[i]; i++ {
		places[i] = true
		if i == n {
			return
		}
		switch g.parts[i].kind {
		case dirs:
			places[n+1+i] = true
		case star, deep:
		default:
			return
		}
	}
}

// class reports whether a byte is in the class that is written [:name:], and whether there is such a class.
func class(name string, c byte) (is, known bool) {
	upper, small := 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z'
	digit := '0' <= c && c <= '9'
	graph := '!' <= c && c <= '~'
	switch name {
	case "alnum":
		return upper || small || digit, true
	case "alpha":
		return upper || small, true
	case "blank":
		return c == ' ' || c == '\t', true
	case "cntrl":
		return c < ' ' || c == 0x7f, true
	case "digit":
		return digit, true
	case "graph":
		return graph, true
	case "lower":
		return small, true
	case "print":
		return graph || c == ' ', true
	case "punct":
		return graph && !upper && !small && !digit, true
	case "space":
		return c == ' ' || '\t' <= c && c <= '\r', true
	case "upper":
		return upper, true
	case "xdigit":
		return digit || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f', true
	}
	return false, false
}

// readSet reads a set in brackets at the start of a pattern, and returns how long it is; 0 where it doesn't end.
func readSet(pattern string, fold bool) (*[256]bool, int) {
	in := new([256]bool)
	add := func(from, to byte) {
		for c := int(from); c <= int(to); c++ {
			in[c] = true
		}
	}
	i := 1
	not := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if not {
		i++
	}
	last := byte(0) // what a range may start with
	for first := true; first || i < len(pattern) && pattern[i] != ']'; first = false {
		if i >= len(pattern) {
			return nil, 0
		}
		c := pattern[i]
		switch {
		case c == '\\':
			if i++; i >= len(pattern) {
				return nil, 0
			}
			c = pattern[i]
			add(c, c)
		case c == '-' && last != 0 && i+1 < len(pattern) && pattern[i+1] != ']':
			i++
			to := pattern[i]
			if to == '\\' {
				if i++; i >= len(pattern) {
					return nil, 0
				}
				to = pattern[i]
			}
			add(last, to)
			c = 0
		case c == '[' && i+1 < len(pattern) && pattern[i+1] == ':':
			end := strings.IndexByte(pattern[i+2:], ']')
			if end < 0 {
				return nil, 0
			}
			name, ok := strings.CutSuffix(pattern[i+2:i+2+end], ":")
			if !ok {
				add('[', '[') // no class: the bracket stands for itself
				break
			}
			if _, known := class(name, 0); !known {
				return nil, 0
			}
			for b := range in {
				if is, _ := class(name, byte(b)); is {
					in[b] = true
				}
			}
			i += 2 + end
			c = 0
		default:
			add(c, c)
		}
		last = c
		i++
	}
	if i >= len(pattern) {
		return nil, 0
	}
	if fold {
		for c := 'a'; c <= 'z'; c++ {
			upper := c + 'A' - 'a'
			in[c] = in[c] || in[upper]
		}
	}
	if not {
		for b := range in {
			in[b] = !in[b]
		}
	}
	return in, i + 1
}
