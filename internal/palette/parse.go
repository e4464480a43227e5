package palette

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/nearest"
)

// MaxSize is the size in bytes of the largest file that is read.
const MaxSize = 64 << 10

// Fault is what is wrong with a file, from one byte to another.
type Fault struct {
	Start, End    int
	Message, Help string
}

// Parse reads a file of styles that holds variables and nothing else:
//
//	:root { --accent: #24476b; --sans: "Source Sans 3", sans-serif; }
//	@media (prefers-color-scheme: dark) { :root { --accent: #9ec1e6; } }
//
// A colour is #rgb, #rrggbb, or both themes at once: light-dark(#rgb, #rgb). What is stated for the light theme alone
// leaves the dark one as it is, save the accent, which is made lighter for it. With faults the style must not be used.
func Parse(src string) (Style, []Fault) {
	p := parser{src: src, style: Style{map[string]string{}, map[string]string{}}, places: map[string]Fault{}}
	p.file()
	if len(p.faults) == 0 {
		p.grounds()
	}
	slices.SortStableFunc(p.faults, func(a, b Fault) int { return a.Start - b.Start })
	return p.style, p.faults
}

type parser struct {
	src    string
	at     int
	style  Style
	places map[string]Fault // of values, by scheme and name
	faults []Fault
}

func (p *parser) fault(start, end int, message, help string) {
	p.faults = append(p.faults, Fault{start, end, message, help})
}

const shape = "write `:root { --name: value; }`, and for the dark theme " +
	"`@media (prefers-color-scheme: dark) { :root { --name: value; } }`"

// file reads rules until the end, or until it can't know where the next one begins.
func (p *parser) file() {
	for {
		p.blank()
		if p.at == len(p.src) || !p.rule() {
			return
		}
	}
}

var (
	blanks   = lazyregexp.New(`^(?s:\s+|/\*.*?\*/)*`)
	rootRule = lazyregexp.New(`^:root\s*\{`)
	darkRule = lazyregexp.New(`^@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{\s*:root\s*\{`)
	closing  = lazyregexp.New(`^\}\s*\}`)
	prelude  = lazyregexp.New(`^[^{};\s]+`)
	property = lazyregexp.New(`^([A-Za-z0-9_-]+)\s*:\s*`)
	setting  = lazyregexp.New(`^(?:"[^"\n]*"|'[^'\n]*'|[^;{}"'])*`)
)

func (p *parser) blank() { p.at += len(blanks.FindString(p.src[p.at:])) }

// rule reads one rule, and reports whether reading can go on behind it.
func (p *parser) rule() bool {
	rest := p.src[p.at:]
	dark := false
	opened := rootRule.FindString(rest)
	if opened == "" {
		opened, dark = darkRule.FindString(rest), true
	}
	if opened == "" {
		what := prelude.FindString(rest)
		if what == "" {
			what = rest[:1]
		}
		p.fault(p.at, p.at+len(what), fmt.Sprintf("%q isn't read here; expected variables of :root alone", clipped(what)),
			shape)
		return false
	}
	begin := p.at
	p.at += len(opened)
	for {
		p.blank()
		rest := p.src[p.at:]
		switch end := closing.FindString(rest); {
		case rest == "":
			p.fault(begin, begin+len(":root"), "a rule isn't closed; expected `}`", "write the `}`")
			return false
		case dark && end != "":
			p.at += len(end)
			return true
		case rest[0] == '}' && !dark:
			p.at++
			return true
		case rest[0] == ';':
			p.at++
		case !p.declaration(dark):
			return false
		}
	}
}

// declaration reads a variable and its value, and reports whether reading can go on behind it.
func (p *parser) declaration(dark bool) bool {
	m := property.FindStringSubmatch(p.src[p.at:])
	if m == nil {
		what := firstOf(prelude.FindString(p.src[p.at:]), p.src[p.at:p.at+1])
		p.fault(p.at, p.at+len(what), fmt.Sprintf("%q isn't the name of a variable and a colon", clipped(what)), shape)
		return false
	}
	name, start := m[1], p.at
	p.at += len(m[0])
	from := p.at
	raw := setting.FindString(p.src[from:])
	p.at += len(raw)
	value := strings.TrimRight(raw, " \t\r\n\f")
	if p.at < len(p.src) && p.src[p.at] != ';' && p.src[p.at] != '}' {
		p.fault(p.at, p.at+1, fmt.Sprintf("%s: %q isn't read in a value", name, p.src[p.at:p.at+1]),
			"end the value with `;`")
		return false
	}
	v := find(name)
	if v == nil {
		help := "remove it; known are " + strings.Join(names(), ", ")
		message := fmt.Sprintf("%s is no variable of the theme", name)
		if near := nearest.Word(name, names()); near != "" {
			message += "; did you mean " + near + "?"
		}
		p.fault(start, start+len(name), message, help)
		return true
	}
	p.set(v, value, from, dark)
	return true
}

