package records

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// Stated is a line that gives something a value, such as "Date: 2026-03-31", or a row of a table with two columns.
type Stated struct {
	Field string // of the kind
	Label string // as written
	Value
	Span document.Span // of the value
}

// claims are parts of the labels of a sign-off. A date behind one is that of the signature.
var claims = [...]string{"approved by", "approval", "signature", "signed", "genehmigt", "freigegeben", "unterschrift"}

// stated reads the lines that state a field of the kind, each once: the first one that says something counts.
func (r *reader) stated(fields schema.Columns, lines []line) {
	claimed := false
	add := func(label, text string, span document.Span) (known bool) {
		name := headerName(label)
		if text == "" {
			return false
		}
		claim := slices.ContainsFunc(claims[:], func(c string) bool { return strings.Contains(name, c) })
		after := claimed
		claimed = claim
		if claim || after && (name == "date" || name == "datum") {
			return false
		}
		for _, f := range fields {
			if name != ownName(f) && !slices.Contains(f.Also, name) {
				continue
			}
			s := Stated{Field: f.Name, Label: label, Value: r.context.Value(f, text), Span: span}
			if i := r.statedAt(f.Name); i < 0 {
				r.reading.Stated = append(r.reading.Stated, s)
				return true
			} else if s.State == Known && r.reading.Stated[i].State <= Nothing { // an addendum fills it in
				r.reading.Stated[i] = s
				return true
			}
		}
		return false
	}
	for i, l := range lines {
		if l.label != "" {
			span := document.Span{Start: l.span.End - len(l.rest), End: l.span.End}
			for _, next := range lines[i+1:] { // a comma at the end of a line goes on in the next one
				if !strings.HasSuffix(l.rest, ",") || next.label != "" || next.item != nil ||
					bytes.Count(r.src[span.End:next.span.Start], []byte("\n")) > 1 {
					break
				}
				l.rest, span.End = l.rest+" "+next.text, next.span.End
			}
			add(l.label, l.rest, span)
		}
	}
	claimed = false
	for _, t := range r.doc.Tables() {
		right, left := turned(t)
		for i, c := range right {
			if add(left[i], c.Text, c.Span) {
				r.saying[t.Span] = true
			}
		}
	}
	for _, s := range r.reading.Stated {
		if (s.Field == "date" || s.Field == "audit_date") && r.context.Calendar.From == day.None {
			r.context.Calendar.From = s.When.First
		}
	}
	slices.SortStableFunc(r.reading.Stated, func(a, b Stated) int { return a.Span.Start - b.Span.Start })
}

// DateOf returns the day of what a record says in its front matter; None where it says none.
func DateOf(front document.Front) day.Day {
	d, _ := day.Parse(cmp.Or(front.Text("date"), front.Text("audit_date"))) // no day is None
	return d
}

func (r *reader) statedAt(field string) int {
	return slices.IndexFunc(r.reading.Stated, func(s Stated) bool { return s.Field == field })
}
