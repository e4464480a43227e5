package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr808() *lint.Rule {
	return &lint.Rule{
		ID: "WR808", Name: "soa-evidence-not-in-force", Scope: lint.Register, Severity: lint.Error,
		Title: "The evidence for a control isn't in force",
		Text: `A statement that names a draft, a retired document or one that isn't there claims what nobody can show.

**What counts.** In the column for evidence: an id or a link of a document that is a draft or in review, and of which no
version is in force; of one that is retired; an id in a row of ids that documents have, which none has; a link to a file
that isn't there.

**What doesn't.** Records, open or closed; the evidence of controls that are planned or excluded; ids that match
` + "`external_ids`" + ` of writ.yaml; statements that are drafts or retired. Where this rule speaks, WR601, WR603,
WR605 and WR606 don't.

**How to fix it.** Have the document approved first, or name what shows the control today.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR808"), Good: good("WR808"),
		Find: func(p *lint.Pass) error {
			all, err := sharedEvidence(p.Input)
			if err != nil {
				return err
			}
			return eachStatement(p, func(s statement) error {
				for _, f := range all[s.e] {
					p.Report(f)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantSheetDraft(s, statementKind, coverage.StatementTable, func(d *draft) bool {
				_, _, ok := inRow(d.values["id"])
				return ok
			}, func(d *draft, t *sheet) {
				row, number, _ := inRow(d.values["id"])
				t.set(0, map[string]string{"control": "A.5.1", "evidence": row + strings.Repeat("9", len(number))})
			})
		},
	}
}

// sharedEvidence is what is wrong with the evidence that statements name, by the statement.
var sharedEvidence = lint.Share(func(in *lint.Input) (map[*register.Entry][]lint.Found, error) {
	statements, err := sharedStatements(in)
	if len(statements) == 0 || err != nil {
		return nil, err
	}
	where, err := leads(in)
	if err != nil {
		return nil, err
	}
	ids, err := sharedRows(in)
	if err != nil {
		return nil, err
	}
	all := map[*register.Entry][]lint.Found{}
	for _, s := range statements {
		x := evidence{in: in, s: s, leads: where[s.e], ids: ids, look: &fetching{reg: in.Register}}
		if err := x.read(); err != nil {
			return nil, err
		}
		all[s.e] = x.found
	}
	return all, nil
})

// silencedBy808 reports whether a place is evidence in a statement of which WR808 speaks.
func silencedBy808(in *lint.Input, e *register.Entry, at document.Span) (bool, error) {
	all, err := sharedEvidence(in)
	if err != nil || !slices.ContainsFunc(all[e], func(f lint.Found) bool { return f.Span == at }) {
		return false, err
	}
	return in.Config.Severity("WR808", e.Path, string(lint.Error)) != string(lint.Off), nil
}

// evidence reads what one statement names as evidence.
type evidence struct {
	in    *lint.Input
	s     statement
	leads []standing.Lead // of the document's links; nil where it isn't judged
	ids   rows
	look  *fetching
	found []lint.Found
}

func (x *evidence) read() error {
	for i := range x.s.Rows {
		row := &x.s.Rows[i]
		if row.Evidence == "" || !x.shows(row) {
			continue
		}
		for i, l := range x.s.e.Links() {
			if !l.Image && within(row.EvidenceSpan, l.Span) && i < len(x.leads) {
				if err := x.link(row, l, x.leads[i]); err != nil {
					return err
				}
			}
		}
		for _, m := range x.s.e.Mentions() {
			if within(row.EvidenceSpan, m.Span) && !x.linked(m.Span) {
				if err := x.mention(row, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// shows reports whether a control of a row is carried out, at least in part.
func (x *evidence) shows(row *coverage.Row) bool {
	for _, n := range row.Names {
		said := x.s.Of(n.Standard, n.Number)
		if said != nil && !n.Foreign && said.Applicable != coverage.No && said.Implemented != "planned" &&
			said.Implemented != "not" {
			return true
		}
	}
	return false
}

// linked reports whether a mention is the text of a link, which is looked at already.
func (x *evidence) linked(at document.Span) bool {
	for _, l := range x.s.e.Links() {
		if within(l.Span, at) {
			return true
		}
	}
	return false
}

func within(outer, inner document.Span) bool {
	return inner.Start >= outer.Start && inner.End <= outer.End
}

func (x *evidence) report(row *coverage.Row, at document.Span, name, problem, help string) {
	x.found = append(x.found, lint.Found{Doc: x.s.e, Span: at, Anchor: "evidence " + name, Help: help,
		Message: fmt.Sprintf("the evidence for %s, %s, %s", controlNames(row.Names), name, problem)})
}

func (x *evidence) link(row *coverage.Row, l document.Link, to standing.Lead) error {
	if to.To != nil {
		return x.document(row, l.Span, to.To)
	}
	if !to.Local || to.Path == "" || to.Moved || leavesRepository(to.Path) {
		return nil
	}
	broken, err := x.look.faultOf(x.s.e, to.Path)
	if broken != nil {
		help := broken.help
		if help == "" {
			help = "link to what shows the control"
		}
		x.report(row, l.Span, quoted(l.Target), "leads "+broken.why, help)
	}
	return err
}

func (x *evidence) mention(row *coverage.Row, m document.Mention) error {
	if all := x.in.Register.ByID(m.Text); len(all) > 0 {
		return x.document(row, m.Span, all[0])
	}
	if !x.ids.has(m) || x.in.Book != nil && x.in.Book.Document(m.Text) != nil || x.in.Config.IsExternalID(m.Text) {
		return nil
	}
	help := "name what shows the control"
	if near := nearest.Word(m.Text, x.in.Register.IDs()); near != "" {
		help = fmt.Sprintf("did you mean %s?", x.in.Register.ByID(near)[0].ID)
	}
	x.report(row, m.Span, m.Text, "is no document", help)
	return nil
}

// document looks whether a document that is evidence is in force.
func (x *evidence) document(row *coverage.Row, at document.Span, to *register.Entry) error {
	status := to.Status()
	switch {
	case to == x.s.e || to.Kind.Record:
	case status == schema.Retired:
		x.report(row, at, to.Key(), "is retired", "name what replaced it, or what shows the control today")
	case status == schema.Draft || status == schema.InReview:
		if t, err := trailOf(x.in, to); err != nil || t != nil && t.Current != nil {
			return err
		}
		x.report(row, at, to.Key(), "is still "+status+" and not in force",
			fmt.Sprintf("release %s%s and have it approved first, or name what shows the control today", to.Key(),
				releaseSays(to.ID)))
	}
	return nil
}
