package objects

import (
	"encoding/hex"
	"fmt"
)

// IDSize is the length of an object id in bytes.
const IDSize = 20

// ID names an object: the SHA-1 of its header and content. The zero ID names no object.
type ID [IDSize]byte

// String gives the id as 40 lower-case hex digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether id is the zero ID.
func (id ID) IsZero() bool { return id == ID{} }

// ParseHex reads 40 hex digits of either case.
func ParseHex(s string) (ID, error) {
	var id ID
	if len(s) != 2*IDSize {
		return id, fmt.Errorf("object id %q has %d characters, expected %d hex digits", s, len(s), 2*IDSize)
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, fmt.Errorf("object id %q isn't hexadecimal: %w", s, err)
	}
	return id, nil
}

// Type is the type of an object. Its values are those of Git's pack format.
type Type uint8

// The four types of objects.
const (
	Commit Type = 1
	Tree   Type = 2
	Blob   Type = 3
	Tag    Type = 4
)

// String gives Git's name of the type, and "type N" for a value that isn't one.
func (t Type) String() string {
	switch t {
	case Commit:
		return "commit"
	case Tree:
		return "tree"
	case Blob:
		return "blob"
	case Tag:
		return "tag"
	}
	return fmt.Sprintf("type %d", uint8(t))
}

// valid reports whether t is one of the four types.
func (t Type) valid() bool { return t >= Commit && t <= Tag }

// typeByName is the reverse of String for the name in a loose object's header.
func typeByName(name []byte) (Type, bool) {
	switch string(name) {
	case "commit":
		return Commit, true
	case "tree":
		return Tree, true
	case "blob":
		return Blob, true
	case "tag":
		return Tag, true
	}
	return 0, false
}
