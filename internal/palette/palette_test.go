package palette

import (
	"fmt"
	"strings"
	"testing"
)

// TestParse: a fault is written as the bytes that it marks, and what is said of them.
func TestParse(t *testing.T) {
	for name, tc := range map[string]struct{ src, fault string }{
		"nothing":            {"", ""},
		"comments":           {"/* ours */ :root { /* none */ }\n", ""},
		"both themes":        {":root{--accent:#123456;--bg: light-dark(#fff, #000)}\n@media (prefers-color-scheme: dark) { :root { --ink: #eee; } }", ""},
		"fonts":              {`:root { --sans: "Source Sans 3", 'Noto Sans', sans-serif; --edges: 1.5rem }`, ""},
		"another selector":   {"body { --bg: #fff }", `"body": "body" isn't read here`},
		"a list of them":     {":root, body { --bg: #fff }", `":root,": ":root," isn't read here`},
		"a class of it":      {":root.x { --bg: #fff }", `":root.x"`},
		"import":             {`@import "x.css"; :root {}`, `"@import": "@import" isn't read here`},
		"another medium":     {"@media print { :root { --bg: #fff } }", `"@media"`},
		"a rule in it":       {"@media (prefers-color-scheme: dark) { :root { --bg: #000 } body { } }", `"}": "}" isn't the name of a variable`},
		"a property":         {":root { color: #fff }", `"color": color is no variable of the theme`},
		"an unknown one":     {":root { --acent: #fff }", `"--acent": --acent is no variable of the theme; did you mean --accent?`},
		"an address":         {":root { --bg: url(https://example.com/x) }", `"url(https://example.com/x)": --bg: "url(https://example.com/x)" isn't read; expected a colour`},
		"an address in text": {`:root { --sans: "x", url("https://example.com/x") }`, `"\"x\", url(\"https://example.com/x\")": --sans`},
		"a word":             {":root { --bg: white; }", `"white": --bg: "white" isn't read`},
		"important":          {":root { --bg: #fff !important; }", `"#fff !important": --bg`},
		"a variable":         {":root { --bg: var(--ink); }", `"var(--ink)": --bg`},
		"an escape":          {`:root { --bg: \75 rl(x); }`, `--bg`},
		"both in dark":       {"@media (prefers-color-scheme: dark) { :root { --bg: light-dark(#fff, #000) } }", `"light-dark(#fff, #000)": --bg`},
		"half a pair":        {":root { --bg: light-dark(#fff, #0) }", `"light-dark(#fff, #0)": --bg`},
		"fonts in dark":      {"@media (prefers-color-scheme: dark) { :root { --mono: monospace } }", `"monospace": --mono is the same in both themes`},
		"twice":              {":root { --bg: #fff; --bg: #eee }", `"#eee": --bg is set twice for the light theme`},
		"no end":             {":root { --bg: #fff;", `":root": a rule isn't closed`},
		"an open quote":      {`:root { --sans: "x; }`, `"\"": --sans: "\"" isn't read in a value`},
		"a brace":            {`:root { --bg: {#fff} }`, `"{"`},
		"an open comment":    {"/* ", `"/*"`},
		"no value":           {":root { --bg: ; }", `--bg: "" isn't read`},
		"wide edges":         {":root { --edges: 99rem }", `"99rem": --edges: "99rem" isn't read; expected a length`},
		"a dark ground":      {":root { --bg: #333 }", `"#333": --bg: on #333333 no text can be read in the light theme`},
		"a light one":        {"@media (prefers-color-scheme: dark) { :root { --surface: #ddd } }", `"#ddd": --surface: on #dddddd no text can be read in the dark theme`},
		"HTML":               {"</style><script>x()</script>", `"</style><script>x()</script>"`},
	} {
		_, faults := Parse(tc.src)
		got := ""
		for _, f := range faults {
			got += fmt.Sprintf("%q: %s\n", tc.src[f.Start:f.End], f.Message)
			if f.Help == "" || f.End <= f.Start {
				t.Errorf("%s: %+v says no way out, or marks nothing", name, f)
			}
		}
		if (tc.fault == "") != (got == "") || !strings.Contains(got, tc.fault) || len(faults) > 1 {
			t.Errorf("%s: %q, want %q", name, got, tc.fault)
		}
	}
}

