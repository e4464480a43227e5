//go:build !linux

package main

// useLargePages is only worth it, and only possible, on Linux.
func useLargePages() {}
