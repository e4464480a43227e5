//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package rewrite

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// acquire locks a file, which it makes. The lock ends with the process at the latest; the file stays.
func acquire(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err == nil {
		return func() { _ = f.Close() }, nil
	}
	_ = f.Close()
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = errors.New("another run of writ is writing to this repository; wait until it is done, and try again")
	}
	return nil, fmt.Errorf("locking %s: %w", path, err)
}
