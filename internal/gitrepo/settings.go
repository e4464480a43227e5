package gitrepo

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// settings are Git's configuration in one or more files, of which a later one counts before an earlier one. Files of the
// user and of the machine aren't read.
type settings []setting

// core returns an option of the section core; "" where none states it.
func (s settings) core(key string) string {
	for _, x := range slices.Backward(s) {
		if x.key == "core."+strings.ToLower(key) {
			return cmp.Or(x.value, "true") // a name alone
		}
	}
	return ""
}

// hasRemote reports whether the clone has a remote.
func (s settings) hasRemote() bool {
	return slices.ContainsFunc(s, func(x setting) bool {
		name, ok := strings.CutPrefix(x.key, "remote.")
		return ok && strings.Contains(name, ".") // remote.pushDefault is no remote
	})
}

// fetchesOne reports whether the clone fetches named branches of origin only, and not whatever there is.
func (s settings) fetchesOne() bool {
	var specs []string
	for _, x := range s {
		if x.key == "remote.origin.fetch" {
			specs = append(specs, x.value)
		}
	}
	return len(specs) > 0 && !strings.Contains(strings.Join(specs, " "), "*")
}

// isTrue reads a boolean as git-config(1) does.
func isTrue(v string) bool {
	switch strings.ToLower(v) {
	case "true", "yes", "on":
		return true
	}
	n, err := strconv.Atoi(v)
	return err == nil && n != 0
}

// readConfig reads the configuration of the clone, and what of it holds for this working tree: a linked one has
// core.bare and core.worktree only from a file of its own.
func (r *Repo) readConfig() error {
	common, err := readSettings(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return err
	}
	if err := checkFormat(common); err != nil {
		return err
	}
	r.config = common
	perTree := slices.ContainsFunc(common, func(x setting) bool {
		return x.key == "extensions.worktreeconfig" && (x.bare || isTrue(x.value))
	})
	if perTree || r.GitDir == r.CommonDir {
		r.own = common
	}
	if !perTree {
		return nil
	}
	first, err := readSettings(filepath.Join(r.CommonDir, "config.worktree"))
	if err != nil {
		return err
	}
	own, err := readSettings(filepath.Join(r.GitDir, "config.worktree"))
	r.config, r.own = slices.Concat(r.config, first), slices.Concat(r.own, own)
	return err
}

// readSettings reads one file; one that isn't there states nothing.
func readSettings(path string) (settings, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := parseGitConfig(string(text))
	if err != nil {
		return nil, &Refusal{fmt.Sprintf("the Git configuration %s can't be read: %v", path, err),
			"fix it with `git config --edit`"}
	}
	return all, nil
}

// maxFormat is the newest repository format that Git has (gitrepository-layout(5)).
const maxFormat = 1

// extension is what a format extension of Git asks of a reader.
type extension struct {
	format int    // the oldest format in which it may be set
	value  string // the only one that writ reads; "" for any
	what   string // it says, before its value
	fix    string // for another value
}

// extensions lists those that writ reads, by name in lower case.
func extensions() map[string]extension {
	return map[string]extension{
		"noop":                {},
		"preciousobjects":     {},
		"partialclone":        {},
		"worktreeconfig":      {},
		"noop-v1":             {format: 1},
		"relativeworktrees":   {format: 1},
		"submodulepathconfig": {format: 1},
		"objectformat": {1, "sha1", "this repository names its objects by",
			"use a clone with SHA-1 object ids (`git init --object-format=sha1`)"},
		"refstorage": {1, "files", "this repository keeps its refs as", "run `git refs migrate --ref-format=files`"},
	}
}

// checkFormat refuses the repository formats that writ doesn't read, by name, and those that git refuses: what an
// unknown extension changes about objects and refs, nobody here can tell.
func checkFormat(common settings) error {
	format := 0
	if v := common.core("repositoryformatversion"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > maxFormat {
			return &Refusal{fmt.Sprintf("this repository has the format version %s, and writ reads 0 and %d",
				v, maxFormat),
				"use a newer writ, or a clone that `git clone` makes of it"}
		}
		format = n
	}
	for _, o := range common {
		name, ok := strings.CutPrefix(o.key, "extensions.")
		if !ok {
			continue
		}
		known, ok := extensions()[name]
		switch {
		case ok && known.value != "" && o.value != known.value:
			return &Refusal{known.what + " " + o.value + ", which writ doesn't read yet", known.fix}
		case ok && format < known.format:
			return &Refusal{fmt.Sprintf("extensions.%s is set, and the repository's format version is %d", o.name,
				format),
				fmt.Sprintf("run `git config core.repositoryFormatVersion %d` if that is what it is", known.format)}
		case !ok && format > 0:
			if sub := strings.LastIndexByte(name, '.'); sub >= 0 {
				return unknownExtension(name[:sub])
			}
			return unknownExtension(o.name)
		}
	}
	return nil
}

func unknownExtension(name string) error {
	return &Refusal{"this repository has the extension " + name +
		", which writ doesn't know and which may change how it is to be read",
		"use a newer writ, or a clone without it"}
}
