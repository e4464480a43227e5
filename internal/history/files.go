package history

import (
	"bytes"
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Reader returns a reader for many blobs.
func (h *History) Reader() *gitrepo.Reader { return h.repo.NewReader() }

// Kept returns what Keep stored under a name; false where there is nothing, or nothing sound.
func (h *History) Kept(name string) ([]byte, bool) { return h.repo.ReadSection(name) }

// Keep stores in the index what was read from history, for the next run. No answer depends on it.
func (h *History) Keep(name string, data []byte) {
	_ = h.repo.WriteSections(map[string][]byte{name: data})
}

// Text reads a blob of the line, or of a proposal. It isn't kept: ask only where facts don't do.
func (h *History) Text(blob gitrepo.ID) ([]byte, error) { return h.Blob(h.repo.NewReader(), blob) }

// Blob reads a blob of the line, or of a proposal, with a reader for many. Of a sidecar it is the text.
func (h *History) Blob(rd *gitrepo.Reader, blob gitrepo.ID) ([]byte, error) {
	data, err := h.Lend(rd, blob)
	return bytes.Clone(data), err
}

// Lend is Blob without a copy: the bytes are valid until the reader is used again, and must not be changed.
func (h *History) Lend(rd *gitrepo.Reader, blob gitrepo.ID) ([]byte, error) {
	if p, ok := h.repo.PairOf(blob); ok {
		blob = p.Text
	}
	if h.brought == nil {
		return rd.Lend(blob)
	}
	return h.brought.Lend(rd, blob)
}

// FileAt returns the blob of a file as step i holds it; the zero ID where it isn't there. A step that isn't made yet
// holds what is checked out, as far as its proposal lists it.
func (h *History) FileAt(i int, path string) (gitrepo.ID, error) {
	return h.FileWith(h.repo.NewReader(), i, path)
}

// FileWith is FileAt with a reader for many.
func (h *History) FileWith(rd *gitrepo.Reader, i int, path string) (gitrepo.ID, error) {
	at := h.Steps[i].ID
	if !IsMade(h.Steps[i]) {
		if c, ok := h.brought.At(path); ok {
			return regular(c.Mode, c.Blob), nil
		}
		at = h.Head.Commit
	}
	return FileIn(rd, at, path)
}

// Holds reports whether the line's end, or the proposal on top of it, has a file as a step brought it.
func (h *History) Holds(rd *gitrepo.Reader, c gitrepo.Change) bool {
	if h.brought != nil {
		if now, changed := h.brought.At(c.Path); changed {
			return now.Mode != 0 && now.Blob == c.Blob
		}
	}
	_, id, err := rd.Lookup(h.Tip(), c.Path)
	return err == nil && id == c.Blob
}

// Tip is the newest commit of the line that exists.
func (h *History) Tip() gitrepo.ID {
	for _, s := range slices.Backward(h.Steps) {
		if IsMade(s) {
			return s.ID
		}
	}
	return gitrepo.ID{}
}

// FileIn returns the blob of a file in a commit; the zero ID where it isn't there.
func FileIn(rd *gitrepo.Reader, commit gitrepo.ID, path string) (gitrepo.ID, error) {
	mode, id, err := rd.Lookup(commit, path)
	if err != nil {
		return gitrepo.ID{}, err
	}
	return regular(mode, id), nil
}

// regular is the blob of a file with content of its own: no link, and no folder.
func regular(mode uint32, blob gitrepo.ID) gitrepo.ID {
	if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
		return gitrepo.ID{}
	}
	return blob
}
