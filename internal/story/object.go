package story

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // Git's object ids are SHA-1
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// object is one Git object, without its header.
type object struct {
	id   plumbing.Hash
	kind plumbing.ObjectType
	data []byte
}

// objects holds what will be packed, each once, in the order of their making.
type objects struct {
	list  []object
	known map[plumbing.Hash]bool
}

// idOf returns the id that Git gives to an object.
func idOf(kind plumbing.ObjectType, data []byte) plumbing.Hash {
	h := sha1.New()
	fmt.Fprintf(h, "%s %d\x00", kind, len(data))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}

func (o *objects) add(kind plumbing.ObjectType, data []byte) plumbing.Hash {
	id := idOf(kind, data)
	if !o.known[id] {
		o.known[id] = true
		o.list = append(o.list, object{id, kind, data})
	}
	return id
}

// addTree stores the blobs and trees of a snapshot and returns the root tree's id.
func (o *objects) addTree(fs files) plumbing.Hash {
	paths := make([]string, 0, len(fs))
	for p := range fs {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	return o.addFolder(fs, paths, "")
}

// addFolder stores the folder with the given prefix ("" or ending in a slash), whose files are paths.
func (o *objects) addFolder(fs files, paths []string, prefix string) plumbing.Hash {
	type child struct {
		key, name, mode string
		id              plumbing.Hash
	}
	var children []child
	for i := 0; i < len(paths); {
		name, _, isFolder := strings.Cut(paths[i][len(prefix):], "/")
		if !isFolder {
			e := fs[paths[i]]
			children = append(children, child{name, name, e.mode, o.add(plumbing.BlobObject, e.data)})
			i++
			continue
		}
		folder, end := prefix+name+"/", i
		for end < len(paths) && strings.HasPrefix(paths[end], folder) {
			end++
		}
		children = append(children, child{name + "/", name, "40000", o.addFolder(fs, paths[i:end], folder)})
		i = end
	}
	// Git sorts a folder as if its name ended with a slash.
	sort.Slice(children, func(i, j int) bool { return children[i].key < children[j].key })
	var b bytes.Buffer
	for _, c := range children {
		fmt.Fprintf(&b, "%s %s\x00", c.mode, c.name)
		b.Write(c.id[:])
	}
	return o.add(plumbing.TreeObject, b.Bytes())
}

// stamp is an identity at a time, as in a commit's header.
func stamp(who identity, at time.Time) string {
	return fmt.Sprintf("%s %d %s", who, at.Unix(), at.Format("-0700"))
}

// addCommit stores a commit, signed by signer unless that is nil.
func (o *objects) addCommit(tree plumbing.Hash, parents []*commit, author, committer string, signer *identity,
	message string) (plumbing.Hash, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p.id)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n", author, committer)
	header, rest := b.String(), "\n"+message
	if signer != nil {
		armor, err := signer.sign(header + rest)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		header += "gpgsig " + strings.ReplaceAll(armor, "\n", "\n ") + "\n"
	}
	return o.add(plumbing.CommitObject, []byte(header+rest)), nil
}

// addTag stores an annotated tag, signed by signer unless that is nil.
func (o *objects) addTag(name string, target plumbing.Hash, tagger string, signer *identity,
	message string) (plumbing.Hash, error) {
	text := fmt.Sprintf("object %s\ntype commit\ntag %s\ntagger %s\n\n%s", target, name, tagger, message)
	if signer != nil {
		armor, err := signer.sign(text)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		text += armor + "\n"
	}
	return o.add(plumbing.TagObject, []byte(text)), nil
}
