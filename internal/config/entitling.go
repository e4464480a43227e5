package config

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// RosterID is the id under which the roster is approved as a document is. No document may have it.
const RosterID = "roster"

// Roster says who approves a change of what entitles. The zero value asks for the strictest kind's approvers.
type Roster struct {
	Approvers  Quorum
	LeastGrade string    // "" for that of the strictest kind
	Restated   *Adoption // begins anew where everybody who could approve is gone
}

// RosterKind returns the kind by which the roster is judged: what `roster` states, over the approvers of the kind that
// comes first by least_grade, the greater minimum, and name. It returns false where nobody is named who approves
// anything.
func (c *Config) RosterKind() (*Kind, bool) {
	k := &Kind{Name: RosterID, Title: "Roster", Approval: true, Approvers: c.Roster.Approvers,
		LeastGrade: c.Roster.LeastGrade}
	strict := c.strictest()
	if strict != nil && len(k.Approvers.AnyOf)+len(k.Approvers.AllOf) == 0 {
		k.Approvers = strict.Approvers
		k.LeastGrade = cmp.Or(k.LeastGrade, strict.LeastGrade)
	}
	k.LeastGrade = cmp.Or(k.LeastGrade, "C")
	return k, len(k.Approvers.AnyOf)+len(k.Approvers.AllOf) > 0
}

// strictest returns the kind whose approvers answer for the roster by default; nil where no kind names any.
func (c *Config) strictest() *Kind {
	var first *Kind
	for _, name := range slices.Sorted(maps.Keys(c.Kinds)) {
		k := c.Kinds[name]
		if !k.Approval || len(k.Approvers.AnyOf)+len(k.Approvers.AllOf) == 0 {
			continue
		}
		if first == nil || cmp.Or(strings.Compare(k.LeastGrade, first.LeastGrade),
			first.Approvers.Minimum-k.Approvers.Minimum) < 0 {
			first = k
		}
	}
	return first
}

// Entitling returns what decides who may approve and what counts as an approval: a tree of maps, lists and text for
// encoding/json. Order and comments of the file change nothing in it, nor do defaults of this program.
func (c *Config) Entitling() map[string]any {
	people := map[string]any{}
	for key, p := range c.People {
		people[key] = stated(map[string]any{"name": p.Name, "emails": folded(p.Emails),
			"github": strings.ToLower(p.GitHub), "gitlab": strings.ToLower(p.GitLab),
			"keys": keyTexts(p.Keys), "from": p.From, "until": p.Until})
	}
	roles := map[string]any{}
	for key, r := range c.Roles {
		var holders []string
		for _, h := range r.Holders {
			holders = append(holders, canonicalText(stated(map[string]any{"person": h.Person, "from": h.From,
				"until": h.Until, "acting": h.Acting})))
		}
		roles[key] = stated(map[string]any{"title": r.Title, "holders": ordered(holders), "any_of": ordered(r.AnyOf)})
	}
	var forges []string
	for _, f := range c.Forges[min(len(schema.Forges()), len(c.Forges)):] {
		forges = append(forges, f.Name+" <"+strings.ToLower(f.Email)+">")
	}
	var clock []string
	for _, x := range c.Clock {
		clock = append(clock, canonicalText(map[string]any{"commit": x.Commit, "day": x.Day.String(),
			"reason": x.Reason}))
	}
	fields := maps.Clone(c.Fields)
	maps.DeleteFunc(fields, func(alias, name string) bool { return schema.Aliases()[alias] == name })
	zone := c.Organization.Timezone.String()
	if zone == time.UTC.String() {
		zone = "" // the default
	}
	served := c.Site.Serve
	if served != "merged" {
		served = "" // the default of whoever has a roster
	}
	return stated(map[string]any{
		"organization": stated(map[string]any{"timezone": zone}),
		"main":         BranchName(c.Main),
		"people":       people, "roles": roles,
		"signers": c.Signers, "keyring": c.Keyring, "revoked_keys": c.RevokedKeys,
		"capture": ordered(c.CaptureBy), "forges": ordered(forges), "fields": fields, "adoption": adoption(c.Adoption),
		"documents": stated(map[string]any{"include": ordered(c.Documents.Include),
			"exclude": ordered(c.Documents.Exclude),
			"kinds":   canonicalText(c.Documents.Kinds)}), // their order counts
		"kinds":             c.approvalPolicies(),
		"rules":             c.leniencies(),
		"retention":         c.cycles(c.Retention, func(k *Kind) day.Cycle { return k.Retention }),
		"review_cycle":      c.cycles(day.Cycle{}, func(k *Kind) day.Cycle { return k.ReviewCycle }),
		"accepted_rewrites": ordered(c.allRewrites()),
		"approval":          stated(map[string]any{"required_before_merge": c.Approval.RequiredBeforeMerge}),
		"site":              stated(map[string]any{"serve": served}),
		"clock":             ordered(clock),
		"roster": stated(map[string]any{"approvers": quorum(c.Roster.Approvers), "least_grade": c.Roster.LeastGrade,
			"restated": adoption(c.Roster.Restated)}),
	})
}

