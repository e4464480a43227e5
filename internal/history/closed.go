package history

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Closed is what a record holds when it is read as closed, whatever its status says.
type Closed struct {
	Words   Digest   // of all before the first addendum
	Addenda []string // oldest first
}

// ReadClosed reads a record as closed, beside a file where it is its sidecar.
func ReadClosed(src []byte, fields map[string]string, file *document.Sum) Closed {
	front, body := document.ParseFront(src, fields)
	return Closed{new(document.Digester).DigestOfWords(src, front, body, file), document.Addenda(src, body)}
}

// Continues reports whether c is before with nothing but more addenda at its end.
func (c Closed) Continues(before Closed) bool {
	n := len(before.Addenda)
	return c.Words == before.Words && len(c.Addenda) >= n && slices.Equal(c.Addenda[:n], before.Addenda)
}

// Closed reads a blob of the line, or of a proposal, as a closed record. It isn't kept: ask only where facts don't do.
func (h *History) Closed(blob gitrepo.ID) (Closed, error) {
	data, file, err := h.content(h.repo.NewReader(), blob)
	if err != nil {
		return Closed{}, err
	}
	return ReadClosed(data, h.cfg.Fields, file), nil
}
