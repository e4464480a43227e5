package register

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// MaxRead is the most that Register.Read reads of a file.
const MaxRead = 64 << 20

// ErrNoFile is the error of Register.Read where no regular file stands.
var ErrNoFile = errors.New("no such file")

// workTreeRead reads files of the working tree. A path that leads out of it, by a link too, is no file.
func workTreeRead(dir string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		local := filepath.FromSlash(path)
		if !filepath.IsLocal(local) {
			return nil, ErrNoFile
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		info, err := root.Lstat(local)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && !info.Mode().IsRegular():
			return nil, ErrNoFile
		case err != nil:
			return nil, err
		case info.Size() > MaxRead:
			return nil, tooLarge(path, info.Size())
		}
		f, err := root.Open(local)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(f)
	}
}

// commitRead reads files of a commit, while its repository is open.
func commitRead(repo *gitrepo.Repo, commit gitrepo.ID) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		rd := repo.NewReader()
		mode, id, err := rd.Lookup(commit, path)
		if err != nil {
			return nil, err
		}
		if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
			return nil, ErrNoFile
		}
		src, err := rd.Blob(id)
		if err == nil && len(src) > MaxRead {
			return nil, tooLarge(path, int64(len(src)))
		}
		return src, err
	}
}

func tooLarge(path string, size int64) error {
	return fmt.Errorf("%s has %d bytes; at most %d are read", path, size, MaxRead)
}
