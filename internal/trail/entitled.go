package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
)

// identifyPerson finds the person of the roster whose address the evidence names, by the roster that stood
// below the step that brought it. A mailmap grants nothing here.
func (b *builder) identifyPerson(e *Evidence) {
	cfg, late := b.rosters.below(e.below)
	e.LateRoll = late
	e.ByForge = cfg.IsForge(e.Recorder.Name, e.Recorder.Email)
	why := e.identify(cfg)
	if e.fault.Code == "" { // a fault of its own is one that no person fixes
		e.fault = why
	}
	e.Why = e.fault
}

// identify finds the evidence's person, and says why that is nobody, or somebody who wasn't there.
func (e *Evidence) identify(cfg *config.Config) Why {
	switch {
	case e.Capture != nil:
		return e.identifyReviewer(cfg)
	case cfg.IsForge(e.By.Name, e.By.Email):
		return because(NamesForge, e.By.Name, e.By.Email)
	case e.By.Email == "":
		return because(NamesNoAddress, e.Line)
	}
	p, ok := cfg.PersonByEmail(e.By.Email)
	if !ok && e.Kind == ByMerge {
		p, ok = personAtForge(cfg, e.By.Email)
	}
	if !ok {
		return because(AddressUnknown, e.By.Email)
	}
	return e.take(p)
}

func (e *Evidence) take(p *config.Person) Why {
	e.Person = p
	if !p.Present(e.Day) {
		return because(WasAbsent, p.Name, e.Day)
	}
	return Why{}
}

// identifyReviewer finds the person of the roster by the login that a forge's review names.
func (e *Evidence) identifyReviewer(cfg *config.Config) Why {
	c := e.Capture
	if c.bot || strings.HasSuffix(strings.ToLower(c.Login), "[bot]") {
		return because(NamesBot, c.Login)
	}
	p, ok := cfg.PersonByLogin(c.Forge, c.Login)
	if !ok {
		return because(LoginUnknown, c.Forge, c.Login)
	}
	e.By.Name = p.Name
	if len(p.Emails) > 0 {
		e.By.Email = p.Emails[0]
	}
	return e.take(p)
}

// weigh decides whether a piece of evidence counts for a content, and by which role.
func (b *builder) weigh(e *Evidence, t *Trail, c *Content) {
	if e.Person == nil || !e.Counts() {
		return
	}
	cfg, _ := b.rosters.below(e.below)
	at := c.First()
	self, anchor := true, false
	var wanted []string
	for _, kind := range c.Policies(cfg) {
		d := demandOf(cfg, kind, at.Facts)
		wanted = append(wanted, d.names()...)
		if role := d.roleOf(cfg, e); role != "" {
			e.Role = role
		}
		self = self && kind.SelfApproval
		anchor = anchor || kind.Anchored
	}
	if e.Role == "" {
		e.Why = because(HeldNoRole, e.Person.Name, orNone(wanted), e.Day)
		return
	}
	if anchor && e.Loose {
		e.Why = because(Unanchored, e.where())
		return
	}
	if !self && b.isAuthor(e, t, c) {
		e.Why = because(IsAuthor, e.Person.Name)
		return
	}
	if err := b.verify(e, t.sealFor(c)); err != nil {
		b.fail(err)
	}
	if e.Why = e.fault; e.Counts() && !b.knowsEnough(e, c) {
		e.Why = because(Outdated)
		if c.over != nil {
			e.Why = because(OverridesUnknown, c.over.Version.name(), c.over.First().Step.ID.String()[:7])
		}
	}
}

// knowsEnough reports whether evidence knows what its words override: the object that was signed, tagged or reviewed, or
// the commit that carries an unsigned line, has it among its ancestors, or what was signed names it. What ended a
// former life of the words must be among the ancestors.
func (b *builder) knowsEnough(e *Evidence, c *Content) bool {
	if c.needs == nothingKnown {
		return true
	}
	knew := nothingKnown
	if !e.about.IsZero() {
		var err error
		if knew, err = b.knew(e.about); err != nil {
			b.fail(err)
			return false
		}
	}
	return knew >= c.needs || knew >= c.lifeFrom && (e.sealed || e.after != "" && e.after == c.follows())
}

func orNone(roles []string) string {
	slices.Sort(roles)
	roles = slices.Compact(roles)
	if len(roles) == 0 {
		return "none is configured"
	}
	return strings.Join(roles, ", ")
}

// isAuthor reports whether the approver wrote any of the words up to this content that nobody approved before: those of its
// version, and those of the versions since the words that it is to replace. A new number alone makes nobody's words
// another's.
func (b *builder) isAuthor(e *Evidence, t *Trail, c *Content) bool {
	approver := b.aliasesOf(e.Person, e.By, e.below)
	for _, w := range b.authorsUpTo(t, c) {
		if meet(approver, b.aliases(w, e.below)) {
			return true
		}
	}
	return false
}

// writtenFor returns the contents that led to c, and c: all of its version, and all since the approved one before it. A
// retirement is judged before it is known which those are: then the version's alone.
func (t *Trail) writtenFor(c *Content) []*Content {
	to := slices.Index(t.Contents, c)
	from := to
	for from > 0 && (t.Contents[from-1].Version == c.Version || c.judged && t.Contents[from-1].Approval == nil) {
		from--
	}
	return t.Contents[from : to+1]
}

// demand is what a kind asks of approvers: roles, or the one approver that the document names where the kind
// names none.
type demand struct {
	anyOf, allOf []string
	person       string // a person's key instead of roles
	minimum      int
}

func demandOf(cfg *config.Config, kind *config.Kind, f *Facts) demand {
	d := demand{anyOf: kind.Approvers.AnyOf, allOf: kind.Approvers.AllOf, minimum: max(1, kind.Approvers.Minimum)}
	if len(d.anyOf) > 0 || len(d.allOf) > 0 {
		return d
	}
	name := f.Approver
	if name == "" {
		name = kind.Approver
	}
	if name == "" {
		return d
	}
	role, person, _ := cfg.KnownOwner(name)
	if role != "" {
		d.anyOf = []string{role}
	}
	d.person = person
	return d
}

func (d demand) names() []string {
	out := slices.Concat(d.anyOf, d.allOf)
	if d.person != "" {
		out = append(out, d.person)
	}
	return out
}

// roleOf returns the role by which the evidence's person may approve; "" for none.
func (d demand) roleOf(cfg *config.Config, e *Evidence) string {
	if d.person != "" && d.person == e.Person.Key {
		return d.person
	}
	held := cfg.RolesOf(e.Person.Key, e.Day)
	for _, role := range slices.Concat(d.allOf, d.anyOf) {
		if slices.Contains(held, role) {
			return role
		}
	}
	return ""
}

// met reports whether the people of a set, each once, are as many and hold the roles that are asked for.
func (d demand) met(cfg *config.Config, set []*Evidence) bool {
	fit := 0
	missing := slices.Clone(d.allOf)
	for _, e := range set {
		if d.roleOf(cfg, e) == "" {
			continue
		}
		fit++
		held := cfg.RolesOf(e.Person.Key, e.Day)
		missing = slices.DeleteFunc(missing, func(role string) bool { return slices.Contains(held, role) })
	}
	return fit >= d.minimum && len(missing) == 0
}
