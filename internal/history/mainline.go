package history

import (
	"fmt"
	"strings"

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
	stated, err := statedMain(rd, here)
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
	other, err := statedMain(rd, there)
	if err == nil && other != "" && !names(m, other) {
		err = &gitrepo.Refusal{What: fmt.Sprintf("the main branch is %s, %s, and writ.yaml there says `main: %s`",
			m.Ref, m.Why(), other),
			Fix: "make `main:` the same in writ.yaml on both, or say which counts with " + config.Variable("main")}
	}
	return m, err
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

// configAt reads the writ.yaml of a commit; nil where it has none that can be read.
func configAt(rd *gitrepo.Reader, commit gitrepo.ID) (*config.Config, error) {
	blob, err := configBlob(rd, commit)
	if err != nil {
		return nil, err
	}
	return configOf(rd, blob)
}

// configOf reads a writ.yaml; nil where there is none that can be read.
func configOf(rd *gitrepo.Reader, blob gitrepo.ID) (*config.Config, error) {
	if blob.IsZero() {
		return nil, nil
	}
	src, err := rd.Blob(blob)
	if err != nil {
		return nil, err
	}
	cfg, ok := config.LoadLenient(src)
	if !ok {
		return nil, nil
	}
	return cfg, nil
}

// statedMain returns the main branch that a writ.yaml names; "" where it names none.
func statedMain(rd *gitrepo.Reader, blob gitrepo.ID) (string, error) {
	cfg, err := configOf(rd, blob)
	if cfg == nil {
		return "", err
	}
	return cfg.Main, nil
}

// names reports whether a branch is called so in a configuration.
func names(m gitrepo.Main, configured string) bool {
	short := strings.TrimPrefix(configured, "refs/heads/")
	return m.Ref == configured || m.Ref == "refs/heads/"+short || m.Ref == "refs/remotes/origin/"+short
}
