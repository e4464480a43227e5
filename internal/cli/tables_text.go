package cli

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint/report"
)

func (t *tablesOutput) printText(out io.Writer) error {
	b := bufio.NewWriter(out)
	fmt.Fprintf(b, "%s (%s), kind %s\n", t.Key(), t.Path, t.Kind.Name)
	if len(t.known.Tables) == 0 && len(t.known.Stated) == 0 {
		fmt.Fprintln(b, "\nThe kind has no tables: nothing is read in them.")
	}
	t.printSections(b)
	if len(t.Reading.Stated) > 0 {
		fmt.Fprintln(b)
	}
	for _, s := range t.Reading.Stated {
		fmt.Fprintf(b, "%s, line %d, by %q: %s\n", s.Field, t.line(s.Span.Start), s.Label, said(&s.Value))
	}
	for i := range t.Tables {
		t.printTable(b, &t.Tables[i])
	}
	var missing []string
	for _, k := range t.known.Tables {
		if !t.has(k.Name) {
			missing = append(missing, k.Name+" (known by "+strings.Join(k.Key, ", ")+")")
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(b, "\nNot there: %s.\n", strings.Join(missing, "; "))
	}
	for _, o := range t.Others {
		fmt.Fprintln(b)
		if in := t.located(o.Span); in.Sheet {
			fmt.Fprintf(b, "%s: ", report.Visible(in.Path))
		}
		fmt.Fprintf(b, "Line %d: a table of the columns %s is none of the kind", t.line(o.Span.Start),
			quotedList(o.Headers))
		if o.Near != "" {
			fmt.Fprintf(b, "; %s lacks %s", o.Near, strings.Join(o.Missing, ", "))
		}
		fmt.Fprintln(b, ".")
	}
	return b.Flush()
}

// printSections says which sections of the kind's outline are there.
func (t *tablesOutput) printSections(b io.Writer) {
	all := t.sections()
	if len(all) == 0 {
		return
	}
	var there, lacking []string
	for _, s := range all {
		switch {
		case s.Range != nil:
			there = append(there, fmt.Sprintf("%s in line %d", s.Title, s.Range.Start.Line))
		case s.Required:
			lacking = append(lacking, s.Title)
		}
	}
	fmt.Fprintf(b, "\n%s", counted(len(there), "section", "sections"))
	if len(there) > 0 {
		fmt.Fprintf(b, ": %s", strings.Join(there, "; "))
	}
	fmt.Fprintln(b, ".")
	if len(lacking) > 0 {
		fmt.Fprintf(b, "Sections that aren't there: %s.\n", strings.Join(lacking, "; "))
	}
}

func (t *tablesOutput) has(table string) bool {
	for i := range t.Tables {
		if t.Tables[i].Of.Name == table {
			return true
		}
	}
	return false
}

func (t *tablesOutput) line(offset int) int {
	in := t.located(document.Span{Start: offset, End: offset})
	line, _ := in.Lines.Position(in.Span.Start)
	return line
}

func (t *tablesOutput) printTable(b io.Writer, x *records.Table) {
	fmt.Fprintf(b, "\n%s: %s\n", x.Of.Name, counted(len(x.Rows), "row", "rows"))
	for _, p := range x.Pieces {
		form := map[string]string{"table": "table", "downwards": "table written downwards", "list": "list"}[p.Form]
		if in := t.located(p.Span); in.Sheet {
			form += " in " + report.Visible(in.Path) + ","
		} else {
			form += " in"
		}
		fmt.Fprintf(b, "  %s line %d", form, t.line(p.Span.Start))
		if p.Section != "" {
			fmt.Fprintf(b, ", section %q", report.Visible(p.Section))
		}
		for i, c := range p.Columns {
			fmt.Fprintf(b, "%s %s by %q", map[bool]string{true: ":", false: ","}[i == 0], c.Name,
				report.Visible(c.Header))
		}
		if len(p.Own) > 0 {
			fmt.Fprintf(b, "; columns of your own: %s", quotedList(p.Own))
		}
		if len(p.Doubled) > 0 {
			fmt.Fprintf(b, "; not read, because another column is it: %s", quotedList(p.Doubled))
		}
		fmt.Fprintln(b)
	}
	for _, r := range x.Rows {
		t.printRow(b, x, r)
	}
}

func (t *tablesOutput) printRow(b io.Writer, x *records.Table, r records.Row) {
	fmt.Fprintf(b, "  line %d", t.line(r.Span.Start))
	if r.Missing > 0 {
		fmt.Fprintf(b, ", %s missing", counted(r.Missing, "cell", "cells"))
	}
	if r.Extra > 0 {
		fmt.Fprintf(b, ", %s beyond the header, not read", counted(r.Extra, "cell", "cells"))
	}
	fmt.Fprintln(b)
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.State != records.Empty || c.Text != "" {
			fmt.Fprintf(b, "    %s: %s\n", x.Of.Columns[i].Name, said(&c.Value))
		}
	}
}

func quotedList(texts []string) string {
	var out []string
	for _, s := range texts {
		out = append(out, strconv.Quote(report.Visible(s)))
	}
	return strings.Join(out, ", ")
}

// said is what a value means, with its text where that says more.
func said(v *records.Value) string {
	text := report.Visible(strings.ReplaceAll(v.Text, "\n", " / "))
	switch {
	case v.State == records.Unclear:
		out := "? " + report.Visible(v.Problem.Message)
		if v.Problem.Help != "" {
			out += "; " + report.Visible(v.Problem.Help)
		}
		return out
	case v.State != records.Known:
		return strings.TrimSpace(v.State.String() + " " + text)
	case v.Choice.Class != "":
		return v.Choice.Class + noted(v.Choice.Note) + from(text, v.Choice.Class)
	case v.Party != nil:
		return partySaid(v.Party)
	case v.Quantity != nil:
		q := quantitySaid(v.Quantity)
		return q + from(text, q)
	case v.When.Form == records.Finished && v.When != (records.When{}):
		return "done, no day"
	case v.When != (records.When{}):
		days := v.When.First.String()
		if v.When.Last != v.When.First {
			days += " to " + v.When.Last.String()
		}
		if days == "" {
			days = "no day to count from"
		}
		return days + noted(v.When.Note) + from(text, days)
	case len(v.List) > 1:
		return strings.Join(v.List, " / ")
	}
	return text
}

func noted(note string) string {
	if note == "" {
		return ""
	}
	return ", note: " + report.Visible(note)
}

// from names the text that a value was read from, where it is another one.
func from(text, value string) string {
	if strings.EqualFold(text, value) {
		return ""
	}
	return " (" + text + ")"
}

func partySaid(p *records.Party) string {
	var out []string
	for _, k := range p.Known {
		out = append(out, k.Role+k.Person)
	}
	for _, name := range p.Unknown {
		if p.Outside {
			out = append(out, report.Visible(name)+" (external)")
		} else {
			out = append(out, report.Visible(name)+" (not in the roster)")
		}
	}
	return strings.Join(out, ", ")
}

func quantitySaid(q *records.Quantity) string {
	parts := []string{q.Compare, strconv.FormatFloat(q.Value, 'f', -1, 64), q.Unit}
	if q.Per != "" {
		parts = append(parts, "per", q.Per)
	}
	if q.About > 0 {
		parts = append(parts, "± "+strconv.FormatFloat(q.About, 'f', -1, 64))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
