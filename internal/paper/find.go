package paper

import (
	"os/exec"
	"path/filepath"
)

// Names are those of the programs that can print, as Find looks for them.
func Names() []string {
	return []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}
}

// Find returns the browser that is found first in a list of folders as the variable PATH has it; "" where none of them
// has one.
func Find(path string) string {
	for _, name := range Names() {
		for _, dir := range filepath.SplitList(path) {
			if !filepath.IsAbs(dir) {
				continue
			}
			if program, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return program
			}
		}
	}
	return ""
}
