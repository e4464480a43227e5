package gitrepo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/patterns"
)

// preferences are Git's settings as they hold for this working tree, those of user and machine included: the last one
// of each key.
type preferences map[string]string

// on reports whether a setting is true; absent is what holds without it.
func (s preferences) on(key string, absent bool) bool {
	value, ok := s[key]
	if !ok {
		return absent
	}
	return isTrue(value)
}

// readPreferences reads the configuration files that git reads here, the strongest last: the system's, the user's, the
// repository's, the working tree's and the environment's. Of conditional includes those for a folder (gitdir:) count.
func (r *Repo) readPreferences() (preferences, error) {
	read := preferenceReader{repo: r, out: preferences{}}
	for _, file := range r.userConfig() {
		if err := read.file(file, 0); err != nil {
			return nil, err
		}
	}
	if err := read.file(filepath.Join(r.CommonDir, "config"), 0); err != nil {
		return nil, err
	}
	if read.out.on("extensions.worktreeconfig", false) {
		if err := read.file(filepath.Join(r.GitDir, "config.worktree"), 0); err != nil {
			return nil, err
		}
	}
	count, _ := strconv.Atoi(r.getenv("GIT_CONFIG_COUNT"))
	for i := range min(max(count, 0), 1000) {
		key := r.getenv(fmt.Sprintf("GIT_CONFIG_KEY_%d", i))
		section, sub, name := splitKey(key)
		read.out[strings.ToLower(section)+sub+strings.ToLower(name)] = r.getenv(fmt.Sprintf("GIT_CONFIG_VALUE_%d", i))
	}
	return read.out, nil
}

// splitKey splits section.sub.name; sub keeps its dots at both ends.
func splitKey(key string) (section, sub, name string) {
	first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.')
	if first < 0 {
		return key, "", ""
	}
	return key[:first], key[first : last+1], key[last+1:]
}

// userConfig are the paths of the system's and the user's configuration files.
func (r *Repo) userConfig() []string {
	var files []string
	if none := r.getenv("GIT_CONFIG_NOSYSTEM"); none == "" || none == "0" || strings.EqualFold(none, "false") {
		system := r.getenv("GIT_CONFIG_SYSTEM")
		if system == "" {
			system = "/etc/gitconfig"
		}
		files = append(files, system)
	}
	if global := r.getenv("GIT_CONFIG_GLOBAL"); global != "" {
		return append(files, global)
	}
	if dir := r.userFolder(); dir != "" {
		files = append(files, filepath.Join(dir, "config"))
	}
	if home := r.home(); home != "" {
		files = append(files, filepath.Join(home, ".gitconfig"))
	}
	return files
}

func (r *Repo) home() string {
	if home := r.getenv("HOME"); home != "" {
		return home
	}
	return r.getenv("USERPROFILE")
}

// userFolder is where git keeps the user's settings besides ~/.gitconfig; "" for nowhere.
func (r *Repo) userFolder() string {
	if dir := r.getenv("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "git")
	}
	if home := r.home(); home != "" {
		return filepath.Join(home, ".config", "git")
	}
	return ""
}

// userFile is the path of a file that a setting names, or else of the one that git looks for in the user's folder.
func (r *Repo) userFile(setting, standard string) string {
	switch {
	case setting != "":
		return r.expand(setting, r.Root)
	case r.userFolder() == "":
		return ""
	}
	return filepath.Join(r.userFolder(), standard)
}

// expand makes a path of a configuration file absolute.
func (r *Repo) expand(path, dir string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(r.home(), rest)
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

type preferenceReader struct {
	repo *Repo
	out  preferences
}

const maxIncludes = 10 // one in another, as in git

// file reads a configuration file, which need not be there, and those that it includes.
func (s *preferenceReader) file(path string, depth int) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := parseGitConfig(string(text))
	if err != nil {
		return &Refusal{fmt.Sprintf("the Git configuration %s can't be read: %v", path, err),
			"fix it with `git config --edit`"}
	}
	for _, x := range all {
		if s.includes(x.key, filepath.Dir(path)) && depth < maxIncludes {
			if err := s.file(s.repo.expand(x.value, filepath.Dir(path)), depth+1); err != nil {
				return err
			}
		}
		if x.bare {
			x.value = "true"
		}
		s.out[x.key] = x.value
	}
	return nil
}

// includes reports whether a key names a file that is read, too.
func (s *preferenceReader) includes(key, dir string) bool {
	if key == "include.path" {
		return true
	}
	condition, ok := strings.CutPrefix(strings.TrimSuffix(key, ".path"), "includeif.")
	if !ok {
		return false
	}
	pattern, ok := strings.CutPrefix(condition, "gitdir:")
	fold := false
	if !ok {
		if pattern, fold = strings.CutPrefix(condition, "gitdir/i:"); !fold {
			return false
		}
	}
	switch {
	case strings.HasPrefix(pattern, "./"):
		pattern = filepath.ToSlash(dir) + pattern[1:]
	case strings.HasPrefix(pattern, "~/"):
		pattern = filepath.ToSlash(s.repo.home()) + pattern[1:]
	case !filepath.IsAbs(pattern):
		pattern = "**/" + pattern
	}
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	return patterns.MatchPath(pattern, filepath.ToSlash(s.repo.GitDir), fold)
}