// TestCSS: what is stated is used, as far as it can be read, and what isn't stays as it is.
func TestCSS(t *testing.T) {
	for name, tc := range map[string]struct {
		src, accent, rule string
		notes             []string
	}{
		"nothing":     {"", "", ":root { --accent: light-dark(#24476b, ", nil},
		"the accent":  {"", "#1d5c8a", "--accent: light-dark(#1d5c8a, ", nil},
		"a pale one":  {"", "#0f8", "--accent: light-dark(#00", []string{"The accent #0f8 has a contrast of 1.", "was used, for 4."}},
		"dark alone":  {"@media (prefers-color-scheme: dark) { :root { --muted: #333 } }", "", "--muted: light-dark(#5b5e64, #", []string{"--muted #333", "dark theme"}},
		"paper":       {":root { --bg: #ddd }", "", "--bg: light-dark(#dddddd, #16181c);", nil},
		"fonts alone": {":root { --mono: monospace }", "", "--mono: monospace;", nil},
	} {
		style, faults := Parse(tc.src)
		if tc.accent != "" {
			var err error
			if style, err = style.WithAccent(tc.accent); err != nil {
				t.Fatal(err)
			}
		}
		rule, notes := style.CSS()
		if len(faults) > 0 || !strings.Contains(rule, tc.rule) || (len(notes) > 0) != (tc.notes != nil) {
			t.Errorf("%s: %v %s %q", name, faults, rule, notes)
		}
		for _, want := range tc.notes {
			if !strings.Contains(strings.Join(notes, "\n"), want) {
				t.Errorf("%s: %q lacks %q", name, notes, want)
			}
		}
	}
	if _, err := (Style{}).WithAccent("red"); err == nil {
		t.Error("a word is an accent")
	}
}

// TestReadable: whatever a company chooses, text can be read on each of its grounds in both themes.
func TestReadable(t *testing.T) {
	for _, paper := range []string{"light-dark(#fff, #000)", "light-dark(#aaa, #444)", "light-dark(#ff0, #006)"} {
		for _, colour := range []string{"#000", "#fff", "#ff0", "#808080", "#1d5c8a"} {
			var src strings.Builder
			for _, v := range variables {
				switch v.use {
				case ground:
					fmt.Fprintf(&src, "%s: %s; ", v.name, paper)
				case fonts, length:
				default:
					fmt.Fprintf(&src, "%s: light-dark(%s, %s); ", v.name, colour, colour)
				}
			}
			style, faults := Parse(":root { " + src.String() + "}")
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			rule, _ := style.CSS()
			settled, faults := Parse(rule)
			light, dark := settled.schemes()
			for _, v := range variables {
				if v.use == text && (worst(light.all[v.name], light.grounds(v)) < 4.5 || worst(dark.all[v.name], dark.grounds(v)) < 4.5) {
					t.Errorf("%s %s on %s: %v", v.name, colour, paper, faults)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(":root { --accent: #123; } @media (prefers-color-scheme: dark) { :root { --bg: #000 } }")
	f.Add(`:root { --sans: "a", b }`)
	f.Add(":root { --accent:")
	f.Fuzz(func(t *testing.T, src string) {
		style, faults := Parse(src)
		for _, x := range faults {
			if x.Start < 0 || x.End > len(src) || x.Start >= x.End {
				t.Errorf("%+v of %d bytes", x, len(src))
			}
		}
		if rule, _ := style.CSS(); len(faults) == 0 && (strings.Count(rule, "{") != 1 || strings.Contains(rule, "<") || strings.Contains(rule, "url(")) {
			t.Errorf("%q gives %s", src, rule)
		}
	})
}
