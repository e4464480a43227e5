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
	keys := cfg.KeyFiles()
	return gitrepo.Filter{
		Match: func(path []byte) bool {
			return IsMarkdown(path) || string(path) == config.File || string(path) == mailmapFile || isCapture(path) ||
				len(keys) > 0 && slices.Contains(keys, string(path))
		},
		Descend: func([]byte) bool { return true },
	}
}

// IsMarkdown reports whether a path may be a document (.md or .markdown, in any case).
func IsMarkdown[T string | []byte](path T) bool {
	for i := len(path) - 1; i >= 0 && len(path)-i <= len(".markdown"); i-- {
		if path[i] == '.' {
			ext := path[i:]
			return string(ext) == ".md" || strings.EqualFold(string(ext), ".md") ||
				strings.EqualFold(string(ext), ".markdown")
		}
	}
	return false
}

// IsCapture reports whether a path is where captures are.
func IsCapture(path string) bool { return isCapture([]byte(path)) }

func isCapture(path []byte) bool {
	name, ok := strings.CutPrefix(string(path), CaptureFolder)
	return ok && strings.HasSuffix(name, ".json") && !strings.Contains(name, "/")
}
