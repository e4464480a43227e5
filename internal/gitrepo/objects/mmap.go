//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package objects

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mapFile maps the first size bytes of f for reading.
func mapFile(f *os.File, size int) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
}

func unmapFile(m []byte) error { return syscall.Munmap(m) }

// forget lets the system take back the memory in which it shows what was read of a mapping. Who reads it again finds
// it in the system's cache of files. Where it can't, the process counts as larger, and that is all.
func forget(m []byte) { _ = unix.Madvise(m, unix.MADV_DONTNEED) }
