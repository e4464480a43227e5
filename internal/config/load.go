package config

import (
	"cmp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // days must come out alike on machines without zone data

	"github.com/writ-docs/writ/schema"
)

// Default returns the configuration of a repository without writ.yaml.
func Default() *Config {
	c := defaults()
	c.finish()
	return c
}

// Files reads a file that the configuration names, by its path from the root, where writ.yaml itself is from: the
// same commit, or the working tree. The error says what is there instead, as in "isn't there" or "is a symbolic link".
// Nil stands for no files.
type Files func(path string) ([]byte, error)

// Load reads a writ.yaml over the defaults, with the files of kinds that it names. With any problem the configuration
// must not be used: it is returned only so that a caller can say more about it. Problems come in the order of the
// file, those of writ.yaml first.
func Load(src []byte, files Files) (*Config, []Problem) {
	c := defaults()
	c.Path = File
	file, faults := parse(File, src)
	c.file = file
	if file.root != nil {
		r := reader{files: files, faults: faults}
		r.config(file.root, c)
		faults = r.faults
	}
	c.finish()
	return c, problems(file, faults)
}

// LoadLenient reads an old writ.yaml from history, which another version of writ may have written. It passes
// over unknown keys, names that nobody defined, and faults in parts that say nothing of documents, people or
// approvals. It returns false where the file can't be read, has another version, or has a fault in what
// decides who may approve: then it must not be used at all.
func LoadLenient(src []byte, files Files) (*Config, bool) {
	file, faults := parse(File, src)
	if file.root == nil || len(faults) > 0 {
		return nil, false
	}
	c := defaults()
	c.Path = File
	r := reader{files: files, lenient: true}
	r.config(file.root, c)
	if r.unreadable {
		return nil, false
	}
	c.finish()
	return c, true
}

// defaults returns what holds before a file is read.
func defaults() *Config {
	return &Config{
		Organization: Organization{Timezone: time.UTC, FiscalYear: time.January},
		People:       map[string]*Person{},
		Roles:        map[string]*Role{},
		Kinds:        builtIn(),
		Fields:       schema.Aliases(),
		Forges:       forges(),
		Rules:        Rules{Severity: map[string]string{}},
		Baseline:     "writ-baseline.json",
		Site: Site{
			Title: "Controlled documents", Language: "en", Output: "public", Versions: VersionsApproved, Compare: 10,
			Paper: PaperA4,
		},
	}
}

func forges() []Identity {
	var all []Identity
	for _, f := range schema.Forges() {
		all = append(all, Identity(f))
	}
	return all
}

// finish fills in what follows from the rest.
func (c *Config) finish() {
	if c.Site.Serve == "" {
		c.Site.Serve = "merged"
		if c.HasRoster() {
			c.Site.Serve = "in-force"
		}
	}
	c.byEmail = make(map[string]*Person, len(c.People))
	for _, p := range c.People {
		for _, e := range p.Emails {
			c.byEmail[strings.ToLower(e)] = p
		}
	}
}

// problems gives faults their lines and columns, in the order of their files: writ.yaml, and then the others by path.
func problems(main *source, faults []fault) []Problem {
	for i := range faults {
		faults[i].source = cmp.Or(faults[i].source, main)
	}
	slices.SortStableFunc(faults, func(a, b fault) int {
		if (a.source == main) != (b.source == main) {
			if a.source == main {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.source.path, b.source.path), a.start-b.start)
	})
	var all []Problem
	for _, f := range faults {
		p := Problem{Path: f.source.path, Start: f.start, End: f.end, Message: f.message, Help: f.help}
		p.Line, p.Column = f.source.lines.place(f.start)
		all = append(all, p)
	}
	return all
}
