package gitrepo

import (
	"errors"
	"fmt"
)

// Head is what HEAD says.
type Head struct {
	Ref      string // refs/heads/…, "" when detached
	Commit   ID
	Unborn   bool // the branch has no commit yet
	Detached bool
}

// Head returns what is judged: HEAD, or the commit that At chose.
func (r *Repo) Head() (Head, error) {
	if !r.at.IsZero() {
		return Head{Commit: r.at, Detached: true}, nil
	}
	return r.CheckedOut()
}

// At makes the repository one whose HEAD is detached at a commit and which has no working tree, as if that commit had
// been pushed to a server and no branch held it yet. HEAD itself still says what it says of the main branch.
func (r *Repo) At(id ID) { r.at, r.Root = id, "" }

// CheckedOut reads HEAD itself.
func (r *Repo) CheckedOut() (Head, error) {
	head, ok, err := r.refs.read("HEAD")
	if err == nil && !ok {
		err = errors.New("it isn't there")
	}
	if err != nil {
		return Head{}, unreadableRef("HEAD", err)
	}
	if head.target == "" {
		return Head{Commit: head.id, Detached: true}, nil
	}
	h := Head{Ref: head.target}
	h.Commit, ok, err = r.ref(h.Ref)
	h.Unborn = !ok
	return h, err
}

// ref returns the object that a ref names, through symbolic refs. ok is false where there is no such ref.
func (r *Repo) ref(name string) (id ID, ok bool, err error) {
	for range 8 { // symbolic refs may chain
		v, ok, err := r.refs.read(name)
		if err != nil {
			return ID{}, false, unreadableRef(name, err)
		}
		if !ok || v.target == "" {
			return v.id, ok, nil
		}
		name = v.target
	}
	return ID{}, false, &Refusal{"the ref " + name + " points at itself", "check the clone with `git fsck`"}
}

func unreadableRef(name string, err error) error {
	return &Refusal{fmt.Sprintf("%s can't be read: %v", name, err), "check the clone with `git fsck`"}
}
