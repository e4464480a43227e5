package rules

import (
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr725() *lint.Rule {
	return &lint.Rule{
		ID: "WR725", Name: "closed-without-proof", Scope: lint.Document, Severity: lint.Warning,
		Title: "What is done names no evidence",
		Text: `"Done" is a claim. An auditor picks three rows and asks to see it.

**What counts.** A row of a log of corrective or other actions, or an action's own file, that is done or verified, and an
activity of an activity plan that was carried out, without evidence. Where the table has no column for it, one finding at
its header says so, once a row is done.

**What doesn't.** Open and void rows. Any words, link or id are evidence; whether they prove it is for people.

**How to fix it.** Name what shows it: a commit, a ticket, a report, a document's id.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR725"), Good: good("WR725"),
		Find: func(p *lint.Pass) error {
			_, actions, err := followed(p.Input, p.Doc)
			if err != nil {
				return err
			}
			if piece, a := headOf(actions, "evidence", (*isms.Action).Done); a != nil {
				proofColumnMissing(p, piece, actionName(a)+" is done")
			}
			for _, a := range actions {
				if a.Done() && a.Has("evidence") && !a.Says("evidence") {
					p.Report(onAction(a, "evidence", lint.Found{Message: actionName(a) + " is done, and no evidence is named",
						Help: "name what shows it: a report, a ticket, a document's id"}))
				}
			}
			return provenActivities(p)
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) { t.set(0, map[string]string{"evidence": "", "status": "done"}) })
		},
	}
}

func proofColumnMissing(p *lint.Pass, piece *records.Piece, done string) {
	p.Report(lint.Found{Span: document.Span{Start: piece.Span.Start, End: piece.Span.Start},
		Anchor:  "table evidence",
		Message: done + ", and the table has no column for the evidence",
		Help:    "add a column Evidence, and name there what shows that it was done"})
}

// provenActivities asks the activities that were carried out for their evidence.
func provenActivities(p *lint.Pass) error {
	system, err := sharedSystem(p.Input)
	if err != nil || !judged(p.Doc) || !system.Is(p.Doc.Kind, "activity-plan") {
		return err
	}
	if adopted, err := adoptedWords(p.Input, p.Doc); adopted || err != nil {
		return err
	}
	t, err := system.Table(p.Doc, "activities")
	if t == nil || err != nil {
		return err
	}
	told := false
	for n, row := range t.Rows {
		executed, evidence := t.Cell(row, "executed"), t.Cell(row, "evidence")
		if executed.State != records.Known || executed.When.Form == records.NoDay || evidence.State != records.Empty {
			continue
		}
		what := t.Cell(row, "activity").Text
		if !hasColumnIn(t.Pieces[row.Piece], "evidence") {
			if !told {
				proofColumnMissing(p, &t.Pieces[row.Piece], quoted(what)+" was carried out")
			}
			told = true
			continue
		}
		_, i := t.Of.Columns.Named("evidence")
		p.Report(lint.Found{Span: cellSpan(row, i), Anchor: cellAnchor(t, n, "evidence"),
			Message: quoted(what) + " was carried out, and no evidence is named",
			Help:    "name what shows it: a report, a ticket, a document's id"})
	}
	return nil
}

func hasColumnIn(p records.Piece, column string) bool {
	for _, c := range p.Columns {
		if c.Name == column {
			return true
		}
	}
	return false
}
