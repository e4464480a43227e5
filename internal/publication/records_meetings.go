package publication

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/sitegen"
)

// audits are the reports, newest first, with what follows each finding.
func (r *recorder) audits() error {
	follow, err := r.system.Correctives()
	if err != nil {
		return err
	}
	for _, e := range r.system.Audits() {
		a, err := r.system.AuditOf(e)
		if err != nil {
			return err
		}
		out := sitegen.Audit{Place: r.page(e), Day: a.When.Last, Internal: a.Internal,
			Criteria: r.private(a.Criteria.Text)}
		for field, to := range map[string]*string{"auditor": &out.Auditor, "area": &out.Area} {
			said, err := r.system.Says(e, field)
			if err != nil {
				return err
			}
			*to = r.private(r.names(said.Value))
		}
		for _, i := range a.Items {
			if i.Result == isms.Conform {
				out.Results[0]++
			}
		}
		for _, f := range a.Findings {
			if n := slices.Index(results(), f.Grade); n >= 0 && !(f.Item == nil && len(a.Twins(f)) > 0) {
				out.Results[n]++
			}
			if f.Grade != isms.NotApplicable && !(f.Item == nil && len(a.Twins(f)) > 0) {
				finding, err := r.finding(follow, a, f)
				if err != nil {
					return err
				}
				out.Findings = append(out.Findings, finding)
			}
		}
		r.out.Audits = append(r.out.Audits, out)
	}
	slices.SortStableFunc(r.out.Audits, func(a, b sitegen.Audit) int { return cmp.Compare(b.Day, a.Day) })
	return nil
}

// results are the classes that an audit counts, in the order of sitegen.Audit.
func results() []string {
	return []string{isms.Conform, isms.Opportunity, isms.Minor, isms.Major, isms.Nonconforming}
}

func (r *recorder) finding(follow *isms.Correctives, a *isms.Audit, f *isms.AuditFinding) (sitegen.Finding, error) {
	out := sitegen.Finding{Grade: f.Grade, ID: f.ID, Text: r.private(f.Text)}
	if f.Item != nil && f.Item.Note != "" {
		out.Text = r.private(f.Item.Text + ": " + f.Item.Note)
	}
	known, err := follow.Follows(a, f)
	out.Known = known.Known
	for _, action := range follow.Named(a, f) {
		out.Actions = append(out.Actions, r.actionID(action))
	}
	return out, err
}

// actionID names an action as the page of actions does.
func (r *recorder) actionID(a *isms.Action) string { return cmp.Or(r.ids[a], a.Name()) }

// names is what a cell says, people by their names and roles by their titles.
func (r *recorder) names(v records.Value) string {
	p := v.Party
	if p == nil {
		read := records.ReadParty(v.Text, r.Config)
		p = &read
	}
	if len(p.Known) == 0 {
		return v.Text
	}
	var all []string
	for _, who := range r.party(p) {
		all = append(all, who.Name)
	}
	return strings.Join(all, ", ")
}

// reviews are the management reviews, newest first, with what they decided and measured.
func (r *recorder) reviews() error {
	all, err := r.system.Reviews()
	if err != nil {
		return err
	}
	next, err := r.system.GoingOn(all)
	if err != nil {
		return err
	}
	metrics := map[string]int{}
	for _, m := range all {
		out := sitegen.Meeting{Place: r.page(m.Entry), Day: m.Day(), Period: r.private(m.Period.Text),
			Next: m.Promised().By}
		present, err := r.system.Attendees(m)
		if err != nil {
			return err
		}
		for _, x := range present {
			out.Present = append(out.Present, r.attendee(x))
		}
		if err := r.measured(&out, m, metrics); err != nil {
			return err
		}
		if err := r.decided(&out, m, next); err != nil {
			return err
		}
		r.out.Meetings = append(r.out.Meetings, out)
	}
	slices.Reverse(r.out.Meetings)
	slices.SortStableFunc(r.out.Decisions, func(a, b sitegen.Decision) int { return cmp.Compare(b.Day, a.Day) })
	return nil
}

