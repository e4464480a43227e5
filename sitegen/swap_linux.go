package sitegen

import "golang.org/x/sys/unix"

// swap puts the folder stage in the place of target in one step, and removes the old one. File systems that
// can't exchange two folders take two steps.
func swap(stage, target string) error {
	if unix.Renameat2(unix.AT_FDCWD, stage, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE) != nil {
		return swapByRename(stage, target)
	}
	return removeAll(stage)
}
