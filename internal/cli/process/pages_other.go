//go:build !linux

package process

// useLargePages is only worth it, and only possible, on Linux.
func useLargePages() {}
