package isms

import (
	"bytes"
	"slices"
)

// version is what was read of one version of a log.
type version struct {
	src    []byte
	body   int // where it starts
	tables []tableRows
}

// tableRows is a table with its rows.
type tableRows struct {
	head pipeTable // with its first line alone
	key  string    // of the table in reader.known
	rows []*Row
	each bool // rows has one for each line, nil for a line without
}

// again reads a version by the lines in which it differs from the last one. It reports false where these are not all
// rows of one table, below its first row.
func (r *reader) again(v *version) (bool, error) {
	was := r.last
	if was == nil {
		return false, nil
	}
	begin, end := commonLines(was.src, v.src)
	if begin <= was.body {
		return false, nil
	}
	old, new := was.src[begin:len(was.src)-end], v.src[begin:len(v.src)-end]
	at, n := bytes.Count(was.src[was.body:begin], newline), countLines(old)
	i := slices.IndexFunc(was.tables, func(t tableRows) bool {
		return t.each && t.head.first < at && at+n <= t.head.first+len(t.rows)
	})
	if i < 0 {
		return false, nil
	}
	t := &was.tables[i]
	at -= t.head.first
	rows, ok, err := r.between(string(v.src[:was.body]), t, old, t.rows[at:at+n], new)
	if err != nil || !ok {
		return false, err
	}
	t.rows = slices.Replace(t.rows, at, at+n, rows...)
	for i++; i < len(was.tables); i++ {
		was.tables[i].head.first += len(rows) - n
	}
	v.body, v.tables = was.body, was.tables
	return true, nil
}

// between returns the rows of a part of a table that followed on an older part with its rows. It reports false where a
// line may be no row of the table.
func (r *reader) between(front string, t *tableRows, old []byte, had []*Row,
	new []byte) (rows []*Row, ok bool, err error) {
	aligned := countLines(new) == len(had)
	var changed []string
	var places []int
	for chunk := range bytes.Lines(new) {
		var before []byte
		if aligned {
			before, old = firstLine(old)
		}
		if aligned && bytes.Equal(before, chunk) {
			rows = append(rows, had[len(rows)])
			continue
		}
		line, ok := bare(string(chunk))
		if !ok || !row(line) {
			return nil, false, nil
		}
		changed, places = append(changed, line), append(places, len(rows))
		rows = append(rows, nil)
	}
	read, err := r.linesLater(front, t, changed)
	if err != nil || read == nil {
		return nil, false, err
	}
	for i, place := range places {
		rows[place] = read[i]
	}
	return rows, true, nil
}

// waiting is a line of a table whose row is parsed later, with others.
type waiting struct {
	front string
	head  pipeTable
	key   string // of the table in reader.known
	line  string
	row   *Row
}

// linesLater is lines for a table with a row in each line: what the new ones say is known when settle was called.
func (r *reader) linesLater(front string, t *tableRows, lines []string) ([]*Row, error) {
	if r.atOnce {
		return r.lines(front, t, lines)
	}
	known := r.known[t.key]
	rows := make([]*Row, len(lines))
	for i, line := range lines {
		row, ok := known[line]
		if !ok {
			row = &Row{}
			known[line] = row
			r.later = append(r.later, waiting{front, t.head, t.key, line, row})
		}
		rows[i] = row
	}
	return rows, nil
}

// settle parses the lines that wait. It reports false where one of them isn't a row: what was read since the last call
// has to be read again, by a reader that parses at once.
func (r *reader) settle() (bool, error) {
	for len(r.later) > 0 {
		first := r.later[0]
		lines, rows := []string{first.head.lines[0]}, []*Row{{}} // see lines
		r.later = slices.DeleteFunc(r.later, func(w waiting) bool {
			same := w.key == first.key
			if same {
				lines, rows = append(lines, w.line), append(rows, w.row)
			}
			return same
		})
		parsed, each, err := r.parseTable(first.front, first.head, lines)
		if err != nil || !each {
			return false, err
		}
		for i, row := range rows {
			*row = *parsed[i]
		}
	}
	return true, nil
}

var newline = []byte("\n")

// firstLine cuts the first line off, with its end.
func firstLine(text []byte) (line, rest []byte) {
	n := bytes.IndexByte(text, '\n') + 1
	if n == 0 {
		n = len(text)
	}
	return text[:n], text[n:]
}

func countLines(part []byte) int {
	n := bytes.Count(part, newline)
	if len(part) > 0 && part[len(part)-1] != '\n' {
		n++
	}
	return n
}

// commonLines returns how many bytes two texts share at their beginning and at their end, in whole lines.
func commonLines(a, b []byte) (begin, end int) {
	n := min(len(a), len(b))
	const block = 256 // compared at once
	for begin+block <= n && bytes.Equal(a[begin:begin+block], b[begin:begin+block]) {
		begin += block
	}
	for begin < n && a[begin] == b[begin] {
		begin++
	}
	begin = bytes.LastIndexByte(a[:begin], '\n') + 1
	n -= begin
	for end+block <= n && bytes.Equal(a[len(a)-end-block:len(a)-end], b[len(b)-end-block:len(b)-end]) {
		end += block
	}
	for end < n && a[len(a)-end-1] == b[len(b)-end-1] {
		end++
	}
	for _, text := range [][]byte{a, b} { // it begins with a line in both
		if from := len(text) - end; from > 0 && text[from-1] != '\n' {
			_, whole, _ := bytes.Cut(text[from:], newline)
			end = len(whole)
		}
	}
	return begin, end
}
