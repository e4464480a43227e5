package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr602() *lint.Rule {
	return &lint.Rule{
		ID: "WR602", Name: "anchor-broken", Scope: lint.Register, Severity: lint.Error,
		Title: "A link leads to a heading that isn't there",
		Text: `A link to section 4.2 that lands on the top of the page, since somebody renamed the heading, sends its
reader searching.

**What counts.** A link with ` + "`#…`" + ` into this or another document of the register, which has no heading of
that name. The name of a heading is the one that GitHub gives it: its text in small letters, with hyphens for blanks
and without punctuation, symbols and numbers such as ²; a second heading of the same text gets ` + "`-1`" + `.

**What doesn't.** ` + "`#`" + ` and ` + "`#top`" + `; files that aren't documents of the register; an anchor that HTML
in the text names, such as ` + "`<a id=\"x\">` or `<a name=\"x\">`" + ` in any spelling, but not in code or in a
comment; the id of a row, such as ` + "`#CA-001`" + `, to which the site leads; addresses elsewhere.

**How to fix it.** Correct the part after the #. The finding names the nearest heading.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR602"), Good: good("WR602"),
		Find: findBrokenAnchors,
	}
}

func findBrokenAnchors(p *lint.Pass) error {
	all, err := leads(p.Input)
	if err != nil {
		return err
	}
	read := map[*register.Entry]*places{}
	for _, e := range p.Register.Documents {
		for i, l := range e.Links() {
			t := all[e][i]
			if l.Image || !t.Local || t.Fragment == "" || strings.EqualFold(t.Fragment, "top") {
				continue
			}
			to := e
			if t.Path != "" {
				to = t.To
			}
			if to == nil || to.Link != "" || unread(to) {
				continue
			}
			known := read[to]
			if known == nil {
				known = &places{to: to}
				read[to] = known
			}
			if known.have(t.Fragment) {
				continue
			}
			if row, err := known.haveRow(p.Input, t.Fragment); row || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			where := "this document"
			if to != e {
				where = to.Path
			}
			help := "correct the part after the #, or add the heading"
			var fix *lint.Fix
			if near, only := known.nearest(t.Fragment); near != "" {
				help = fmt.Sprintf("did you mean #%s?", near)
				if before, _, ok := strings.Cut(l.Target, "#"); ok && only {
					fix = retargeting(p.Input, e, l, before+"#"+near,
						"it is the only heading that is near, and only a person knows whether it is meant")
				}
			}
			p.Report(lint.Found{Doc: e, Span: l.Span, Anchor: "link " + l.Target, Help: help, Fix: fix,
				Message: fmt.Sprintf("the link %s leads to a heading that %s doesn't have", quoted(l.Target), where)})
		}
	}
	return nil
}

// unread reports whether a file was too large to be read.
func unread(e *register.Entry) bool {
	return slices.ContainsFunc(e.Faults, func(f document.Fault) bool { return f.Kind == document.FileTooLarge })
}

// places are what links can lead to in one document. They are read once: there may be as many links as headings.
type places struct {
	to      *register.Entry
	named   map[string]bool // headings, and what HTML in the text names
	rows    []string        // the places of rows, once they were asked for
	read    bool
	guesses int
}

// have reports whether a document has a place of that name: a heading, a footnote, or one that HTML in its text
// states.
func (p *places) have(name string) bool {
	for _, prefix := range []string{"fn:", "fnref:", "fn-", "fnref-", ":~:"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	if p.named == nil {
		p.named = map[string]bool{}
		for _, h := range p.to.Headings() {
			p.named[h.Anchor] = true
		}
		for _, a := range p.to.Anchors() {
			p.named[a.Name] = true
		}
	}
	return p.named[document.PlaceName(name)]
}

// haveRow reports whether a document has a row of that name, to which its page on the site leads.
func (p *places) haveRow(in *lint.Input, name string) (bool, error) {
	if !p.read && len(p.to.Kind.Tables.Tables) > 0 {
		system, err := sharedSystem(in)
		if err != nil {
			return false, err
		}
		r, err := system.Reading(p.to)
		if err != nil {
			return false, err
		}
		for i := range r.Tables {
			for _, row := range r.Tables[i].Rows {
				if anchor := r.Tables[i].Anchor(row); anchor != "" {
					p.rows = append(p.rows, anchor)
				}
			}
		}
	}
	p.read = true
	return slices.Contains(p.rows, document.PlaceName(name)), nil
}

// mostGuesses is for how many names that a document doesn't have the nearest one is looked for. More of them have one
// cause, and each search looks at all headings.
const mostGuesses = 100

// nearest returns the heading that a name was most likely meant for, and whether no other is as near; "" for none.
func (p *places) nearest(name string) (near string, only bool) {
	if p.guesses++; p.guesses > mostGuesses {
		return "", false
	}
	anchors := slices.Clone(p.rows)
	for _, h := range p.to.Headings() {
		anchors = append(anchors, h.Anchor)
	}
	for _, a := range anchors {
		if strings.EqualFold(a, name) {
			return a, true
		}
	}
	return nearest.Only(name, anchors)
}
