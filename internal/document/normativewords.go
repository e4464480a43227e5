package document

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed normative/*.txt
var normativeFiles embed.FS

// lexicon is the words of a language by which sentences bind, as normative/LANGUAGE.txt lists them. Each phrase has a
// blank at both ends; one that counts only where a sentence begins has ^ before it.
type lexicon struct {
	duty, scope, scopeHeadings, tableHeadings, units []string
	limits, conditions                               []string // they limit, or leave out, what comes after them
	idle                                             []string // they bind nobody, whatever of duty is in them
	negations, articles, pointers, distinct          []string
	// a spelling to the one that counts, without blanks around
	alike map[string]string
	// a comma comes before decimals, and dots group thousands
	comma bool
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	entries, _ := normativeFiles.ReadDir("normative")
	for _, e := range entries {
		text, _ := normativeFiles.ReadFile("normative/" + e.Name())
		name := strings.TrimSuffix(e.Name(), ".txt")
		all[name] = parseLexicon(string(text))
		all[name].comma = name == "de"
	}
	return all
})

func parseLexicon(text string) *lexicon {
	l := &lexicon{alike: map[string]string{}}
	lists := l.lists()
	var to *[]string
	alike := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		from, same, pair := strings.Cut(line, " = ")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			to, alike = lists[line], line == "[alike]"
		case alike && pair:
			l.alike[from] = same
		case line[0] == '^':
			*to = append(*to, "^ "+line[1:]+" ")
		default:
			*to = append(*to, " "+line+" ")
		}
	}
	return l
}

// lists names the lists of phrases by the headings of the file.
func (l *lexicon) lists() map[string]*[]string {
	return map[string]*[]string{"[duty]": &l.duty, "[scope]": &l.scope, "[scope headings]": &l.scopeHeadings,
		"[table headings]": &l.tableHeadings, "[units]": &l.units, "[limits]": &l.limits, "[conditions]": &l.conditions,
		"[idle]": &l.idle, "[negations]": &l.negations,
		"[articles]": &l.articles, "[pointers]": &l.pointers, "[distinct]": &l.distinct}
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

// lexiconOf returns the words of a language, such as "de" or "de-AT". Of a language that nobody listed all words
// count.
func lexiconOf(language string) *lexicon {
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(language)), "-")
	if l := lexicons()[name]; l != nil {
		return l
	}
	all := &lexicon{alike: map[string]string{}}
	lists := all.lists()
	for _, name := range Languages() {
		l := lexicons()[name]
		for heading, list := range l.lists() {
			*lists[heading] = append(*lists[heading], *list...)
		}
		maps.Copy(all.alike, l.alike)
	}
	return all
}

// binds reports whether a text in plain form has words of duty that aren't idle.
func (l *lexicon) binds(text string) bool {
	for _, p := range l.idle {
		text = strings.ReplaceAll(text, p, " ")
	}
	return has(text, l.duty)
}

// has reports whether a text in plain form has one of the phrases.
func has(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return begins(text, p) >= 0 })
}

// begins returns where a phrase begins in a text in plain form; -1 for nowhere.
func begins(text, phrase string) int {
	if phrase[0] != '^' {
		return strings.Index(text, phrase)
	}
	if strings.HasPrefix(text, phrase[1:]) {
		return 0
	}
	return -1
}
