//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package rewrite

import (
	"fmt"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// acquire locks a file, which it makes, and waits for another run that has it. The lock ends with the process at the
// latest; the file stays.
func acquire(path string) (release func(), err error) {
	if release, err = lockedfile.MutexAt(path).Lock(); err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return release, nil
}
