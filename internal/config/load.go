package config

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // days must come out alike on machines without zone data

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// Default returns the configuration of a repository without writ.yaml.
func Default() *Config {
	c := defaults()
	c.finish()
	return c
}

// Load reads a writ.yaml over the defaults. With any problem the configuration must not be used: it is
// returned only so that a caller can say more about it. Problems come in the order of the file.
func Load(src []byte) (*Config, []Problem) {
	c := defaults()
	c.Path = File
	root, faults := parse(src)
	c.src = string(src)
	c.root, c.lines = root, lineStarts(c.src)
	if root != nil {
		r := reader{faults: faults}
		r.config(root, c)
		faults = r.faults
	}
	c.finish()
	return c, c.problems(faults)
}

// LoadLenient reads an old writ.yaml from history, which another version of writ may have written. It passes
// over unknown keys, names that nobody defined, and faults in parts that say nothing of documents, people or
// approvals. It returns false where the file can't be read, has another version, or has a fault in what
// decides who may approve: then it must not be used at all.
func LoadLenient(src []byte) (*Config, bool) {
	root, faults := parse(src)
	if root == nil || len(faults) > 0 {
		return nil, false
	}
	c := defaults()
	c.Path = File
	r := reader{lenient: true}
	r.config(root, c)
	if r.unreadable {
		return nil, false
	}
	c.finish()
	return c, true
}

// defaults returns what holds before a file is read.
func defaults() *Config {
	return &Config{
		Organization: Organization{Timezone: time.UTC},
		People:       map[string]*Person{},
		Roles:        map[string]*Role{},
		Kinds:        builtIn(),
		Fields:       schema.Aliases(),
		Forges:       forges(),
		Rules:        Rules{Severity: map[string]string{}},
		Baseline:     "writ-baseline.json",
		Site: Site{
			Title: "Controlled documents", Language: "en", Output: "public",
		},
	}
}

// builtIn returns the built-in kinds as a configuration holds them.
func builtIn() map[string]*Kind {
	kinds := make(map[string]*Kind)
	for _, k := range schema.Kinds() {
		kinds[k.Name] = &Kind{
			Name: k.Name, Title: k.Title, Record: k.Record, Approval: k.Approval,
			Approvers: Quorum{Minimum: 1}, LeastGrade: k.LeastGrade,
			ReviewCycle: day.Cycle{Months: k.ReviewMonths},
			DueSoon:     day.Cycle{Days: k.DueSoonDays},
			Retention:   day.Cycle{Months: k.RetentionMonths},
			Required:    k.Required, States: k.States, Outline: schema.OutlineOf(k.Name), IDPattern: schema.IDPattern,
			IDPrefix: k.IDPrefix, Folder: k.Folder,
		}
	}
	return kinds
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

// problems gives faults their lines and columns, in the order of the file.
func (c *Config) problems(faults []fault) []Problem {
	slices.SortStableFunc(faults, func(a, b fault) int { return a.start - b.start })
	var all []Problem
	for _, f := range faults {
		p := Problem{Path: File, Start: f.start, End: f.end, Message: f.message, Help: f.help}
		p.Line, p.Column = c.lines.place(f.start)
		all = append(all, p)
	}
	return all
}
