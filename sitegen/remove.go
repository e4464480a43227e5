package sitegen

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sync/errgroup"
)

// removeAll removes a folder with all that lies in it, as os.RemoveAll does.
func removeAll(dir string) error {
	all, err := listingOf(dir)
	if err != nil {
		return os.RemoveAll(dir)
	}
	return all.remove(dir)
}

// shares is how many folders are removed at once.
const shares = 64

// remove removes the folder with all that lies in it. Where a file system gives blocks back to the disk at once, such
// as ext4 mounted with discard and without a journal, removing a folder takes a millisecond, and its siblings wait
// for their parent meanwhile. So the children are dealt out to several parents first.
func (l listing) remove(dir string) error {
	if len(l) >= shares {
		_ = l.removeApart(dir) // what fails is tried again, and told
	}
	return os.RemoveAll(dir)
}

func (l listing) removeApart(dir string) error {
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
			for i := share; i < len(l); i += shares {
				if err := l[i].remove(dir, parent); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// removeBut removes from the folder what isn't among the files to keep, and folders without any.
func (l listing) removeBut(dir string, keep map[string]bool) error {
	kept := make(map[string]bool, 2*len(keep))
	for name := range keep {
		withFolders(kept, name)
	}
	var group errgroup.Group
	group.SetLimit(shares)
	for _, b := range l {
		group.Go(func() error {
			for _, x := range slices.Backward(b) {
				if kept[filepath.ToSlash(x.name)] {
					continue
				}
				if err := os.Remove(filepath.Join(dir, x.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// remove moves the child of a folder into another one, and removes it there.
func (b branch) remove(from, to string) error {
	if err := os.Rename(filepath.Join(from, b[0].name), filepath.Join(to, b[0].name)); err != nil {
		return err
	}
	for i := len(b) - 1; i >= 0; i-- {
		remove := os.Remove
		if b[i].folder {
			remove = syscall.Rmdir // os.Remove tries first whether it is a file
		}
		if err := remove(filepath.Join(to, b[i].name)); err != nil {
			return err
		}
	}
	return nil
}
