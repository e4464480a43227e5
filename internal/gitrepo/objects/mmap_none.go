//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package objects

import (
	"errors"
	"os"
)

// mapFile always fails here: files are read by position.
func mapFile(*os.File, int) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmapFile([]byte) error { return nil }

func forget([]byte) {}
