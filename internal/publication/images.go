package publication

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/picture"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// image publishes an image of a document, as it was in the commit that was approved, or in the newest one of words
// that nobody has to approve, and returns its address relative to the site's root; "" where it isn't shown. The name
// is the content's hash, so that a changed image never shows up under old words.
func (f *filler) image(s *shown, target string, put putFile) (address, note string, err error) {
	at, ending, ok := f.imageAt(s, target)
	if !ok {
		return "", "", nil
	}
	why, err := f.picture(s, at, func(file string, data []byte) (fault string, err error) {
		if fault := picture.Fault(file, data); fault != "" {
			return fault, nil
		}
		sum := sha256.Sum256(data)
		address = "assets/" + hex.EncodeToString(sum[:12]) + ending
		return "", put(address, data)
	})
	if why != "" {
		note = s.entry.Path + ": the image " + at.Path + " isn't shown: " + why
	}
	return address, note, err
}

// imageAt is where the image is that a target names; ok is false for one that isn't in the repository.
func (f *filler) imageAt(s *shown, target string) (at register.Target, ending string, ok bool) {
	at = s.entry.Resolve(s.from, target)
	if s.from == "" || !at.Local || strings.HasPrefix(at.Path, "../") {
		return at, "", false
	}
	ending, ok = picture.Ending(at.Path)
	return at, ending, ok
}

// imageID names the content of the image that a target names; "" for none.
func (f *filler) imageID(s *shown, target string) (string, error) {
	at, _, ok := f.imageAt(s, target)
	if !ok {
		return "", nil
	}
	for file := range at.Files() {
		is, err := snapshot.At(s.files, file)
		if err != nil || is.Regular() {
			return is.Blob.String(), err
		}
	}
	return "", nil
}

// picture lends the content of an image to show: images are large, and nobody needs a copy. why says why it isn't
// shown; err is that of show.
func (f *filler) picture(s *shown, at register.Target, show func(file string, data []byte) (why string, err error)) (
	why string, err error,
) {
	for file := range at.Files() {
		is, unread := snapshot.At(s.files, file)
		if unread == nil && !is.Regular() {
			continue
		}
		if unread == nil {
			unread = s.files.Each(context.Background(), []gitrepo.File{is}, func(_ int, data []byte) error {
				why, err = show(file, data)
				return nil
			})
		}
		if unread != nil {
			return unread.Error(), nil
		}
		return why, err
	}
	return "the commit has no such file", nil
}

func (f *filler) note(s string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.notes = append(f.notes, s)
}
