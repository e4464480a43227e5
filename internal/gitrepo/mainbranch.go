package gitrepo

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// By says what chose the main line.
type By string

// What may choose it.
const (
	ByConfig     By = "config"      // the configuration names the branch
	ByOriginHead By = "origin-head" // refs/remotes/origin/HEAD does
	ByOnly       By = "only"        // there is one of main and master
	ByCurrent    By = "current"     // it is the branch at HEAD
	ByBase       By = "base"        // no branch: the commit that a pull request is compared with
)

// Main is the main line that was chosen.
type Main struct {
	Ref    string // the full name of the branch; of a base, what it was called
	Commit ID     // zero where the branch has no commit yet
	By     By
	Note   string // what else is to be known: the local and the remote branch diverged
}

// Why says what chose the main line, for the end of a sentence.
func (m Main) Why() string {
	switch m.By {
	case ByConfig:
		return "as the configuration says"
	case ByOriginHead:
		return "as origin/HEAD says"
	case ByOnly:
		return "the only one of main and master"
	case ByCurrent:
		return "the branch at HEAD"
	}
	return "the base of the change"
}

// String says what the main line is and what chose it, for the middle of a sentence.
func (m Main) String() string {
	at := ""
	if !m.Commit.IsZero() {
		at = " at " + m.Commit.String()[:10]
	}
	return m.Ref + at + ", " + m.Why()
}

// MainBranch chooses the main branch: the configured one, else the one that origin/HEAD names, or the HEAD of a bare
// repository; else the one of main and master that origin has. Where nothing was fetched from anywhere, the local one
// of these counts, or the branch at HEAD. Of a branch and its counterpart at origin it takes the one that contains the
// other; where they diverged, origin's, with a note. Anything else would be a guess: the error is a *Refusal.
func (r *Repo) MainBranch(configured string) (Main, error) {
	if configured != "" {
		return r.configuredMain(configured)
	}
	for _, choose := range []func() (Main, bool, error){r.originHead, r.bareHead, r.onlyMain} {
		if m, ok, err := choose(); ok || err != nil {
			return m, err
		}
	}
	return r.currentBranch()
}

// configuredMain finds the branch that the configuration names, which may have no commit yet.
func (r *Repo) configuredMain(name string) (Main, error) {
	find, short := r.branch, strings.TrimPrefix(name, "refs/heads/")
	if strings.HasPrefix(name, "refs/remotes/") {
		find = r.onlyRef
	}
	m, ok, err := find(short, ByConfig)
	if ok || err != nil {
		return m, err
	}
	if h, err := r.CheckedOut(); err != nil || h.Unborn && h.Ref == "refs/heads/"+short {
		return Main{Ref: h.Ref, By: ByConfig}, err
	}
	return Main{}, &Refusal{fmt.Sprintf("the main branch %q, which the configuration names, isn't in this clone", name),
		fetchLine(short) + ", or correct `main:` in writ.yaml"}
}

// fetchLine says how to get a branch of origin, whatever this clone is set to fetch.
func fetchLine(branch string) string {
	branch = strings.TrimPrefix(strings.TrimPrefix(branch, "refs/remotes/"), "origin/")
	return fmt.Sprintf("fetch it with `git fetch origin +refs/heads/%s:refs/remotes/origin/%s`", branch, branch)
}

const setHead = "run `git remote set-head origin --auto`"

// originHead follows refs/remotes/origin/HEAD. What isn't the name of a branch, as a push can make it, says nothing;
// nor does a clone of one branch, whose origin/HEAD can name no other.
func (r *Repo) originHead() (Main, bool, error) {
	const head = "refs/remotes/origin/HEAD"
	v, ok, err := r.refs.read(head)
	if err != nil {
		return Main{}, false, unreadableRef(head, err)
	}
	if !ok || v.target == "" || r.config.fetchesOne() {
		return Main{}, false, nil
	}
	name, ok := strings.CutPrefix(v.target, "refs/remotes/origin/")
	if !ok {
		return Main{}, false, &Refusal{"origin/HEAD leads to " + v.target + ", which is no branch of origin", setHead}
	}
	m, ok, err := r.branch(name, ByOriginHead)
	if err == nil && !ok {
		err = &Refusal{fmt.Sprintf("origin/HEAD names the main branch %q, which isn't in this clone", name),
			fetchLine(name) + ", or " + setHead}
	}
	return m, ok, err
}

