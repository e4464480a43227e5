package rules

import (
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// fewestLinked is how many valid documents a register has before one without any link is reported.
const fewestLinked = 5

func wr607() *lint.Rule {
	return &lint.Rule{
		ID: "WR607", Name: "orphan", Scope: lint.Register, Severity: lint.Info,
		Title: "No document leads to it, and it leads to none",
		Text: `Staff find most documents through others. One without any link is one that nobody comes across, or that
was forgotten when the others changed.

**What counts.** A valid document to which no other one links, which no other one names by its id, and which itself
links to none.

**What doesn't.** Drafts, retired documents and records; a register of fewer than 5 valid documents, or in which no more
than half of them are linked: such a company finds its documents in another way.

**How to fix it.** Link to it where its readers come from, or retire it.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR607"), Good: good("WR607"),
		Find: findOrphans,
		Seed: seedOrphan,
	}
}

func findOrphans(p *lint.Pass) error {
	if p.Proposal != nil {
		return nil // what a pull request leaves alone is none of its business
	}
	rows, err := sharedRows(p.Input)
	if err != nil {
		return err
	}
	all, err := leads(p.Input)
	if err != nil {
		return err
	}
	reached, leads := linked(p.Register, rows, all)
	var valid, alone []*register.Entry
	for _, e := range p.Register.Documents {
		if e.Kind.Record || e.Status() != schema.Approved || e.Link != "" {
			continue
		}
		valid = append(valid, e)
		if !reached[e] && !leads[e] {
			alone = append(alone, e)
		}
	}
	if len(valid) < fewestLinked || 2*len(alone) >= len(valid) {
		return nil
	}
	for _, e := range alone {
		p.Report(lint.Found{Doc: e, Span: at(e, "id"), Anchor: "id",
			Message: "no document links to it or names it, and it links to none",
			Help:    "link to it where its readers come from, or retire it"})
	}
	return nil
}

// linked returns which documents others lead to, by a link or by their id, and which lead to others.
func linked(r *register.Register, rows rows, all map[*register.Entry][]standing.Lead) (reached,
	leads map[*register.Entry]bool) {
	reached, leads = map[*register.Entry]bool{}, map[*register.Entry]bool{}
	for _, e := range r.Documents {
		mark := func(to *register.Entry) {
			if to != nil && to != e {
				reached[to], leads[e] = true, true
			}
		}
		for _, lead := range all[e] {
			mark(lead.To)
		}
		for m := range rows.in(e) {
			for _, to := range r.ByID(m.Text) {
				mark(to)
			}
		}
	}
	return reached, leads
}
