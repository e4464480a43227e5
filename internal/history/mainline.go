package history

import (
	"errors"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// ChooseMain chooses the main branch: the one that a flag or a variable set in cfg, else what the configuration
// committed at HEAD names or leaves open. Uncommitted changes of it decide nothing. A *gitrepo.Refusal says what this
// clone lacks, or that the branch itself names another one.
func ChooseMain(repo *gitrepo.Repo, cfg *config.Config) (gitrepo.Main, error) {
	if cfg.SetBy("main") != "" {
		return repo.MainBranch(cfg.Main)
	}
	head, err := repo.CheckedOut()
	if err != nil {
		return gitrepo.Main{}, err
	}
	return MainAt(repo, head.Commit)
}

// MainAt chooses the main branch by the configuration of a commit; by none for the zero ID.
func MainAt(repo *gitrepo.Repo, commit gitrepo.ID) (gitrepo.Main, error) {
	rd := repo.NewReader()
	here, err := configBlob(rd, commit)
	if err != nil {
		return gitrepo.Main{}, err
	}
	stated, err := statedMain(rd, commit)
	if err != nil {
		return gitrepo.Main{}, err
	}
	m, err := repo.MainBranch(stated)
	if err != nil {
		return m, err
	}
	there, err := configBlob(rd, m.Commit)
	if there == here || err != nil {
		return m, err
	}
	other, err := statedMain(rd, m.Commit)
	if err == nil && other != "" && !NamesMain(m.Ref, other) {
		err = &gitrepo.Refusal{What: fmt.Sprintf("the main branch is %s, %s, and writ.yaml there says `main: %s`",
			m.Ref, m.Why(), other),
			Fix: "make `main:` the same in writ.yaml on both, or say which counts with " + config.Variable("main")}
	}
	return m, err
}

// checkFormer refuses a main line that lacks the state in which another branch was the main line last: else one line
// of writ.yaml could put a branch with a roster of its own in place of the one by which it is judged. The other branch
// is the one that this clone takes where nothing is configured, and whatever commits at HEAD name that the line
// doesn't have.
func (h *History) checkFormer() error {
	atHead := h.Fork < 0 || h.Head.Commit != h.Steps[h.Fork].ID
	if h.Main.By != gitrepo.ByConfig && !atHead {
		return nil
	}
	c := formerLines{rd: h.repo.NewReader(), main: h.Main, on: make(map[gitrepo.ID]bool, len(h.Steps))}
	for _, s := range h.Steps {
		c.on[s.ID] = true
	}
	byDefault, err := h.repo.MainBranch("")
	unknown := errors.As(err, new(*gitrepo.Refusal))
	if err != nil && !unknown {
		return err
	}
	if !unknown && byDefault.Ref != h.Main.Ref {
		if err := c.check(byDefault.Ref, byDefault.Commit, func(string) bool { return true }); err != nil {
			return err
		}
	}
	if !atHead || h.Head.Unborn {
		return nil
	}
	called := "" // the branch that a commit at HEAD names
	missing := c.check("HEAD", h.Head.Commit, func(main string) bool {
		called = main
		return main != "" || unknown
	})
	if called == "" || missing == nil || !errors.As(missing, new(*gitrepo.Refusal)) {
		return missing
	}
	other, err := h.repo.MainBranch(called)
	if errors.As(err, new(*gitrepo.Refusal)) {
		return missing
	}
	if err != nil {
		return err
	}
	return c.check(other.Ref, other.Commit, func(string) bool { return true })
}

// formerLines looks for lines that were the main line before another branch was named.
type formerLines struct {
	rd   *gitrepo.Reader
	main gitrepo.Main
	on   map[gitrepo.ID]bool // what its line holds
}

// check follows a branch down to the main line. The newest commit on the way that has a roster, and names another main
// branch of those that count (or leaves it open), is an error.
func (c formerLines) check(ref string, tip gitrepo.ID, counts func(main string) bool) error {
	same := map[gitrepo.ID]bool{} // configurations that were looked at
	for id := tip; !id.IsZero() && !c.on[id]; {
		commit, err := c.rd.Commit(id)
		if err != nil {
			return err
		}
		blob, err := configBlob(c.rd, id)
		if err != nil {
			return err
		}
		if !same[blob] {
			same[blob] = true
			cfg, err := ConfigIn(c.rd, id)
			if err != nil {
				return err
			}
			if cfg != nil && cfg.HasRoster() && !NamesMain(c.main.Ref, cfg.Main) && counts(cfg.Main) {
				return c.lacks(ref, id)
			}
		}
		if len(commit.Parents) == 0 {
			return nil
		}
		id = commit.Parents[0]
	}
	return nil
}

func (c formerLines) lacks(ref string, id gitrepo.ID) error {
	short := id.String()[:10]
	return &gitrepo.Refusal{What: fmt.Sprintf("the main branch is %s, %s, and its line lacks commit %s of %s, "+
		"whose writ.yaml has people and roles and doesn't name that branch", c.main.Ref, c.main.Why(), short, ref),
		Fix: fmt.Sprintf("correct `main:` in writ.yaml, make the branch anew from that commit and merge into it "+
			"what it had, or say which counts with %s", config.Variable("main"))}
}

// configBlob returns the writ.yaml of a commit; the zero ID where it has none.
func configBlob(rd *gitrepo.Reader, commit gitrepo.ID) (gitrepo.ID, error) {
	if commit.IsZero() {
		return gitrepo.ID{}, nil
	}
	mode, blob, err := rd.Lookup(commit, config.File)
	if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
		blob = gitrepo.ID{}
	}
	return blob, err
}

// statedMain returns the main branch that the writ.yaml of a commit names; "" where it names none.
func statedMain(rd *gitrepo.Reader, commit gitrepo.ID) (string, error) {
	cfg, err := ConfigIn(rd, commit)
	if cfg == nil {
		return "", err
	}
	return cfg.Main, nil
}

// NamesMain reports whether a branch is the one that a configuration names.
func NamesMain(ref, configured string) bool {
	short := config.BranchName(configured)
	return ref == configured || ref == "refs/heads/"+short || ref == "refs/remotes/origin/"+short
}
