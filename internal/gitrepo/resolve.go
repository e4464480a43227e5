package gitrepo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Resolve returns the commit that rev names: a full ref ("refs/tags/v1"), a branch here or at a remote ("main",
// "origin/main"), a hex id of 4 digits or more, or HEAD; each may be followed by ^, ^N or ~N. A tag, a note or a part
// of a name never stands for a branch. Of a branch and its counterpart at origin it takes the one that MainBranch
// would. A name that could be two things is a *Refusal.
func (r *Repo) Resolve(rev string) (ID, error) {
	id, _, err := r.resolve(rev)
	return id, err
}

// resolve is Resolve, and returns the full name of the branch or ref that rev is; else rev.
func (r *Repo) resolve(rev string) (id ID, full string, err error) {
	base, steps := rev, ""
	if i := strings.IndexAny(rev, "^~"); i >= 0 {
		base, steps = rev[:i], rev[i:]
	}
	if id, full, err = r.resolveBase(base); err != nil {
		return ID{}, "", err
	}
	rd := r.NewReader()
	if id, err = rd.peel(id); err != nil {
		return ID{}, "", fmt.Errorf("%q: %w", rev, err)
	}
	if steps == "" {
		return id, full, nil
	}
	id, err = rd.follow(id, steps)
	if err != nil {
		err = fmt.Errorf("%q: %w", rev, err)
	}
	return id, rev, err
}

// follow goes the steps ^, ^N and ~N from a commit.
func (rd *Reader) follow(id ID, steps string) (ID, error) {
	for steps != "" {
		op, digits := steps[0], 0
		rest := strings.TrimLeft(steps[1:], "0123456789")
		n := 1
		if digits = len(steps) - 1 - len(rest); digits > 0 {
			var err error
			if n, err = strconv.Atoi(steps[1 : 1+digits]); err != nil || n > 1<<20 {
				return ID{}, errors.New("that isn't a revision that writ can read")
			}
		}
		if steps = rest; steps != "" && steps[0] != '^' && steps[0] != '~' {
			return ID{}, errors.New("that isn't a revision that writ can read; use a commit id or a branch")
		}
		var err error
		if id, err = rd.step(id, op, n); err != nil {
			return ID{}, err
		}
	}
	return id, nil
}

// resolveBase finds what a name without steps stands for.
func (r *Repo) resolveBase(name string) (ID, string, error) {
	switch {
	case name == "HEAD" || name == "@":
		h, err := r.CheckedOut()
		if err == nil && h.Unborn {
			err = errors.New("HEAD has no commit yet")
		}
		return h.Commit, "HEAD", err
	case strings.HasPrefix(name, "refs/"):
		id, ok, err := r.ref(name)
		if err == nil && !ok {
			err = fmt.Errorf("there is no ref %q in this clone", name)
		}
		return id, name, err
	case len(name) == 2*objects.IDSize:
		if id, err := objects.ParseHex(name); err == nil {
			return id, id.String(), nil
		}
	}
	found, err := r.meanings(name)
	switch {
	case err != nil:
		return ID{}, "", err
	case len(found) == 1:
		return found[0].Commit, found[0].Ref, nil
	case len(found) > 1:
		var names []string
		for _, m := range found {
			names = append(names, m.Ref)
		}
		return ID{}, "", &Refusal{fmt.Sprintf("%q is ambiguous: it could be %s", name, strings.Join(names, " or ")),
			"write the full name"}
	}
	what := fmt.Sprintf("there is no commit or branch %q in this clone", name)
	if _, ok, err := r.ref("refs/tags/" + name); ok || err != nil {
		return ID{}, "", fmt.Errorf("%s; a tag is named in full, as refs/tags/%s", what, name)
	}
	return ID{}, "", errors.New(what)
}

// meanings lists what a short name may stand for: a branch, a branch of a remote, an abbreviated id.
func (r *Repo) meanings(name string) (found []Main, err error) {
	if m, ok, err := r.branch(name, ""); err != nil {
		return nil, err
	} else if ok {
		found = append(found, m)
	}
	if m, ok, err := r.onlyRef("refs/remotes/"+name, ""); err != nil {
		return nil, err
	} else if ok {
		found = append(found, m)
	}
	if len(name) < objects.MinPrefix || strings.Trim(name, "0123456789abcdefABCDEF") != "" {
		return found, nil
	}
	id, err := r.store.LookupPrefix(name)
	switch {
	case err == nil:
		return append(found, Main{Ref: id.String(), Commit: id}), nil
	case errors.As(err, new(*objects.UnknownPrefixError)):
		return found, nil
	}
	return nil, err
}
