package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/records"
)

// Counted is how often a report says that it found something, beside what it lists.
type Counted struct {
	AuditCount
	Least, Most int // of what is listed: more than one number where nobody knows whether an item and a row are the same
}

// Agrees reports whether the number is that of what is listed.
func (c Counted) Agrees() bool { return float64(c.Least) <= c.Number && c.Number <= float64(c.Most) }

// Counted compares what a report counts with what it lists. What it doesn't list isn't among it: findings of a grade
// where it lists none at all and not each item has a word; what is conform where not each item has a word. Of several
// numbers for the same, as for observations and recommendations, the sum counts.
func (a *Audit) Counted() (all []Counted) {
	worded := len(a.Items) > 0 && !slices.ContainsFunc(a.Items, func(i *AuditItem) bool {
		return i.Answered && !i.Worded
	})
	conform := 0
	for _, i := range a.Items {
		if i.Result == Conform {
			conform++
		}
	}
	for _, c := range a.Counts {
		if i := slices.IndexFunc(all, func(o Counted) bool { return o.Result == c.Result }); i >= 0 {
			all[i].Number += c.Number
			continue
		}
		x := Counted{AuditCount: c}
		switch {
		case c.Result == Conform && worded:
			x.Least, x.Most = conform, conform
		case c.Result == Nonconforming && (worded || len(a.Findings) > 0):
			x.Least, x.Most = a.listed(Minor, Major, Nonconforming)
		case graded(c.Result) && (worded || len(a.Findings) > 0):
			x.Least, x.Most = a.listed(c.Result)
		default:
			continue
		}
		all = append(all, x)
	}
	return all
}

// listed counts the findings of some grades. An item and a row of the table of findings are one where both name the
// same id, the same clause or control, or say the same; others may be.
func (a *Audit) listed(grades ...string) (least, most int) {
	var items, rows []*AuditFinding
	for _, f := range a.Findings {
		switch {
		case !slices.Contains(grades, f.Grade):
		case f.Item != nil:
			items = append(items, f)
		default:
			rows = append(rows, f)
		}
	}
	taken := make([]bool, len(items))
	pairs := 0
	for _, r := range rows {
		for i, f := range items {
			if !taken[i] && r.same(f) {
				taken[i] = true
				pairs++
				break
			}
		}
	}
	return max(apart(items), apart(rows)), len(items) + len(rows) - pairs
}

// Twins returns the other findings of a report that are the same as one: the row of an item, the item of a row.
func (a *Audit) Twins(f *AuditFinding) (all []*AuditFinding) {
	for _, o := range a.Findings {
		if o.Grade == f.Grade && (o.Item == nil) != (f.Item == nil) && (f.Item == nil && f.same(o) || o.Item == nil &&
			o.same(f)) {
			all = append(all, o)
		}
	}
	return all
}

// same reports whether a row of the table of findings is about an item.
func (f *AuditFinding) same(item *AuditFinding) bool {
	for _, p := range f.points {
		if slices.Contains(item.points, p) {
			return true
		}
	}
	return shareID(f, item) || records.TopicOf(f.Text).Alike(records.TopicOf(item.Text+" "+item.Item.Note)) > 0
}

// shareID reports whether two findings name the same id.
func shareID(a, b *AuditFinding) bool {
	return slices.ContainsFunc(a.Named, func(word string) bool {
		id, ok := records.ReadID(word)
		return ok && strings.Trim(id.Key, "0123456789.") != "" && slices.ContainsFunc(b.Named, func(other string) bool {
			o, ok := records.ReadID(other)
			return ok && o.Key == id.Key
		})
	})
}

// apart counts findings of which no two name the same id.
func apart(all []*AuditFinding) (n int) {
	for i, f := range all {
		if !slices.ContainsFunc(all[:i], func(o *AuditFinding) bool { return shareID(f, o) }) {
			n++
		}
	}
	return n
}
