package trail

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/history"
)

// identify finds the evidence's person, and says why that is nobody, or somebody who wasn't there.
func (e *Evidence) identify(cfg *config.Config) Why {
	switch {
	case e.Capture != nil:
		return e.identifyReviewer(cfg)
	case e.Kind == ByMerge && !e.ByForge && !e.atGitLab:
		return because(MergedByHand)
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
	j       *judge
	t       *Trail
	words   *Content
	instead *Content // the approved words that they replace, or that are retired; nil where none are
}

// below returns what is asked by the roster that counts below a step.
func (a asking) below(step int) config.Demand { return a.demand(a.j.rosters.inForce(step), step) }

// demand returns what a roster asks of an approval that comes with a step.
func (a asking) demand(r *RosterState, step int) config.Demand {
	if a.t == a.j.roster {
		return a.j.rosterDemand(r, a.words.First(), a.j.authorsUpTo(a.t, a.words))
	}
	cfg, at := r.Config, a.words.First()
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

// required reports whether reaching the main line with a step isn't enough: by the roster that counts below it, or by
// the one that is there.
func (a asking) required(step int) bool {
	r := &a.j.rosters
	return a.demand(r.inForce(step), step).Required || a.demand(r.stated(step), step).Required
}

// statedBelow returns the approver that the document named on the main line below a step.
func (t *Trail) statedBelow(step int) string {
	if ch := t.At(step - 1); ch != nil && ch.Facts != nil {
		return ch.Facts.Approver
	}
	return ""
}

func orNone(roles []string) string {
	if len(roles) == 0 {
		return "none is configured"
	}
	return strings.Join(roles, ", ")
}

// isAuthor reports whether the approver wrote any of the words up to this content that nobody approved before: those
// of its version, and those of the versions since the words that it is to replace. A new number alone makes nobody's
// words another's.
func (j *judge) isAuthor(e *Evidence, t *Trail, c *Content) bool {
	return j.wrote(e.Person, e.By, e.below, append(j.authorsUpTo(t, c), j.writersOf(t, c, e.Index)...))
}

// wrote reports whether a person of the roster, who is named by w, is one of several authors.
func (j *judge) wrote(p *config.Person, w history.Who, below int, authors []history.Who) bool {
	approver := j.aliasesOf(p, w, below)
	return slices.ContainsFunc(authors, func(a history.Who) bool { return meet(approver, j.aliases(a, below)) })
}

// writtenFor returns the contents that led to c, and c: all of its version, and all since the approved one before it.
// A retirement is judged before it is known which those are: then the version's alone.
func (t *Trail) writtenFor(c *Content) []*Content {
	to := slices.Index(t.Contents, c)
	from := to
	for from > 0 && (t.Contents[from-1].Version == c.Version || c.judged && t.Contents[from-1].Approval == nil) {
		from--
	}
	return t.Contents[from : to+1]
}
