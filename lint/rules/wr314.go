package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr314() *lint.Rule {
	return &lint.Rule{
		ID: "WR314", Name: "codeowners-differs", Scope: lint.Register, Severity: lint.Warning, Ground: lint.NeedsRoster,
		Title: "CODEOWNERS doesn't give the document to its owner",
		Text: `The forge asks for a review whom CODEOWNERS names. When that isn't the document's owner, changes pass
by the one who answers for it.

**What counts.** A document whose owner, or none of whose holders today, is among those to whom CODEOWNERS gives its
path, by ` + "`people.*.github`, `people.*.gitlab`" + ` or an address. A line of CODEOWNERS that the forge passes over
in silence. The file is read as GitHub or GitLab does: the last match wins, with GitLab in each section.

**What doesn't.** A path that no line matches, where CODEOWNERS speaks of fewer than half of all documents; a path
that is given to a team, a role or a login that the roster doesn't know, for the owner may be behind it; an owner that
nobody holds today (WR115); retired documents.

**How to fix it.** Add the line that the finding shows, at the end of the file (with GitLab, of a section), or correct
the owner.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR314"), Good: good("WR314"),
		Find: findOtherOwners,
		Seed: seedOtherOwner,
	}
}

func findOtherOwners(p *lint.Pass) error {
	c, err := readCodeowners(p.Register)
	if err != nil || c == nil {
		return err
	}
	for _, s := range c.skipped {
		f := lint.Found{Path: c.path, At: lineRange(s), Line: s.text, Anchor: "line " + s.text,
			Message: fmt.Sprintf("line %d of %s is skipped: %s", s.line, c.path, s.why),
			Help:    "correct the line: a pattern, and after it each owner as @login, @organization/team or an address"}
		if s.line == 0 {
			f.Message, f.Help = fmt.Sprintf("%s isn't read: %s", c.path, s.why),
				"write a file of lines, smaller than 3 MB"
		}
		p.Report(f)
	}
	given := map[*register.Entry][]ownerEntry{}
	for _, e := range p.Register.All() {
		if entries := c.of(e.Path); len(entries) > 0 {
			given[e] = entries
		}
	}
	for _, e := range p.Register.Documents {
		if given[e] != nil || 2*len(given) >= len(p.Register.All()) {
			c.judge(p, e, given[e])
		}
	}
	return nil
}

func lineRange(s skippedLine) *lint.Range {
	if s.text == "" {
		return nil
	}
	n := len(s.text)
	return &lint.Range{Start: lint.Place{Offset: s.offset, Line: s.line, Column: 1},
		End: lint.Place{Offset: s.offset + n, Line: s.line, Column: 1 + n}}
}

// judge reports a document that isn't given to its owner.
func (c *codeowners) judge(p *lint.Pass, e *register.Entry, given []ownerEntry) {
	name := cmp.Or(e.Front.Text("owner"), e.Kind.Owner)
	if !judged(e) || e.Status() == schema.Retired || name == "" {
		return
	}
	holders := holdersOf(p, name)
	if len(holders) == 0 {
		return
	}
	var others []string
	for _, g := range given {
		for _, o := range g.owners {
			who, known := c.person(p.Config, o)
			if !known || slices.Contains(holders, who) {
				return
			}
			others = append(others, o)
		}
	}
	login := c.login(holders)
	message := fmt.Sprintf("%s gives this document to nobody, and its owner is %s", c.path, short(name))
	if len(others) > 0 {
		slices.Sort(others)
		message = fmt.Sprintf("%s gives this document to %s, and its owner is %s", c.path,
			allOf(slices.Compact(others)), short(name))
	}
	p.Report(lint.Found{Doc: e, Span: at(e, "owner"), Anchor: "owner", Message: message + " (" + holders[0].Name + ")",
		Help: fmt.Sprintf("add the line `/%s %s` to %s, or correct the owner", strings.ReplaceAll(e.Path, " ", `\ `),
			login, c.path)})
}

// holdersOf returns the person that an owner is, or who holds that role today.
func holdersOf(p *lint.Pass, owner string) []*config.Person {
	role, person, ok := p.Config.KnownOwner(owner)
	switch {
	case !ok:
		return nil
	case role != "":
		return p.Config.HoldersOn(role, p.Today)
	case p.Config.People[person].Present(p.Today):
		return []*config.Person{p.Config.People[person]}
	}
	return nil
}

// person returns who an owner of the file is. Teams, roles and logins that the roster doesn't have aren't known.
func (c *codeowners) person(cfg *config.Config, owner string) (*config.Person, bool) {
	if login, ok := strings.CutPrefix(owner, "@"); ok {
		return cfg.PersonByLogin(c.forge(), login)
	}
	return cfg.PersonByEmail(owner)
}

func (c *codeowners) forge() string {
	if c.gitlab {
		return "gitlab"
	}
	return "github"
}

// login is how the file names the first holder who has a name there.
func (c *codeowners) login(holders []*config.Person) string {
	for _, h := range holders {
		switch {
		case c.gitlab && h.GitLab != "":
			return "@" + h.GitLab
		case !c.gitlab && h.GitHub != "":
			return "@" + h.GitHub
		}
	}
	if len(holders[0].Emails) > 0 {
		return holders[0].Emails[0]
	}
	return "@LOGIN"
}

// seedOtherOwner gives a document to somebody of the roster who isn't its owner.
func seedOtherOwner(s lint.Scratch) error {
	in := s.Input()
	p := &lint.Pass{Input: in}
	for _, e := range in.Register.Documents {
		holders := holdersOf(p, cmp.Or(e.Front.Text("owner"), e.Kind.Owner))
		if !judged(e) || e.Status() == schema.Retired || len(holders) == 0 {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(in.Config.People)) {
			other := in.Config.People[key]
			if slices.Contains(holders, other) || len(other.Emails) == 0 {
				continue
			}
			path, src := ".github/CODEOWNERS", []byte(nil)
			for _, name := range []string{path, "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"} {
				if text, err := s.Read(name); err == nil {
					path, src = name, text
					break
				}
			}
			line := fmt.Sprintf("\n/%s %s\n", strings.ReplaceAll(e.Path, " ", `\ `), other.Emails[0])
			if err := s.Write(path, append(src, line...)); err != nil {
				return err
			}
			return s.Commit(in.Today, lint.Stranger(), "Seed another code owner")
		}
	}
	return lint.ErrOutOfReach
}
