package scratch

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // Git's object ids are SHA-1
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// object writes a loose object and returns its id.
func (r *Repo) object(kind string, data []byte) (gitrepo.ID, error) {
	whole := append(fmt.Appendf(nil, "%s %d\x00", kind, len(data)), data...)
	id := gitrepo.ID(sha1.Sum(whole))
	hex := id.String()
	name := filepath.Join(".git", "objects", hex[:2], hex[2:])
	if _, err := os.Lstat(filepath.Join(r.Dir, name)); err == nil {
		return id, nil
	}
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	if _, err := z.Write(whole); err != nil {
		return id, err
	}
	if err := z.Close(); err != nil {
		return id, err
	}
	return id, r.put(name, out.Bytes(), 0o444)
}

// tree writes the tree of a folder ("" or ending in a slash) and returns its id.
func (r *Repo) tree(folder string) (gitrepo.ID, error) {
	type child struct {
		key, name string
		file
	}
	var children []child
	seen := map[string]bool{}
	for path, f := range r.files {
		rest, below := strings.CutPrefix(path, folder)
		if !below {
			continue
		}
		name, _, deeper := strings.Cut(rest, "/")
		if !deeper {
			children = append(children, child{name, name, f})
			continue
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		id, err := r.tree(folder + name + "/")
		if err != nil {
			return id, err
		}
		children = append(children, child{name + "/", name, file{0o40000, id}})
	}
	// Git sorts a folder as if its name ended with a slash.
	slices.SortFunc(children, func(a, b child) int { return strings.Compare(a.key, b.key) })
	var b bytes.Buffer
	for _, c := range children {
		fmt.Fprintf(&b, "%o %s\x00", c.mode, c.name)
		b.Write(c.blob[:])
	}
	return r.object("tree", b.Bytes())
}

// writeIndex writes Git's index of the files.
func (r *Repo) writeIndex() error {
	idx := &index.Index{Version: 2}
	for _, path := range slices.Sorted(maps.Keys(r.files)) {
		f := r.files[path]
		e := &index.Entry{Name: path, Hash: plumbing.Hash(f.blob), Mode: filemode.FileMode(f.mode)}
		if info, err := os.Lstat(filepath.Join(r.Dir, filepath.FromSlash(path))); err == nil {
			e.Size, e.ModifiedAt = uint32(info.Size()), info.ModTime()
		}
		idx.Entries = append(idx.Entries, e)
	}
	var out bytes.Buffer
	if err := index.NewEncoder(&out).Encode(idx); err != nil {
		return err
	}
	return r.put(filepath.Join(".git", "index"), out.Bytes(), 0o666)
}
