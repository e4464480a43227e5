package trail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/history"
)

// Limits of a capture: a file beyond them is refused before it costs anything.
const (
	maxCapture      = 1 << 20 // bytes
	maxCaptureParts = 5000    // reviews, and documents
	maxCaptureText  = 1024    // bytes of a name, an address or a path
)

// ParseCapture reads a capture as `writ capture` writes it. It is strict, because a capture is read as evidence: an
// unknown key, a state that nobody knows, a reviewer who is there twice, or anything that isn't of its shape is an
// error, which says what was expected.
func ParseCapture(data []byte) (*Capture, error) {
	switch {
	case len(data) > maxCapture:
		return nil, fmt.Errorf("the capture has %d bytes; at most %d are read", len(data), maxCapture)
	case !utf8.Valid(data):
		return nil, errors.New("the capture isn't UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	c := &Capture{}
	if err := d.Decode(c); err != nil {
		return nil, fmt.Errorf("the capture isn't JSON of the shape that `writ capture` writes: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the capture; expected one JSON object")
	}
	return c, c.check()
}

func (c *Capture) check() error {
	switch {
	case c.Schema != 1:
		return fmt.Errorf("the capture has schema %d; expected 1", c.Schema)
	case c.Forge != "github" && c.Forge != "gitlab":
		return fmt.Errorf("the capture is of forge %q; expected github or gitlab", short(c.Forge))
	case !isObjectID(c.Head):
		return fmt.Errorf("head is %q; expected the full id of the reviewed commit", short(c.Head))
	case c.CapturedAt.IsZero() || c.CapturedAt.Year() > 9999:
		return errors.New("capturedAt is missing; expected a time as 2026-01-31T12:00:00Z")
	case len(c.Reviews) > maxCaptureParts || len(c.Documents) > maxCaptureParts:
		return fmt.Errorf("the capture has more than %d reviews or documents", maxCaptureParts)
	case tooMany(len(c.Reviews), len(c.Documents)).Code != "":
		return fmt.Errorf("the capture has %d reviews and %d documents; at most %d reviews of so many are read",
			len(c.Reviews), len(c.Documents), maxApprovers)
	case !plainText(c.Request, true):
		return errors.New("request is too long, or holds control characters")
	}
	seen := map[string]bool{}
	for i, r := range c.Reviews {
		login := strings.ToLower(r.Login)
		switch {
		case !plainText(r.Login, false):
			return fmt.Errorf("reviews[%d].login is empty, too long, or holds control characters", i)
		case seen[login]:
			return fmt.Errorf("reviews[%d]: %s is there twice; a capture holds the last opinion of each reviewer",
				i, short(r.Login))
		case r.State != "approved" && r.State != "changes_requested" && r.State != "dismissed":
			return fmt.Errorf("reviews[%d].state is %q; expected approved, changes_requested or dismissed", i,
				short(r.State))
		case r.User < 0:
			return fmt.Errorf("reviews[%d].user is below 0", i)
		}
		seen[login] = true
	}
	paths := map[string]bool{}
	for i, x := range c.Documents {
		digest, err := history.ParseDigest(x.Digest)
		switch {
		case !plainText(x.ID, false) || !plainText(x.Version, true):
			return fmt.Errorf("documents[%d] has an id or version that is empty, too long, or holds control characters",
				i)
		case !plainText(x.Path, false) || path.Clean(x.Path) != x.Path || path.IsAbs(x.Path) ||
			strings.HasPrefix(x.Path, "../") || x.Path == "." || x.Path == "..":
			return fmt.Errorf("documents[%d].path is %q; expected a path from the repository's root", i, short(x.Path))
		case paths[x.Path]:
			return fmt.Errorf("documents[%d]: %s is there twice", i, short(x.Path))
		case !isObjectID(x.Blob):
			return fmt.Errorf("documents[%d].blob is %q; expected a full object id", i, short(x.Blob))
		case err != nil || digest.String() != x.Digest:
			return fmt.Errorf("documents[%d].digest is %q; expected 64 hex digits in small letters", i, short(x.Digest))
		case !isAfter(x.After):
			return fmt.Errorf("documents[%d].after is %q; expected 64 hex digits in small letters, or none", i,
				short(x.After))
		}
		paths[x.Path] = true
	}
	return nil
}

// isAfter reports whether s says which words others follow, or is left out.
func isAfter(s string) bool {
	digest, err := history.ParseDigest(s)
	return s == "" || s == string(NothingBefore) || err == nil && digest.String() == s
}

// isObjectID reports whether s is a full object id in small letters, and not the one that stands for none.
func isObjectID(s string) bool {
	id, err := objects.ParseHex(s)
	return err == nil && id != (gitrepo.ID{}) && id.String() == s
}

func plainText(s string, mayBeEmpty bool) bool {
	return len(s) <= maxCaptureText && (mayBeEmpty || strings.TrimSpace(s) != "") &&
		!strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// short cuts text of a stranger for a message.
func short(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
