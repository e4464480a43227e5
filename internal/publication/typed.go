package publication

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
)

// marks are signs for the classes of a status: an empty circle is open, a full one done, a tick verified. Their words
// stand beside them.
var marks = map[string]map[string]string{
	"status":      {"open": "○", "done": "●", "verified": "✔", "void": "✕"},
	"met":         {"met": "✔", "missed": "✕", "unsettled": "◐"},
	"implemented": {"implemented": "●", "partly": "◐", "planned": "○", "not": "✕"},
}

// looks says how pages set the cells of a document's typed tables, by where their words begin: days and quantities at
// the end of the line, statuses with a mark. It returns nil where there are none.
func (f *filler) looks(s *shown) (func(at int) document.Look, error) {
	tables := s.doc.Tables()
	if s.doc.Sheet != nil {
		t, err := s.doc.Sheet.Table()
		if err != nil {
			return nil, err
		}
		tables = append(slices.Clip(tables), t)
	}
	if !slices.ContainsFunc(tables, func(t document.Table) bool { return f.fits(s.Kind, t.Header) }) {
		return nil, nil
	}
	c := f.Config
	r, err := records.Read(s.doc, s.Kind.Tables, records.Context{Roster: c, Calendar: records.Calendar{
		Zone: c.Organization.Timezone, FiscalYear: c.Organization.FiscalYear, From: records.DateOf(s.doc.Front)}})
	if err != nil {
		return nil, err
	}
	all := map[int]document.Look{}
	for i := range r.Tables {
		typed(all, &r.Tables[i], tables)
	}
	return func(at int) document.Look { return all[at] }, nil
}

// fits reports whether a table may be one of a kind's. Few headers are in many documents.
func (f *filler) fits(k *config.Kind, header []document.Cell) bool {
	texts := make([]string, len(header))
	for i, h := range header {
		texts[i] = h.Text
	}
	key := fmt.Sprintf("%s %q", k.Name, texts)
	if known, ok := f.fitting.Load(key); ok {
		return known.(bool)
	}
	fits := records.Fits(k.Tables, texts)
	f.fitting.Store(key, fits)
	return fits
}

// typed adds the looks of a table's cells, and of the headers above them.
func typed(all map[int]document.Look, t *records.Table, tables []document.Table) {
	for _, p := range t.Pieces {
		i := slices.IndexFunc(tables, func(x document.Table) bool { return x.Span == p.Span })
		if p.Form != "table" || i < 0 {
			continue
		}
		for _, c := range p.Columns {
			of, _ := t.Of.Columns.Named(c.Name)
			at := slices.IndexFunc(tables[i].Header, func(h document.Cell) bool { return h.Text == c.Header })
			if at >= 0 && atEnd(of.Type) {
				all[tables[i].Header[at].Span.Start] = document.Look{End: true}
			}
		}
	}
	for _, row := range t.Rows {
		if t.Pieces[row.Piece].Form != "table" {
			continue
		}
		anchor := t.Anchor(row)
		for i, of := range t.Of.Columns {
			v := row.Cells[i]
			if v.Span.End <= v.Span.Start {
				continue
			}
			look := document.Look{End: atEnd(of.Type), Row: anchor}
			if v.State == records.Known {
				look.Mark = marks[of.Type][v.Choice.Class]
			}
			if look != (document.Look{}) {
				all[v.Span.Start] = look
			}
		}
	}
}

// atEnd reports whether cells of a type are set at the end of the line, so that they can be compared.
func atEnd(columnType string) bool {
	return slices.Contains([]string{"day", "quantity", "percentage"}, columnType)
}
