package register

import (
	"context"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// fromCommit reads the files of a commit: those whose facts aren't kept all together, which is faster than one by one.
func fromCommit(ctx context.Context, repo *gitrepo.Repo, commit gitrepo.ID, cfg *config.Config, old keptFiles, every int) (*Register, error) {
	all, err := repo.Files(commit, gitrepo.Filter{Match: func([]byte) bool { return true }, Descend: func([]byte) bool { return true }})
	if err != nil {
		return nil, err
	}
	match := filter(cfg).Match
	files := slices.DeleteFunc(slices.Clone(all), func(f gitrepo.File) bool { return !match([]byte(f.Path)) })
	r := newReading(repo, cfg, old, len(files))
	r.whole = every == never
	blob := func(i int) func() ([]byte, error) {
		return func() ([]byte, error) { return repo.NewReader().Blob(files[i].Blob) }
	}
	var unknown []int
	var ids []gitrepo.ID
	for i, f := range files {
		if f.Mode == gitrepo.ModeSymlink || !r.known(i, f.Path, f.Blob, anySize, blob(i)) {
			unknown, ids = append(unknown, i), append(ids, f.Blob)
		}
	}
	err = repo.EachBlob(ctx, ids, func(n int, data []byte) error {
		i := unknown[n]
		if files[i].Mode == gitrepo.ModeSymlink {
			r.entries[i] = linked(cfg, files[i].Path, string(data))
			return nil
		}
		r.learn(i, files[i].Path, files[i].Blob, slices.Clone(data), blob(i))
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.save(every, len(old.ids) < 4*(len(files)+keptEvery)*idSize)
	return r.register(commit, commitExists(pathsOf(all))), nil
}
