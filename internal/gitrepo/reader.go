package gitrepo

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Reader reads objects for one worker. It is not safe for concurrent use; make one per goroutine.
type Reader struct {
	repo *Repo
	fast *objects.Reader
	last *filesystem.Storage // go-git, the reader of last resort; opened when first needed
	text interned
	tree struct{ commit, of ID } // the last commit that was asked for its tree
}

// NewReader returns a reader with caches of its own.
func (r *Repo) NewReader() *Reader {
	return &Reader{repo: r, fast: r.store.NewReader(), text: interned{}}
}

// MissingError says that an object that history names isn't in the clone.
type MissingError struct {
	ID     ID
	What   string   // "commit", "tree", "blob" or "tag"
	Absent []string // alternate object folders that can't be read; the object may have been there
}

func (e *MissingError) Error() string { return e.Refusal().Error() }

// Refusal says what is missing, and how to fix that.
func (e *MissingError) Refusal() *Refusal {
	r := &Refusal{fmt.Sprintf("the %s %s isn't in this clone", e.What, e.ID),
		"run `git fsck`, then fetch it again or clone anew"}
	if len(e.Absent) > 0 {
		r.What += fmt.Sprintf(", and the alternate object folder %s, which may hold it, can't be read",
			strings.Join(e.Absent, ", "))
		r.Fix = "bring that folder back, fix its path in objects/info/alternates, or clone anew"
	}
	return r
}

// read returns an object's bytes, valid until the next call.
func (rd *Reader) read(id ID, want objects.Type) ([]byte, error) {
	if want == objects.Blob {
		if p, ok := rd.repo.PairOf(id); ok {
			id = p.Text
		}
	}
	typ, data, err := rd.fast.Read(id, nil)
	if err != nil {
		data, typ, err = rd.readSlowly(id, want, err)
	}
	if err != nil {
		return nil, err
	}
	if typ != want {
		return nil, fmt.Errorf("the object %s is a %s where a %s is due; check the clone with `git fsck`", id,
			typ, want)
	}
	return data, nil
}

// readSlowly asks go-git for what the fast reader couldn't give; cause is the fast reader's error.
func (rd *Reader) readSlowly(id ID, want objects.Type, cause error) ([]byte, objects.Type, error) {
	if rd.last == nil {
		rd.last = rd.repo.gitStorage()
	}
	o, err := rd.last.EncodedObject(plumbing.AnyObject, hashOf(id))
	if err != nil {
		var missing *objects.MissingError
		if errors.As(cause, &missing) {
			return nil, 0, &MissingError{id, want.String(), missing.Absent}
		}
		return nil, 0, fmt.Errorf("the %s %s can't be read: %w; check the clone with `git fsck`, and clone anew if "+
			"it is damaged", want, id, cause)
	}
	f, err := o.Reader()
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, 0, fmt.Errorf("the %s %s can't be read: %w", want, id, err)
	}
	if plumbing.ComputeHash(o.Type(), data) != hashOf(id) {
		return nil, 0, fmt.Errorf("the %s %s is damaged: %w; check the clone with `git fsck`, and clone anew", want,
			id, cause)
	}
	types := map[plumbing.ObjectType]objects.Type{plumbing.CommitObject: objects.Commit,
		plumbing.TreeObject: objects.Tree,
		plumbing.BlobObject: objects.Blob, plumbing.TagObject: objects.Tag}
	return data, types[o.Type()], nil
}

// Commit reads one commit.
func (rd *Reader) Commit(id ID) (*Commit, error) {
	raw, err := rd.read(id, objects.Commit)
	if err != nil {
		return nil, err
	}
	return parseCommit(id, raw, rd.text)
}

// treeOf returns the tree of a commit. The commit asked for last isn't read again: many questions about one come in a row.
func (rd *Reader) treeOf(commit ID) (ID, error) {
	if rd.tree.commit != commit || commit.IsZero() {
		c, err := rd.Commit(commit)
		if err != nil {
			return ID{}, err
		}
		rd.tree.commit, rd.tree.of = commit, c.Tree
	}
	return rd.tree.of, nil
}

// RawCommit returns the very bytes of a commit object, which a signature covers, in a slice of the caller's own.
func (rd *Reader) RawCommit(id ID) ([]byte, error) {
	raw, err := rd.read(id, objects.Commit)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(raw), nil
}

// Lend returns a blob's bytes, which the caller must not change, and which are valid until the reader is used again.
func (rd *Reader) Lend(id ID) ([]byte, error) { return rd.read(id, objects.Blob) }

// Blob returns a blob's bytes in a slice of the caller's own.
func (rd *Reader) Blob(id ID) ([]byte, error) {
	raw, err := rd.read(id, objects.Blob)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(raw), nil
}

// Reading calls do with a reader that callers use in turn, so that each finds what others unpacked. It is safe for
// concurrent use.
func (r *Repo) Reading(do func(*Reader) error) error {
	rd, _ := r.readers.Get().(*Reader)
	if rd == nil {
		rd = r.NewReader()
	}
	if err := do(rd); err != nil {
		return err // and nobody uses that reader again
	}
	r.readers.Put(rd)
	return nil
}

