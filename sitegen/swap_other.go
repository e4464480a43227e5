//go:build !linux

package sitegen

// swap puts the folder stage in the place of target and returns where the old one is now.
func swap(stage, target string) (away string, err error) { return swapByRename(stage, target) }
