package publication

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/writ-docs/writ/internal/picture"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// image publishes an image of a document, as it was in the commit that was approved, or in the newest one of words that
// nobody has to approve, and returns its address relative to the site's root. The name is the content's hash, so that a
// changed image never shows up under old words.
func (f *filler) image(s *shown, target string) (address string, ok bool) {
	to := s.entry.Resolve(s.from, target)
	if s.from == "" || !to.Local {
		return "", false
	}
	ending, image := picture.Ending(to.Path)
	if strings.HasPrefix(to.Path, "../") || !image {
		return "", false
	}
	data, why := f.picture(s, to)
	if why != "" {
		f.note(s.entry.Path + ": the image " + to.Path + " isn't shown: " + why)
		return "", false
	}
	sum := sha256.Sum256(data)
	address = "assets/" + hex.EncodeToString(sum[:12]) + ending
	f.mu.Lock()
	defer f.mu.Unlock()
	f.images[address] = data
	return address, true
}

func (f *filler) picture(s *shown, to register.Target) (data []byte, why string) {
	for file := range to.Files() {
		data, err := snapshot.Read(snapshot.Commit(f.Repo, s.commit), file)
		switch {
		case errors.Is(err, snapshot.ErrNoFile):
			continue
		case err != nil:
			return nil, err.Error()
		}
		return data, picture.Fault(file, data)
	}
	return nil, "the commit has no such file"
}

func (f *filler) note(s string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.notes = append(f.notes, s)
}
