package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// reader reads the rows of the versions of one log, oldest first. Versions that follow each other share nearly all
// lines, so only the lines between their common beginning and end are looked at, and of these only those that no
// version had before are parsed.
type reader struct {
	system *System
	path   string
	kind   *config.Kind
	known  map[string]map[string]*Row // a table's head → a line of it → the row; nil for a line that is none
	whole  map[string][]*Row          // a table that has no row in each line → its rows
	last   *version                   // that was read before; nil where it doesn't help to read the next one
	later  []waiting                  // lines that settle parses
	atOnce bool                       // no line waits
}

func newReader(s *System, path string, kind *config.Kind) *reader {
	return &reader{system: s, path: path, kind: kind, known: map[string]map[string]*Row{}, whole: map[string][]*Row{}}
}

// rows returns the rows of one version, and those of its sheet; nil for none. What they say is known when settle was
// called; named leaves those that count. The bytes of the version may not change until the next one was read.
func (r *reader) rows(src, sheet []byte) ([]*Row, error) {
	all, err := r.rowsOfText(src)
	if sheet == nil || err != nil || r.system.Is(r.kind, CorrectiveFile) {
		return all, err
	}
	lines, ok := sheetTable(sheet)
	if !ok {
		rows, err := r.parse(r.entryWith(string(src), pipeTable{sheet: true, head: string(sheet)}, nil))
		return append(all, rows...), err
	}
	t, err := r.table(string(src), lines)
	return append(all, t.rows...), err
}

// named leaves the rows that have an id.
func named(rows []*Row) []*Row {
	return slices.DeleteFunc(rows, func(row *Row) bool { return row == nil || row.Key == "" })
}

func (r *reader) rowsOfText(src []byte) ([]*Row, error) {
	if r.system.Is(r.kind, CorrectiveFile) {
		return r.parse(r.entry(src))
	}
	v := &version{src: src}
	again, err := r.again(v)
	if err != nil {
		return nil, err
	}
	if !again {
		r.last = nil
		_, body := document.ParseFront(src, r.system.Config.Fields)
		v.body = body.Start
		tables, ok := pipeTables(string(src[v.body:]))
		if !ok {
			return r.parse(r.entry(src))
		}
		for _, t := range tables {
			read, err := r.table(string(src[:v.body]), t)
			if err != nil {
				return nil, err
			}
			v.tables = append(v.tables, read)
		}
	}
	r.last = v
	var all []*Row
	for i := range v.tables {
		all = append(all, v.tables[i].rows...)
	}
	return all, nil
}

// table reads one table. Those lines that weren't seen below its head are parsed, together.
func (r *reader) table(front string, t pipeTable) (tableRows, error) {
	read := tableRows{head: t, key: strings.Clone(front + "\x00" + t.sections + "\x00" + t.head), each: true}
	read.head.lines = t.lines[:min(1, len(t.lines))]
	rows, err := r.lines(front, &read, t.lines)
	if err != nil || rows != nil {
		read.rows = rows
		return read, err
	}
	// Written downwards, or none of the log's: the table is what it is as a whole.
	read.each = false
	text := read.key + strings.Join(t.lines, "\n")
	if rows, ok := r.whole[text]; ok {
		read.rows = rows
		return read, nil
	}
	read.rows, err = r.parse(r.entryWith(front, t, t.lines))
	r.whole[text] = read.rows
	return read, err
}

// lines returns the row that each of some lines of a table is; nil where not every line of the table is one.
func (r *reader) lines(front string, t *tableRows, lines []string) ([]*Row, error) {
	known := r.known[t.key]
	var fresh []string
	for _, line := range lines {
		if _, ok := known[line]; !ok && !slices.Contains(fresh[max(0, len(fresh)-1):], line) {
			fresh = append(fresh, line)
		}
	}
	if len(fresh) > 0 {
		if fresh[0] != t.head.lines[0] { // a second row of headers is one only as the first row
			fresh = slices.Insert(fresh, 0, t.head.lines[0])
		}
		parsed, each, err := r.parseTable(front, t.head, fresh)
		if err != nil || !each {
			return nil, err
		}
		if known == nil {
			known = map[string]*Row{}
			r.known[t.key] = known
		}
		for i, line := range fresh {
			known[strings.Clone(line)] = parsed[i]
		}
	}
	rows := make([]*Row, len(lines))
	for i, line := range lines {
		rows[i] = known[line]
	}
	return rows, nil
}

// parseTable parses some lines of a table below its head, and reports whether each of them is a row of the log.
func (r *reader) parseTable(front string, t pipeTable, lines []string) (rows []*Row, each bool, err error) {
	e := r.entryWith(front, t, lines)
	reading, err := records.Read(e.Document, r.kind.Tables, r.system.Context(e))
	if err != nil {
		return nil, false, err
	}
	for i := range reading.Tables {
		table := &reading.Tables[i]
		if table.Of.Name != logTable || len(table.Pieces) != 1 || table.Pieces[0].Form != "table" ||
			len(table.Rows) != len(lines) {
			continue
		}
		for n := range table.Rows {
			a := &Action{Entry: e, Table: table, Row: n}
			a.name()
			rows = append(rows, rowOf(a))
		}
		return rows, true, nil
	}
	return nil, false, nil
}

// parse reads a document as a whole.
func (r *reader) parse(e *register.Entry) (rows []*Row, err error) {
	var actions []*Action
	if r.system.Is(r.kind, CorrectiveFile) {
		a, err := r.system.fileAction(e)
		if err != nil {
			return nil, err
		}
		actions = append(actions, a)
	} else {
		reading, err := records.Read(e.Document, r.kind.Tables, r.system.Context(e))
		if err != nil {
			return nil, err
		}
		for i := range reading.Tables {
			if t := &reading.Tables[i]; t.Of.Name == logTable {
				actions = append(actions, actionsIn(e, t)...)
			}
		}
	}
	for _, a := range actions {
		if a.Key != "" {
			rows = append(rows, rowOf(a))
		}
	}
	return rows, nil
}

// entryWith is a document with one table, of which it has only some lines.
func (r *reader) entryWith(front string, t pipeTable, lines []string) *register.Entry {
	if !t.sheet {
		return r.entry([]byte(t.document(front, lines)))
	}
	_, body := document.ParseFront([]byte(front), r.system.Config.Fields)
	e := r.entry([]byte(front[:body.Start])) // its text's own tables are read elsewhere
	e.Sheet = document.SheetOf(e.Document, config.SidecarOf(r.path), func() ([]byte, error) {
		return []byte(t.head + strings.Join(lines, "\n")), nil
	})
	return e
}

func (r *reader) entry(src []byte) *register.Entry {
	d := document.Parse(r.path, src, r.system.Config.Fields)
	return &register.Entry{Document: d, ID: d.Front.Text("id"), Kind: r.kind}
}
