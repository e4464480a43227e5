package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// codeowners is a CODEOWNERS file as its forge reads it.
type codeowners struct {
	path    string
	gitlab  bool
	entries []ownerEntry
	skipped []skippedLine
}

// ownerEntry is one line: who owns what its pattern matches.
type ownerEntry struct {
	line    int
	section string   // GitLab's, in lower case; "" for the part above the first heading, and with GitHub
	globs   []string // doublestar patterns, any of which matches
	not     bool     // GitLab's !pattern: nobody owns it in this section
	owners  []string // as written; none: GitHub takes the owners away
}

// skippedLine is what the forge passes over without a word: a line, or the whole file.
type skippedLine struct {
	line   int // 0: the whole file
	offset int // of the line in the file
	text   string
	why    string
}

// Limits of GitHub.
const (
	maxCodeowners = 3 << 20
	maxOwnerLine  = 1 << 16
)

// readCodeowners finds and reads the file that a forge would take; nil where there is none. GitHub looks into .github,
// the root and docs; GitLab into the root, docs and .gitlab. Which of the two reads it shows in the folder, in a
// heading of a section, or in GitLab's own files beside it.
func readCodeowners(r *register.Register) (*codeowners, error) {
	for _, path := range []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"} {
		src, err := r.Read(path)
		if errors.Is(err, snapshot.ErrNoFile) {
			switch there, err := r.Exists(path); {
			case err != nil:
				return nil, err
			case there:
				return &codeowners{path: path,
					skipped: []skippedLine{{0, 0, "",
						"it is a link, a folder or a submodule, and no file with lines of its own"}}}, nil
			}
			continue
		}
		if errors.Is(err, snapshot.ErrTooLarge) {
			return &codeowners{path: path, skipped: []skippedLine{{0, 0, "", err.Error()}}}, nil
		}
		if err != nil {
			return nil, err
		}
		gitlab := strings.HasPrefix(path, ".gitlab/") || path[0] != '.' && sectionHeading.Match(src)
		for _, sign := range []string{".gitlab-ci.yml", ".gitlab"} {
			there, err := r.Exists(sign)
			if err != nil {
				return nil, err
			}
			gitlab = gitlab || there && path[0] != '.'
		}
		return parseCodeowners(path, src, gitlab), nil
	}
	return nil, nil
}

// sectionHeading is the heading of a section: [Name], ^[Optional], [Name][2] @default.
var sectionHeading = lazyregexp.New(
	`(?m)^\^?\[([^\]\n]+)\](?:\[[0-9]+\])?(?:[ \t]+(@.*?|[^ \t\n]+@.*?))?[ \t]*\r?$`)

func parseCodeowners(path string, src []byte, gitlab bool) *codeowners {
	c := &codeowners{path: path, gitlab: gitlab}
	if !gitlab && len(src) >= maxCodeowners {
		c.skipped = []skippedLine{{0, 0, "", fmt.Sprintf("the file has %d bytes, and GitHub loads none of 3 MB or more",
			len(src))}}
		return c
	}
	section, byDefault, n := "", []string(nil), 0
	file := strings.TrimPrefix(string(src), "\ufeff")
	at, next := 0, len(src)-len(file)
	for line := range strings.Lines(file) {
		n++
		at, next = next, next+len(line)
		text := strings.TrimSpace(line)
		if text == "" || text[0] == '#' {
			continue
		}
		if m := sectionHeading.FindStringSubmatch(text); gitlab && m != nil {
			section, byDefault = strings.ToLower(strings.TrimSpace(m[1])), ownersIn(strings.Fields(m[2]))
			continue
		}
		e, why := c.entry(text)
		if why != "" {
			c.skipped = append(c.skipped, skippedLine{n, at, strings.TrimRight(line, "\r\n"), why})
			continue
		}
		if e.line, e.section = n, section; gitlab && len(e.owners) == 0 {
			e.owners = byDefault
		}
		c.entries = append(c.entries, e)
	}
	return c
}

