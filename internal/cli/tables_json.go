package cli

import (
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// tablesOutput is what a document's tables say, ready to print.
type tablesOutput struct {
	*register.Entry
	records.Reading
	known schema.Tables
	parts []records.Part
}

// The data contract of `writ tables --format json` (schema/tables.schema.json). It only grows.
type (
	tablesJSON struct {
		Schema   int           `json:"schema"`
		ID       *string       `json:"id"`
		Path     string        `json:"path"`
		Kind     string        `json:"kind"`
		Sections []sectionJSON `json:"sections"` // of the kind's outline, in its order
		Tables   []tableJSON   `json:"tables"`
		Stated   []statedJSON  `json:"stated"`
		Others   []unknownJSON `json:"others"`
	}
	sectionJSON struct {
		Title    string     `json:"title"`
		Required bool       `json:"required"`
		Range    *rangeJSON `json:"range"` // null where it isn't there
	}
	tableJSON struct {
		Name   string      `json:"name"`
		Pieces []pieceJSON `json:"pieces"`
		Rows   []rowJSON   `json:"rows"`
	}
	pieceJSON struct {
		Form    string       `json:"form"`
		Section string       `json:"section"`
		Columns []headerJSON `json:"columns"`
		Own     []string     `json:"own"`
		Doubled []string     `json:"doubled"`
		Path    string       `json:"path"`
		Range   rangeJSON    `json:"range"`
	}
	headerJSON struct {
		Name   string `json:"name"`
		Header string `json:"header"`
	}
	rowJSON struct {
		Piece   int        `json:"piece"`
		Section string     `json:"section"`
		Missing int        `json:"missing"`
		Extra   int        `json:"extra"`
		Range   rangeJSON  `json:"range"`
		Cells   []cellJSON `json:"cells"`
	}
	cellJSON struct {
		Column string     `json:"column"`
		Range  *rangeJSON `json:"range"`
		valueJSON
	}
	statedJSON struct {
		Field string    `json:"field"`
		Label string    `json:"label"`
		Range rangeJSON `json:"range"`
		valueJSON
	}
	unknownJSON struct {
		Headers []string  `json:"headers"`
		Near    *string   `json:"near"`
		Missing []string  `json:"missing"`
		Path    string    `json:"path"`
		Range   rangeJSON `json:"range"`
	}
	rangeJSON struct {
		Start positionJSON `json:"start"`
		End   positionJSON `json:"end"`
	}
	positionJSON struct {
		Offset int `json:"offset"`
		Line   int `json:"line"`
		Column int `json:"column"`
	}
)

// Of a value only what its column's type asks for isn't null.
type (
	valueJSON struct {
		State    string        `json:"state"`
		Text     string        `json:"text"`
		ID       *string       `json:"id"`
		When     *whenJSON     `json:"when"`
		Choice   *choiceJSON   `json:"choice"`
		Party    *partyJSON    `json:"party"`
		Quantity *quantityJSON `json:"quantity"`
		List     []string      `json:"list"`
		Problem  *problemJSON  `json:"problem"`
	}
	whenJSON struct {
		Form  string  `json:"form"`
		First *string `json:"first"`
		Last  *string `json:"last"`
		Note  string  `json:"note"`
	}
	choiceJSON struct {
		Class string `json:"class"`
		Note  string `json:"note"`
	}
	partyJSON struct {
		Known   []namedJSON `json:"known"`
		Unknown []string    `json:"unknown"`
		Outside bool        `json:"outside"`
	}
	namedJSON struct {
		Role   *string `json:"role"`
		Person *string `json:"person"`
	}
	quantityJSON struct {
		Compare string  `json:"compare"`
		Value   float64 `json:"value"`
		Unit    string  `json:"unit"`
		Per     string  `json:"per"`
		About   float64 `json:"about"`
	}
	problemJSON struct {
		Message  string     `json:"message"`
		Help     string     `json:"help"`
		Certain  bool       `json:"certain"`
		Readings []whenJSON `json:"readings"`
	}
)

func (t *tablesOutput) contract() tablesJSON {
	out := tablesJSON{Schema: 1, ID: orNull(t.ID), Path: t.Path, Kind: t.Kind.Name, Sections: t.sections(),
		Tables: []tableJSON{},
		Stated: []statedJSON{}, Others: []unknownJSON{}}
	for i := range t.Tables {
		out.Tables = append(out.Tables, t.table(&t.Tables[i]))
	}
	for _, s := range t.Reading.Stated {
		out.Stated = append(out.Stated, statedJSON{s.Field, s.Label, t.place(s.Span), valueOf(&s.Value)})
	}
	for _, o := range t.Others {
		out.Others = append(out.Others, unknownJSON{o.Headers, orNull(o.Near), listOf(o.Missing),
			t.located(o.Span).Path, t.place(o.Span)})
	}
	return out
}

func (t *tablesOutput) table(x *records.Table) tableJSON {
	out := tableJSON{Name: x.Of.Name, Pieces: []pieceJSON{}, Rows: []rowJSON{}}
	for _, p := range x.Pieces {
		piece := pieceJSON{Form: p.Form, Section: p.Section, Columns: []headerJSON{}, Own: listOf(p.Own),
			Doubled: listOf(p.Doubled), Path: t.located(p.Span).Path, Range: t.place(p.Span)}
		for _, c := range p.Columns {
			piece.Columns = append(piece.Columns, headerJSON{c.Name, c.Header})
		}
		out.Pieces = append(out.Pieces, piece)
	}
	for _, r := range x.Rows {
		row := rowJSON{Piece: r.Piece, Section: r.Section, Missing: r.Missing, Extra: r.Extra, Range: t.place(r.Span),
			Cells: []cellJSON{}}
		for i := range r.Cells {
			c := cellJSON{Column: x.Of.Columns[i].Name, valueJSON: valueOf(&r.Cells[i].Value)}
			if r.Cells[i].Span != (document.Span{}) {
				at := t.place(r.Cells[i].Span)
				c.Range = &at
			}
			row.Cells = append(row.Cells, c)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// sections returns the kind's sections with where they are.
func (t *tablesOutput) sections() []sectionJSON {
	all := []sectionJSON{}
	at := records.Placed(t.Kind.Outline, t.parts)
	for i, s := range t.Kind.Outline.Sections {
		found := sectionJSON{Title: s.Title, Required: s.Required}
		if at[i] >= 0 {
			place := t.place(t.parts[at[i]].Span)
			found.Range = &place
		}
		all = append(all, found)
	}
	return all
}

// located says where a place is: in the document's file, or in its sheet. Both were read before.
func (t *tablesOutput) located(s document.Span) document.Located {
	at, _ := t.Locate(s)
	return at
}

func (t *tablesOutput) place(s document.Span) rangeJSON {
	in := t.located(s)
	at := func(offset int) positionJSON {
		line, column := in.Lines.Position(offset)
		return positionJSON{offset, line, column}
	}
	return rangeJSON{at(in.Span.Start), at(in.Span.End)}
}

func valueOf(v *records.Value) valueJSON {
	out := valueJSON{State: v.State.String(), Text: v.Text, List: v.List}
	if p := v.Problem; p != nil {
		out.Problem = &problemJSON{p.Message, p.Help, p.Certain, []whenJSON{}}
		for _, w := range p.Readings {
			out.Problem.Readings = append(out.Problem.Readings, whenOf(w))
		}
	}
	if v.State != records.Known {
		return out
	}
	out.ID = orNull(v.ID.Key)
	if v.When != (records.When{}) {
		w := whenOf(v.When)
		out.When = &w
	}
	if v.Choice.Class != "" {
		out.Choice = &choiceJSON{v.Choice.Class, v.Choice.Note}
	}
	if q := v.Quantity; q != nil {
		out.Quantity = &quantityJSON{q.Compare, q.Value, q.Unit, q.Per, q.About}
	}
	if p := v.Party; p != nil {
		out.Party = &partyJSON{[]namedJSON{}, listOf(p.Unknown), p.Outside}
		for _, k := range p.Known {
			out.Party.Known = append(out.Party.Known, namedJSON{orNull(k.Role), orNull(k.Person)})
		}
	}
	return out
}

func whenOf(w records.When) whenJSON {
	return whenJSON{w.Form.String(), orNull(w.First.String()), orNull(w.Last.String()), w.Note}
}

// listOf is a list that JSON has as [] where it is empty.
func listOf(s []string) []string { return append([]string{}, s...) }
