package sitegen

import "golang.org/x/sys/unix"

// swap puts the folder stage in the place of target in one step, and returns where the old one is now. File systems
// that can't exchange two folders take two steps.
func swap(stage, target string) (away string, err error) {
	if unix.Renameat2(unix.AT_FDCWD, stage, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE) != nil {
		return swapByRename(stage, target)
	}
	return stage, nil
}
