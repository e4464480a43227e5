package sitegen

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// maxImage is the size in bytes of the largest image that is published.
const maxImage = 16 << 20

// pictures are the file names' endings that are published as images.
var pictures = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// eventHandler matches an attribute such as onload, and outsideReference an address that leaves the file.
var (
	eventHandler     = regexp.MustCompile(`[\s"'/]on[a-z]+\s*=`)
	outsideReference = regexp.MustCompile(`(href|src)\s*=\s*["']?\s*([a-z]+:|//)|url\(\s*["']?\s*([a-z]+:|//)`)
)

// image publishes an image of a document, as it was in the commit that was approved, or in the newest one of words that
// nobody has to approve, and returns its address relative to the site's root. The name is the content's hash, so that a
// changed image never shows up under old words.
func (f *filler) image(s *shown, target string) (address string, ok bool) {
	to := register.Resolve(s.from, target)
	if s.from == "" || !to.Local {
		return "", false
	}
	file := to.Path
	ext := strings.ToLower(path.Ext(file))
	if strings.HasPrefix(file, "../") || !slices.Contains(pictures, ext) {
		return "", false
	}
	data, why := f.picture(s, file, ext)
	if why != "" {
		f.note(s.entry.Path + ": the image " + file + " isn't shown: " + why)
		return "", false
	}
	sum := sha256.Sum256(data)
	address = "assets/" + hex.EncodeToString(sum[:12]) + ext
	f.mu.Lock()
	defer f.mu.Unlock()
	f.images[address] = data
	return address, true
}

func (f *filler) picture(s *shown, file, ext string) (data []byte, why string) {
	data, err := snapshot.Read(snapshot.Commit(f.Repo, s.commit), file)
	switch {
	case errors.Is(err, snapshot.ErrNoFile):
		return nil, "the commit has no such file"
	case err != nil:
		return nil, err.Error()
	case len(data) > maxImage:
		return nil, "it is larger than 16 MiB"
	case bytes.HasPrefix(data, []byte("version https://git-lfs")):
		return nil, "Git has only a pointer to it (Git LFS)"
	case ext == ".svg" && livelySVG(data):
		return nil, "it is an SVG with scripts, or with content of other files"
	}
	return data, ""
}

// livelySVG reports whether an SVG could do more than be looked at. Opened by itself it would run under the site's own
// address, so that anything doubtful is refused.
func livelySVG(data []byte) bool {
	low := bytes.ToLower(data)
	for _, bad := range []string{"<script", "javascript:", "<foreignobject", "<iframe", "<embed", "<object", "<!entity", "<?xml-stylesheet", "@import", "http-equiv"} {
		if bytes.Contains(low, []byte(bad)) {
			return true
		}
	}
	return eventHandler.Match(low) || outsideReference.Match(low)
}

func (f *filler) note(s string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.notes = append(f.notes, s)
}
