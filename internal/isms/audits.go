package isms

import (
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// The kinds of audits, and the tables that say what one found.
const (
	InternalAudit  = "internal-audit"
	AuditProgramme = "audit-programme"
	ItemsTable     = "items"
	findingsTable  = "findings"
	countsTable    = "counts"
)

// The classes of results of an audit.
const (
	Conform       = "conform"
	Minor         = "minor"
	Major         = "major"
	Opportunity   = "opportunity"
	NotApplicable = "not applicable"
	Nonconforming = "nonconforming" // without a grade
)

// Audit is what the report on an audit says.
type Audit struct {
	Entry    *register.Entry
	When     records.When // zero where it isn't said
	Internal bool         // of the company's own; false for external audits and those of suppliers
	Criteria Saying
	Old      bool               // it is held against an edition whose controls have other numbers
	Against  []*schema.Standard // those of the data among its criteria
	Items    []*AuditItem       // in the order of the text
	Findings []*AuditFinding    // items with a grade, then rows of findings
	Counts   []AuditCount
	covered  func() map[schema.Reference]bool
}

// AuditItem is something that an audit looked at.
type AuditItem struct {
	Text     string
	Note     string
	Result   string // its class; "" where nobody knows the word
	Answered bool   // by a word, or by a tick
	Worded   bool   // by a word, or in a column for it
	Points   []schema.Reference
	Inside   []schema.Reference // the clauses of its section, where it names none itself
	Span     document.Span
	named    []string // words that may be ids
}

// AuditFinding is something listed that isn't conform.
type AuditFinding struct {
	Grade  string
	ID     string // of a row; "" for none
	Text   string
	Item   *AuditItem // nil for a row of findings
	Span   document.Span
	Action string   // what its column for the corrective action says
	Named  []string // words of it that may be ids
	points []schema.Reference
}

// AuditCount is how often a report says that it found something.
type AuditCount struct {
	Result string
	Number float64
	Span   document.Span
}

// Audits returns the reports on audits, sorted by path.
func (s *System) Audits() []*register.Entry { return s.Of(InternalAudit) }

// AuditOf reads a report, once. It fails only where the text can't be read any more.
func (s *System) AuditOf(e *register.Entry) (*Audit, error) {
	return s.audits.of(e, func() (*Audit, error) { return s.readAudit(e) })
}

func (s *System) readAudit(e *register.Entry) (*Audit, error) {
	a := &Audit{Entry: e, Internal: true}
	a.covered = sync.OnceValue(func() map[schema.Reference]bool { return s.covered(a) })
	if t := strings.ToLower(e.Front.Text("type")); t != "" && t != "internal" {
		a.Internal = false
	}
	when, err := s.Says(e, "audit_date")
	if when.State != records.Known && err == nil {
		when, err = s.Says(e, "date")
	}
	if err != nil {
		return nil, err
	}
	if a.When = when.When; when.State == records.Known && a.When.Last == 0 { // a field that no line stands for
		a.When, _ = records.ReadWhen(when.Text, records.Calendar{})
	}
	if a.Criteria, err = s.Says(e, "standard"); err != nil {
		return nil, err
	}
	a.Against = s.standardsOf(a.Criteria.Text)
	for _, of := range a.Against {
		edition, ok := of.EditionIn(a.Criteria.Text)
		a.Old = a.Old || ok && edition.Year != of.Editions[len(of.Editions)-1].Year
	}
	r, err := s.Reading(e)
	if err != nil {
		return nil, err
	}
	for i := range r.Tables {
		switch t := &r.Tables[i]; t.Of.Name {
		case ItemsTable:
			if err := s.items(a, t); err != nil {
				return nil, err
			}
		case countsTable:
			a.count(t)
		}
	}
	for i := range r.Tables {
		if t := &r.Tables[i]; t.Of.Name == findingsTable {
			s.findings(a, t)
		}
	}
	return a, nil
}

// items reads what an audit looked at. A row that only names a clause or a theme is a heading.
func (s *System) items(a *Audit, t *records.Table) error {
	sections := map[string][]schema.Reference{}
	for i, row := range t.Rows {
		result, text := t.Cell(row, "result"), t.Cell(row, "item")
		if !row.Filled() {
			continue
		}
		if result.State == records.Empty {
			if heads, err := s.isHeading(a, t, i); heads || err != nil {
				if err != nil {
					return err
				}
				continue
			}
		}
		list := t.Pieces[row.Piece].Form == "list"
		above := headingsAbove(a.Entry.Document, row)
		if list && slices.ContainsFunc(above, comesAfter) {
			continue
		}
		item := &AuditItem{Text: text.Text, Note: t.Cell(row, "note").Text, Span: row.Span, Result: result.Choice.Class,
			Answered: result.State == records.Known || result.State == records.Unclear,
			Worded:   result.State != records.Empty && (!list || result.Span != row.Span)}
		if !item.Answered {
			item.Result = ""
		}
		item.named = idsIn(text.Text, item.Note, t.Cell(row, "evidence").Text)
		annex := slices.ContainsFunc(above, func(h string) bool { return s.isAnnex(h) })
		item.Points = s.named(a, t.Cell(row, "reference").Text+"\n"+text.Text, annex)
		for _, h := range above {
			if len(item.Points) > 0 || annex || len(item.Inside) > 0 {
				break
			}
			if _, known := sections[h]; !known {
				sections[h] = s.clausesOf(a, h)
			}
			item.Inside = sections[h]
		}
		a.Items = append(a.Items, item)
		if graded(item.Result) {
			a.Findings = append(a.Findings, &AuditFinding{Grade: item.Result, Text: item.Text, Item: item, Span: row.Span,
				Named: item.named, points: item.Points})
		}
	}
	return nil
}

// comesAfter reports whether a heading is about what follows from an audit.
func comesAfter(heading string) bool {
	low := strings.ToLower(heading)
	return slices.ContainsFunc(schema.Vocabularies()["points"].Of("afterwards"), func(words string) bool {
		return strings.Contains(low, words)
	})
}

// graded reports whether a result is a finding.
func graded(result string) bool {
	return slices.Contains([]string{Minor, Major, Opportunity, Nonconforming}, result)
}

// isHeading reports whether a row without a result is a heading: its only cell is in bold, or it names a group of
// which the next row names a part.
func (s *System) isHeading(a *Audit, t *records.Table, i int) (bool, error) {
	row, cells, only := t.Rows[i], 0, document.Span{}
	for _, c := range row.Cells {
		if c.State != records.Empty {
			cells, only = cells+1, c.Span
		}
	}
	raw, err := a.Entry.TextAt(only)
	if raw = strings.TrimSpace(raw); err != nil || cells == 1 &&
		(strings.HasPrefix(raw, "**") || strings.HasPrefix(raw, "__")) {
		return err == nil, err
	}
	words := func(row records.Row) string { return t.Cell(row, "reference").Text + "\n" + t.Cell(row, "item").Text }
	if i+1 == len(t.Rows) || t.Pieces[row.Piece].Form == "list" {
		return false, nil
	}
	next := s.named(a, words(t.Rows[i+1]), s.isAnnex(words(row)))
	return slices.ContainsFunc(s.clausesOf(a, words(row)), func(group schema.Reference) bool {
		return slices.ContainsFunc(next, func(p schema.Reference) bool { return part(p, group) })
	}) || cells == 1 && s.isAnnex(words(row)) && len(next) > 0, nil
}

// headingsAbove returns the headings that a row is below, the innermost first.
func headingsAbove(d *document.Document, row records.Row) []string {
	all := []string{row.Section}
	level := 7
	for _, h := range slices.Backward(d.Headings()) {
		if h.Span.Start < row.Span.Start && h.Level < level {
			if level = h.Level; level > 1 && h.Text != row.Section {
				all = append(all, h.Text)
			}
		}
	}
	return all
}

// named returns the clauses and controls that words name, by their numbers or by a control's title.
func (s *System) named(a *Audit, text string, annex bool) (all []schema.Reference) {
	at := inWords
	if annex {
		at = inAnnex
	}
	for _, of := range a.Against {
		for part := range strings.Lines(text) {
			for _, number := range s.pointsOf(a, of, part, at) {
				all = append(all, schema.Reference{Standard: of.Name, Number: number})
			}
			if p := titled(of, part); p != "" && !a.Old {
				all = append(all, schema.Reference{Standard: of.Name, Number: p})
			}
		}
	}
	return all
}

// pointsOf is pointsIn for what an audit names. Controls of an old edition are those that took their place.
func (s *System) pointsOf(a *Audit, of *schema.Standard, text string, at place) []string {
	all := s.pointsIn(of, text, at)
	if !a.Old {
		return all
	}
	all = slices.DeleteFunc(all, func(n string) bool { return strings.HasPrefix(n, "A.") })
	for _, c := range coverage.Controls(s.Config, text, of.Name) {
		all = append(all, c.Replaced()...)
	}
	return all
}

// titled returns the clause or control whose title a text is; "" for none.
func titled(of *schema.Standard, text string) string {
	text = strings.Trim(text, " .:-–—\n")
	for _, p := range of.Points {
		if strings.EqualFold(p.Title, text) {
			return p.Number
		}
	}
	return ""
}

// clausesOf returns the clauses that a heading speaks of: it cites one, or is the title of one in the standard or in
// the kind's outline.
func (s *System) clausesOf(a *Audit, heading string) (all []schema.Reference) {
	outline := a.Entry.Kind.Outline
	texts := []string{heading}
	if i := sectionNamed(outline, strings.TrimLeft(heading, "0123456789.) ")); i >= 0 {
		texts = append(texts, outline.Sections[i].Title)
	}
	for _, of := range a.Against {
		for _, text := range texts {
			numbers := s.pointsOf(a, of, text, inWords)
			if p := titled(of, strings.TrimLeft(text, "0123456789.) ")); p != "" {
				numbers = append(numbers, p)
			}
			for _, n := range numbers {
				p, _ := of.Point(n)
				ref := schema.Reference{Standard: of.Name, Number: n}
				if p.Sort != schema.Control && !strings.HasPrefix(n, "A.") && !slices.Contains(all, ref) {
					all = append(all, ref)
				}
			}
		}
	}
	return all
}

// isAnnex reports whether a heading speaks of the controls.
func (s *System) isAnnex(heading string) bool {
	low := strings.ToLower(heading)
	return strings.HasPrefix(low, "a.") || slices.ContainsFunc(schema.Vocabularies()["points"].Of("all controls"),
		func(words string) bool { return strings.Contains(low, words) })
}

// findings adds the rows of a table of findings. One that an item stands for already isn't added again.
func (s *System) findings(a *Audit, t *records.Table) {
	for _, row := range t.Rows {
		grade := t.Cell(row, "grade")
		if grade.State != records.Known || !graded(grade.Choice.Class) {
			continue
		}
		text := t.Cell(row, "description")
		f := &AuditFinding{Grade: grade.Choice.Class, ID: t.Cell(row, "id").Text, Text: text.Text, Span: row.Span,
			Action: t.Cell(row, "action").Text,
			points: s.named(a, t.Cell(row, "reference").Text+"\n"+text.Text, false)}
		f.Named = idsIn(f.ID, text.Text, f.Action, t.Cell(row, "reference").Text, t.Cell(row, "note").Text)
		a.Findings = append(a.Findings, f)
	}
}

// count adds what a report counts.
func (a *Audit) count(t *records.Table) {
	for _, row := range t.Rows {
		result, n := t.Cell(row, "result"), t.Cell(row, "number")
		if result.State != records.Known {
			continue
		}
		c := AuditCount{Result: result.Choice.Class, Span: row.Span}
		switch {
		case n.State == records.Known && n.Quantity != nil:
			c.Number = n.Quantity.Value
		case n.State != records.Nothing:
			continue
		}
		a.Counts = append(a.Counts, c)
	}
}

// idsIn returns the words of texts that may be ids: letters or signs with a digit, such as CA-012 or #12.
func idsIn(texts ...string) (all []string) {
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(text,
			func(r rune) bool { return strings.ContainsRune(" \n,;:()[]|\"'", r) }) {
			if word = strings.Trim(word, ".!?"); strings.ContainsAny(word, "0123456789") && !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	return all
}
