package gitrepo

import (
	"errors"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Base is the commit that a change starts from.
type Base struct {
	Ref    string // as it was asked for
	Full   string // the full name of the branch, or what stands for it
	Tip    ID     // the commit that Ref names
	Commit ID     // the merge base of Tip and HEAD
	Head   Head
}

// ErrUnrelated says that a change and what it is compared with have no commit in common.
var ErrUnrelated = errors.New("no commit in common")

// FindBase returns the merge base of rev and HEAD. In a forge's merge checkout, where HEAD merges the change into the
// branch that it is for, it is HEAD's first parent, even where rev names an older commit of that branch. mainAt
// returns the main branch by the configuration of a commit, which is asked only for the tip of rev: what the change
// says of the main branch decides nothing.
func (r *Repo) FindBase(rev string, mainAt func(ID) (Main, error)) (*Base, error) {
	head, err := r.Head()
	if err != nil {
		return nil, err
	}
	if head.Unborn {
		return nil, errors.New("HEAD has no commit yet, so there is nothing to compare; commit first")
	}
	b := &Base{Ref: rev, Head: head}
	if b.Tip, b.Full, err = r.resolveBranch(rev); err != nil {
		return nil, err
	}
	if b.Commit, err = r.mergeCheckoutBase(b.Tip, head.Commit, mainAt); err != nil {
		return nil, err
	}
	id, ok := b.Commit, true
	if id.IsZero() {
		id, ok, err = r.MergeBase(b.Tip, head.Commit)
	} else {
		_, err = r.NewReader().Commit(id) // a shallow clone names the parents of its oldest commits, too
	}
	switch {
	case r.History != nil && (errors.As(err, new(*MissingError)) || err == nil && !ok):
		return nil, &Refusal{fmt.Sprintf("where HEAD left %s can't be found: %s", rev, r.History.What), r.History.Fix}
	case err != nil:
		return nil, err
	case !ok:
		return nil, fmt.Errorf("%s and HEAD have %w; name the branch that this change is for", rev, ErrUnrelated)
	}
	b.Commit = id
	return b, nil
}

// resolveBranch is resolve, whose error says how to fetch what isn't here.
func (r *Repo) resolveBranch(rev string) (ID, string, error) {
	if rev == (ID{}).String() {
		return ID{}, "", &Refusal{"a new branch has no earlier commit",
			"name the branch that the change is for, such as `--base main`"}
	}
	id, full, err := r.resolve(rev)
	if err == nil || strings.ContainsAny(rev, "^~") && r.History == nil || errors.As(err, new(*Refusal)) {
		return id, full, err
	}
	if r.History != nil {
		return ID{}, "", &Refusal{err.Error() + ", which is shallow", r.History.Fix}
	}
	if len(rev) >= objects.MinPrefix && strings.Trim(rev, "0123456789abcdefABCDEF") == "" {
		return ID{}, "", &Refusal{err.Error(), "fetch it with `git fetch origin " + rev + "`"}
	}
	return ID{}, "", &Refusal{err.Error(), fetchLine(strings.TrimPrefix(rev, "refs/heads/"))}
}

// mergeCheckoutBase returns HEAD's first parent where HEAD merges a change into the branch that tip is of; the zero
// ID elsewhere. A branch may merge anything into itself: the first parent must be on the target's side, by tip, by the
// main branch, or by the ref under which the forge keeps its merge of the request.
func (r *Repo) mergeCheckoutBase(tip, head ID, mainAt func(ID) (Main, error)) (ID, error) {
	rd := r.NewReader()
	c, err := rd.Commit(head)
	if err != nil || len(c.Parents) < 2 {
		return ID{}, err
	}
	first := c.Parents[0]
	if newer, err := rd.contains(first, tip); err != nil || !newer {
		return ID{}, ignoreMissing(err)
	}
	if forge, err := r.forgeMerge(head); first == tip || forge || err != nil {
		return first, err
	}
	m, err := mainAt(tip)
	if errors.As(err, new(*Refusal)) {
		return ID{}, nil // the base alone is asked for
	}
	if err != nil || m.Commit.IsZero() {
		return ID{}, err
	}
	merged, err := rd.contains(m.Commit, head)
	if err != nil || merged {
		return ID{}, ignoreMissing(err)
	}
	if ok, err := rd.contains(m.Commit, first); err != nil || !ok {
		return ID{}, ignoreMissing(err)
	}
	return first, nil
}

func ignoreMissing(err error) error {
	if errors.As(err, new(*MissingError)) {
		return nil
	}
	return err
}

// forgeMerge reports whether a ref of those under which GitHub and GitLab keep their merge of a request names the
// commit. Nobody can push to them.
func (r *Repo) forgeMerge(head ID) (bool, error) {
	for _, prefix := range []string{"refs/pull/", "refs/remotes/pull/", "refs/merge-requests/",
		"refs/remotes/merge-requests/"} {
		refs, err := r.Refs(prefix)
		if err != nil {
			return false, err
		}
		for _, ref := range refs {
			if ref.ID == head && (strings.HasSuffix(ref.Name, "/merge") || strings.HasSuffix(ref.Name, "/train")) {
				return true, nil
			}
		}
	}
	return false, nil
}
