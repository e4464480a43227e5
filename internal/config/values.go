package config

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

// shape is what a name must look like.
type shape struct {
	what, text, example string
	fits                func(string) bool
}

// ofDefinition returns a shape whose expression is that of a definition of the schema of writ.yaml.
func ofDefinition(def, what, text, example string) shape {
	expression := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(schema.Pattern(def)) })
	return shape{what, text, example, func(s string) bool { return expression().MatchString(s) }}
}

var (
	keyShape  = ofDefinition("key", "name", "letters, digits, `-`, `_` or `.`, at most 64", "a short name such as ciso")
	kindShape = ofDefinition("kindName", "kind's name", "small letters, digits and `-`, at most 64",
		"a name such as supplier-assessment")
	fieldShape = ofDefinition("fieldName", "field's name", "small letters, digits and `_`, at most 64",
		"a name such as review_date")
	ruleShape  = ofDefinition("ruleId", "rule id", "capital letters and three or four digits", "an id such as WR204")
	emailShape = ofDefinition("email", "e-mail address", "one address without blanks",
		"an address such as ada@example.com")
	identityShape = ofDefinition("identity", "commit identity", "a name and an address",
		`"Forge Bot <bot@forge.example.com>"`)
	publicShape = ofDefinition("publicKey", "public key", "an SSH key in one line or an armored OpenPGP key",
		`"ssh-ed25519 AAAA…"`)
	commitShape = ofDefinition("commit", "commit id", "40 hexadecimal digits", "the commit's full id")
	urlShape    = ofDefinition("url", "web address", "http or https, a host and a path",
		"an address such as https://docs.example.com/")
	linkShape = ofDefinition("link", "link", "https, http or mailto, and an address",
		"an address such as https://intranet.example.com/ or mailto:isms@example.com")
	issuesShape = ofDefinition("issues", "place for problems", "http or https, a host, and {title} and {body} where "+
		"these go",
		"an address such as https://forge.example.com/isms/issues/new?title={title}&body={body}")
	colourShape    = ofDefinition("colour", "colour", "#rgb or #rrggbb", `a colour in quotes, such as "#0b5"`)
	extensionShape = ofDefinition("extension", "file's ending", "a dot and letters or digits, perhaps twice",
		"an ending such as .md")
	languageShape = ofDefinition("language", "language", "a language tag", "a tag such as en or de-AT")
	dayShape      = ofDefinition("day", "day", "YYYY-MM-DD", "a real day such as 2026-01-31")
	clauseShape   = ofDefinition("clause", "clause", "a standard and a number", "a clause such as ISO27001:5.2")
	prefixShape   = ofDefinition("idPrefix", "beginning of ids", "letters and digits, a letter first",
		"letters such as SA")
)

// words reads text that isn't blank. Other types are faults: a name such as 007 or yes needs quotes, so that
// every program reads it alike.
func (r *reader) words(n *node) (string, bool) {
	if n.kind != text {
		example := "text"
		if n.kind == number || n.kind == boolean {
			example = `it in quotes: "` + n.text + `"`
		}
		r.expected(n, "text", example)
		return "", false
	}
	if strings.TrimSpace(n.text) == "" {
		r.fault(n, n.name()+" is blank; expected text", "write text, or remove the key")
		return "", false
	}
	return n.text, true
}

// into reads text to a place.
func (r *reader) into(to *string) func(*node) {
	return func(n *node) {
		if s, ok := r.words(n); ok {
			*to = s
		}
	}
}

// shaped reads text of a shape.
func (r *reader) shaped(n *node, s shape) (string, bool) {
	v, ok := r.words(n)
	if ok && !s.fits(v) {
		r.fault(n, fmt.Sprintf("%s: %s isn't %s; expected %s", n.name(), quote(v), articled(s.what), s.text),
			"write "+s.example)
		return "", false
	}
	return v, ok
}

