package snapshot

import (
	"context"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Commit is the files of a commit, read in place.
func Commit(repo *gitrepo.Repo, id gitrepo.ID) Snapshot {
	return &commit{repo: repo, id: id, rd: repo.NewReader()}
}

type commit struct {
	repo *gitrepo.Repo
	id   gitrepo.ID

	mu   sync.Mutex // guards what follows
	rd   *gitrepo.Reader
	tree gitrepo.ID // zero until it is needed
}

func (c *commit) Files(f gitrepo.Filter) ([]gitrepo.File, error) { return c.repo.Files(c.id, f) }

func (c *commit) Entry(path string) (gitrepo.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tree.IsZero() {
		read, err := c.rd.Commit(c.id)
		if err != nil {
			return gitrepo.File{}, err
		}
		c.tree = read.Tree
	}
	return c.rd.Entry(c.tree, path)
}

func (c *commit) Each(ctx context.Context, files []gitrepo.File, visit func(i int, data []byte) error) error {
	return c.repo.EachFile(ctx, files, visit)
}
