package trail

import (
	"cmp"
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

// asking is whose approval some words need.
type asking struct {
	b       *builder
	t       *Trail
	words   *Content
	instead *Content // the approved words that they replace, or that are retired; nil where none are
}

// below returns what is asked by the configuration below a step.
func (a asking) below(step int) config.Demand {
	cfg, _ := a.b.rosters.below(step)
	at := a.words.First()
	kinds := cfg.KindsAt(at.Path, at.Facts.Kind)
	if a.instead == nil {
		return cfg.Demand(kinds, "", cmp.Or(a.t.statedBelow(step), at.Facts.Approver))
	}
	for _, name := range a.instead.kinds {
		if kind := cfg.Kinds[name]; kind != nil && kind.Approval && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return cfg.Demand(kinds, a.instead.Facts().Approver, "")
}

// statedBelow returns the approver that the document named on the main line below a step.
func (t *Trail) statedBelow(step int) string {
	if ch := t.At(step - 1); ch != nil && ch.Facts != nil {
		return ch.Facts.Approver
	}
	return ""
}

// weigh decides whether a piece of evidence counts for the words, and by which role.
func (a asking) weigh(e *Evidence) {
	if e.Person == nil || !e.Counts() {
		return
	}
	if e.Role, e.Why = a.entitles(e); !e.Counts() {
		return
	}
	b, c := a.b, a.words
	if err := b.verify(e, a.t.sealFor(c)); err != nil {
		b.fail(err)
	}
	if e.Why = e.fault; e.Counts() && !b.knowsEnough(e, c) {
		e.Why = because(Outdated)
		if c.over != nil {
			e.Why = because(OverridesUnknown, c.over.Version.name(), c.over.First().Step.ID.String()[:7])
		}
	}
}

// entitles returns the role by which the evidence's person may approve the words, or why they may not.
func (a asking) entitles(e *Evidence) (role string, why Why) {
	d := a.below(e.below)
	switch role = d.Role(e.Person.Key, e.Day); {
	case role == "":
		why = because(HeldNoRole, e.Person.Name, orNone(d.Names()), e.Day)
	case d.Anchored && e.Loose:
		why = because(Unanchored, e.where())
	case !d.SelfApproval && a.b.isAuthor(e, a.t, a.words):
		why = because(IsAuthor, e.Person.Name)
	}
	return role, why
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
