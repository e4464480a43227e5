package gitrepo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Ref is a branch, a tag or another ref.
type Ref struct {
	Name string // in full, as refs/tags/v1
	ID   ID     // the object that it names: of an annotated tag, the tag object

	// Peeled is what an annotated tag names in the end, as far as packed-refs says so; else zero. Git keeps no
	// checksum of that file: read the tag before anything is made of it.
	Peeled ID
}

// Refs lists the refs whose full names begin with prefix, which begins with "refs/" ("refs/tags/", "refs/notes/writ"),
// sorted by name. A symbolic ref is listed with what it leads to, and left out where that isn't there. The error is a
// *Refusal that names the ref which can't be read.
func (r *Repo) Refs(prefix string) ([]Ref, error) {
	found := map[string]Ref{}
	packed, err := r.refs.readPacked()
	if err != nil {
		return nil, unreadableRefs(err)
	}
	if err := eachPacked(packed, prefix, func(ref Ref) { found[ref.Name] = ref }); err != nil {
		return nil, unreadableRefs(err)
	}
	if err := r.looseRefs(prefix, found); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(found), func(a, b Ref) int { return strings.Compare(a.Name, b.Name) }), nil
}

func unreadableRefs(err error) error {
	return &Refusal{fmt.Sprintf("the refs can't be read: %v", err), "check the clone with `git fsck`"}
}

// eachPacked visits the lines "id name" of packed-refs whose name has the prefix, with the "^id" that may follow.
func eachPacked(packed []byte, prefix string, visit func(Ref)) error {
	const width = 2 * objects.IDSize
	var last *Ref
	flush := func() {
		if last != nil {
			visit(*last)
		}
		last = nil
	}
	for len(packed) > 0 {
		var line []byte
		line, packed, _ = bytes.Cut(packed, []byte{'\n'})
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if line[0] == '^' {
			if last != nil {
				id, err := objects.ParseHex(string(line[1:]))
				if err != nil {
					return fmt.Errorf("packed-refs has the line %q", line)
				}
				last.Peeled = id
			}
			continue
		}
		flush()
		if len(line) < width+2 || line[width] != ' ' {
			return fmt.Errorf("packed-refs has the line %q", line)
		}
		if !bytes.HasPrefix(line[width+1:], []byte(prefix)) || !soundRef(string(line[width+1:])) {
			continue
		}
		id, err := objects.ParseHex(string(line[:width]))
		if err != nil {
			return fmt.Errorf("packed-refs has the line %q", line)
		}
		last = &Ref{Name: string(line[width+1:]), ID: id}
	}
	flush()
	return nil
}

// looseRefs adds the refs that are files, and takes out what they hide.
func (r *Repo) looseRefs(prefix string, found map[string]Ref) error {
	top := prefix[:strings.LastIndexByte(prefix, '/')+1]
	if top == "" {
		return nil
	}
	root := r.refs.path(top + "x")
	root = filepath.Dir(root)
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted or packed since
		}
		if err != nil {
			return unreadableRefs(err)
		}
		rel, err := filepath.Rel(root, path)
		name := top + filepath.ToSlash(rel)
		if err != nil || d.IsDir() || !strings.HasPrefix(name, prefix) || !soundRef(name) {
			return err
		}
		id, ok, err := r.ref(name)
		switch {
		case err != nil:
			return err
		case !ok:
			delete(found, name)
		case found[name].ID != id:
			found[name] = Ref{Name: name, ID: id}
		}
		return nil
	})
}
