//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package gitwrite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// acquire makes a file that nobody else may make until it is gone.
func acquire(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is there: another run of writ is writing to this repository, or one was killed; "+
			"when none runs, remove the file", path)
	}
	if err != nil {
		return nil, err
	}
	return func() {
		_ = f.Close()
		_ = os.Remove(path)
	}, nil
}
