package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// PersonByEmail returns the person of the roster who has an address, compared without case. The address is
// the raw one of a commit, never one that a mailmap gave.
func (c *Config) PersonByEmail(raw string) (*Person, bool) {
	address := strings.ToLower(strings.TrimSpace(raw))
	if c.byEmail != nil {
		p, ok := c.byEmail[address]
		return p, ok
	}
	for _, key := range slices.Sorted(maps.Keys(c.People)) {
		for _, e := range c.People[key].Emails {
			if strings.ToLower(e) == address {
				return c.People[key], true
			}
		}
	}
	return nil, false
}

// PersonByLogin returns the person who has a login at a forge, "github" or "gitlab", compared without case.
func (c *Config) PersonByLogin(forge, login string) (*Person, bool) {
	if login == "" {
		return nil, false
	}
	for _, key := range slices.Sorted(maps.Keys(c.People)) {
		p := c.People[key]
		if forge == "github" && strings.EqualFold(p.GitHub, login) || forge == "gitlab" &&
			strings.EqualFold(p.GitLab, login) {
			return p, true
		}
	}
	return nil, false
}

// Present reports whether the person is with the company on a day.
func (p *Person) Present(on day.Day) bool { return within(on, p.From, p.Until) }

func within(on, from, until day.Day) bool {
	return (from == day.None || from <= on) && (until == day.None || on <= until)
}

// RolesOf returns the keys of the roles that a person holds on a day, sorted: directly, or because a role
// combines one that the person holds. Who isn't with the company on that day holds none.
func (c *Config) RolesOf(person string, on day.Day) []string {
	p := c.People[person]
	if p == nil || !p.Present(on) {
		return nil
	}
	var held []string
	for key := range c.Roles {
		if c.holds(person, key, on, nil) {
			held = append(held, key)
		}
	}
	slices.Sort(held)
	return held
}

// HoldersOn returns the people who hold a role on a day, sorted by key, each once. An unknown role has none.
func (c *Config) HoldersOn(role string, on day.Day) []*Person {
	var holders []*Person
	for _, key := range slices.Sorted(maps.Keys(c.People)) {
		if p := c.People[key]; p.Present(on) && c.holds(key, role, on, nil) {
			holders = append(holders, p)
		}
	}
	return holders
}

// holds reports whether a person holds a role on a day. Roles that were asked already are seen: old
// configurations may combine roles in a circle.
func (c *Config) holds(person, role string, on day.Day, seen map[string]bool) bool {
	r := c.Roles[role]
	if r == nil || seen[role] {
		return false
	}
	for _, h := range r.Holders {
		if h.Person == person && within(on, h.From, h.Until) {
			return true
		}
	}
	if len(r.AnyOf) == 0 {
		return false
	}
	if seen == nil {
		seen = map[string]bool{}
	}
	seen[role] = true
	return slices.ContainsFunc(r.AnyOf, func(other string) bool { return c.holds(person, other, on, seen) })
}

// IsExternal reports whether a person of the roster isn't of the company.
func (c *Config) IsExternal(person string) bool {
	p := c.People[person]
	return p != nil && p.External
}

// KnownOwner finds the role or the person that a document names: by key, by the role's title or by the
// person's name, without case. A name that fits several is nobody's.
func (c *Config) KnownOwner(name string) (roleKey, personKey string, ok bool) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", "", false
	}
	if c.Roles[name] != nil {
		return name, "", true
	}
	if c.People[name] != nil {
		return "", name, true
	}
	if roleKey, personKey, n := c.owners(func(key, _ string) bool { return strings.EqualFold(key, name) }); n > 0 {
		return roleKey, personKey, n == 1
	}
	roleKey, personKey, n := c.owners(func(_, title string) bool { return strings.EqualFold(title, name) })
	return roleKey, personKey, n == 1
}

// owners counts the roles and people that match. With exactly one it is named, else both keys are empty.
func (c *Config) owners(match func(key, title string) bool) (roleKey, personKey string, n int) {
	for key, r := range c.Roles {
		if match(key, r.Title) {
			roleKey, n = key, n+1
		}
	}
	for key, p := range c.People {
		if match(key, p.Name) {
			personKey, n = key, n+1
		}
	}
	if n != 1 {
		return "", "", n
	}
	return roleKey, personKey, n
}

var botEmail = lazyregexp.New(schema.BotEmailPattern)

// IsForge reports whether a commit's identity is a forge's or a bot's, which names no person. The address
// decides; a name alone only by its mark of a bot.
func (c *Config) IsForge(name, email string) bool {
	address := strings.ToLower(strings.TrimSpace(email))
	local, _, _ := strings.Cut(address, "@")
	if strings.HasSuffix(local, schema.BotSuffix) || strings.HasSuffix(strings.ToLower(strings.TrimSpace(name)),
		schema.BotSuffix) {
		return true
	}
	if slices.ContainsFunc(c.Forges, func(f Identity) bool { return strings.EqualFold(f.Email, address) }) {
		return true
	}
	return botEmail.MatchString(address)
}

// PersonCalled finds the person who alone has a word as first or last name, without case.
func (c *Config) PersonCalled(name string) (key string, ok bool) {
	if all := c.PeopleCalled(name); len(all) == 1 {
		return all[0].Key, true
	}
	return "", false
}

// PeopleCalled returns the people who have a word as first or last name, without case, sorted by key.
func (c *Config) PeopleCalled(name string) (all []*Person) {
	for _, key := range slices.Sorted(maps.Keys(c.People)) {
		names := strings.Fields(c.People[key].Name)
		if len(names) > 0 && (strings.EqualFold(names[0], name) || strings.EqualFold(names[len(names)-1], name)) {
			all = append(all, c.People[key])
		}
	}
	return all
}
