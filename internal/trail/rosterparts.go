package trail

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
)

// rosterParts is what entitles somebody, as a flat list: a path such as roles.ceo.holders with the values that it has.
type rosterParts map[string][]string

// partsOf flattens what a configuration and its files of keys say.
func partsOf(cfg *config.Config, files map[string][]byte) rosterParts {
	tree := cfg.Entitling()
	for setting, text := range files {
		if lines := keyLines(text); len(lines) > 0 {
			tree[setting+" file"] = lines
		}
	}
	plain, err := json.Marshal(tree)
	if err != nil {
		panic("the roster's parts are text, numbers and lists: " + err.Error())
	}
	var back map[string]any
	if err := json.Unmarshal(plain, &back); err != nil {
		panic("what was just encoded can't be read: " + err.Error())
	}
	parts := rosterParts{}
	parts.flatten("", back)
	return parts
}

func (p rosterParts) flatten(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			p.flatten(strings.TrimPrefix(path+"."+key, "."), v[key])
		}
		if len(v) == 0 {
			p[path] = []string{"{}"}
		}
	case []any:
		for _, item := range v {
			p[path] = append(p[path], fmt.Sprint(item))
		}
	default:
		p[path] = []string{fmt.Sprint(v)}
	}
}

// digest is the digest of the roster: equal ones entitle the same people to the same.
func (p rosterParts) digest() history.Digest {
	plain, err := json.Marshal(p)
	if err != nil {
		panic("the roster's parts are text: " + err.Error())
	}
	return sha256.Sum256(append([]byte("writ roster 1\n"), plain...))
}

// keyLines are the lines of a file of keys that say something, without blanks at their ends, sorted; of an armored
// keyring, its blocks.
func keyLines(text []byte) []string {
	var out []string
	block := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "-----BEGIN"):
			block = line
		case strings.HasPrefix(line, "-----END"):
			out, block = append(out, block+"\n"+line), ""
		case block != "":
			block += "\n" + line
		case line != "" && !strings.HasPrefix(line, "#"):
			out = append(out, line)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// RosterChange is one difference between two rosters.
type RosterChange struct {
	Part           string // such as roles.ceo.holders
	Added, Removed []string
}

// String says the difference in a line.
func (c RosterChange) String() string {
	var words []string
	for _, v := range c.Removed {
		words = append(words, "− "+plainPart(v))
	}
	for _, v := range c.Added {
		words = append(words, "+ "+plainPart(v))
	}
	return c.Part + ": " + strings.Join(words, ", ")
}

// plainPart writes a value for people: "ada from 2024-01-01" for a holder, and the end of a key alone.
func plainPart(v string) string {
	var fields map[string]any
	if json.Unmarshal([]byte(v), &fields) == nil {
		words := []string{}
		if p, ok := fields["person"]; ok {
			words = append(words, fmt.Sprint(p))
			delete(fields, "person")
		}
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			words = append(words, fmt.Sprintf("%s %v", key, fields[key]))
		}
		return strings.Join(words, " ")
	}
	if key, _, _ := strings.Cut(v, "\n"); len(key) > 60 || key != v {
		return key[:min(len(key), 24)] + "…" + v[max(0, len(v)-8):]
	}
	return v
}

// changesTo lists what another roster has more or less, sorted by part.
func (p rosterParts) changesTo(other rosterParts) []RosterChange {
	parts := map[string]bool{}
	for part := range p {
		parts[part] = true
	}
	for part := range other {
		parts[part] = true
	}
	var out []RosterChange
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		c := RosterChange{Part: part, Added: without(other[part], p[part]), Removed: without(p[part], other[part])}
		if len(c.Added)+len(c.Removed) > 0 {
			out = append(out, c)
		}
	}
	return out
}

func without(all, others []string) []string {
	var out []string
	for _, v := range all {
		if !slices.Contains(others, v) {
			out = append(out, v)
		}
	}
	return out
}

// takesAway reports whether a change entitles nobody and asks for nothing less: a role that ended, a key that was
// revoked or removed, an address that is no longer somebody's; or a first name for the main branch: a line that is
// judged is its own main line, and history refuses another one that doesn't hold it; or what asks for more: a rule
// that weighs more, an approval before the merge, records that are kept longer, reviews that are due sooner.
func (c RosterChange) takesAway() bool {
	steps := strings.Split(c.Part, ".")
	field := steps[len(steps)-1]
	switch {
	case c.Part == "revoked_keys file", c.Part == "main", steps[0] == "approval":
		return len(c.Removed) == 0
	case c.Part == "signers file" || c.Part == "keyring file" || c.Part == "capture":
		return len(c.Added) == 0
	case c.Part == "accepted_rewrites", steps[0] == "site":
		return len(c.Added) == 0
	case steps[0] == "retention":
		return len(c.Added) == 1 && len(c.Removed) == 1 && length(c.Added[0]) >= length(c.Removed[0])
	case steps[0] == "review_cycle":
		return len(c.Added) == 1 && len(c.Removed) == 1 && length(c.Added[0]) <= length(c.Removed[0])
	case steps[0] == "rules" && field != "overrides":
		return len(c.Added) == 0 || len(c.Removed) == 1 && rank(c.Added[0]) > rank(c.Removed[0])
	case steps[0] == "people" && (field == "emails" || field == "keys"):
		return len(c.Added) == 0
	case steps[0] == "people" && (field == "github" || field == "gitlab"):
		return len(c.Added) == 0
	case steps[0] == "people" && field == "until":
		return len(c.Added) == 1 && (len(c.Removed) == 0 || c.Added[0] < c.Removed[0])
	case steps[0] == "roles" && field == "any_of":
		return len(c.Added) == 0
	case steps[0] == "roles" && field == "holders":
		return !slices.ContainsFunc(c.Added, func(holder string) bool { return !endedEarlier(holder, c.Removed) })
	}
	return false
}

// length is about how many days a cycle has; none has no end.
func length(cycle string) int {
	c, err := day.ParseCycle(cycle)
	if err != nil {
		return math.MaxInt
	}
	return 31*c.Months + c.Days
}

// rank orders the severities that a roster can have.
func rank(severity string) int { return slices.Index([]string{"off", "info", "warning"}, severity) }

// endedEarlier reports whether a holder is one of those before it, but for an earlier end.
func endedEarlier(holder string, before []string) bool {
	now, end := endOf(holder)
	return slices.ContainsFunc(before, func(old string) bool {
		was, oldEnd := endOf(old)
		return now == was && end != "" && (oldEnd == "" || end < oldEnd)
	})
}

// endOf parts a holder from the day on which the role ends.
func endOf(holder string) (rest, until string) {
	var fields map[string]any
	if json.Unmarshal([]byte(holder), &fields) != nil {
		return holder, ""
	}
	until, _ = fields["until"].(string)
	delete(fields, "until")
	plain, err := json.Marshal(fields)
	if err != nil {
		return holder, ""
	}
	return string(plain), until
}
