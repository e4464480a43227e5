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
// lines, so only tables and rows that no version had before are parsed.
type reader struct {
	system *System
	path   string
	kind   *config.Kind
	known  map[string]map[string]*Row // a table's head → a line of it → the row; nil for a line that is none
	whole  map[string][]*Row          // a table that has no row in each line → its rows
}

func newReader(s *System, path string, kind *config.Kind) *reader {
	return &reader{system: s, path: path, kind: kind, known: map[string]map[string]*Row{}, whole: map[string][]*Row{}}
}

// rows returns the rows of one version that have an id.
func (r *reader) rows(src []byte) ([]*Row, error) {
	if r.system.Is(r.kind, CorrectiveFile) {
		return r.parse(src)
	}
	var all []*Row
	_, body := document.ParseFront(src, r.system.Config.Fields)
	front := src[:body.Start]
	tables, ok := pipeTables(src[body.Start:])
	if !ok {
		return r.parse(src)
	}
	for _, t := range tables {
		rows, err := r.table(front, t)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// table returns the rows of one table; those lines that weren't seen below this head are parsed, together.
func (r *reader) table(front []byte, t pipeTable) ([]*Row, error) {
	head := string(front) + "\x00" + t.sections + "\x00" + t.head
	known := r.known[head]
	if known == nil {
		if rows, ok := r.whole[head+strings.Join(t.lines, "\n")]; ok {
			return rows, nil
		}
		known = map[string]*Row{}
	}
	var fresh []string
	for _, line := range t.lines {
		if _, ok := known[line]; !ok && !slices.Contains(fresh[max(0, len(fresh)-1):], line) {
			fresh = append(fresh, line)
		}
	}
	if len(fresh) > 0 && fresh[0] != t.lines[0] { // a second row of headers is one only as the first row
		fresh = slices.Insert(fresh, 0, t.lines[0])
	}
	if len(fresh) > 0 {
		parsed, each, err := r.parseTable(front, t, fresh)
		if err != nil {
			return nil, err
		}
		if !each { // written downwards, or none of the log's: the table is what it is as a whole
			rows, err := r.parse([]byte(t.document(front, t.lines)))
			r.whole[head+strings.Join(t.lines, "\n")] = rows
			return rows, err
		}
		for i, line := range fresh {
			known[line] = parsed[i]
		}
		r.known[head] = known
	}
	var all []*Row
	for _, line := range t.lines {
		if row := known[line]; row != nil && row.Key != "" {
			all = append(all, row)
		}
	}
	return all, nil
}

// parseTable parses some lines of a table below its head, and reports whether each of them is a row of the log.
func (r *reader) parseTable(front []byte, t pipeTable, lines []string) (rows []*Row, each bool, err error) {
	e := r.entry([]byte(t.document(front, lines)))
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

// parse parses a whole version.
func (r *reader) parse(src []byte) (rows []*Row, err error) {
	e := r.entry(src)
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

func (r *reader) entry(src []byte) *register.Entry {
	d := document.Parse(r.path, src, r.system.Config.Fields)
	return &register.Entry{Document: d, ID: d.Front.Text("id"), Kind: r.kind}
}
