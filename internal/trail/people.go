package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// aliases are the names under which a person may appear: addresses in lower case, raw and mapped, logins at forges,
// and the keys that rosters have for them. Two people are the same where their aliases meet. Joining widely is safe
// here: it only ever takes approvals away. below is the step whose earlier mailmap and rosters are asked.
func (j *judge) aliases(w history.Who, below int) []string {
	var out []string
	if w.Email != "" {
		out = append(out, strings.ToLower(w.Email))
		if _, mapped := j.Mailmap(below).Map(w.Name, w.Email); !strings.EqualFold(mapped, w.Email) {
			out = append(out, strings.ToLower(mapped))
		}
	} else if w.Name != "" {
		out = append(out, byName(w.Name))
	}
	for _, mail := range slices.Clone(out) {
		out = append(out, logins(mail)...)
	}
	for _, alias := range slices.Clone(out) {
		out = append(out, j.joins.keys(alias, below)...)
	}
	return out
}

// aliasesOf are those of a person of the roster who is named by w.
func (j *judge) aliasesOf(p *config.Person, w history.Who, below int) []string {
	return append(j.aliases(w, below), byKey(p.Key))
}

// Meet reports whether one of some people is, by the mailmap and the rosters below a step, one of others.
func (b *Book) Meet(below int, some, others []history.Who) bool {
	var known []string
	for _, w := range others {
		known = append(known, b.judge.aliases(w, below)...)
	}
	return slices.ContainsFunc(some, func(w history.Who) bool { return meet(b.judge.aliases(w, below), known) })
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

func byKey(key string) string     { return "person:" + key }
func byName(name string) string   { return "name:" + strings.ToLower(name) }
func byLogin(login string) string { return "login:" + strings.ToLower(login) }

// noreply is an address that a forge gives to those who hide theirs: ID+LOGIN@users.noreply.HOST, without the number
// on old accounts, and ID-LOGIN@users.noreply.HOST at GitLab.
var noreply = lazyregexp.New(`^(?:(\d+)([+-]))?([^@]+)@users\.noreply\.[^@]+$`)

// logins are the logins that an address of a forge may stand for. Which forge it is of, a host of a company's own
// doesn't say, and so both readings count.
func logins(mail string) []string {
	if !strings.Contains(mail, "@users.noreply.") {
		return nil
	}
	m := noreply.FindStringSubmatch(mail)
	switch {
	case m == nil:
		return nil
	case m[2] == "-":
		return []string{byLogin(m[3]), byLogin(m[1] + m[2] + m[3])}
	}
	return []string{byLogin(m[3])}
}

// joins tell which people of the rosters an address, a login or a name is of.
type joins map[string][]joined

// joined is a person of a roster, who has an alias from the step at on.
type joined struct {
	at  int
	key string
}

// newJoins reads all rosters of the line, approved or not, and today's. The oldest one, and today's, are known at each
// step.
func newJoins(r rosters) joins {
	j := joins{}
	for k, s := range r.states {
		at := s.index
		if k == 0 {
			at = -1
		}
		j.add(s.Config, at)
	}
	j.add(r.now.Config, -1)
	return j
}

func (j joins) add(cfg *config.Config, at int) {
	for _, p := range cfg.People {
		names := []string{byName(p.Name)}
		for _, mail := range p.Emails {
			names = append(names, strings.ToLower(mail))
		}
		for _, login := range []string{p.GitHub, p.GitLab} {
			if login != "" {
				names = append(names, byLogin(login))
			}
		}
		for _, name := range names {
			i := slices.IndexFunc(j[name], func(have joined) bool { return have.key == p.Key })
			if i < 0 {
				j[name] = append(j[name], joined{at, p.Key})
			} else {
				j[name][i].at = min(j[name][i].at, at)
			}
		}
	}
}

// keys returns the people who have an alias by the rosters below a step.
func (j joins) keys(alias string, below int) []string {
	var out []string
	for _, x := range j[alias] {
		if x.at < below {
			out = append(out, byKey(x.key))
		}
	}
	return out
}

// personAtForge returns the person whose login an address of a forge names.
func personAtForge(cfg *config.Config, mail string) (*config.Person, bool) {
	for _, login := range logins(strings.ToLower(mail)) {
		for _, forge := range []string{"github", "gitlab"} {
			if p, ok := cfg.PersonByLogin(forge, strings.TrimPrefix(login, byLogin(""))); ok {
				return p, true
			}
		}
	}
	return nil, false
}
