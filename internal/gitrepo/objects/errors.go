package objects

import (
	"errors"
	"fmt"
	"strings"
)

// MissingError says that no pack, loose object or alternate holds an object, also after the folders were read anew.
type MissingError struct {
	ID ID
	// Absent lists alternate object folders that are named but can't be read; the object may have been there.
	Absent []string
}

func (e *MissingError) Error() string {
	if len(e.Absent) > 0 {
		return fmt.Sprintf("object %s isn't in the repository; the alternate object folder %s, where it may be, "+
			"can't be read",
			e.ID, strings.Join(e.Absent, ", "))
	}
	return fmt.Sprintf("object %s isn't in the repository", e.ID)
}

// DamagedError says that an object is there but its bytes are not what Git wrote.
type DamagedError struct {
	// ID is the object that was asked for; zero when the damage concerns a whole file.
	ID ID
	// Pack is the path of the pack, index, or loose object that holds the damage.
	Pack string
	// Offset is the position of the pack entry; 0 in other files.
	Offset int64
	// Err says what was found.
	Err error
}

func (e *DamagedError) Error() string {
	switch {
	case e.ID.IsZero():
		return fmt.Sprintf("%s is damaged: %v; run git fsck", e.Pack, e.Err)
	case e.Offset > 0:
		return fmt.Sprintf("object %s is damaged: %s at byte %d: %v; run git fsck", e.ID, e.Pack, e.Offset, e.Err)
	case e.Pack == "":
		return fmt.Sprintf("object %s is damaged: %v; run git fsck", e.ID, e.Err)
	}
	return fmt.Sprintf("object %s is damaged: %s: %v; run git fsck", e.ID, e.Pack, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// TooLargeError says that an object is sound as far as was looked, but larger than MaxSize.
type TooLargeError struct {
	ID   ID
	Size int64 // in bytes, as the object's header says
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("object %s has %d bytes; at most %d are read", e.ID, e.Size, int64(MaxSize))
}

// AmbiguousError says that several objects begin with an abbreviated id.
type AmbiguousError struct {
	Prefix     string
	Candidates []ID // at least two, in ascending order
}

func (e *AmbiguousError) Error() string {
	names := make([]string, len(e.Candidates))
	for i, id := range e.Candidates {
		names[i] = id.String()
	}
	return fmt.Sprintf("object id %s is ambiguous: %s; write more digits", e.Prefix, strings.Join(names, ", "))
}

// UnknownPrefixError says that no object begins with an abbreviated id.
type UnknownPrefixError struct{ Prefix string }

func (e *UnknownPrefixError) Error() string {
	return fmt.Sprintf("no object id begins with %s", e.Prefix)
}

var (
	// errPackGone marks a pack whose file isn't there any more: other packs are tried, and the folders read anew.
	errPackGone = errors.New("the pack was deleted")
	// errPackOther marks a pack that isn't the one of its index. A running gc may just be replacing both.
	errPackOther = errors.New("the pack's checksum isn't the one that its index names")
)
