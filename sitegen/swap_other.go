//go:build !linux

package sitegen

// swap puts the folder stage in the place of target and removes the old one.
func swap(stage, target string) error { return swapByRename(stage, target) }
