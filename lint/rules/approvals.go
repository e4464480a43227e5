package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// unapproved is a document whose newest words on the main line claim to be valid, and aren't approved as its kind
// asks.
type unapproved struct {
	in      *lint.Input
	t       *trail.Trail
	last    *trail.Change
	content *trail.Content
}

// findUnapproved lists them in the order of their ids. A document claims to be valid by the status approved, a
// record by the status closed.
var findUnapproved = lint.Share(func(in *lint.Input) ([]unapproved, error) {
	var all []unapproved
	for _, t := range in.Book.Trails {
		if !controlled(in, t) {
			continue
		}
		last, content := tip(t)
		if last == nil || content.Approval != nil || cameBack(t) {
			continue
		}
		if s := last.Facts.Status; s == schema.Approved || s == schema.Closed && t.Kind.Record {
			all = append(all, unapproved{in, t, last, content})
		}
	}
	return all, nil
})

// eachUnapproved calls report for each of them that is unapproved for a certain cause.
func eachUnapproved(p *lint.Pass, why cause, report func(u unapproved)) error {
	all, err := findUnapproved(p.Input)
	for _, u := range all {
		if u.cause() == why {
			report(u)
		}
	}
	return err
}

// cameBack reports whether the newest words are the ones that were approved last: an edit was taken back.
func cameBack(t *trail.Trail) bool {
	newest := t.Contents[len(t.Contents)-1]
	for _, c := range slices.Backward(t.Contents) {
		if approvedWords(c) {
			return c.Digest == newest.Digest
		}
	}
	return false
}

// name is how messages call the words.
func (u unapproved) name() string {
	if v := u.last.Facts.Version; v != "" {
		return "version " + short(v)
	}
	return "the document"
}

// own returns the approvals of these words that don't count because their person wrote some of them.
func (u unapproved) own() []*trail.Evidence {
	return u.claims(func(e *trail.Evidence) bool { return e.Why.Code == trail.IsAuthor })
}

// claims returns the approvals of these words that don't count, as far as keep wants them.
func (u unapproved) claims(keep func(*trail.Evidence) bool) []*trail.Evidence {
	var all []*trail.Evidence
	for _, e := range u.t.Claims {
		if !e.Counts() && (e.Pinned == u.content.Digest || e.Index >= u.content.First().Index) && keep(e) {
			all = append(all, e)
		}
	}
	return all
}

// before returns the newest other words of the same version that are approved; -1 where none are.
func (u unapproved) before() int {
	contents := u.content.Version.Contents
	for i, c := range slices.Backward(contents) {
		if c != u.content && approvedWords(c) {
			return i
		}
	}
	return -1
}

// judges returns the kinds whose approvers must approve: the document's, the one that its place gives, and those of the
// words that it is to replace.
func (u unapproved) judges() []*config.Kind { return u.content.Policies(u.in.Config) }

// approvers lists who may approve these words today, and the roles for it: the kinds' approvers, or the one that
// the document names. Authors of the version are left out unless the kinds let them.
func (u unapproved) approvers() (people, roles []string) {
	cfg := u.in.Config
	self := true
	for _, k := range u.judges() {
		self = self && k.SelfApproval
	}
	seen := map[string]bool{}
	add := func(p *config.Person) {
		if !seen[p.Key] && len(p.Emails) > 0 && (self || !u.wrote(p)) && !u.has(p) {
			seen[p.Key] = true
			people = append(people, fmt.Sprintf("%s <%s>", p.Name, p.Emails[0]))
		}
	}
	for _, k := range u.judges() {
		for _, role := range rolesOf(cfg, k, u.last.Facts) {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
			if p := cfg.People[role]; p != nil && cfg.Roles[role] == nil {
				add(p)
			}
			for _, p := range cfg.HoldersOn(role, u.in.Today) {
				add(p)
			}
		}
	}
	return people, roles
}

// has reports whether a person approved these words already, as strongly as their kinds ask.
func (u unapproved) has(p *config.Person) bool {
	return slices.ContainsFunc(u.content.Partial, func(e *trail.Evidence) bool {
		return e.Person.Key == p.Key && !slices.ContainsFunc(u.judges(), func(k *config.Kind) bool { return string(e.Grade) > k.LeastGrade })
	})
}

// rolesOf returns the roles, or the one person, that a kind asks to approve a document.
func rolesOf(cfg *config.Config, k *config.Kind, f *trail.Facts) []string {
	if all := slices.Concat(k.Approvers.AllOf, k.Approvers.AnyOf); len(all) > 0 {
		return all
	}
	name := f.Approver
	if name == "" {
		name = k.Approver
	}
	role, person, ok := cfg.KnownOwner(name)
	switch {
	case !ok:
		return nil
	case role != "":
		return []string{role}
	}
	return []string{person}
}

// wrote reports whether a person is an author of the version.
func (u unapproved) wrote(p *config.Person) bool {
	return slices.ContainsFunc(p.Emails, func(mail string) bool {
		e := &trail.Evidence{Person: p, By: trail.Who{Name: p.Name, Email: mail}}
		return u.in.Book.IsAuthor(e, u.t, u.content)
	})
}

// howToApprove is the command that approves the words as they are.
func (u unapproved) howToApprove() string {
	people, roles := u.approvers()
	name := u.t.ID
	if name == "" {
		return "give the document an id, so that an approval can name it"
	}
	switch {
	case len(roles) == 0:
		return fmt.Sprintf("nobody may approve it: name a role as `approver:` in the document, or under `kinds.%s.approvers` in writ.yaml", u.t.Kind.Name)
	case len(people) == 0:
		return fmt.Sprintf("nobody who holds %s today may approve it: name a holder, other than its authors, in writ.yaml", oneOf(roles))
	}
	return fmt.Sprintf("%s can approve it with: writ approve %s", oneOf(people), name)
}

// doesNotCount explains a claim.
func doesNotCount(e *trail.Evidence) string {
	return fmt.Sprintf("`%s` in %s doesn't count: %s", e.Line, placeOf(e), e.Why)
}

// related tells of each claim, beside the document.
func related(e *register.Entry, path string, claims []*trail.Evidence) []lint.Related {
	if e != nil {
		path = e.Path
	}
	var all []lint.Related
	for _, c := range claims {
		all = append(all, lint.Related{Path: path, Message: doesNotCount(c)})
	}
	return all
}
