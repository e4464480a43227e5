package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// Setting is one effective value and where it came from.
type Setting struct {
	Key    string // such as site.output or kinds.policy.review_cycle
	Value  string // as the file would state it
	Source string // "default", "writ.yaml:12", or what Set was told
}

// Explain returns the effective values in the order of the file's shape, names within a part sorted. What is
// empty and isn't in the file is left out.
func (c *Config) Explain() []Setting {
	e := explainer{c: c}
	e.add(version, "version")
	e.add(c.Organization.Name, "organization", "name")
	e.add(c.Organization.Timezone.String(), "organization", "timezone")
	e.add(c.Organization.FiscalYear.String(), "organization", "fiscal_year")
	e.add(c.Main, "main")
	e.list(c.Documents.Include, "documents", "include")
	e.list(c.Documents.Exclude, "documents", "exclude")
	for i, k := range c.Documents.Kinds {
		e.add(k.Paths+": "+k.Kind, "documents", "kinds", strconv.Itoa(i))
	}
	e.roster()
	e.add(c.Signers, "signers")
	e.add(c.Keyring, "keyring")
	e.add(c.RevokedKeys, "revoked_keys")
	e.list(c.CaptureBy, "capture", "signers")
	var forges []string
	for _, f := range c.Forges {
		forges = append(forges, f.Name+" <"+f.Email+">")
	}
	e.list(forges, "forges")
	for i, x := range c.Clock {
		e.add(fmt.Sprintf("%s on %s: %s", x.Commit, x.Day, x.Reason), "clock", strconv.Itoa(i))
	}
	if c.Adoption != nil {
		e.add(c.Adoption.By, "adoption", "by")
		e.add(c.Adoption.Reason, "adoption", "reason")
	}
	e.rosterPolicy()
	e.flag(c.Approval.RequiredBeforeMerge, "approval", "required_before_merge")
	for _, key := range slices.Sorted(maps.Keys(c.Kinds)) {
		e.kind(c.Kinds[key])
	}
	if !c.Retention.IsZero() {
		e.add(c.Retention.String(), "retention")
	}
	for i, p := range c.ExternalIDs {
		e.add(unanchored(p.String()), "external_ids", strconv.Itoa(i))
	}
	e.list(c.Coverage.Standards, "coverage", "standards")
	for i, o := range c.Coverage.OwnControls {
		e.add(o.ID+": "+o.Title, "coverage", "own_controls", strconv.Itoa(i))
	}
	e.mapped(c.Fields, "fields")
	e.rules()
	if c.Links.Generated() {
		e.add(c.Links.Root, "links", "root")
		e.list(c.Links.Extensions, "links", "extensions")
	}
	e.add(c.Baseline, "baseline")
	e.list(c.Rewrites, "accepted_rewrites")
	for i, w := range c.Rewritten {
		e.add(w.String(), "accepted_rewrites", strconv.Itoa(i))
	}
	e.site()
	return e.all
}

// explainer collects settings.
type explainer struct {
	c   *Config
	all []Setting
}

// add notes a value with its source: what Set was told, else the line of the file, else that it is a default.
func (e *explainer) add(value string, path ...string) {
	key := ""
	for _, step := range path {
		key = join(key, step)
	}
	source := e.c.sources[key]
	if p, ok := e.c.Place(path...); source == "" && ok {
		source = fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	if source == "" {
		source = "default"
		if value == "" {
			return
		}
	}
	e.all = append(e.all, Setting{key, value, source})
}

func (e *explainer) flag(v bool, path ...string) { e.add(strconv.FormatBool(v), path...) }

func (e *explainer) list(v []string, path ...string) {
	if len(v) == 0 {
		e.add("", path...)
		return
	}
	e.add("["+listed(v)+"]", path...)
}

func (e *explainer) mapped(m map[string]string, path ...string) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		e.add(m[key], append(slices.Clone(path), key)...)
	}
}

// between prints a time with open ends.
func between(from, until day.Day) string {
	switch {
	case from == day.None && until == day.None:
		return ""
	case until == day.None:
		return " from " + from.String()
	case from == day.None:
		return " until " + until.String()
	}
	return " from " + from.String() + " until " + until.String()
}

