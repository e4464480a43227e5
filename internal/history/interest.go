package history

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

const (
	// CaptureFolder is where the captured reviews of a forge are, as files of the main line.
	CaptureFolder = ".writ/captures/"

	// mailmapFile is where the names and addresses of people are joined (gitmailmap(5)).
	mailmapFile = ".mailmap"
)

// ofInterest are the files whose history matters.
func ofInterest(cfg *config.Config) gitrepo.Filter {
	named := cfg.Files()
	return gitrepo.Filter{
		Match: func(path []byte) bool {
			return config.IsMarkdown(path) || string(path) == mailmapFile || isCapture(path) ||
				slices.Contains(named, string(path))
		},
		Descend: func([]byte) bool { return true },
	}
}

// matters reports whether a path is of interest, or is a file that has a sidecar.
func (h *History) matters(path string) bool {
	return h.files[path] || ofInterest(h.cfg).Match([]byte(path))
}

// IsCapture reports whether a path is where captures are.
func IsCapture(path string) bool { return isCapture([]byte(path)) }

func isCapture(path []byte) bool {
	name, ok := strings.CutPrefix(string(path), CaptureFolder)
	return ok && strings.HasSuffix(name, ".json") && !strings.Contains(name, "/")
}
