package snapshot

import (
	"context"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Commit is the files of a commit, read in place.
func Commit(repo *gitrepo.Repo, id gitrepo.ID) Snapshot {
	return &commit{repo: repo, id: id}
}

type commit struct {
	repo *gitrepo.Repo
	id   gitrepo.ID

	mu   sync.Mutex // guards what follows
	tree gitrepo.ID // zero until it is needed
}

func (c *commit) Files(f gitrepo.Filter) ([]gitrepo.File, error) { return c.repo.Files(c.id, f) }

func (c *commit) Entry(path string) (f gitrepo.File, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	err = c.repo.Reading(func(rd *gitrepo.Reader) error {
		if c.tree.IsZero() {
			read, err := rd.Commit(c.id)
			if err != nil {
				return err
			}
			c.tree = read.Tree
		}
		f, err = rd.Entry(c.tree, path)
		return err
	})
	return f, err
}

func (c *commit) Each(ctx context.Context, files []gitrepo.File, visit func(i int, data []byte) error) error {
	return c.repo.EachFile(ctx, files, visit)
}
