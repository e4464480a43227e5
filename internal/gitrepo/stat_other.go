//go:build !linux && !darwin

package gitrepo

import "io/fs"

// statOf returns when the inode was changed and the lowest bits of its number; known is false where the system doesn't
// say.
func statOf(fs.FileInfo) (changed stamp, inode uint32, known bool) { return stamp{}, 0, false }