func (r *recorder) attendee(x isms.Attendee) sitegen.Who {
	if len(x.People) == 1 {
		return sitegen.Who{Name: x.People[0].Name, Person: x.People[0].Key}
	}
	return sitegen.Who{Name: r.private(x.Name)}
}

// decided reads the decisions of a review, and the actions that it gave.
func (r *recorder) decided(out *sitegen.Meeting, m *isms.Minutes, next map[*isms.Action]*isms.Action) error {
	t, err := r.system.Table(m.Entry, "decisions")
	if t == nil || err != nil {
		return err
	}
	actions, err := r.system.ActionsOf(m.Entry)
	if err != nil {
		return err
	}
	for i, row := range t.Rows {
		if !row.Filled() {
			continue
		}
		if isms.Decides(t, row) {
			place := r.row(m.Entry, t, row)
			place.Text = t.Cell(row, "id").Text
			r.out.Decisions = append(r.out.Decisions, sitegen.Decision{Place: place, Review: out.Place, Day: m.Day(),
				Words: r.private(t.Cell(row, "action").Text), Owners: r.party(t.Cell(row, "owner").Party),
				Due: t.Cell(row, "due").Text})
			continue
		}
		for _, a := range actions {
			if a.Table != t || a.Row != i {
				continue
			}
			for r.ids[a] == "" && next[a] != nil {
				a = next[a]
			}
			if id := r.ids[a]; id != "" && !slices.Contains(out.Actions, id) {
				out.Actions = append(out.Actions, id)
			}
		}
	}
	return nil
}

// measured reads the metrics and the objectives of a review.
func (r *recorder) measured(out *sitegen.Meeting, m *isms.Minutes, at map[string]int) error {
	for _, name := range []string{"metrics", "objectives"} {
		t, err := r.system.Table(m.Entry, name)
		if err != nil {
			return err
		}
		for i := 0; t != nil && i < len(t.Rows); i++ {
			row := t.Rows[i]
			x := sitegen.Measured{Name: r.private(cmp.Or(t.Cell(row, "metric").Text, t.Cell(row, "objective").Text)),
				Target: r.private(t.Cell(row, "target").Text), Met: met(t, row), Objective: name == "objectives",
				Actual: r.private(cmp.Or(t.Cell(row, "actual").Text, t.Cell(row, "progress").Text))}
			if x.Name == "" {
				continue
			}
			out.Results = append(out.Results, x)
			if !x.Objective {
				r.metric(at, x, out, t.Cell(row, "actual"))
			}
		}
	}
	return nil
}

// metric adds a value to what all reviews say of a metric.
func (r *recorder) metric(at map[string]int, x sitegen.Measured, of *sitegen.Meeting, actual records.Cell) {
	key := strings.ToLower(strings.Join(strings.Fields(x.Name), " "))
	i, ok := at[key]
	if !ok {
		i = len(r.out.Metrics)
		at[key] = i
		r.out.Metrics = append(r.out.Metrics, sitegen.Metric{Name: x.Name})
	}
	v := sitegen.MetricValue{Review: of.Place, Day: of.Day, Target: x.Target, Actual: x.Actual, Met: x.Met}
	if q := actual.Quantity; actual.State == records.Known && q != nil {
		v.Number, v.Known = q.Value, true
	}
	r.out.Metrics[i].Values = append(r.out.Metrics[i].Values, v)
}

// met is what a row says of its target, else what its numbers do.
func met(t *records.Table, row records.Row) string {
	ok, said := isms.SaysMet(t.Cell(row, "status").Value)
	if !said {
		ok, said = isms.Met(t.Cell(row, "target").Value, t.Cell(row, "actual").Value)
	}
	switch {
	case !said:
		return ""
	case ok:
		return "met"
	}
	return "missed"
}
