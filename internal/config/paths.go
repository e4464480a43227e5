package config

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// Candidate says whether the file at path is a document. A sure one is, whatever it holds; one that is only
// ifIdentified is when its front matter has an id; any other file isn't. Only Markdown files are documents.
//
// With documents.include, exactly the files that match it are sure, Markdown for another program (.mdx, .md.erb,
// .md.tmpl) among them. Without, of the .md and .markdown files those under policies, procedures, records and docs at
// the root are, save files that speak of the repository and not of the company, such as README.md; every other
// Markdown file is a document when it has an id, but for those of others (OfOthers). With Everywhere, those in every
// other folder that isn't hidden are sure, too. Excluded files never are.
func (c *Config) Candidate(path string) (sure, ifIdentified bool) {
	sure, ifIdentified = c.candidate(path)
	if c.also != nil {
		s, i := c.also.Candidate(path)
		sure, ifIdentified = sure || s, ifIdentified || i
	}
	return sure, ifIdentified
}

// With returns the configuration for the documents of both: what the other one takes for a document is one here,
// too.
func (c *Config) With(other *Config) *Config {
	both := *c
	both.also = other
	return &both
}

func (c *Config) candidate(path string) (sure, ifIdentified bool) {
	if !IsMarkdown(path) || matches(c.Documents.Exclude, path) {
		return false, false
	}
	if c.Documents.Explicit {
		sure = matches(c.Documents.Include, path)
		return sure, sure
	}
	if ForProgram(path) || OfOthers(path) {
		return false, false
	}
	return (inDefaultFolder(path) || c.Documents.Everywhere && !hidden(path)) && !OfRepository(path), true
}

// OfOthers reports whether a path leads through a folder of programs by others: node_modules anywhere, vendor and
// third_party outside of the usual folders, in which they may hold what a company says of its suppliers. Without
// documents.include nothing there is a document.
func OfOthers(path string) bool { return FolderOfOthers(path) != "" }

// FolderOfOthers returns the folder of programs by others through which a path leads; "" for none.
func FolderOfOthers(path string) string {
	folders := strings.Split(path, "/")
	for i, folder := range folders[:len(folders)-1] {
		if folder == "node_modules" || (folder == "vendor" || folder == "third_party") && !inDefaultFolder(path) {
			return strings.Join(folders[:i+1], "/")
		}
	}
	return ""
}

// Everywhere returns the configuration for a repository that has nothing under the usual folders and doesn't say
// where its documents live: see Documents.Everywhere.
func (c *Config) Everywhere() *Config {
	wide := *c
	wide.Documents.Everywhere = true
	return &wide
}

// hidden reports whether a path leads through a folder like .github.
func hidden(path string) bool { return strings.HasPrefix(path, ".") || strings.Contains(path, "/.") }

// Includes reports whether the file at path is surely a document: see Candidate.
func (c *Config) Includes(path string) bool {
	sure, _ := c.Candidate(path)
	return sure
}

// MayInclude reports whether the file at path is a document at all, or would be one with an id: see Candidate.
func (c *Config) MayInclude(path string) bool {
	sure, ifIdentified := c.Candidate(path)
	return sure || ifIdentified
}

// KindFor returns the kind of the document at path whose front matter states a kind, or "" for none. It is
// the stated kind where somebody defined it; else the kind by path; else the generic kind. Never nil.
func (c *Config) KindFor(path, stated string) *Kind {
	if k := c.Kinds[strings.ToLower(strings.TrimSpace(stated))]; k != nil {
		return k
	}
	if k, ok := c.KindByPath(path); ok {
		return k
	}
	return c.Kinds[schema.GenericKind]
}

// KindByPath returns the kind that a place in the tree gives: the first match of documents.kinds, else what
// the nearest folder called policies, procedures or records says.
func (c *Config) KindByPath(path string) (*Kind, bool) {
	for _, k := range c.Documents.Kinds {
		if kind := c.Kinds[k.Kind]; kind != nil && doublestar.MatchUnvalidated(k.Paths, path) {
			return kind, true
		}
	}
	folders := strings.Split(path, "/")
	for _, folder := range slices.Backward(folders[:len(folders)-1]) {
		if kind := c.Kinds[kindOfFolder(folder)]; kind != nil {
			return kind, true
		}
	}
	return nil, false
}

func kindOfFolder(name string) string {
	switch name {
	case "policies":
		return "policy"
	case "procedures":
		return "procedure"
	case "records":
		return "record"
	}
	return ""
}

// IsExternalID reports whether an id is one that another system gives, such as a ticket tracker.
func (c *Config) IsExternalID(id string) bool {
	return slices.ContainsFunc(c.ExternalIDs, func(p *regexp.Regexp) bool { return p.MatchString(id) })
}