var (
	bothThemes = lazyregexp.New(`^light-dark\(\s*(#[0-9A-Fa-f]+)\s*,\s*(#[0-9A-Fa-f]+)\s*\)$`)
	fontList   = lazyregexp.New(`^(?:"[A-Za-z0-9 ._-]+"|'[A-Za-z0-9 ._-]+'|[A-Za-z][A-Za-z0-9 -]*)` +
		`(?:\s*,\s*(?:"[A-Za-z0-9 ._-]+"|'[A-Za-z0-9 ._-]+'|[A-Za-z][A-Za-z0-9 -]*)){0,15}$`)
	lengthOf = lazyregexp.New(`^(?:[0-2](?:\.[0-9]{1,3})?rem|[0-9]px|[1-3][0-9]px)$`)
)

// set checks a value and keeps it.
func (p *parser) set(v *variable, value string, from int, dark bool) {
	expected, example := "a colour such as #24476b or light-dark(#24476b, #9ec1e6)", "#24476b"
	light, inDark := value, ""
	ok := false
	switch v.use {
	case fonts:
		expected, example = "names of fonts with commas between them, in quotes where they have blanks",
			`"Source Sans 3", sans-serif`
		ok = fontList.MatchString(value)
	case length:
		expected, example = "a length in rem below 3, or in px below 40", "1.5rem"
		ok = lengthOf.MatchString(value)
	default:
		if m := bothThemes.FindStringSubmatch(value); m != nil && !dark {
			light, inDark = m[1], m[2]
			_, ok = ParseColour(inDark)
		}
		_, one := ParseColour(light)
		ok = one && (ok || inDark == "")
		if dark {
			expected = "a colour such as #9ec1e6"
		}
	}
	switch {
	case !ok:
		end := from + len(value)
		if value == "" {
			from-- // what is before it: there may be nothing behind it
		}
		p.fault(from, end, fmt.Sprintf("%s: %q isn't read; expected %s", v.name, clipped(value), expected),
			"write "+example)
	case dark && v.dark == "" && v.name != Accent:
		p.fault(from, from+len(value), v.name+" is the same in both themes; expected it outside of @media",
			"move it to the :root above")
	case dark:
		p.keep(p.style.dark, "dark", v.name, light, from, len(value))
	default:
		p.keep(p.style.light, "light", v.name, light, from, len(value))
		if inDark != "" {
			p.keep(p.style.dark, "dark", v.name, inDark, from, len(value))
		}
	}
}

func (p *parser) keep(to map[string]string, theme, name, value string, from, size int) {
	if to[name] != "" {
		p.fault(from, from+size, name+" is set twice for the "+theme+" theme", "remove one of them")
		return
	}
	to[name] = value
	p.places[theme+name] = Fault{Start: from, End: from + size}
}

// grounds refuses colours behind text on which no text could be read.
func (p *parser) grounds() {
	light, dark := p.style.schemes()
	for _, s := range []scheme{light, dark} {
		for _, v := range variables {
			at, stated := p.places[s.name+v.name]
			if !stated || v.use != ground {
				continue
			}
			if c := Contrast(s.all[v.name], s.limit); c < leastOfGround {
				other := map[Colour]string{black: "light", white: "dark"}[s.limit]
				p.fault(at.Start, at.End, fmt.Sprintf("%s: on %s no text can be read in the %s theme: its contrast with %s is "+
					"%.1f to 1; expected %.0f or more", v.name, s.all[v.name], s.name, s.limit, c, leastOfGround),
					"choose a "+other+"er colour for the "+s.name+" theme")
			}
		}
	}
}

// clipped shortens a text for a message.
func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
