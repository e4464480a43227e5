package coverage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/schema"
)

// Stated is what a statement of applicability says of one control, in all of its rows together.
type Stated struct {
	Applicable    Answer
	Justification string
	Implemented   string // implemented, partly, planned, not or excluded; "" where it isn't said
	Evidence      string
	Documents     []Document // that the evidence names
	Rows          []*Row     // that say it, in the order of the text
}

// Says is what the statement says of the control in a word: excluded, how far it is carried out, or that it applies.
func (s *Stated) Says() string {
	if s.Applicable == No {
		return "excluded"
	}
	return cmp.Or(s.Implemented, "applies")
}

// Answer is a yes, a no, or "" for none.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Statement is what a document says of controls.
type Statement struct {
	Table  *records.Table // nil where it has none
	Rows   []Row          // that answer something; the others are headings
	stated map[point]*Stated
	order  []point
}

// point names a control of a standard.
type point struct{ standard, number string }

// Row is a row of a statement.
type Row struct {
	records.Row
	Names         []Named // the controls that it is about
	Applicable    Answer
	Justification string // of whichever column gives a reason
	Implemented   string
	Evidence      string
	EvidenceSpan  document.Span // its cell; empty where no column has it
}

// StatementTable is the table of a statement of applicability that has the controls.
const StatementTable = "controls"

// reasons are its columns in which a reason may stand.
var reasons = [...]string{"justification", "exclusion", "law", "contract", "business", "practice", "risk"}

// Of returns what the statement says of a control; nil for nothing. The company's own controls are of no standard.
func (s *Statement) Of(standard, number string) *Stated { return s.stated[point{standard, number}] }

// Standards returns the standards among the data whose controls the statement answers, in its order.
func (s *Statement) Standards() (all []*schema.Standard) {
	for _, p := range s.order {
		if of := schema.StandardNamed(p.standard); of != nil && !slices.Contains(all, of) {
			all = append(all, of)
		}
	}
	return all
}

// Controls goes through what the statement answers, in its order.
func (s *Statement) Controls(yield func(Named, *Stated) bool) {
	for _, p := range s.order {
		if !yield(Named{Standard: p.standard, Number: p.number, Known: true}, s.stated[p]) {
			return
		}
	}
}

// ReadStatement reads the statement that a document's tables make. Tables split by theme are one, and of a control
// with several rows each cell counts that is filled in, the first one first.
func ReadStatement(cfg *config.Config, d *document.Document, reading records.Reading) *Statement {
	s := &Statement{stated: map[point]*Stated{}}
	for i := range reading.Tables {
		if reading.Tables[i].Of.Name == StatementTable {
			s.Table = &reading.Tables[i]
		}
	}
	if s.Table == nil {
		return s
	}
	for _, row := range s.Table.Rows {
		if x := readRow(s.Table, row); x.Applicable != "" || x.Justification != "" || x.Implemented != "" ||
			x.Evidence != "" {
			standard := only(s.Table.Cell(row, "standard").Text)
			if standard == "" {
				standard = StandardAt(d, row.Span.Start)
			}
			text := s.Table.Cell(row, "control").Text
			if x.Names = Controls(cfg, text, standard); len(x.Names) == 0 {
				x.Names = titled(cfg, text, standard)
			}
			s.Rows = append(s.Rows, x)
		}
	}
	s.join()
	return s
}

// titled returns the control that has a title: some statements name controls by these alone.
func titled(cfg *config.Config, title, standard string) []Named {
	names := []string{standard}
	if standard == "" {
		names = measured(cfg)
	}
	for _, name := range names {
		if of := schema.StandardNamed(name); of != nil {
			if p, ok := of.Titled(title); ok {
				return []Named{{Standard: of.Name, Number: p.Number, Known: true, Lettered: true}}
			}
		}
	}
	return nil
}

// join puts the rows of each control together. A number alone that is a clause's, too, is that of a clause where
// another row names the control with its letters.
func (s *Statement) join() {
	lettered := map[point]bool{}
	for _, row := range s.Rows {
		for _, n := range row.Names {
			lettered[point{n.Standard, n.Number}] = lettered[point{n.Standard, n.Number}] || n.Lettered
		}
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		row.Names = slices.DeleteFunc(row.Names, func(n Named) bool {
			return !n.Lettered && lettered[point{n.Standard, n.Number}] && isClause(n)
		})
		for _, n := range row.Names {
			if n.Known || n.Foreign {
				s.add(point{n.Standard, n.Number}, row)
			}
		}
	}
	for _, x := range s.stated {
		if x.Applicable == "" && x.Implemented != "" {
			x.Applicable = Yes
		}
	}
}

