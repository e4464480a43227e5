package adopt

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// heading returns the heading that is a document's title: the first one, where no other is of its level or a higher
// one.
func heading(d *document.Document) (document.Heading, bool) {
	heads := d.Headings()
	if len(heads) == 0 {
		return document.Heading{}, false
	}
	first := heads[0]
	alone := !slices.ContainsFunc(heads[1:], func(h document.Heading) bool { return h.Level <= first.Level })
	return first, alone && !unfilled(titleOf(first.Text))
}

var (
	number   = lazyregexp.New(`^[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?\s+`)
	upperID  = `[A-Z]{2,10}(?:[-_][A-Z]{2,10}){0,2}[-_][0-9]{1,4}`
	lowerID  = `[a-z]{2,10}(?:[-_][a-z]{2,10}){0,2}[-_]0[0-9]{1,3}`
	leading  = lazyregexp.New(`^[\[(]?(` + upperID + `|` + lowerID + `)[\])]?(?:[\s:_–—-]+|$)`)
	trailing = lazyregexp.New(`[\s:_–—-]*[\[(](` + upperID + `)[\])]$`)
)

// titleOf is a title without a number or an id before it, or an id in brackets after it.
func titleOf(s string) string {
	s = strings.TrimSpace(number.ReplaceAllString(clean(s), ""))
	for _, re := range []*lazyregexp.Regexp{leading, trailing} {
		if m := re.FindStringSubmatchIndex(s); m != nil && isID(s[m[2]:m[3]]) && m[1]-m[0] < len(s) {
			s = strings.TrimSpace(s[:m[0]] + s[m[1]:])
		}
	}
	return s
}

// idIn returns the id with which a title begins, or which it has in brackets at its end; "" for none.
func idIn(s string) string {
	s = clean(s)
	for _, re := range []*lazyregexp.Regexp{leading, trailing} {
		if m := re.FindStringSubmatch(s); m != nil && isID(m[1]) {
			return strings.ToUpper(m[1])
		}
	}
	return ""
}

// isID reports whether what looks like an id is none of the names that look so, too: ISO-27001, SHA-256.
func isID(s string) bool {
	row := strings.ToLower(s)
	if i := strings.IndexAny(row, "-_"); i >= 0 {
		row = row[:i]
	}
	return !slices.Contains([]string{"iso", "iec", "bs", "en", "din", "nist", "sp", "soc", "pci", "dss", "hipaa",
		"gdpr", "dsgvo", "cis", "rfc", "cve", "cwe", "sha", "aes", "rsa", "tls", "utf", "covid", "annex", "clause",
		"top", "week", "day", "phase", "part", "chapter", "section", "step", "version", "ver", "rev", "tier", "level",
		"wave", "sprint", "fy", "year", "log", "http", "gpt", "windows", "win", "bsi", "owasp", "fedramp",
		"article"}, row) &&
		!schema.IsReserved(s)
}

// stem is a file's name without its extensions; that of a folder for an index page.
func stem(file string) string {
	dir, name := path.Split(file)
	for {
		ext := path.Ext(name)
		if ext == "" || ext == name || len(ext) > len(".markdown") || strings.ContainsAny(ext, " ") ||
			strings.Trim(ext[1:], "0123456789") == "" {
			break
		}
		name = strings.TrimSuffix(name, ext)
	}
	if low := strings.ToLower(strings.Trim(name, "_")); (low == "index" || low == "readme") && dir != "" {
		return path.Base(dir)
	}
	return name
}