// BranchName is a branch as `main` names it, without the place in which a clone keeps it.
func BranchName(main string) string {
	return strings.TrimPrefix(strings.TrimPrefix(main, "refs/heads/"), "refs/remotes/origin/")
}

// allRewrites are the former heads that are accepted, in both forms.
func (c *Config) allRewrites() []string {
	all := slices.Clone(c.Rewrites)
	for _, w := range c.Rewritten {
		all = append(all, w.String())
	}
	return all
}

// OfApprovals reports whether a rule is one of those that look after versions and approvals, 2xx and 3xx, whose
// findings nobody silences alone.
func OfApprovals(rule string) bool {
	return strings.HasPrefix(rule, "WR2") || strings.HasPrefix(rule, "WR3")
}

// leniencies are the severities of rules about versions and approvals that may be lower than what this program brings:
// all but `error`; and the overrides that name such rules, whose order counts.
func (c *Config) leniencies() map[string]any {
	of := func(all map[string]string) map[string]string {
		found := maps.Clone(all)
		maps.DeleteFunc(found, func(rule, _ string) bool { return !OfApprovals(rule) })
		return found
	}
	lower := of(c.Rules.Severity)
	maps.DeleteFunc(lower, func(_, severity string) bool { return severity == "error" })
	out := map[string]any{}
	for rule, severity := range lower {
		out[rule] = severity
	}
	var overrides []string
	for _, o := range c.Rules.Overrides {
		var rules []string
		for rule, severity := range of(o.Rules) {
			rules = append(rules, rule+" "+severity)
		}
		if len(rules) > 0 {
			overrides = append(overrides, canonicalText(map[string]any{"paths": o.Paths, "rules": ordered(rules)}))
		}
	}
	out["overrides"] = overrides
	return stated(out)
}

// cycles are the lengths of time of the kinds that differ from what this program brings, and that of all kinds.
func (c *Config) cycles(ofAll day.Cycle, of func(*Kind) day.Cycle) map[string]any {
	out := map[string]any{"of all": ""}
	if !ofAll.IsZero() {
		out["of all"] = ofAll.String()
	}
	before := builtIn()
	for name, k := range c.Kinds {
		was := before[name]
		if !ofAll.IsZero() && of(k) == ofAll || was != nil && of(was) == of(k) {
			continue
		}
		if out[name] = "none"; !of(k).IsZero() {
			out[name] = of(k).String()
		}
	}
	return stated(out)
}

// approvalPolicies are those of the kinds that differ from what this program brings.
func (c *Config) approvalPolicies() map[string]any {
	own := map[string]any{}
	before := builtIn()
	for name, k := range c.Kinds {
		policy := policyOf(k)
		if was := before[name]; was != nil && reflect.DeepEqual(policyOf(was), policy) {
			continue
		}
		own[name] = policy
	}
	return own
}

func policyOf(k *Kind) map[string]any {
	return map[string]any{"record": k.Record, "approval": k.Approval, "approvers": quorum(k.Approvers),
		"approver": k.Approver, "owner": k.Owner,
		"least_grade": k.LeastGrade, "anchored": k.Anchored, "self_approval": k.SelfApproval}
}

func quorum(q Quorum) map[string]any {
	return stated(map[string]any{"any_of": ordered(q.AnyOf), "all_of": ordered(q.AllOf), "minimum": max(1, q.Minimum)})
}

func adoption(a *Adoption) map[string]any {
	if a == nil {
		return nil
	}
	return map[string]any{"by": a.By, "reason": a.Reason}
}

// stated leaves out what is empty.
func stated(m map[string]any) map[string]any {
	maps.DeleteFunc(m, func(_ string, v any) bool {
		if d, ok := v.(day.Day); ok {
			return d == day.None
		}
		r := reflect.ValueOf(v)
		return !r.IsValid() || r.IsZero() || (r.Kind() == reflect.Map || r.Kind() == reflect.Slice) && r.Len() == 0
	})
	for k, v := range m {
		if d, ok := v.(day.Day); ok {
			m[k] = d.String()
		}
	}
	return m
}

func ordered(all []string) []string { return slices.Compact(slices.Sorted(slices.Values(all))) }

func folded(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = strings.ToLower(s)
	}
	return ordered(out)
}

// keyTexts are keys without their comments, and with one blank between words.
func keyTexts(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		if words := strings.Fields(k); !strings.HasPrefix(k, "-----") && len(words) > 2 {
			k = strings.Join(words[:2], " ")
		}
		out[i] = strings.TrimSpace(k)
	}
	return ordered(out)
}

// canonicalText encodes JSON with sorted keys.
func canonicalText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("the roster's parts are text, numbers and lists: " + err.Error())
	}
	return string(text)
}

// KeyFiles returns the paths of the files of keys that the configuration names.
func (c *Config) KeyFiles() []string {
	files := []string{c.Signers, c.Keyring, c.RevokedKeys}
	return slices.DeleteFunc(files, func(path string) bool { return path == "" })
}
