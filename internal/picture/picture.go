package picture

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// MaxSize is the size in bytes of the largest image that is published.
const MaxSize = 16 << 20

// formats are the endings of files that are published as images.
var formats = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// Ending returns the ending of a file's name in lower case, and whether it is that of an image.
func Ending(name string) (ending string, image bool) {
	ending = strings.ToLower(path.Ext(name))
	return ending, slices.Contains(formats, ending)
}

// Fault says why an image isn't published; "" where it may be.
func Fault(name string, data []byte) string {
	ending, _ := Ending(name)
	switch {
	case len(data) > MaxSize:
		return fmt.Sprintf("it has %.1f MiB; an image has at most %d", float64(len(data))/(1<<20), MaxSize>>20)
	case bytes.HasPrefix(data, []byte("version https://git-lfs")):
		return "Git has only a pointer to it (Git LFS)"
	case ending == ".svg":
		return SVG(data)
	}
	return ""
}
