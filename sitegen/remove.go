package sitegen

import (
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// shares is how many folders are removed at once.
const shares = 64

// removeAll removes a folder with all that lies in it, as os.RemoveAll does. Where a file system gives blocks back to
// the disk at once, such as ext4 mounted with discard and without a journal, removing a folder takes a millisecond, and
// its siblings wait for their parent meanwhile. So the children are dealt out to several parents first.
func removeAll(dir string) error {
	_ = removeApart(dir) // what fails is tried again, and told
	return os.RemoveAll(dir)
}

func removeApart(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < shares {
		return err
	}
	apart, err := os.MkdirTemp(dir, "remove-")
	if err != nil {
		return err
	}
	var group errgroup.Group
	for share := range shares {
		group.Go(func() error {
			parent := filepath.Join(apart, strconv.Itoa(share))
			if err := os.Mkdir(parent, 0o755); err != nil {
				return err
			}
			for i := share; i < len(entries); i += shares {
				name := entries[i].Name()
				if err := os.Rename(filepath.Join(dir, name), filepath.Join(parent, name)); err != nil {
					return err
				}
			}
			return removeTree(parent)
		})
	}
	return group.Wait()
}

// removeTree removes a folder and what lies in it. It trusts what the folder says of its entries' kinds, which spares
// the half of the calls that os.RemoveAll needs to find out.
func removeTree(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		remove := os.Remove
		if e.IsDir() {
			remove = removeTree
		}
		if err := remove(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return os.Remove(dir)
}