// entry reads a line with a pattern and owners; why says what makes the forge pass over it.
func (c *codeowners) entry(text string) (e ownerEntry, why string) {
	if len(text) > maxOwnerLine {
		return e, "it is too long"
	}
	words := splitUnescaped(text)
	pattern := words[0]
	if c.gitlab {
		e.owners = ownersIn(words[1:])
		if e.not = strings.HasPrefix(pattern, "!"); e.not {
			pattern = pattern[1:]
		}
		e.globs = gitlabGlobs(pattern)
		return e, validGlobs(e.globs)
	}
	switch {
	case pattern[0] == '!':
		return e, "GitHub knows no exceptions with !"
	case strings.ContainsAny(pattern, "[]"):
		return e, "GitHub knows no ranges in brackets"
	case strings.HasPrefix(pattern, `\#`):
		return e, "GitHub can't escape a # at the start"
	}
	for _, w := range words[1:] {
		if w[0] == '#' {
			break
		}
		if !githubOwner.MatchString(w) {
			return e, fmt.Sprintf("%s is neither @login, @organization/team nor an address", quoted(w))
		}
		e.owners = append(e.owners, w)
	}
	e.globs = githubGlobs(pattern)
	return e, validGlobs(e.globs)
}

var githubOwner = lazyregexp.New(`^(?:@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+)$`)

// ownersIn keeps what GitLab takes as owners: it passes over other words.
func ownersIn(words []string) []string {
	var owners []string
	for _, w := range words {
		if strings.Contains(w, "@") {
			owners = append(owners, w)
		}
	}
	return owners
}

// splitUnescaped cuts a line at blanks that no backslash escapes, and takes the backslashes before blanks away.
func splitUnescaped(text string) []string {
	const held = "\x00"
	words := strings.Fields(strings.ReplaceAll(text, `\ `, held))
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], held, " ")
	}
	return words
}

func validGlobs(globs []string) string {
	if slices.ContainsFunc(globs, func(g string) bool { return !doublestar.ValidatePattern(g) }) {
		return "its pattern can't be read"
	}
	return ""
}

// literal keeps what only doublestar gives a meaning.
func literal(pattern string) string {
	return strings.NewReplacer("{", `\{`, "}", `\}`).Replace(pattern)
}

// githubGlobs follow GitHub: a slash within anchors the pattern, a folder means all below it, and a last * only what
// lies right there.
func githubGlobs(pattern string) []string {
	p := literal(pattern)
	anchored := strings.Contains(strings.TrimSuffix(p, "/"), "/")
	p = strings.TrimPrefix(p, "/")
	if !anchored && p != "" {
		p = "**/" + p
	}
	switch {
	case p == "":
		return []string{"**"}
	case strings.HasSuffix(p, "/"):
		return []string{p + "**"}
	case anchored && strings.HasSuffix(p, "/*"):
		return []string{p}
	}
	return []string{p, p + "/**"}
}

// gitlabGlobs follow GitLab: only a leading slash anchors, and only a trailing one means a folder.
func gitlabGlobs(pattern string) []string {
	p := literal(pattern)
	switch {
	case p == "*":
		return []string{"**"}
	case !strings.HasPrefix(p, "/"):
		p = "**/" + p
	}
	if p = strings.TrimPrefix(p, "/"); strings.HasSuffix(p, "/") || p == "" {
		p += "**"
	}
	return []string{p}
}

// of returns the entries that give a path its owners: the last match, with GitLab the last of each section.
func (c *codeowners) of(path string) []ownerEntry {
	last := map[string]ownerEntry{}
	shut := map[string]bool{}
	var order []string
	for _, e := range c.entries {
		if !slices.ContainsFunc(e.globs, func(g string) bool { return doublestar.MatchUnvalidated(g, path) }) {
			continue
		}
		if _, had := last[e.section]; !had {
			order = append(order, e.section)
		}
		shut[e.section] = shut[e.section] || e.not
		last[e.section] = e
	}
	var all []ownerEntry
	for _, s := range order {
		if !shut[s] {
			all = append(all, last[s])
		}
	}
	return all
}
