package document

import (
	"bytes"
	"sort"
)

// Lines knows where the lines of a text start. A line ends with LF; a CR before it belongs to the line end.
// The zero value knows one empty line.
type Lines struct {
	src    []byte
	starts []int32 // of the second line on
}

// NewLines reads the line starts of src, once for many positions. Texts of 2 GB and more aren't supported.
func NewLines(src []byte) Lines {
	n := bytes.Count(src, lf)
	starts := make([]int32, 0, n)
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return Lines{src, starts}
		}
		at += i + 1
		starts = append(starts, int32(at))
	}
}

// Count is the number of lines; a text that ends with a line end has an empty last line.
func (l Lines) Count() int { return len(l.starts) + 1 }

// Position returns the 1-based line and the 1-based column in bytes of an offset. Offsets outside the text
// are moved to its nearest end.
func (l Lines) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(l.src))
	i := sort.Search(len(l.starts), func(i int) bool { return int(l.starts[i]) > offset })
	return i + 1, offset - l.start(i) + 1
}

// Line returns the n-th line (1-based) without its line end, and nil where there is no such line.
func (l Lines) Line(n int) []byte {
	if n < 1 || n > l.Count() {
		return nil
	}
	end := len(l.src)
	if n <= len(l.starts) {
		end = int(l.starts[n-1]) - 1
	}
	return bytes.TrimSuffix(l.src[l.start(n-1):end], cr)
}

func (l Lines) start(i int) int {
	if i == 0 {
		return 0
	}
	return int(l.starts[i-1])
}

// PositionOf is Lines.Position for a single offset of a text.
func PositionOf(src []byte, offset int) (line, column int) {
	offset = min(max(offset, 0), len(src))
	before := src[:offset]
	return bytes.Count(before, lf) + 1, offset - bytes.LastIndexByte(before, '\n')
}

var (
	lf  = []byte("\n")
	cr  = []byte("\r")
	bom = []byte("\xef\xbb\xbf")
)
