package gitrepo

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Tag is an annotated tag as its bytes state it. Nothing ties it to the ref that leads to it: compare Name.
type Tag struct {
	Name       string // its own name
	Object     ID     // what it names
	ObjectType string // "commit", "tree", "blob" or "tag", as it states
	Tagger     Person
	Message    string // UTF-8, cut at a NUL
}

// ParseTag reads the bytes of a tag object, without its signature (package signature cuts that off). Headers that are
// missing, doubled or out of order are refused.
func ParseTag(raw []byte) (*Tag, error) {
	head, message, _ := bytes.Cut(raw, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	t := &Tag{Message: decodeMessage(message, "")}
	for i, key := range []string{"object", "type", "tag", "tagger"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], key+" ") {
			return nil, fmt.Errorf("the tag's header %q is missing or out of order", key)
		}
		value := lines[i][len(key)+1:]
		switch key {
		case "object":
			id, err := objects.ParseHex(value)
			if err != nil {
				return nil, fmt.Errorf("the tag names no object: %w", err)
			}
			t.Object = id
		case "type":
			t.ObjectType = value
		case "tag":
			t.Name = validText([]byte(value))
		case "tagger":
			t.Tagger = parsePerson([]byte(value), nil)
		}
	}
	for _, l := range lines[4:] {
		for _, key := range []string{"object ", "type ", "tag ", "tagger ", "encoding "} {
			if strings.HasPrefix(l, key) {
				return nil, fmt.Errorf("the tag has a second or unexpected header %q", strings.TrimSpace(key))
			}
		}
	}
	return t, nil
}

// TagID returns the name of a tag object with these bytes.
func TagID(raw []byte) ID { return ID(plumbing.ComputeHash(plumbing.TagObject, raw)) }

// RawTag returns the bytes of an annotated tag in a slice of the caller's own; false where the object is something
// else, or isn't in the clone.
func (rd *Reader) RawTag(id ID) ([]byte, bool, error) {
	if name, err := rd.TypeOf(id); name != "tag" || err != nil {
		return nil, false, err
	}
	raw, err := rd.read(id, objects.Tag)
	if err != nil {
		return nil, false, err
	}
	return bytes.Clone(raw), true, nil
}

// TypeOf returns an object's type, "commit", "tree", "blob" or "tag"; "" where the object isn't in the clone.
func (rd *Reader) TypeOf(id ID) (string, error) {
	typ, _, err := rd.fast.Header(id)
	switch {
	case errors.As(err, new(*objects.MissingError)):
		return "", nil
	case err != nil:
		if _, typ, err = rd.readSlowly(id, objects.Tag, err); err != nil {
			return "", err
		}
	}
	return typ.String(), nil
}
