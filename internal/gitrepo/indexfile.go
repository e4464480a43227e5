package gitrepo

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The index is one file in the Git common directory. It is only ever a shortcut: without it, with an old one, or with
// a damaged one, the same answers come out, later.
const (
	indexFolder = "writ"
	indexName   = "index-v1"
	staleLock   = 10 * time.Minute // a lock this old was left by a run that was killed
	maxIndex    = 1 << 30
)

// ReadIndex returns what WriteIndex stored, as a string; false where there is nothing, or nothing sound.
func (r *Repo) ReadIndex() (string, bool) {
	path := filepath.Join(r.CommonDir, indexFolder, indexName)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxIndex {
		return "", false
	}
	b, err := os.ReadFile(path)
	if err != nil || len(b) < sha256.Size {
		return "", false
	}
	body := b[:len(b)-sha256.Size]
	if sha256.Sum256(body) != [sha256.Size]byte(b[len(body):]) {
		return "", false
	}
	return string(body), true
}

// WriteIndex stores data for the next run, with a checksum. Of two runs at once one writes; readers see the old file or
// the new one. The error says why nothing was stored; no answer depends on it.
func (r *Repo) WriteIndex(data []byte) error {
	dir := filepath.Join(r.CommonDir, indexFolder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	lock := filepath.Join(dir, indexName+".lock")
	if info, err := os.Lstat(lock); err == nil && time.Since(info.ModTime()) > staleLock {
		_ = os.Remove(lock)
	}
	f, err := os.OpenFile(lock, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil // another run writes just now
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	_, err = f.Write(data)
	if err == nil {
		_, err = f.Write(sum[:])
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(lock, filepath.Join(dir, indexName))
	}
	if err != nil {
		_ = os.Remove(lock)
	}
	return err
}
