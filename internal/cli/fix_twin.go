package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/lint"
)

// twin is a text as Git has it, with the file on the disk: these may differ in line ends, which git changes when it
// checks out. Edits of the text are made in both, and each line of the file keeps its own end.
type twin struct {
	path      string
	text      []byte
	was, disk []byte
}

func newTwin(root, path string, text []byte) (*twin, error) {
	disk, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notHere(path)
	}
	return &twin{path, text, disk, disk}, err
}

// edit makes edits of the text, which are in the order of their places. The error is a *rewrite.ChangedError where the
// file isn't the text.
func (t *twin) edit(edits []lint.Edit) error {
	at, ok := t.places(edits)
	if !ok {
		return &rewrite.ChangedError{Path: t.path}
	}
	same := bytes.Equal(t.text, t.disk)
	t.text = lint.ApplyEdits(t.text, edits)
	if same {
		t.disk = t.text
		return nil
	}
	there := make([]lint.Edit, len(edits))
	for i, e := range edits {
		there[i].Range.Start.Offset, there[i].Range.End.Offset = at[2*i], at[2*i+1]
		there[i].Text = strings.ReplaceAll(strings.ReplaceAll(e.Text, "\r\n", "\n"), "\n", lineEnd(t.disk, at[2*i]))
	}
	t.disk = lint.ApplyEdits(t.disk, there)
	return nil
}

// places returns where the file has the start and the end of each edit; false where it isn't the text.
func (t *twin) places(edits []lint.Edit) (at []int, ok bool) {
	wanted := make([]int, 0, 2*len(edits))
	for _, e := range edits {
		wanted = append(wanted, e.Range.Start.Offset, e.Range.End.Offset)
	}
	i, j := 0, 0
	for {
		for len(at) < len(wanted) && wanted[len(at)] == i {
			at = append(at, j)
		}
		text, disk := t.text[i:], t.disk[j:]
		switch {
		case len(text) == 0 && len(disk) == 0:
			return at, true
		case len(text) > 0 && len(disk) > 0 && text[0] == disk[0]:
			i, j = i+1, j+1
		case bytes.HasPrefix(disk, crlf) && bytes.HasPrefix(text, crlf[1:]):
			j++
		case bytes.HasPrefix(text, crlf) && bytes.HasPrefix(disk, crlf[1:]):
			i++
		default:
			return nil, false
		}
	}
}

var crlf = []byte("\r\n")

// lineEnd returns the end of the line that an offset is in; of a last line without one, the end of the line before.
func lineEnd(text []byte, at int) string {
	end := bytes.IndexByte(text[at:], '\n') + at
	if end < at {
		end = bytes.LastIndexByte(text[:at], '\n')
	}
	if end > 0 && text[end-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