// bareHead takes the branch that a bare repository's own HEAD names, for linked working trees of it, too.
func (r *Repo) bareHead() (Main, bool, error) {
	if !r.bare {
		return Main{}, false, nil
	}
	v, ok, err := (&refStore{gitDir: r.CommonDir, commonDir: r.CommonDir}).read("HEAD")
	if err != nil {
		return Main{}, false, unreadableRef("HEAD", err)
	}
	name, isBranch := strings.CutPrefix(v.target, "refs/heads/")
	if !ok || !isBranch {
		return Main{}, false, nil
	}
	return r.branch(name, ByCurrent)
}

// onlyMain takes the one of main and master that there is.
func (r *Repo) onlyMain() (found Main, ok bool, err error) {
	fetched, err := r.fetched()
	if err != nil {
		return Main{}, false, err
	}
	for _, name := range []string{"main", "master"} {
		_, here, err := r.ref("refs/remotes/origin/" + name)
		if err == nil && !here && (r.bare || !fetched) {
			_, here, err = r.ref("refs/heads/" + name)
		}
		if err != nil {
			return Main{}, false, err
		}
		if !here {
			continue
		}
		if ok {
			return Main{}, false, &Refusal{"this clone has both main and master, and nothing says which is the " +
				"main branch",
				"name it as `main: main` or `main: master` in writ.yaml, or " + setHead}
		}
		if found, ok, err = r.branch(name, ByOnly); err != nil {
			return Main{}, false, err
		}
	}
	if !ok && fetched && !r.bare {
		err = &Refusal{"this clone has neither main nor master of origin, and nothing says which is the main branch",
			fetchLine("main") + " if it is called so, or name it as `main: NAME` in writ.yaml"}
	}
	return found, ok, err
}

// fetched reports whether something came from another repository, so that local branches needn't be what others see.
func (r *Repo) fetched() (bool, error) {
	refs, err := r.Refs("refs/remotes/")
	if err != nil || len(refs) > 0 || !r.config.hasRemote() {
		return len(refs) > 0, err
	}
	_, err = os.Stat(filepath.Join(r.GitDir, "FETCH_HEAD"))
	return err == nil, nil
}

// currentBranch is the last resort of a repository that is nobody's clone.
func (r *Repo) currentBranch() (Main, error) {
	h, err := r.CheckedOut()
	switch {
	case err != nil:
		return Main{}, err
	case h.Detached:
		return Main{}, &Refusal{"HEAD is detached, and there is neither a branch main nor master",
			"name the main branch as `main: NAME` in writ.yaml"}
	case h.Unborn && r.bare:
		others, err := r.Refs("refs/heads/")
		if err != nil || len(others) > 0 {
			return Main{}, cmp.Or[error](err, &Refusal{"HEAD names the branch " + h.Ref +
				", which isn't in this bare repository",
				"name the main branch with `git symbolic-ref HEAD refs/heads/NAME`"})
		}
	}
	return Main{Ref: h.Ref, Commit: h.Commit, By: ByCurrent}, nil
}

// onlyRef finds a branch by its full name.
func (r *Repo) onlyRef(name string, by By) (Main, bool, error) {
	id, ok, err := r.ref(name)
	return Main{Ref: name, Commit: id, By: by}, ok, err
}

// branch finds a branch, or its counterpart at origin: the one that contains the other.
func (r *Repo) branch(name string, by By) (Main, bool, error) {
	local, haveLocal, err := r.onlyRef("refs/heads/"+name, by)
	if err != nil {
		return Main{}, false, err
	}
	remote, haveRemote, err := r.onlyRef("refs/remotes/origin/"+name, by)
	switch {
	case err != nil || !haveLocal && !haveRemote:
		return Main{}, false, err
	case !haveRemote:
		return local, true, nil
	case !haveLocal || local.Commit == remote.Commit:
		return remote, true, nil
	}
	rd := r.NewReader()
	if ahead, err := rd.contains(local.Commit, remote.Commit); ahead || err != nil {
		return local, err == nil, err
	}
	behind, err := rd.contains(remote.Commit, local.Commit)
	if !behind {
		remote.Note = fmt.Sprintf("%s and %s have diverged; %s counts", local.Ref, remote.Ref, remote.Ref)
	}
	return remote, err == nil, err
}
