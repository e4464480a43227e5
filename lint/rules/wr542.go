package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr542() *lint.Rule {
	return &lint.Rule{
		ID: "WR542", Name: "role-not-in-roster", Scope: lint.Register, Severity: lint.Warning, Ground: lint.NeedsRoster,
		Title: "The top policy gives duties to a role that the roster doesn't know",
		Text: `Duties of a role that nobody holds are nobody's. The roster says who holds which role, and since when.

**What counts.** The policy that satisfies 5.2: a heading, a label or a first cell under roles and responsibilities that
names a role or a person whom ` + "`roles:`" + ` and ` + "`people:`" + ` don't have, by key, title or name.

**What doesn't.** What many are: employees, users, contractors, managers, top management, owners of assets, risks and
systems, third parties …; other policies; drafts, retired documents, adopted words, languages other than English and
German.

**How to fix it.** Name the role as the roster does, or add it there with who holds it.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR542"), Good: good("WR542"),
		Find: func(p *lint.Pass) error {
			return eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return asTopPolicy(p.Input, e) },
				func(t *clauseText) error { return checkRoles(p, t) })
		},
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return lint.SeedExample(wr542(), s)
		},
	}
}

// duty is a name that a policy gives duties to.
type duty struct {
	name string
	span document.Span
}

func checkRoles(p *lint.Pass, t *clauseText) error {
	s, found := t.placed(called([]string{"roles and responsibilities", "roles", "rollen"}))
	if !found {
		return nil
	}
	told := map[string]bool{}
	for _, d := range t.duties(s) {
		for _, name := range records.ReadParty(roleIn(d.name), p.Config).Unknown {
			if name = roleIn(name); told[strings.ToLower(name)] || unwritten(name) || held(name) {
				continue
			}
			told[strings.ToLower(name)] = true
			help := "name the role as `roles:` in writ.yaml does, or add it there with who holds it"
			if near := nearestRole(p.Config, name); near != "" {
				help = fmt.Sprintf("did you mean %s? Else add the role to `roles:` in writ.yaml", quoted(near))
			}
			p.Report(lint.Found{Doc: t.doc, Span: d.span, Anchor: "role " + strings.ToLower(name),
				Message: fmt.Sprintf("the roster knows no role or person %s", quoted(short(name))), Help: help})
		}
	}
	return nil
}

// duties are the names under a section: headings, rows' first cells, and labels where nothing else is there.
func (t *clauseText) duties(s records.Section) (all []duty) {
	for _, x := range t.Below(s) {
		all = append(all, duty{x.Name, x.Span})
	}
	for _, x := range t.TablesIn(s.Body) {
		for _, cells := range x.Rows {
			if len(cells) > 1 {
				all = append(all, duty{cells[0].Text, cells[0].Span})
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, l := range t.In(s.Body) {
		if l.Item && l.Indent == 0 && l.Label != "" && l.Rest != "" {
			all = append(all, duty{l.Label, l.Span})
		}
	}
	return all
}

// roleIn is the name of a role without the number of its heading and an article.
func roleIn(text string) string {
	text = strings.TrimRight(strings.TrimSpace(records.Unnumbered(text)), ": ")
	for _, begin := range []string{"the ", "our ", "each ", "every ", "all ", "other ", "alle ", "der ", "die ", "das "} {
		if len(text) > len(begin) && strings.EqualFold(text[:len(begin)], begin) {
			text = text[len(begin):]
		}
	}
	return strings.TrimSpace(text)
}

// nearestRole is the role of the roster that a name is a slip away from, by its title or key; "" for none.
func nearestRole(cfg *config.Config, name string) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(cfg.Roles)) {
		all = append(all, key, cfg.Roles[key].Title)
	}
	return nearest.Word(name, all)
}

// held reports whether a role is one that many hold, or that every company has.
func held(name string) bool {
	name, _, _ = strings.Cut(name, "(")
	low := strings.Join(strings.Fields(strings.ToLower(name)), " ")
	words := schema.Vocabularies()["anybody"]
	return slices.Contains(words.Of("whole"), low) || slices.ContainsFunc(words.Of("last"), func(w string) bool {
		return low == w || strings.HasSuffix(low, " "+w)
	})
}
