package publication

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// risks are followed to their treatments, the late ones first.
func (r *recorder) risks() error {
	threads, err := r.system.Threads(r.coverage)
	if err != nil {
		return err
	}
	late := func(x sitegen.Risk) (n int) {
		for _, t := range x.Treatments {
			n = max(n, t.Late)
		}
		return n
	}
	for _, t := range threads {
		r.out.Risks = append(r.out.Risks, r.risk(t))
	}
	slices.SortStableFunc(r.out.Risks, func(a, b sitegen.Risk) int { return cmp.Compare(late(b), late(a)) })
	return nil
}

func (r *recorder) risk(t isms.Thread) sitegen.Risk {
	out := sitegen.Risk{ID: t.ID, Words: r.private(t.Words), Level: r.private(t.Level), ToTreat: t.ToTreat,
		Owners: r.party(t.Cell("owner").Party)}
	if t.Entry != nil {
		out.Place = r.row(t.Entry, t.Table, t.Row)
	}
	for i := range t.Treatments {
		out.Treatments = append(out.Treatments, r.treatment(&t.Treatments[i]))
	}
	return out
}

func (r *recorder) treatment(t *isms.Treated) sitegen.Treatment {
	out := sitegen.Treatment{Place: r.row(t.Entry, t.Table, t.Row), Words: r.private(t.Cell("treatment").Text),
		Owners: r.party(t.Cell("owner").Party), Due: r.private(t.Cell("due").Text), Done: t.Done,
		Late: t.Late(r.Book.Today), InForce: t.InForce}
	for _, a := range t.Accepted {
		x := sitegen.Acceptance{Owner: r.named(a.Owner), Day: a.Day}
		if a.Person != nil {
			x.By = a.Person.Name
		}
		if a.Record != nil {
			x.Record = r.page(a.Record)
		}
		out.Accepted = append(out.Accepted, x)
	}
	for _, a := range t.Progress.Actions {
		out.Actions = append(out.Actions, r.actionID(a))
	}
	for _, c := range t.Controls {
		x := sitegen.TreatedBy{Number: c.Number, Standard: c.Standard, Known: c.Point != nil}
		if p := c.Point; p != nil {
			x.Answers = r.answers(p.Evidence())
			if p.Stated != nil {
				x.Stated = p.Stated.Says()
				x.Evidence = r.private(p.Stated.Evidence)
			}
		}
		out.Controls = append(out.Controls, x)
	}
	return out
}

// externals are the documents that somebody else controls, by the days of their checks.
func (r *recorder) externals() error {
	all, err := r.system.Externals()
	if err != nil {
		return err
	}
	for _, x := range all {
		out := sitegen.External{Place: r.page(x.Entry), Title: r.private(x.Title), Owners: r.party(&x.Owner),
			Checked: x.Checked,
			Next:    x.Due, Late: x.Late(r.Book.Today)}
		if !x.Cycle.IsZero() {
			out.Cycle = x.Cycle.String()
		}
		if x.Table != nil {
			row := x.Table.Rows[x.Row]
			out.Place = r.row(x.Entry, x.Table, row)
			out.Source, out.Edition = r.private(x.Table.Cell(row, "source").Text), r.private(x.Table.Cell(row,
				"edition").Text)
		} else {
			out.Source, out.Edition = r.private(x.Entry.Front.Text("source")), r.private(x.Entry.Front.Text("edition"))
		}
		r.out.Externals = append(r.out.Externals, out)
	}
	slices.SortStableFunc(r.out.Externals, func(a, b sitegen.External) int {
		if a.Next == day.None || b.Next == day.None {
			return cmp.Compare(b.Next, a.Next)
		}
		return cmp.Compare(a.Next, b.Next)
	})
	return nil
}

// retention is how long records are kept, and which were removed.
func (r *recorder) retention() error {
	kept := r.view.Retained(r.Book.Days[0], r.Book.Today)
	for _, d := range r.Book.Documents {
		t, err := r.Book.Trail(d)
		if err != nil {
			return err
		}
		known, err := r.knew(t)
		if err != nil {
			return err
		}
		if !known {
			continue
		}
		doc, err := r.view.History(t)
		if err != nil {
			return err
		}
		kept.Add(&doc)
	}
	for _, k := range kept.Kinds() {
		out := sitegen.Retention{Kind: r.kindTitle(k.Kind), Stated: k.Stated, Closed: k.Closed, Due: r.removals(k.Due),
			Removed: r.removals(k.Removed)}
		if !k.Kind.Retention.IsZero() {
			out.Keep = k.Kind.Retention.String()
		}
		r.out.Retention = append(r.out.Retention, out)
	}
	return nil
}

func (r *recorder) removals(all []standing.Removal) (out []sitegen.Removal) {
	for _, x := range all {
		out = append(out, sitegen.Removal{Document: x.Document.Key(), Title: r.private(x.Document.Title),
			Closed: x.Closed,
			Day:    x.Day, Early: x.Early})
	}
	return out
}
