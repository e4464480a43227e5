package sitegen

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sync/errgroup"
)

// listing is what lies in a folder: a branch for each of its children.
type listing []branch

// branch is a child of a folder and all that lies in it, folders before what they hold.
type branch []leaf

type leaf struct {
	name   string // relative to the folder
	folder bool
	inode  uint64 // its number on its disk; 0 where that isn't known
}

// listingOf reads what lies in a folder. There is nothing in one that isn't there.
func listingOf(dir string) (listing, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := make(listing, len(entries))
	var group errgroup.Group
	group.SetLimit(workers)
	for i, e := range entries {
		group.Go(func() (err error) {
			all[i], err = branchOf(dir, e)
			return err
		})
	}
	return all, group.Wait()
}