// IsKind reports whether a kind is the one that has a name, or extends it, also through others.
func (c *Config) IsKind(k *Kind, name string) bool {
	for depth := 0; k != nil && depth <= len(c.Kinds); depth++ {
		if k.Name == name {
			return true
		}
		k = c.Kinds[k.Extends]
	}
	return false
}

// StatedCycle returns the review cycle that the file states for a kind, or for one that it extends. The cycles
// that kinds have by default are conventions: they limit nothing that a company didn't state itself.
func (c *Config) StatedCycle(k *Kind) (day.Cycle, bool) {
	if !c.Stated(k, "review_cycle") {
		return day.Cycle{}, false
	}
	return k.ReviewCycle, true
}

// Stated reports whether the company states a key of a kind itself, or of one that it extends.
func (c *Config) Stated(k *Kind, key string) bool {
	for depth := 0; k != nil && depth <= len(c.Kinds); depth++ {
		if _, ok := c.Place("kinds", k.Name, key); ok {
			return true
		}
		k = c.Kinds[k.Extends]
	}
	return false
}

// Severity returns the severity of a rule under a path: the last override that matches the path, else the
// file's, else def. An empty path asks for the rule as such.
func (c *Config) Severity(rule, path, def string) string {
	if s, ok := c.Rules.Severity[rule]; ok {
		def = s
	}
	for _, o := range c.Rules.Overrides {
		if s, ok := o.Rules[rule]; ok && path != "" && matches(o.Paths, path) {
			def = s
		}
	}
	return def
}

func matches(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return doublestar.MatchUnvalidated(p, path) })
}

// Endings are those of files that can be documents.
func Endings() []string {
	return []string{".md", ".markdown", ".mdx", ".html.md", ".md.erb", ".html.md.erb", ".md.tmpl"}
}

// IsMarkdown reports whether a path may be a document: whether it has one of the Endings, in any case.
func IsMarkdown[T string | []byte](path T) bool {
	ext := lastEnding(path)
	switch {
	case string(ext) == ".md" || anyCase(ext, ".md"), anyCase(ext, ".markdown"), anyCase(ext, ".mdx"):
		return true
	case anyCase(ext, ".erb"), anyCase(ext, ".tmpl"):
		return anyCase(lastEnding(path[:len(path)-len(ext)]), ".md")
	}
	return false
}

// Ending returns the longest of the Endings that a path has, in small letters; "" for none.
func Ending(name string) (longest string) {
	name = strings.ToLower(name)
	for _, ending := range Endings() {
		if strings.HasSuffix(name, ending) && len(ending) > len(longest) {
			longest = ending
		}
	}
	return longest
}

// SidecarOf returns the path of the file whose front matter a document at path is, where that file is beside it:
// contract.pdf for contract.pdf.md. It is "" for a path whose name names no other file. A Markdown file has its own
// front matter, and so has no sidecar.
func SidecarOf(name string) string {
	file, ok := strings.CutSuffix(name, ".md")
	if !ok {
		return ""
	}
	dot := strings.LastIndexByte(file, '.')
	if dot <= strings.LastIndexByte(file, '/')+1 || dot == len(file)-1 || strings.EqualFold(file[dot:], ".html") ||
		IsMarkdown(file) {
		return ""
	}
	return file
}

// ForProgram reports whether a path is Markdown with code for another program in it: JSX, ERB, or actions of a
// template. Such files are documents only where documents.include says so. Their code is shown as text, and never
// run.
func ForProgram(name string) bool {
	return IsMarkdown(name) && !anyCase(path.Ext(name), ".md") && !anyCase(path.Ext(name), ".markdown")
}

// lastEnding returns a path from its last dot on; nothing where none of the Endings is as long.
func lastEnding[T string | []byte](path T) T {
	for i := len(path) - 1; i >= 0 && len(path)-i <= len(".markdown"); i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return path[:0]
}

func anyCase[T string | []byte](ext T, known string) bool {
	return len(ext) == len(known) && strings.EqualFold(string(ext), known)
}

func inDefaultFolder(path string) bool {
	folder, _, below := strings.Cut(path, "/")
	return below && slices.Contains([]string{"policies", "procedures", "records", "docs"}, folder)
}

// OfRepository reports whether a file's name says that it speaks of the repository. A security.md does where forges
// look for it, and is a policy in a folder of policies.
func OfRepository(name string) bool {
	base := strings.ToLower(path.Base(name))
	base = strings.TrimSuffix(base, path.Ext(base))
	if slices.Contains([]string{"security", "support", "authors", "notice"}, base) {
		return slices.Contains([]string{".", "docs", ".github", ".gitlab"}, path.Dir(name))
	}
	return slices.Contains([]string{"readme", "changelog", "contributing", "license", "licence", "code_of_conduct",
		"codeowners", "pull_request_template", "issue_template"}, base)
}
