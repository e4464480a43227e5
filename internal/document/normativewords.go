package document

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed normative/*.txt
var normativeFiles embed.FS

// lexicon is the words of a language by which sentences bind, as normative/LANGUAGE.txt lists them. Each phrase has a
// blank at both ends.
type lexicon struct {
	duty, scope, scopeHeadings, tableHeadings, units []string
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	entries, _ := normativeFiles.ReadDir("normative")
	for _, e := range entries {
		text, _ := normativeFiles.ReadFile("normative/" + e.Name())
		all[strings.TrimSuffix(e.Name(), ".txt")] = parseLexicon(string(text))
	}
	return all
})

func parseLexicon(text string) *lexicon {
	l := &lexicon{}
	lists := map[string]*[]string{"[duty]": &l.duty, "[scope]": &l.scope, "[scope headings]": &l.scopeHeadings,
		"[table headings]": &l.tableHeadings, "[units]": &l.units}
	var to *[]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			to = lists[line]
		default:
			*to = append(*to, " "+line+" ")
		}
	}
	return l
}

// Languages lists the languages whose words Compare knows.
func Languages() []string {
	var all []string
	for name := range lexicons() {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// lexiconOf returns the words of a language, such as "de" or "de-AT". Of a language that nobody listed all words count.
func lexiconOf(language string) *lexicon {
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(language)), "-")
	if l := lexicons()[name]; l != nil {
		return l
	}
	all := &lexicon{}
	for _, name := range Languages() {
		l := lexicons()[name]
		all.duty, all.scope = append(all.duty, l.duty...), append(all.scope, l.scope...)
		all.scopeHeadings = append(all.scopeHeadings, l.scopeHeadings...)
		all.tableHeadings, all.units = append(all.tableHeadings, l.tableHeadings...), append(all.units, l.units...)
	}
	return all
}

// has tells whether a text in plain form has one of the phrases.
func has(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(text, p) })
}