// articled puts the article before the name of a thing.
func articled(what string) string {
	if strings.ContainsRune("aeio", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}

// shapedInto reads text of a shape to a place.
func (r *reader) shapedInto(to *string, s shape) func(*node) {
	return func(n *node) {
		if v, ok := r.shaped(n, s); ok {
			*to = v
		}
	}
}

// list reads a list of texts of a shape. A list that is there, even an empty one, isn't nil.
func (r *reader) list(n *node, s shape) []string {
	all := []string{}
	r.each(n, "["+strings.TrimPrefix(s.example, "a ")+"]", func(item *node) {
		if v, ok := r.shaped(item, s); ok {
			all = append(all, v)
		}
	})
	return all
}

func (r *reader) flag(to *bool) func(*node) {
	return func(n *node) {
		if n.kind != boolean {
			r.expected(n, "true or false", "true or false")
			return
		}
		*to = strings.EqualFold(n.text, "true")
	}
}

// whole reads a whole number within bounds.
func (r *reader) whole(n *node, least, most int) (int, bool) {
	f, err := strconv.ParseFloat(n.text, 64)
	if n.kind != number || err != nil || f != float64(int(f)) {
		r.expected(n, "a whole number", fmt.Sprintf("a number from %d to %d", least, most))
		return 0, false
	}
	if int(f) < least || int(f) > most {
		r.fault(n, fmt.Sprintf("%s is %s; expected %d to %d", n.name(), n.text, least, most),
			"write a number within these bounds")
		return 0, false
	}
	return int(f), true
}

// oneOf reads one of a few words.
func (r *reader) oneOf(n *node, allowed ...string) (string, bool) {
	v, ok := r.words(n)
	if !ok || slices.Contains(allowed, v) {
		return v, ok
	}
	help := "write one of them"
	if near := nearest.Word(v, allowed); near != "" {
		help = "write " + near
	}
	r.fault(n, fmt.Sprintf("%s: %s isn't known; expected one of %s", n.name(), quote(v), listed(allowed)), help)
	return "", false
}

func (r *reader) day(to *day.Day) func(*node) {
	return func(n *node) {
		s, ok := r.shaped(n, dayShape)
		if !ok {
			return
		}
		d, err := day.Parse(s)
		if err != nil {
			r.fault(n, n.name()+": "+err.Error(), "write "+dayShape.example)
			return
		}
		*to = d
	}
}

// inOrder reports a time that ends before it begins.
func (r *reader) inOrder(n *node, from, until day.Day) {
	if from == day.None || until == day.None || from <= until {
		return
	}
	at := n
	if v, _, ok := n.at("until"); ok {
		at = v
	}
	r.fault(at, fmt.Sprintf("%s ends on %s, before it begins on %s", n.name(), until, from), "until is the last "+
		"day; write one from "+from.String()+" on")
}

func (r *reader) cycle(to *day.Cycle) func(*node) {
	return func(n *node) {
		s, ok := r.words(n)
		if !ok {
			return
		}
		c, err := day.ParseCycle(s)
		if err != nil {
			r.fault(n, n.name()+": "+err.Error(), `write a length such as 30 days, 12 months or 3 years`)
			return
		}
		*to = c
	}
}

// patterns reads one pattern of paths or a list of them.
func (r *reader) patterns(n *node) []string {
	if n.kind != list {
		if p, ok := r.pattern(n); ok {
			return []string{p}
		}
		return nil
	}
	if len(n.items) == 0 {
		r.fault(n, n.name()+" is an empty list; expected at least one pattern", `write a pattern such as "policies/**"`)
	}
	var all []string
	for _, item := range n.items {
		if p, ok := r.pattern(item); ok {
			all = append(all, p)
		}
	}
	return all
}

// Limits of a pattern. The time to match one grows with the product of its choices.
const (
	maxPattern = 500
	maxGroups  = 4
	maxChoices = 16
)

// pattern reads a doublestar pattern relative to the repository's root.
func (r *reader) pattern(n *node) (string, bool) {
	s, ok := r.words(n)
	if !ok {
		return "", false
	}
	wrong := outside(s)
	switch {
	case wrong != "":
	case len(s) > maxPattern || strings.Count(s, "{") > maxGroups || strings.Count(s, ",") > maxChoices:
		wrong = fmt.Sprintf("is too long or has too many choices; at most %d letters, %d pairs of braces and %d "+
			"commas are read", maxPattern, maxGroups, maxChoices)
	case slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return strings.Contains(part, "**") && part != "**"
	}):
		wrong = "has `**` beside other letters, which reaches one level only; it spans folders as a whole part " +
			"between slashes"
	case !doublestar.ValidatePattern(s):
		wrong = "isn't a pattern: a bracket or a brace stays open"
	}
	if wrong != "" {
		r.fault(n, fmt.Sprintf("%s: %s %s", n.name(), quote(s), wrong),
			`write a pattern from the repository's root, such as "policies/**/*.md"`)
	}
	return s, wrong == ""
}

// file reads a path inside the repository to a place.
func (r *reader) file(to *string) func(*node) {
	return func(n *node) {
		s, ok := r.words(n)
		if !ok {
			return
		}
		if wrong := badPath(s); wrong != "" {
			r.fault(n, fmt.Sprintf("%s: %s %s", n.name(), quote(s), wrong),
				"write a path from the repository's root, such as security/allowed_signers")
			return
		}
		*to = path.Clean(s)
	}
}

// outside says in which way a path or pattern doesn't start at the repository's root, or "".
func outside(s string) string {
	switch {
	case strings.HasPrefix(s, "/"), len(s) > 1 && s[1] == ':':
		return "is absolute; expected one from the repository's root"
	case strings.Contains(s, `\`):
		return "has a backslash; expected slashes"
	case slices.Contains(strings.Split(s, "/"), ".."):
		return "leads out of the repository by `..`"
	case strings.HasPrefix(s, "./"):
		return "starts with `./`; paths start at the repository's root anyway"
	}
	return ""
}

// badPath says why s can't be a file or folder below the repository's root, or "".
func badPath(s string) string {
	s = strings.TrimPrefix(s, "./")
	clean := path.Clean(s)
	switch wrong := outside(s); {
	case wrong != "":
		return wrong
	case strings.TrimSpace(s) != s || strings.ContainsAny(s, "\x00\r\n"):
		return "has blanks at its ends or a line break"
	case clean == ".":
		return "is the repository's root itself"
	case strings.EqualFold(clean, ".git"), len(clean) > 4 && strings.EqualFold(clean[:5], ".git/"):
		return "lies in Git's own folder"
	}
	return ""
}

// expression reads a regular expression that whole texts must match, and returns it anchored.
func (r *reader) expression(to *string) func(*node) {
	return func(n *node) {
		s, ok := r.words(n)
		if !ok {
			return
		}
		anchored := `^(?:` + s + `)$`
		if _, err := regexp.Compile(s); err != nil {
			r.fault(n, fmt.Sprintf("%s: %s isn't a regular expression: %s", n.name(), quote(s), err),
				"write one in RE2's syntax")
			return
		}
		*to = anchored
	}
}