// ReadBlob returns a blob's bytes. It is safe for concurrent use.
func (r *Repo) ReadBlob(id ID) (text []byte, err error) {
	err = r.Reading(func(rd *Reader) error {
		text, err = rd.Blob(id)
		return err
	})
	return text, err
}

// peel follows annotated tags to what they name, which must be a commit.
func (rd *Reader) peel(id ID) (ID, error) {
	for range 16 {
		typ, data, err := rd.fast.Read(id, nil)
		if err != nil {
			data, typ, err = rd.readSlowly(id, objects.Commit, err)
		}
		if err != nil {
			return ID{}, err
		}
		switch typ {
		case objects.Commit:
			return id, nil
		case objects.Tag:
			target, ok := bytes.CutPrefix(data, []byte("object "))
			if !ok || len(target) < 40 {
				return ID{}, fmt.Errorf("the tag %s names no object", id)
			}
			if id, err = objects.ParseHex(string(target[:40])); err != nil {
				return ID{}, err
			}
		default:
			return ID{}, fmt.Errorf("%s is a %s, not a commit", id, typ)
		}
	}
	return ID{}, fmt.Errorf("the tag %s names tags without end", id)
}

// step goes from a commit to its n-th parent (op '^') or n first parents back (op '~').
func (rd *Reader) step(id ID, op byte, n int) (ID, error) {
	if op == '^' && n == 0 {
		return id, nil
	}
	times, parent := n, 1
	if op == '^' {
		times, parent = 1, n
	}
	for range times {
		c, err := rd.Commit(id)
		if err != nil {
			return ID{}, err
		}
		if len(c.Parents) < parent {
			return ID{}, fmt.Errorf("commit %s has no parent %d", id, parent)
		}
		id = c.Parents[parent-1]
	}
	return id, nil
}

// contains reports whether ancestor is tip or reachable from it.
func (rd *Reader) contains(tip, ancestor ID) (bool, error) {
	bases, err := rd.mergeBases(tip, ancestor)
	return len(bases) == 1 && bases[0] == ancestor, err
}

// Contains reports whether ancestor is tip or reachable from it.
func (r *Repo) Contains(tip, ancestor ID) (bool, error) { return r.NewReader().contains(tip, ancestor) }

// MergeBase returns the best common ancestor of two commits, as git-merge-base(1) does; where there are several
// it returns the newest. ok is false where the two have nothing in common.
func (r *Repo) MergeBase(a, b ID) (id ID, ok bool, err error) {
	bases, err := r.NewReader().mergeBases(a, b)
	if err != nil || len(bases) == 0 {
		return ID{}, false, err
	}
	return bases[0], true, nil
}

const (
	fromA = 1 << iota
	fromB
	stale
)

// mergeBases paints the ancestors of a and b, newest first, until what is left is common to both.
func (rd *Reader) mergeBases(a, b ID) ([]ID, error) {
	if a == b {
		return []ID{a}, nil
	}
	flags := map[ID]uint8{}
	seen := map[ID]*Commit{}
	q := &byTime{}
	push := func(id ID, f uint8) error {
		if flags[id]&f == f {
			return nil
		}
		flags[id] |= f
		c := seen[id]
		if c == nil {
			var err error
			if c, err = rd.Commit(id); err != nil {
				return err
			}
			seen[id] = c
		}
		heap.Push(q, c)
		return nil
	}
	if err := errors.Join(push(a, fromA), push(b, fromB)); err != nil {
		return nil, err
	}
	var found []ID
	for q.Len() > 0 && !q.allStale(flags) {
		c := heap.Pop(q).(*Commit)
		f := flags[c.ID]
		if f&(fromA|fromB) == fromA|fromB {
			if f&stale == 0 {
				found = appendNew(found, c.ID)
			}
			f |= stale
		}
		for _, p := range c.Parents {
			if err := push(p, f); err != nil {
				return nil, err
			}
		}
	}
	var best []ID
	for _, id := range found {
		if flags[id]&stale == 0 {
			best = append(best, id)
		}
	}
	return best, nil
}

func appendNew(ids []ID, id ID) []ID {
	for _, have := range ids {
		if have == id {
			return ids
		}
	}
	return append(ids, id)
}

// byTime is a heap of commits, newest first.
type byTime []*Commit

func (q byTime) Len() int           { return len(q) }
func (q byTime) Less(i, j int) bool { return q[i].Committer.When.After(q[j].Committer.When) }
func (q byTime) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *byTime) Push(x any)        { *q = append(*q, x.(*Commit)) }
func (q *byTime) Pop() any {
	old := *q
	c := old[len(old)-1]
	*q = old[:len(old)-1]
	return c
}

func (q byTime) allStale(flags map[ID]uint8) bool {
	for _, c := range q {
		if flags[c.ID]&stale == 0 {
			return false
		}
	}
	return true
}
