package isms

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// ProgrammeTable is the table of a programme that has the audits.
const ProgrammeTable = "programme"

// Planned is an audit that a programme plans.
type Planned struct {
	Entry   *register.Entry
	Name    string       // as the programme calls it; "" for none
	Scope   string       // as written
	When    records.When // zero where no day is given
	Auditor string
	Report  *Audit // nil while none is on record
	Done    bool   // there is a report, or the status says that the audit was held
	Span    document.Span
	covers  map[schema.Reference]bool
	named   []string // what may be ids in its column for the report
}

// Programme is what audits cover of one standard, point by point.
type Programme struct {
	Of     *coverage.Standard
	Entry  *register.Entry // the newest programme; nil where there is none
	Period day.Cycle       // in which each control that applies is audited
	Every  day.Cycle       // in which each clause is; zero for none
	Since  day.Day         // the day of the first internal audit; None for none
	Audits []*Audit        // internal ones that were held, by their days
	Plan   []*Planned      // by their days
	Points []AuditedPoint  // those of the standard, in its order

	grace day.Cycle // of the kind, after Every and Period
}

// AuditedPoint is a clause or a control with the audits that cover it.
type AuditedPoint struct {
	*coverage.Point
	Asked bool     // a clause, or a control that the statement of applicability applies
	Last  *Audit   // the newest internal audit that covered it; nil for none
	Next  *Planned // the next one that is planned and not held yet; nil for none
	Late  bool     // it is asked, and wasn't audited within the time that the programme or the kind gives
}

// defaultPeriod is that of a programme that states none.
func defaultPeriod() day.Cycle { return day.Cycle{Months: 36} }

// Programme works out which audits covered what of a standard, and what is planned. It fails only where a text can't
// be read any more.
func (s *System) Programme(of *coverage.Standard) (*Programme, error) {
	p := &Programme{Of: of}
	if err := s.held(p); err != nil {
		return nil, err
	}
	if err := s.plan(p); err != nil {
		return nil, err
	}
	covered := make([]map[schema.Reference]bool, len(p.Audits))
	for i, a := range p.Audits {
		covered[i] = a.Covered()
	}
	for i := range of.Points {
		x := AuditedPoint{Point: &of.Points[i]}
		this := schema.Reference{Standard: of.Of.Name, Number: x.Number}
		x.Asked = x.Sort == schema.Clause || x.Stated != nil && x.Stated.Applicable == coverage.Yes
		for n, a := range p.Audits {
			if covered[n][this] {
				x.Last = a
			}
		}
		if n := slices.IndexFunc(p.Plan, func(o *Planned) bool { return !o.Done && o.covers[this] }); n >= 0 {
			x.Next = p.Plan[n]
		}
		x.Late = x.Asked && p.late(x, s.Today)
		p.Points = append(p.Points, x)
	}
	return p, nil
}

// held finds the internal audits that were held by today.
func (s *System) held(p *Programme) error {
	for _, e := range s.Audits() {
		a, err := s.AuditOf(e)
		if err != nil {
			return err
		}
		if a.Internal && a.When.Last != day.None && a.When.Last <= s.Today {
			p.Audits = append(p.Audits, a)
			p.Every, p.grace = e.Kind.Interval.Every, e.Kind.Interval.Grace
		}
	}
	slices.SortStableFunc(p.Audits, func(a, b *Audit) int { return cmp.Compare(a.When.Last, b.When.Last) })
	if len(p.Audits) > 0 {
		p.Since = p.Audits[0].When.Last
	}
	return nil
}

// Interval is how often a point is audited: a clause as the kind says, a control as the programme does.
func (p *Programme) Interval(sort schema.PointSort) day.Cycle {
	if sort == schema.Clause && !p.Every.IsZero() {
		return p.Every
	}
	return p.Period
}

// late reports whether the time of a point is over: since it was audited last, or since the first audit of all.
func (p *Programme) late(x AuditedPoint, today day.Day) bool {
	if p.Since == day.None {
		return false
	}
	since := p.Since
	if x.Last != nil {
		since = x.Last.When.Last
	}
	return since.Add(p.Interval(x.Sort)).Add(p.grace) < today
}

// Gaps returns the points of a sort that are late.
func (p *Programme) Gaps(sort schema.PointSort) (numbers []string) {
	for _, x := range p.Points {
		if x.Late && x.Sort == sort {
			numbers = append(numbers, x.Number)
		}
	}
	return numbers
}

