//go:build !linux

package sitegen

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// branchOf reads what lies in a child of a folder.
func branchOf(dir string, child fs.DirEntry) (b branch, err error) {
	err = filepath.WalkDir(filepath.Join(dir, child.Name()), func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name[len(dir):], string(filepath.Separator))
		b = append(b, leaf{name: name, folder: e.IsDir()})
		return nil
	})
	return b, err
}
