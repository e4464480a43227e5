package paper

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"
)

// dated overwrites both dates of a PDF in place, which are when the browser printed it. They keep their length, so
// that what the file says of its own places holds.
func dated(pdf []byte, at time.Time) error {
	date := []byte(at.UTC().Format("D:20060102150405") + "+00'00'")
	for _, key := range []string{"/CreationDate (", "/ModDate ("} {
		_, rest, found := bytes.Cut(pdf, []byte(key))
		end := bytes.IndexByte(rest, ')')
		if !found || end != len(date) || bytes.Contains(rest, []byte(key)) {
			return fmt.Errorf("the browser wrote a PDF without the date %s…) in the form that is known", key)
		}
		copy(rest, date)
	}
	return nil
}

// nodeID begins the name that a browser gives a cell of a table's header. Its number counts what the same process laid
// out before.
const nodeID = "(node"

// renumber gives the header cells of tables numbers from 1 on, in the same order and length, wherever the file names
// them.
func renumber(pdf []byte) {
	places := map[string][]int{} // of each number
	for at := 0; ; at++ {
		next := bytes.Index(pdf[at:], []byte(nodeID))
		if next < 0 {
			break
		}
		at += next
		start, before := at+len(nodeID), pdf[:at]
		end := start + bytes.IndexByte(pdf[start:], ')')
		named := bytes.HasSuffix(before, []byte("/ID ")) || bytes.HasSuffix(before, []byte("[")) ||
			bytes.HasSuffix(before, []byte(" R ")) || bytes.HasSuffix(before, []byte(") "))
		if named && end-start == nodeDigits && len(bytes.Trim(pdf[start:end], "0123456789")) == 0 {
			number := string(pdf[start:end])
			places[number] = append(places[number], start)
		}
	}
	for i, number := range slices.Sorted(maps.Keys(places)) {
		for _, at := range places[number] {
			copy(pdf[at:], fmt.Appendf(nil, "%0*d", nodeDigits, i+1))
		}
	}
}

const nodeDigits = 8