// Ranges puts neighbours of a list of points together, as in A.5.1–A.5.8.
func (p *Programme) Ranges(numbers []string) (all []string) {
	from, last := "", ""
	end := func() {
		switch {
		case from == "":
		case from == last:
			all = append(all, from)
		default:
			all = append(all, from+"–"+last)
		}
		from = ""
	}
	for _, x := range p.Points {
		if !slices.Contains(numbers, x.Number) {
			end()
			continue
		}
		if last = x.Number; from == "" {
			from = last
		}
	}
	end()
	return all
}

// plan reads the programmes: those in force, or drafts where none is.
func (s *System) plan(p *Programme) error {
	all := s.Of(AuditProgramme)
	draft := func(e *register.Entry) bool { return e.Status() == schema.Draft }
	if slices.ContainsFunc(all, func(e *register.Entry) bool { return !draft(e) }) {
		all = slices.DeleteFunc(all, draft)
	}
	for _, e := range all {
		if c, err := day.ParseCycle(e.Front.Text("period")); err == nil && c.Longer(p.Period) {
			p.Period = c
		}
		rows, err := s.PlannedIn(e)
		if err != nil {
			return err
		}
		p.Entry, p.Plan = e, append(p.Plan, rows...)
	}
	if p.Period.IsZero() {
		p.Period = defaultPeriod()
	}
	slices.SortStableFunc(p.Plan, func(a, b *Planned) int { return cmp.Compare(a.When.First, b.When.First) })
	return s.report(p)
}

// PlannedIn reads the audits of a programme, in the order of its rows, without their reports.
func (s *System) PlannedIn(e *register.Entry) (all []*Planned, err error) {
	t, err := s.Table(e, ProgrammeTable)
	if t == nil || err != nil {
		return nil, err
	}
	for _, row := range t.Rows {
		if !row.Filled() {
			continue
		}
		x := &Planned{Entry: e, Name: t.Cell(row, "audit").Text, Scope: t.Cell(row, "scope").Text,
			Auditor: t.Cell(row, "auditor").Text, Span: row.Span, covers: map[schema.Reference]bool{}}
		if when := t.Cell(row, "when"); when.State == records.Known {
			x.When = when.When
		}
		if status := t.Cell(row, "status"); status.State == records.Known {
			x.Done = slices.Contains([]string{records.ClassDone, records.ClassVerified, records.ClassVoid}, status.Choice.Class)
		}
		x.named = idsIn(t.Cell(row, "report").Text)
		for _, of := range s.standardsOf(e.Front.Text("standard") + "\n" + e.Front.Text("title")) {
			for _, n := range s.pointsIn(of, t.Cell(row, "scope").Text, inScope) {
				for _, leaf := range leaves(of, n) {
					x.covers[schema.Reference{Standard: of.Name, Number: leaf}] = true
				}
			}
		}
		all = append(all, x)
	}
	return all, nil
}

// report finds the report of each planned audit: the one that its row names or links, else the first one of about that
// time that covers at least half of what is planned, each for one audit.
func (s *System) report(p *Programme) error {
	const early = 3 // months by which an audit may come before its time
	var free []*Audit
	for _, a := range p.Audits {
		row, err := s.rowOf(p, a)
		if err != nil {
			return err
		}
		if row != nil {
			row.Report, row.Done = a, true
			continue
		}
		free = append(free, a)
	}
	for _, x := range p.Plan {
		if x.Done || x.When.First == day.None {
			continue
		}
		for i, a := range free {
			if a.When.Last < x.When.First.AddMonths(-early) {
				continue
			}
			shared, covered := 0, a.Covered()
			for point := range x.covers {
				if covered[point] {
					shared++
				}
			}
			if shared > 0 && 2*shared >= len(x.covers) {
				x.Report, x.Done = a, true
				free = slices.Delete(free, i, i+1)
				break
			}
		}
	}
	return nil
}

// rowOf returns the planned audit whose row names or links a report; nil for none.
func (s *System) rowOf(p *Programme, a *Audit) (*Planned, error) {
	for _, x := range p.Plan {
		if slices.ContainsFunc(x.named, func(id string) bool { return strings.EqualFold(id, a.Entry.ID) }) {
			return x, nil
		}
		leads, err := s.leads(x.Entry)
		if err != nil {
			return nil, err
		}
		for i, l := range x.Entry.Links() {
			if inside(l.Span, x.Span) && leads[i].To == a.Entry {
				return x, nil
			}
		}
	}
	return nil, nil
}
