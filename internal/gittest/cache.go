package gittest

import (
	"os"
	"path/filepath"
)

// Cache returns an environment that has nothing but a home beside a repository, with the user's cache folder in it.
func Cache(repo string) func(key string) string {
	home := filepath.Clean(repo) + ".home"
	if err := os.MkdirAll(filepath.Join(home, "Library", "Caches"), 0o700); err != nil {
		panic(err)
	}
	return func(key string) string {
		if key == "HOME" || key == "LocalAppData" {
			return home
		}
		return ""
	}
}
