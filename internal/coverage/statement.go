package coverage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/schema"
)

// Stated is what a statement of applicability says of one control.
type Stated struct {
	Applicable    Answer
	Justification string
	Implemented   string // implemented, partly, planned, not or excluded; "" where it isn't said
	Evidence      string
	Documents     []Document // that the evidence names by their ids
}

// Answer is a yes, a no, or "" for none.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// statement reads the statements of applicability in force, or the drafts where none is. Several are one; of a control
// that is there twice the first row with an answer counts.
func (in *Input) statement(s *schema.Standard, all []claimant) (stated map[string]*Stated, by []Document, err error) {
	stated = map[string]*Stated{}
	valid := slices.ContainsFunc(all, func(c claimant) bool { return c.Valid && isStatement(c) })
	for i := range all {
		c := &all[i]
		if !isStatement(*c) || c.Valid != valid {
			continue
		}
		by = append(by, c.Document)
		reading, err := c.reading(in.Config)
		if err != nil {
			return nil, nil, err
		}
		for _, t := range reading.Tables {
			if t.Of.Name != "controls" {
				continue
			}
			for _, row := range t.Rows {
				x := answerOf(&t, row)
				if x == nil {
					continue
				}
				x.Documents = named(x.Evidence, all)
				for _, number := range in.controlsIn(s, t.Cell(row, "control").Text) {
					if stated[number] == nil {
						stated[number] = x
					}
				}
			}
		}
	}
	return stated, by, nil
}

func isStatement(c claimant) bool {
	return ofKind(c.kind, []string{"statement-of-applicability"}) != ""
}

// answerOf reads a row; nil for one that answers nothing, which is a heading.
func answerOf(t *records.Table, row records.Row) *Stated {
	text := func(column string) string {
		if c := t.Cell(row, column); c.State == records.Known || c.State == records.Unclear {
			return c.Text
		}
		return ""
	}
	class := func(column string) string {
		if c := t.Cell(row, column); c.State == records.Known {
			return c.Choice.Class
		}
		return ""
	}
	x := &Stated{Applicable: Answer(class("applicable")), Justification: text("justification"),
		Implemented: class("implemented"), Evidence: text("evidence")}
	if x.Applicable == "" {
		x.Applicable = implied(x)
	}
	if x.Applicable == "" && x.Justification == "" && x.Implemented == "" && x.Evidence == "" {
		return nil
	}
	return x
}

var firstWord = lazyregexp.New(`^\pL+`)

// implied is the answer where no column gives one: by the first word of the reason, or by how far it is carried out.
func implied(x *Stated) Answer {
	switch strings.ToLower(firstWord.FindString(x.Justification)) {
	case "included", "include", "einbezogen", "anwendbar", "applicable":
		return Yes
	case "excluded", "exclude", "ausgeschlossen":
		return No
	}
	switch x.Implemented {
	case "":
		return ""
	case "excluded":
		return No
	}
	return Yes
}

var (
	controlNumber = lazyregexp.New(`(?i)(?:^|[^\pL\d.])(?:annex )?(A[. ]?)?([5-8])\.(\d{1,2})(?:[^\d.]|\.\D|\.?$)`)
	rangeSign     = lazyregexp.New(`^\s*(?:-|–|—|to|bis)\s*$`)
)

// controlsIn returns the controls that a cell names: A.5.1, 5.1, A5.1, Annex A 5.1, with a title or without, ranges
// such as A.7.1–A.7.6, several of them, and the company's own.
func (in *Input) controlsIn(s *schema.Standard, text string) (out []string) {
	if own := in.own(strings.TrimSpace(text)); own != "" {
		return []string{own}
	}
	for _, word := range strings.Fields(text) {
		if own := in.own(strings.Trim(word, ",;:()")); own != "" {
			out = append(out, own)
		}
	}
	end, last := -1, ""
	for at := 0; at < len(text); {
		m := controlNumber.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		number := "A." + text[at+m[4]:at+m[5]] + "." + text[at+m[6]:at+m[7]]
		start := at + m[4]
		if m[2] >= 0 {
			start = at + m[2]
		}
		if end >= 0 && rangeSign.MatchString(text[end:start]) {
			out = append(out, between(last, number)...)
		}
		if _, known := s.Point(number); known {
			out = append(out, number)
		}
		end, last = at+m[7], number
		at = end
	}
	return out
}

// between lists the controls between two of one theme.
func between(from, to string) (out []string) {
	theme, a, _ := cutLast(from)
	other, b, _ := cutLast(to)
	for n := a + 1; theme == other && n < b; n++ {
		out = append(out, theme+"."+strconv.Itoa(n))
	}
	return out
}

func cutLast(number string) (theme string, n int, err error) {
	i := strings.LastIndexByte(number, '.')
	n, err = strconv.Atoi(number[i+1:])
	return number[:i], n, err
}

var idWord = lazyregexp.New(`[\pL\d][\pL\d._-]*[\pL\d]`)

// named returns the documents whose ids a text holds.
func named(text string, all []claimant) (out []Document) {
	for _, word := range idWord.FindAllString(text, -1) {
		for _, c := range all {
			if c.ID != "" && strings.EqualFold(c.ID, word) && !slices.Contains(out, c.Document) {
				out = append(out, c.Document)
			}
		}
	}
	return out
}
