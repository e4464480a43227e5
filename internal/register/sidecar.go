package register

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// File is a file of another format whose front matter a document is.
type File struct {
	gitrepo.File
	Size int64
	Sum  document.Sum
}

// describes makes the entry the sidecar of a file: both are one content.
func (e *Entry) describes(f *File, read func() ([]byte, error)) {
	e.File, e.text = f, e.Blob
	e.Blob = gitrepo.Pair{Text: e.text, File: f.Blob}.ID()
	e.Dirty, e.Untracked = e.Dirty || f.Edited, e.Untracked || f.Untracked
	if e.Beside == nil {
		e.Beside = &f.Sum
		e.Sheet = document.SheetOf(e.Document, f.Path, read)
	}
}

// Pair returns what the entry's blob names, where that is a sidecar with its file; false for any other document.
func (e *Entry) Pair() (gitrepo.Pair, bool) {
	if e.File == nil {
		return gitrepo.Pair{}, false
	}
	return gitrepo.Pair{Text: e.text, File: e.File.Blob}, true
}

// findFiles looks for the files beside the documents that are sidecars by their names, and reads those whose sums
// aren't kept.
func (r *reading) findFiles(ctx context.Context) error {
	var files []gitrepo.File
	var of []*Entry
	for _, e := range r.entries {
		if e == nil || e.Link != "" {
			continue
		}
		name := config.SidecarOf(e.Path)
		if name == "" {
			continue
		}
		f, err := snapshot.At(r.snapshot, name)
		switch {
		case err != nil:
			return err
		case !f.Regular():
		case r.knownFile(e, f):
		default:
			files, of = append(files, f), append(of, e)
		}
	}
	first := len(r.news)
	r.news = append(r.news, make([]fresh, len(files))...)
	return r.snapshot.Each(ctx, files, func(i int, data []byte) error {
		f := &File{files[i], int64(len(data)), sha256.Sum256(data)}
		of[i].describes(f, r.text(f.File))
		r.news[first+i] = fresh{f.Blob, f.record()}
		return nil
	})
}

// knownFile makes an entry the sidecar of a file whose sum is kept, and reports whether it is.
func (r *reading) knownFile(e *Entry, f gitrepo.File) bool {
	record, at := r.old.find(f.Blob)
	if at < 0 || record[0] != markFile || len(record) != 1+8+sha256.Size {
		return false
	}
	size := binary.LittleEndian.Uint64([]byte(record[1:9]))
	e.describes(&File{f, int64(size), document.Sum([]byte(record[9:]))}, r.text(f))
	r.at = append(r.at, at)
	return true
}

// large says how many documents a record is worth beyond one, by what it costs to read the file again.
func (f fresh) large() int {
	if f.record[0] != markFile {
		return 0
	}
	return int(binary.LittleEndian.Uint64([]byte(f.record[1:9])) >> 17)
}

// record is what is kept of the file.
func (f *File) record() string {
	out := binary.LittleEndian.AppendUint64([]byte{markFile}, uint64(f.Size))
	return string(append(out, f.Sum[:]...))
}

// dirtyFiles counts the files of a working tree that aren't what Git's index holds, and whose sidecars are.
func dirtyFiles(s snapshot.Snapshot, documents []gitrepo.File) (n int, err error) {
	for _, e := range documents {
		name := config.SidecarOf(e.Path)
		if name == "" || e.Edited {
			continue
		}
		f, err := snapshot.At(s, name)
		if err != nil {
			return 0, err
		}
		if f.Regular() && f.Edited {
			n++
		}
	}
	return n, nil
}
