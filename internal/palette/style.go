package palette

import (
	"fmt"
	"slices"
	"strings"
)

// Accent is the variable of links and marks. The theme's styles don't set it: Style.CSS does.
const Accent = "--accent"

// use is what a variable is for.
type use int

const (
	line   use = iota // a thin line, which nobody has to see
	ground            // behind text
	text              // must be readable
	border            // of what can be used: must be seen
	fonts
	length
)

// variable is one that a company may set, with the theme's own value in light and dark; Dark is "" for one that knows
// no such difference.
type variable struct {
	name, light, dark string
	use               use
	on                []string // the grounds on which it is seen
}

// variables are those of the theme's styles.
var variables = []variable{
	{name: Accent, light: "#24476b", use: text, on: []string{"--bg", "--surface", "--warn-bg", "--stop-bg"}},
	{name: "--bg", light: "#fdfdfb", dark: "#16181c", use: ground},
	{name: "--ink", light: "#1f2023", dark: "#d8dade", use: text, on: []string{"--bg", "--surface", "--warn-bg",
		"--stop-bg"}},
	{name: "--muted", light: "#5b5e64", dark: "#a2a7b0", use: text, on: []string{"--bg", "--surface"}},
	{name: "--line", light: "#dcdbd4", dark: "#363a42", use: line},
	{name: "--edge", light: "#85878c", dark: "#7d828c", use: border, on: []string{"--bg"}},
	{name: "--surface", light: "#f5f4ef", dark: "#1e2126", use: ground},
	{name: "--late", light: "#9c2318", dark: "#ffa79d", use: text, on: []string{"--bg"}},
	{name: "--warn-bg", light: "#fdf3d7", dark: "#352b12", use: ground},
	{name: "--warn", light: "#9a6a00", dark: "#d6a94a", use: text, on: []string{"--bg"}},
	{name: "--stop-bg", light: "#fbe4e2", dark: "#3d1c1c", use: ground},
	{name: "--stop", light: "#a8332a", dark: "#e0877e", use: border, on: []string{"--bg"}},
	{name: "--good", light: "#2c6b45", dark: "#8fcea8", use: text, on: []string{"--bg"}},
	{name: "--sans", light: `system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif`, use: fonts},
	{name: "--mono", light: `ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace`, use: fonts},
	{name: "--edges", light: "clamp(1rem, 4vw, 2.5rem)", use: length},
}

// Contrasts that WCAG 2.2 asks of text (1.4.3) and of controls (1.4.11). On dark paper, thin coloured letters need
// more to be read at ease.
const (
	leastText     = 4.5
	leastBorder   = 3.0
	leastInDark   = 6.5 // of the accent
	leastOfGround = 7.0 // of a ground with black in light, and with white in dark
)

// names are the variables that can be set.
func names() []string {
	var all []string
	for _, v := range variables {
		all = append(all, v.name)
	}
	return all
}

// Theme returns the theme's own values, as its styles write them.
func Theme() map[string]string {
	all := map[string]string{}
	for _, v := range variables {
		all[v.name] = v.light
		if v.dark != "" {
			all[v.name] = "light-dark(" + v.light + ", " + v.dark + ")"
		}
	}
	return all
}

func find(name string) *variable {
	if i := slices.IndexFunc(variables, func(v variable) bool { return v.name == name }); i >= 0 {
		return &variables[i]
	}
	return nil
}

// Style is what a company sets, by the name of a variable. The zero Style leaves the theme as it is.
type Style struct {
	light, dark map[string]string
}

// States reports whether a style sets a variable.
func (s Style) States(name string) bool { return s.light[name] != "" || s.dark[name] != "" }

// WithAccent returns a style that sets the accent, too. The colour is #rgb or #rrggbb.
func (s Style) WithAccent(colour string) (Style, error) {
	if _, ok := ParseColour(colour); !ok {
		return s, fmt.Errorf("the site's accent %q isn't a colour such as #0b5 or #00bb55", colour)
	}
	out := Style{map[string]string{Accent: colour}, map[string]string{}}
	for name, v := range s.light {
		out.light[name] = v
	}
	for name, v := range s.dark {
		out.dark[name] = v
	}
	return out, nil
}

// scheme is the light theme or the dark one.
type scheme struct {
	name  string
	limit Colour // to which text moves until it can be read
	all   map[string]Colour
}

// schemes returns the colours of both themes, as far as they are stated, and else the theme's own.
func (s Style) schemes() (light, dark scheme) {
	light, dark = scheme{"light", black, map[string]Colour{}}, scheme{"dark", white, map[string]Colour{}}
	for _, v := range variables {
		if v.use == fonts || v.use == length {
			continue
		}
		own := firstOf(s.light[v.name], v.light)
		light.all[v.name], _ = ParseColour(own)
		dark.all[v.name], _ = ParseColour(firstOf(s.dark[v.name], v.dark, own))
	}
	return light, dark
}

// least is the contrast that a variable needs in a scheme.
func (v variable) least(dark bool) float64 {
	switch {
	case v.use == border:
		return leastBorder
	case dark && v.name == Accent:
		return leastInDark
	}
	return leastText
}

// CSS returns the rule that sets the variables, each colour moved towards black or white until it can be read. The
// notes say which stated ones had to be moved.
func (s Style) CSS() (rule string, notes []string) {
	light, dark := s.schemes()
	var b strings.Builder
	b.WriteString(":root {")
	for _, v := range variables {
		switch {
		case v.name != Accent && !s.states(v):
		case v.use == fonts || v.use == length:
			fmt.Fprintf(&b, " %s: %s;", v.name, s.light[v.name])
		default:
			before := light.all[v.name]
			light.settle(v, false)
			if now := light.all[v.name]; now != before && s.light[v.name] != "" {
				notes = append(notes, light.moved(v, s.light[v.name]))
			}
			before = dark.all[v.name]
			dark.settle(v, true)
			if now := dark.all[v.name]; now != before && s.dark[v.name] != "" {
				notes = append(notes, dark.moved(v, s.dark[v.name]))
			}
			fmt.Fprintf(&b, " %s: light-dark(%s, %s);", v.name, light.all[v.name], dark.all[v.name])
		}
	}
	b.WriteString(" }\n")
	return b.String(), notes
}

// states reports whether a style changes how a variable must look: it sets it, or a ground on which it is seen.
func (s Style) states(v variable) bool {
	return s.States(v.name) || slices.ContainsFunc(v.on, s.States)
}

func (s *scheme) grounds(v variable) (all []Colour) {
	for _, on := range v.on {
		all = append(all, s.all[on])
	}
	return all
}

func (s *scheme) settle(v variable, dark bool) {
	s.all[v.name] = readable(s.all[v.name], s.limit, v.least(dark), s.grounds(v)...)
}

// moved says that a colour isn't used as it is stated.
func (s *scheme) moved(v variable, stated string) string {
	now, on := s.all[v.name], s.grounds(v)
	before, _ := ParseColour(stated)
	what := "The colour " + v.name
	if v.name == Accent {
		what = "The accent"
	}
	return fmt.Sprintf("%s %s has a contrast of %.1f to 1 on the page in the %s theme; %s was used, for %.1f to 1.", what,
		stated, worst(before, on), s.name, now, worst(now, on))
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