// titleOfFile makes a title of a file's name: access-control_policy.md is "Access control policy".
func titleOfFile(file string) string {
	s := strings.Join(strings.FieldsFunc(titleOf(stem(file)), func(r rune) bool {
		return r == '-' || r == '_' || unicode.IsSpace(r)
	}), " ")
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 || !utf8.ValidString(s) {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// endings are words with which the title of a document of a kind ends.
func endings() [][2]string {
	return [][2]string{
		{"policy", "policy"}, {"policies", "policy"}, {"richtlinie", "policy"}, {"leitlinie", "policy"},
		{"procedure", "procedure"}, {"procedures", "procedure"}, {"sop", "procedure"}, {"verfahren", "procedure"},
		{"verfahrensanweisung", "procedure"}, {"standard", "standard"}, {"standards", "standard"},
		{"guideline", "guideline"}, {"guidelines", "guideline"},
	}
}

// special are kinds of which an ISMS has one or few, by what their titles say: somewhere, or from end to end.
var special = sync.OnceValue(func() []specialTitle {
	part := func(words, kind string) specialTitle {
		return specialTitle{regexp.MustCompile(`(?:^|\PL)(?:` + words + `)(?:\PL|$)`), kind}
	}
	whole := func(words, kind string) specialTitle {
		return specialTitle{regexp.MustCompile(`^(?:` + words + `)$`), kind}
	}
	return []specialTitle{
		part(`statement of applicability|anwendbarkeitserklärung|erklärung zur anwendbarkeit`,
			"statement-of-applicability"),
		part(`(?:corrective actions?|non-?conformity) (?:log|register)`, "corrective-action-log"),
		part(`management review|managementbewertung`, "management-review"),
		part(`internal audit|internes audit`, "internal-audit"),
		part(`risk treatment(?: plan)?|risikobehandlungsplan`, "risk-treatment"),
		part(`risk assessments?|risikobeurteilung`, "risk-assessment"),
		whole(`(?:information )?security objectives|isms objectives`, "objectives"),
		whole(`context(?: of the organi[sz]ation)?|.*organi[sz]ation and its context|kontext der organisation`,
			"context"),
		whole(`(?:isms )?scope(?: statement)?|scope (?:of|for) the isms|geltungsbereich|anwendungsbereich`, "scope"),
	}
})

type specialTitle struct {
	words *regexp.Regexp
	kind  string
}

// kindOfTitle returns the kind of which a title speaks; special says that few documents are of it.
func kindOfTitle(cfg *config.Config, title string) (k *config.Kind, isSpecial bool) {
	low := strings.ToLower(title)
	words := strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return nil, false
	}
	last := words[len(words)-1]
	for _, e := range endings() {
		if last == e[0] || words[0] == e[0] || len(e[0]) > 8 && strings.HasSuffix(last, e[0]) {
			return cfg.Kinds[e[1]], false
		}
	}
	for _, s := range special() {
		if s.words.MatchString(low) {
			return cfg.Kinds[s.kind], true
		}
	}
	return nil, false
}

// kindNamed finds the kind that a text names: by its name or its title, in any case, in the singular or the plural.
func kindNamed(cfg *config.Config, text string) *config.Kind {
	low := strings.ToLower(strings.TrimSpace(text))
	singular := strings.TrimSuffix(low, "s")
	if cut, ok := strings.CutSuffix(low, "ies"); ok {
		singular = cut + "y"
	}
	for _, name := range []string{low, singular} {
		if k := cfg.Kinds[strings.NewReplacer(" ", "-", "_", "-").Replace(name)]; k != nil {
			return k
		}
	}
	for _, k := range cfg.Kinds {
		if strings.EqualFold(k.Title, low) {
			return k
		}
	}
	return nil
}

// kindOf returns the kind of a document without a stated one, and what says so; nil where nothing does. What
// documents.kinds says comes first. A folder decides between kinds of one sort, a title says which of them few are.
func kindOf(cfg *config.Config, file, title string) (*config.Kind, Source) {
	for _, k := range cfg.Documents.Kinds {
		if kind := cfg.Kinds[k.Kind]; kind != nil && doublestar.MatchUnvalidated(k.Paths, file) {
			return kind, Source{Form: Folder, Words: "documents.kinds: " + k.Paths}
		}
	}
	byTitle, isSpecial := kindOfTitle(cfg, title)
	byFolder, folder := kindOfFolder(cfg, file)
	if byFolder != nil && !(isSpecial && byTitle != nil && byTitle.Record == byFolder.Record &&
		(byFolder.Record || byFolder.Name == "policy")) {
		return byFolder, Source{Form: Folder, Words: folder}
	}
	if byTitle != nil {
		return byTitle, Source{Form: Title, Words: title}
	}
	return nil, Source{}
}

// kindOfFolder returns the kind of the nearest folder that is named after one.
func kindOfFolder(cfg *config.Config, file string) (*config.Kind, string) {
	folders := strings.Split(path.Dir(file), "/")
	for i, folder := range slices.Backward(folders) {
		if k := kindNamed(cfg, folder); k != nil && k.Name != schema.GenericKind {
			return k, strings.Join(folders[:i+1], "/")
		}
	}
	return nil, ""
}
