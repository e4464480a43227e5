package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// maxDoctorFile is the largest CI or key file that is read, in bytes.
const maxDoctorFile = 1 << 20

// files reads what stands in the working tree, or in HEAD of a bare repository. Nothing outside of it is followed.
type files struct {
	root   string // "" for a commit
	repo   *gitrepo.Repo
	commit gitrepo.ID // zero where nothing is committed
}

func filesOf(p *project) *files {
	f := &files{root: p.repo.Root, repo: p.repo}
	if !p.head.Unborn {
		f.commit = p.head.Commit
	}
	return f
}

// absent reports whether an error says that there is no such file. A file where a folder is due says so, too.
func absent(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

// below asks for the files directly below a folder, "a/b/", whose names end so.
func below(folder string, ends ...string) gitrepo.Filter {
	return gitrepo.Filter{
		Match: func(p []byte) bool {
			name, ok := strings.CutPrefix(string(p), folder)
			return ok && !strings.Contains(name, "/") && slices.Contains(ends, path.Ext(name))
		},
		Descend: func(dir []byte) bool { return strings.HasPrefix(folder, strings.TrimSuffix(string(dir), "/")+"/") },
	}
}

// list names the files directly below a folder whose names end so, sorted.
func (f *files) list(folder string, ends ...string) (names []string, err error) {
	if f.root == "" {
		if f.commit.IsZero() {
			return nil, nil
		}
		found, err := f.repo.Files(f.commit, below(folder, ends...))
		for _, x := range found {
			names = append(names, x.Path)
		}
		return names, err
	}
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if linked(root, strings.TrimSuffix(folder, "/")) != "" {
		return nil, nil
	}
	entries, err := fs.ReadDir(root.FS(), strings.TrimSuffix(folder, "/"))
	if absent(err) {
		return nil, nil
	}
	for _, e := range entries {
		if !e.IsDir() && slices.Contains(ends, path.Ext(e.Name())) {
			names = append(names, folder+e.Name())
		}
	}
	return names, err
}

// read returns a file's content; found is false where there is no regular file.
func (f *files) read(name string) (src []byte, found bool, err error) {
	if f.root == "" {
		if f.commit.IsZero() {
			return nil, false, nil
		}
		return blobAt(f.repo, f.commit, name)
	}
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return nil, false, err
	}
	defer root.Close()
	if linked(root, path.Dir(name)) != "" {
		return nil, false, nil
	}
	info, err := root.Lstat(name)
	switch {
	case absent(err) || err == nil && !info.Mode().IsRegular():
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case info.Size() > maxDoctorFile:
		return nil, false, fmt.Errorf("%s has %d bytes; more than 1 MiB isn't read", name, info.Size())
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	src, err = io.ReadAll(io.LimitReader(file, maxDoctorFile))
	return src, err == nil, err
}

// link returns the symbolic link on the way to a folder, "a/b/"; "" where there is none.
func (f *files) link(folder string) (string, error) {
	if f.root == "" {
		return "", nil
	}
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return "", err
	}
	defer root.Close()
	return linked(root, strings.TrimSuffix(folder, "/")), nil
}

// linked returns the first symbolic link among a folder and those above it. Neither Git nor a forge follows one.
func linked(root *os.Root, folder string) string {
	for i, c := range folder + "/" {
		if c != '/' {
			continue
		}
		if info, err := root.Lstat(folder[:i]); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return folder[:i]
		}
	}
	return ""
}

// blobAt returns a file of a commit; found is false where there is no regular file.
func blobAt(repo *gitrepo.Repo, commit gitrepo.ID, name string) (src []byte, found bool, err error) {
	rd := repo.NewReader()
	mode, id, err := rd.Lookup(commit, name)
	if err != nil || mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
		return nil, false, err
	}
	src, err = rd.Blob(id)
	return src, err == nil, err
}