func isClause(n Named) bool {
	s := schema.StandardNamed(n.Standard)
	if s == nil {
		return false
	}
	p, ok := s.Point(strings.TrimLeft(n.Number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ."))
	return ok && p.Sort == schema.Clause
}

func (s *Statement) add(p point, row *Row) {
	x := s.stated[p]
	if x == nil {
		x = &Stated{}
		s.stated[p], s.order = x, append(s.order, p)
	}
	x.Rows = append(x.Rows, row)
	if x.Applicable == "" {
		x.Applicable = row.Applicable
	}
	for _, f := range []struct {
		to   *string
		from string
	}{{&x.Justification, row.Justification}, {&x.Implemented, row.Implemented}, {&x.Evidence, row.Evidence}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
}

// readRow reads the answers of a row.
func readRow(t *records.Table, row records.Row) Row {
	x := Row{Row: row, Implemented: class(t, row, "implemented"), Evidence: text(t, row, "evidence"),
		EvidenceSpan: t.Cell(row, "evidence").Span, Applicable: Answer(class(t, row, "applicable"))}
	for _, column := range reasons {
		said := text(t, row, column)
		if said == "" || x.Justification != "" {
			continue
		}
		c, known := records.Vocabularies()["applicable"].Read(said)
		if !(column != "justification" && known && c.Class == "no" && c.Note == "") {
			x.Justification = said
		}
	}
	if x.Applicable == "" && (x.Justification != "" || x.Implemented != "" || x.Evidence != "") {
		x.Applicable = x.implied(t)
	}
	return x
}

func text(t *records.Table, row records.Row, column string) string {
	if c := t.Cell(row, column); c.State == records.Known || c.State == records.Unclear {
		return c.Text
	}
	return ""
}

func class(t *records.Table, row records.Row, column string) string {
	if c := t.Cell(row, column); c.State == records.Known {
		return c.Choice.Class
	}
	return ""
}

// implied is the answer where no column gives one: by the first word of the reason, by a heading such as "Excluded
// controls", by a column of reasons for exclusions, or by how far it is carried out.
func (x *Row) implied(t *records.Table) Answer {
	words := records.Vocabularies()["statement"]
	if c, ok := words.Read(x.Justification); ok {
		return map[string]Answer{"included": Yes, "excluded": No}[c.Class]
	}
	rest := x.Section
	for rest != "" {
		if c, ok := words.Read(rest); ok {
			return map[string]Answer{"included": Yes, "excluded": No}[c.Class]
		}
		_, rest, _ = strings.Cut(rest, " ")
	}
	switch x.Implemented {
	case "implemented", "partly", "planned":
		return Yes
	case "excluded":
		return No
	}
	if text(t, x.Row, "exclusion") != "" && text(t, x.Row, "justification") == "" {
		return No
	}
	return ""
}

// StandardAt returns the standard of which a document speaks at a place: the one that the nearest heading above names,
// else its field `standard`, else its title; "" where that names none or several.
func StandardAt(d *document.Document, at int) string {
	level := 7
	for _, h := range slices.Backward(d.Headings()) {
		if h.Span.Start < at && h.Level < level {
			level = h.Level
			if name := only(h.Text); name != "" {
				return name
			}
		}
	}
	if name := only(d.Front.Text("standard")); name != "" {
		return name
	}
	return only(d.Front.Text("title"))
}

// only returns the one standard that a text names; "" where it names none or several.
func only(text string) string {
	if all := schema.StandardsIn(text); len(all) == 1 {
		return all[0]
	}
	return ""
}

// statement reads the statements of applicability in force, or the drafts where none is, as far as they speak of the
// controls of a standard and of the company's own. Several are one.
func (in *Input) statement(s *schema.Standard, all []claimant) (stated map[string]*Stated, by []Document, err error) {
	stated = map[string]*Stated{}
	valid := slices.ContainsFunc(all, func(c claimant) bool { return c.Valid && in.isStatement(c) })
	for i := range all {
		c := &all[i]
		if !in.isStatement(*c) || c.Valid != valid {
			continue
		}
		by = append(by, c.Document)
		said, err := in.said(c)
		if err != nil {
			return nil, nil, err
		}
		for n, x := range said.Controls {
			if (n.Standard == s.Name || n.Standard == "") && stated[n.Number] == nil {
				with := *x
				with.Documents = in.evidence(c, x, all)
				stated[n.Number] = &with
			}
		}
	}
	return stated, by, nil
}

// said is the statement that the words of a claimant make.
func (in *Input) said(c *claimant) (*Statement, error) {
	if in.Statement != nil && c.words == c.entry.Document && c.kind == c.entry.Kind {
		return in.Statement(c.entry)
	}
	reading, err := in.reading(c)
	if err != nil {
		return nil, err
	}
	return ReadStatement(in.Config, c.words, reading), nil
}

func (in *Input) isStatement(c claimant) bool {
	return in.ofKind(c.kind, []string{"statement-of-applicability"}) != ""
}

var idWord = lazyregexp.New(`[\pL\d][\pL\d._-]*[\pL\d]`)

// evidence returns the documents that the evidence for a control names by their ids, or links to.
func (in *Input) evidence(c *claimant, x *Stated, all []claimant) (out []Document) {
	add := func(is func(claimant) bool) {
		for _, o := range all {
			if is(o) && !slices.Contains(out, o.Document) {
				out = append(out, o.Document)
			}
		}
	}
	for _, word := range idWord.FindAllString(x.Evidence, -1) {
		add(func(o claimant) bool { return o.ID != "" && strings.EqualFold(o.ID, word) })
	}
	for _, row := range x.Rows {
		for _, path := range in.linked(c, row) {
			add(func(o claimant) bool { return o.Path == path })
		}
	}
	return out
}

// linked returns the paths to which the evidence of a row links.
func (in *Input) linked(c *claimant, row *Row) (all []string) {
	at := row.EvidenceSpan
	for _, l := range c.words.Links() {
		if l.Image || l.Span.Start < at.Start || l.Span.End > at.End {
			continue
		}
		if t := c.entry.Resolve(c.Path, l.Target); t.Local {
			all = append(all, t.Path)
		}
	}
	return all
}