func (e *explainer) roster() {
	for _, key := range slices.Sorted(maps.Keys(e.c.People)) {
		p := e.c.People[key]
		e.add(p.Name, "people", key, "name")
		e.list(p.Emails, "people", key, "emails")
		e.add(p.GitHub, "people", key, "github")
		e.add(p.GitLab, "people", key, "gitlab")
		e.list(p.Keys, "people", key, "keys")
		e.add(p.From.String(), "people", key, "from")
		e.add(p.Until.String(), "people", key, "until")
		if p.External {
			e.flag(true, "people", key, "external")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(e.c.Roles)) {
		r := e.c.Roles[key]
		e.add(r.Title, "roles", key, "title")
		for i, h := range r.Holders {
			value := h.Person + between(h.From, h.Until)
			if h.Acting {
				value += " acting"
			}
			e.add(value, "roles", key, "holders", strconv.Itoa(i))
		}
		e.list(r.AnyOf, "roles", key, "any_of")
	}
}

func (e *explainer) rosterPolicy() {
	r := e.c.Roster
	e.list(r.Approvers.AnyOf, "roster", "approvers", "any_of")
	e.list(r.Approvers.AllOf, "roster", "approvers", "all_of")
	if r.Approvers.Minimum > 0 {
		e.add(strconv.Itoa(r.Approvers.Minimum), "roster", "approvers", "minimum")
	}
	e.add(r.LeastGrade, "roster", "least_grade")
	if r.Restated != nil {
		e.add(r.Restated.By, "roster", "restated", "by")
		e.add(r.Restated.Reason, "roster", "restated", "reason")
	}
}

func (e *explainer) kind(k *Kind) {
	at := func(key ...string) []string { return append([]string{"kinds", k.Name}, key...) }
	approval := "none"
	if k.Approval {
		approval = "required"
	}
	cycle := "none"
	if !k.ReviewCycle.IsZero() {
		cycle = k.ReviewCycle.String()
	}
	e.add(k.Title, at("title")...)
	e.add(k.Extends, at("extends")...)
	e.add(approval, at("approval")...)
	e.list(k.Approvers.AnyOf, at("approvers", "any_of")...)
	e.list(k.Approvers.AllOf, at("approvers", "all_of")...)
	e.add(strconv.Itoa(k.Approvers.Minimum), at("approvers", "minimum")...)
	e.add(k.LeastGrade, at("least_grade")...)
	e.flag(k.Anchored, at("anchored")...)
	e.flag(k.SelfApproval, at("self_approval")...)
	e.add(cycle, at("review_cycle")...)
	e.add(k.DueSoon.String(), at("due_soon")...)
	e.add(k.Retention.String(), at("retention")...)
	e.add(k.Owner, at("owner")...)
	e.add(k.Approver, at("approver")...)
	e.list(k.Required, at("required")...)
	e.list(k.States, at("states")...)
	for i, s := range k.Outline.Sections {
		if k.Outline.Own {
			e.add(s.Title, at("sections", strconv.Itoa(i))...)
		}
	}
	for _, f := range k.Fields {
		e.add(f.Schema.String(), at("fields", f.Name)...)
	}
	e.add(k.Outline.Clause, at("sections_of")...)
	var tables []string
	for _, t := range k.Tables.Tables {
		tables = append(tables, t.Name)
	}
	e.list(tables, at("tables")...)
	var stated []string
	for _, s := range k.Tables.Stated {
		stated = append(stated, s.Name)
	}
	e.list(stated, at("stated")...)
	e.add(unanchored(k.IDPattern), at("id_pattern")...)
	e.add(k.Prefix(), at("id_prefix")...)
	e.add(k.Folder, at("folder")...)
	e.add(k.Template, at("template")...)
	e.add(k.File, at("file")...)
}

// unanchored returns a regular expression as the file has it.
func unanchored(p string) string { return strings.TrimSuffix(strings.TrimPrefix(p, "^(?:"), ")$") }

func (e *explainer) rules() {
	e.mapped(e.c.Rules.Severity, "rules")
	for i, o := range e.c.Rules.Overrides {
		at := []string{"rules", "overrides", strconv.Itoa(i)}
		e.list(o.Paths, append(slices.Clone(at), "paths")...)
		e.mapped(o.Rules, append(slices.Clone(at), "rules")...)
	}
	for i, x := range e.c.Rules.Custom {
		e.add(x.ID+" "+x.Severity+": "+x.Title, "rules", "custom", strconv.Itoa(i))
	}
	for i, s := range e.c.Suppressions {
		e.add(fmt.Sprintf("%s for %s until %s: %s", s.Rule, s.Document, s.Until, s.Reason), "suppressions",
			strconv.Itoa(i))
	}
}

func (e *explainer) site() {
	s := e.c.Site
	e.add(s.Title, "site", "title")
	e.add(s.BaseURL, "site", "base_url")
	e.add(s.Accent, "site", "accent")
	e.add(s.Language, "site", "language")
	e.add(s.Serve, "site", "serve")
	e.add(s.Output, "site", "output")
	e.flag(s.Emails, "site", "emails")
	e.add(s.Versions, "site", "versions")
	e.add(strconv.Itoa(s.Compare), "site", "compare")
	e.flag(s.Headers, "site", "headers")
	e.add(s.Paper, "site", "paper")
	for _, a := range s.Audiences {
		e.list(a.Classes, "site", "audiences", a.Name)
	}
	e.add(s.Logo, "site", "logo")
	e.add(s.Home, "site", "home")
	for i, p := range s.Pages {
		e.add(p.Path, "site", "pages", strconv.Itoa(i))
	}
	for i, l := range s.Links {
		e.add(l.Title+": "+l.URL, "site", "links", strconv.Itoa(i))
	}
	e.add(s.CSS, "site", "css")
	e.add(s.Contact, "site", "contact")
	e.add(s.Issues, "site", "issues")
	for i, w := range s.Withheld {
		e.add(fmt.Sprintf("%s, version %s: %s", w.Document, w.Version, w.Reason), "site", "withheld", strconv.Itoa(i))
	}
}
