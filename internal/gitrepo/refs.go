package gitrepo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Head is what HEAD says.
type Head struct {
	Ref      string // refs/heads/…, "" when detached
	Commit   ID
	Unborn   bool // the branch has no commit yet
	Detached bool
}

// Main is the main branch that was chosen.
type Main struct {
	Ref    string // the full name of the ref, or "HEAD"
	Commit ID
	Note   string // why this one, where that isn't plain (the local and the remote branch diverged)
}

// Head reads HEAD.
func (r *Repo) Head() (Head, error) {
	head, ok, err := r.refs.read("HEAD")
	if err == nil && !ok {
		err = errors.New("it isn't there")
	}
	if err != nil {
		return Head{}, &Refusal{fmt.Sprintf("HEAD can't be read: %v", err), "check the clone with `git fsck`"}
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
			return ID{}, false, &Refusal{fmt.Sprintf("the ref %s can't be read: %v", name, err), "check the clone with `git fsck`"}
		}
		if !ok || v.target == "" {
			return v.id, ok, nil
		}
		name = v.target
	}
	return ID{}, false, &Refusal{"the ref " + name + " points at itself", "check the clone with `git fsck`"}
}

// MainBranch chooses the main branch: the configured one, else the target of origin/HEAD, main, master, else HEAD.
// Of a branch and its counterpart at origin it takes the one that contains the other; where they diverged,
// origin's, with a note.
func (r *Repo) MainBranch(configured string) (Main, error) {
	names := []string{configured}
	if configured == "" {
		names = names[:0]
		if v, ok, err := r.refs.read("refs/remotes/origin/HEAD"); err == nil && ok && v.target != "" {
			names = append(names, strings.TrimPrefix(v.target, "refs/remotes/origin/"))
		}
		names = append(names, "main", "master")
	}
	for _, name := range names {
		m, ok, err := r.branch(name)
		if ok || err != nil {
			return m, err
		}
	}
	h, err := r.Head()
	if err != nil || h.Unborn {
		return Main{Ref: "HEAD"}, err
	}
	m := Main{Ref: "HEAD", Commit: h.Commit}
	if h.Ref != "" {
		m.Ref = h.Ref
	}
	if configured != "" {
		m.Note = fmt.Sprintf("the configured main branch %q isn't in this clone; HEAD stands in for it", configured)
	}
	return m, nil
}

func (r *Repo) branch(name string) (Main, bool, error) {
	name = strings.TrimPrefix(name, "refs/heads/")
	local, remote := "refs/heads/"+name, "refs/remotes/origin/"+name
	l, haveLocal, err := r.ref(local)
	if err != nil {
		return Main{}, false, err
	}
	o, haveRemote, err := r.ref(remote)
	if err != nil {
		return Main{}, false, err
	}
	switch {
	case !haveLocal && !haveRemote:
		return Main{}, false, nil
	case !haveRemote:
		return Main{Ref: local, Commit: l}, true, nil
	case !haveLocal || l == o:
		return Main{Ref: remote, Commit: o}, true, nil
	}
	rd := r.NewReader()
	ahead, err := rd.contains(l, o)
	if err != nil {
		return Main{}, false, err
	}
	if ahead {
		return Main{Ref: local, Commit: l}, true, nil
	}
	behind, err := rd.contains(o, l)
	if err != nil {
		return Main{}, false, err
	}
	m := Main{Ref: remote, Commit: o}
	if !behind {
		m.Note = fmt.Sprintf("%s and %s have diverged; %s counts", local, remote, remote)
	}
	return m, true, nil
}

// Resolve returns the commit that rev names: a full or abbreviated object id, HEAD, a branch, a tag, a remote
// branch, a full ref name, each optionally followed by ^, ^N or ~N.
func (r *Repo) Resolve(rev string) (ID, error) {
	base, steps := rev, ""
	if i := strings.IndexAny(rev, "^~"); i >= 0 {
		base, steps = rev[:i], rev[i:]
	}
	id, err := r.resolveBase(base)
	if err != nil {
		return ID{}, err
	}
	rd := r.NewReader()
	if id, err = rd.peel(id); err != nil {
		return ID{}, fmt.Errorf("%q: %w", rev, err)
	}
	for steps != "" {
		op := steps[0]
		n, width := 1, 1
		for width < len(steps) && '0' <= steps[width] && steps[width] <= '9' {
			width++
		}
		if width > 1 {
			if n, err = strconv.Atoi(steps[1:width]); err != nil || n > 1<<20 {
				return ID{}, fmt.Errorf("%q isn't a revision that writ can read", rev)
			}
		}
		steps = steps[width:]
		if steps != "" && steps[0] != '^' && steps[0] != '~' {
			return ID{}, fmt.Errorf("%q isn't a revision that writ can read; use a commit id, a branch or a tag", rev)
		}
		if id, err = rd.step(id, op, n); err != nil {
			return ID{}, fmt.Errorf("%q: %w", rev, err)
		}
	}
	return id, nil
}

func (r *Repo) resolveBase(name string) (ID, error) {
	if name == "HEAD" || name == "@" {
		h, err := r.Head()
		if err == nil && h.Unborn {
			err = fmt.Errorf("HEAD has no commit yet")
		}
		return h.Commit, err
	}
	if len(name) == 40 {
		if id, err := objects.ParseHex(name); err == nil {
			return id, nil
		}
	}
	for _, prefix := range []string{"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"} {
		if prefix == "" && !strings.HasPrefix(name, "refs/") {
			continue
		}
		if id, ok, err := r.ref(prefix + name); ok || err != nil {
			return id, err
		}
	}
	if len(name) >= 4 && strings.Trim(name, "0123456789abcdefABCDEF") == "" {
		if id, err := r.store.LookupPrefix(name); err == nil {
			return id, nil
		} else if !errors.As(err, new(*objects.MissingError)) {
			return ID{}, err
		}
	}
	return ID{}, fmt.Errorf("there is no commit, branch or tag %q in this clone; fetch it, or name one that `git rev-parse --verify %s` finds", name, name)
}
