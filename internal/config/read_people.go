package config

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
)

func (r *reader) people(n *node, c *Config) {
	owners := map[string]string{} // lower-case address → the person that has it
	logins := map[string]string{} // forge and lower-case login → the person that has it
	r.entries(n, keyShape, func(key string, n *node) {
		p := &Person{Key: key}
		c.People[key] = p
		r.object(n, keys{
			"name": r.into(&p.Name),
			"emails": func(n *node) {
				p.Emails = r.list(n, emailShape)
				r.ownEmails(n, key, owners)
			},
			"github": r.login(&p.GitHub, "github", key, logins),
			"gitlab": r.login(&p.GitLab, "gitlab", key, logins),
			"keys": func(n *node) {
				p.Keys = r.list(n, publicShape)
				r.readableKeys(n)
			},
			"from":     r.day(&p.From),
			"until":    r.day(&p.Until),
			"external": r.flag(&p.External),
		}, "name")
		r.inOrder(n, p.From, p.Until)
	})
}

// readableKeys reports SSH keys that were cut short, or are placeholders: nobody could sign with one.
func (r *reader) readableKeys(n *node) {
	for _, item := range n.items {
		words := strings.Fields(item.text)
		if len(words) == 0 || strings.HasPrefix(words[0], "-") || !publicShape.fits(item.text) {
			continue
		}
		if len(words) > 1 {
			if _, err := base64.StdEncoding.DecodeString(words[1]); err == nil {
				continue
			}
		}
		r.dangling(item, fmt.Sprintf("%s: %s isn't a whole public key; expected its type and the key in base64",
			item.name(), quote(item.text)), "copy the line of the .pub file, such as ~/.ssh/id_ed25519.pub, or "+
			"leave the key out")
	}
}

// login reads a person's name at a forge. One that another person has too is reported: nobody could tell whose
// review it is.
func (r *reader) login(to *string, forge, person string, owners map[string]string) func(*node) {
	return func(n *node) {
		s, ok := r.words(n)
		if !ok {
			return
		}
		s = strings.TrimPrefix(s, "@")
		at := forge + " " + strings.ToLower(s)
		if other, taken := owners[at]; taken && other != person {
			r.fault(n, fmt.Sprintf("%s: %s belongs to `people.%s` already; upper and lower case count as one", n.name(),
				quote(s), other),
				"keep it with the one person who uses it")
			return
		}
		owners[at] = person
		*to = s
	}
}

// ownEmails reports addresses that another person has too: nobody could tell whose approval it is.
func (r *reader) ownEmails(n *node, key string, owners map[string]string) {
	for _, item := range n.items {
		address := strings.ToLower(item.text)
		if other, taken := owners[address]; taken && other != key {
			r.fault(item, fmt.Sprintf("%s: %s belongs to `people.%s` already; upper and lower case count as one",
				item.name(), quote(item.text), other),
				"keep it with the one person who uses it")
			continue
		}
		owners[address] = key
	}
}

func (r *reader) roles(n *node, c *Config) {
	combined := map[string]*node{} // where a role names those that it builds on
	r.entries(n, keyShape, func(key string, n *node) {
		role := &Role{Key: key}
		c.Roles[key] = role
		r.object(n, keys{
			"title": r.into(&role.Title),
			"holders": func(n *node) {
				r.each(n, "[{person: ada}]", func(item *node) {
					role.Holders = append(role.Holders,
						r.holder(item, c))
				})
			},
			"any_of": func(n *node) {
				role.AnyOf, combined[key] = r.list(n, keyShape), n
				r.knownRolesLater(n, c)
			},
		})
	})
	r.after(func() {
		r.apart(n, c)
		r.circles(combined, c)
	})
}

// circles reports each role whose combination leads back to a role on the way to it.
func (r *reader) circles(combined map[string]*node, c *Config) {
	const entered, left = 1, 2
	state := make(map[string]int, len(combined))
	var visit func(key string)
	visit = func(key string) {
		state[key] = entered
		for _, next := range c.Roles[key].AnyOf {
			switch {
			case combined[next] == nil || state[next] == left:
			case state[next] == entered:
				n := combined[key]
				r.fault(n, fmt.Sprintf("%s leads back to the role `%s`, which builds on this one", n.name(), next),
					"name roles that don't build on each other")
			default:
				visit(next)
			}
		}
		state[key] = left
	}
	for _, key := range slices.Sorted(maps.Keys(combined)) {
		if state[key] == 0 {
			visit(key)
		}
	}
}

func (r *reader) holder(n *node, c *Config) Holder {
	var h Holder
	r.object(n, keys{
		"person": func(n *node) {
			r.shapedInto(&h.Person, keyShape)(n)
			r.after(func() { r.knownPerson(n, c) })
		},
		"from":   r.day(&h.From),
		"until":  r.day(&h.Until),
		"acting": r.flag(&h.Acting),
	}, "person")
	r.inOrder(n, h.From, h.Until)
	return h
}

// apart reports a role and a person of one name: an owner or approver could mean either.
func (r *reader) apart(n *node, c *Config) {
	people := make(map[string]string, len(c.People))
	for key := range c.People {
		people[strings.ToLower(key)] = key
	}
	for _, e := range n.entries {
		if person, both := people[strings.ToLower(e.key)]; both {
			r.fault(&node{span: e.at, parent: n}, fmt.Sprintf("`roles.%s` and `people.%s` have one name; an owner "+
				"or approver could mean either", e.key, person), "rename one of them")
		}
	}
}

// knownPerson checks a reference to the roster.
func (r *reader) knownPerson(n *node, c *Config) {
	if n.kind == text && keyShape.fits(n.text) && c.People[n.text] == nil {
		r.missing(n, "a person", "`people`", slices.Sorted(maps.Keys(c.People)))
	}
}

func (r *reader) knownRolesLater(n *node, c *Config) {
	r.after(func() {
		for _, item := range n.items {
			if item.kind == text && keyShape.fits(item.text) && c.Roles[item.text] == nil {
				r.missing(item, "a role", "`roles`", slices.Sorted(maps.Keys(c.Roles)))
			}
		}
	})
}

// knownParty checks a reference to a role or a person.
func (r *reader) knownParty(n *node, c *Config) {
	if n.kind != text || !keyShape.fits(n.text) || c.Roles[n.text] != nil || c.People[n.text] != nil {
		return
	}
	known := slices.AppendSeq(slices.Sorted(maps.Keys(c.Roles)), maps.Keys(c.People))
	slices.Sort(known)
	r.missing(n, "a role or a person", "`roles` or `people`", known)
}

// missing reports a name that isn't where it should be defined.
func (r *reader) missing(n *node, what, where string, known []string) {
	message := fmt.Sprintf("%s: %s isn't %s of this file", n.name(), quote(n.text), what)
	help := "define it under " + where
	if near := nearest.Word(n.text, known); near != "" {
		message += fmt.Sprintf("; did you mean `%s`?", near)
	} else if 0 < len(known) && len(known) <= 20 {
		help += ", or write one of " + listed(known)
	}
	r.dangling(n, message, help)
}
