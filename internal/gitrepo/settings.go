package gitrepo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	formatconfig "github.com/go-git/go-git/v5/plumbing/format/config"
)

// settings are Git's configuration in one or two files, of which a later one counts before an earlier one. Files
// of the user and of the machine aren't read.
type settings []*formatconfig.Config

// core returns an option of the section core; "" where none states it.
func (s settings) core(key string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if o := s[i].Section("core"); o.HasOption(key) {
			if o.Option(key) == "" {
				return "true" // a name alone
			}
			return o.Option(key)
		}
	}
	return ""
}

// remotes returns the sections of remotes.
func (s settings) remotes() []*formatconfig.Subsection {
	var all []*formatconfig.Subsection
	for _, c := range s {
		all = append(all, c.Section("remote").Subsections...)
	}
	return all
}

// fetchesOne reports whether the clone fetches named branches of origin only, and not whatever there is.
func (s settings) fetchesOne() bool {
	var specs []string
	for _, r := range s.remotes() {
		if r.Name == "origin" {
			specs = append(specs, r.OptionAll("fetch")...)
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
	r.config = settings{common}
	perTree := isTrue(common.Section("extensions").Option("worktreeConfig"))
	if perTree || r.GitDir == r.CommonDir {
		r.own = settings{common}
	}
	if !perTree {
		return nil
	}
	first, err := readSettings(filepath.Join(r.CommonDir, "config.worktree"))
	if err != nil {
		return err
	}
	own, err := readSettings(filepath.Join(r.GitDir, "config.worktree"))
	r.config, r.own = append(r.config, first), append(r.own, own)
	return err
}

// readSettings reads one file; one that isn't there states nothing.
func readSettings(path string) (*formatconfig.Config, error) {
	c := formatconfig.New()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := formatconfig.NewDecoder(f).Decode(c); err != nil {
		return nil, &Refusal{fmt.Sprintf("the Git configuration %s can't be read: %v", path, err),
			"fix it with `git config --edit`"}
	}
	return c, nil
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
func (r *Repo) checkFormat() error {
	format := 0
	if v := r.config.core("repositoryformatversion"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > maxFormat {
			return &Refusal{fmt.Sprintf("this repository has the format version %s, and writ reads 0 and %d",
				v, maxFormat),
				"use a newer writ, or a clone that `git clone` makes of it"}
		}
		format = n
	}
	section := r.config[0].Section("extensions")
	for _, o := range section.Options {
		known, ok := extensions()[strings.ToLower(o.Key)]
		switch {
		case ok && known.value != "" && o.Value != known.value:
			return &Refusal{known.what + " " + o.Value + ", which writ doesn't read yet", known.fix}
		case ok && format < known.format:
			return &Refusal{fmt.Sprintf("extensions.%s is set, and the repository's format version is %d",
				o.Key, format),
				fmt.Sprintf("run `git config core.repositoryFormatVersion %d` if that is what it is", known.format)}
		case !ok && format > 0:
			return unknownExtension(o.Key)
		}
	}
	if format > 0 && len(section.Subsections) > 0 {
		return unknownExtension(section.Subsections[0].Name)
	}
	return nil
}

func unknownExtension(name string) error {
	return &Refusal{"this repository has the extension " + name +
		", which writ doesn't know and which may change how it is to be read",
		"use a newer writ, or a clone without it"}
}
