package objects

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// MinPrefix is the number of hex digits that an abbreviated id has at least, as in Git.
const MinPrefix = 4

// LookupPrefix gives the one object whose id begins with the hex digits of prefix, of either case.
//
// Errors: *UnknownPrefixError, *AmbiguousError with all candidates (a caller that wants a commit may look which of
// them are), one that says what is wrong with the prefix, or a failure of the file system.
func (s *Store) LookupPrefix(prefix string) (ID, error) {
	lo, err := parsePrefix(prefix)
	if err != nil {
		return ID{}, err
	}
	v := s.view.Load()
	for range maxRescans {
		ids, err := v.candidates(lo, strings.ToLower(prefix))
		switch {
		case err != nil:
			return ID{}, err
		case len(ids) == 1:
			return ids[0], nil
		case len(ids) > 1:
			return ID{}, &AmbiguousError{Prefix: prefix, Candidates: ids}
		}
		next, err := s.rescan(v)
		if err != nil {
			return ID{}, fmt.Errorf("looking for objects that begin with %s: %w", prefix, err)
		}
		if next == v {
			break
		}
		v = next
	}
	return ID{}, &UnknownPrefixError{prefix}
}

// parsePrefix gives the lowest id that begins with prefix.
func parsePrefix(prefix string) (ID, error) {
	if len(prefix) < MinPrefix {
		return ID{}, fmt.Errorf("the abbreviated object id %q is too short; write at least %d hex digits",
			prefix, MinPrefix)
	}
	if len(prefix) > 2*IDSize {
		return ID{}, fmt.Errorf("the object id %q is too long; an id has %d hex digits", prefix, 2*IDSize)
	}
	id, err := ParseHex(prefix + strings.Repeat("0", 2*IDSize-len(prefix)))
	if err != nil {
		return ID{}, fmt.Errorf("the object id %q isn't hexadecimal", prefix)
	}
	return id, nil
}

// candidates lists the ids that begin with prefix, in lower case, of which lo is the lowest; each once, ascending.
func (v *view) candidates(lo ID, prefix string) ([]ID, error) {
	var ids []ID
	for _, p := range v.packs {
		for pos, end := p.idx.search(&lo); pos < end; pos++ {
			id := p.idx.id(pos)
			if !strings.HasPrefix(id.String(), prefix) {
				break
			}
			ids = append(ids, id)
		}
	}
	for _, dir := range v.dirs {
		files, err := os.ReadDir(filepath.Join(dir, prefix[:2]))
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		for _, f := range files {
			name := prefix[:2] + f.Name()
			if id, err := ParseHex(name); err == nil && strings.HasPrefix(name, prefix) &&
				hex.EncodeToString(id[:]) == name {
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids), nil
}
