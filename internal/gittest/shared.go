package gittest

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Folder is a folder in memory: what a test has made once, and others write out again. It maps names to contents, and
// those of folders to nil.
type Folder map[string][]byte

// ReadFolder reads a folder that holds files and folders only.
func ReadFolder(dir string) (Folder, error) {
	f, root := Folder{}, os.DirFS(dir)
	return f, fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			f[path] = nil
			return err
		}
		f[path], err = fs.ReadFile(root, path)
		return err
	})
}

// Write writes the folder out.
func (f Folder) Write(t testing.TB, dir string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(f)) { // folders come before what they hold
		path, err := filepath.Join(dir, filepath.FromSlash(name)), error(nil)
		if data := f[name]; data == nil {
			err = os.MkdirAll(path, 0o755)
		} else {
			err = os.WriteFile(path, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// temporary runs make in a folder that is gone afterwards, and returns what the folder then holds.
func temporary(make func(dir string) error) (Folder, error) {
	dir, err := os.MkdirTemp("", "gittest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := make(dir); err != nil {
		return nil, err
	}
	return ReadFolder(dir)
}

var emptyRepository = sync.OnceValues(func() (Folder, error) {
	return temporary(func(dir string) error {
		cmd := exec.Command("git", "init", "-q", "-b", "main", "--template=", dir)
		cmd.Env = Env()
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git init: %w\n%s", err, out)
		}
		return os.Mkdir(filepath.Join(dir, ".git", "info"), 0o755) // as git's own templates have it
	})
})

// Init makes an empty repository on the branch main and returns its folder. Git itself makes one for all tests of a
// package.
func Init(t testing.TB) string {
	t.Helper()
	repo, err := emptyRepository()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	repo.Write(t, dir)
	return dir
}

var sshKeys sync.Map // arguments of ssh-keygen → func() (Folder, error)

// SSHKey writes the private key NAME and NAME.pub into dir, and returns the path of the first. The arguments are those
// of ssh-keygen for a kind of key; without any it is ed25519. One key of a name and kind is made for all tests of a
// package. The test is skipped where there is no ssh-keygen.
func SSHKey(t testing.TB, dir, name string, kind ...string) string {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen isn't installed: signatures can't be made")
	}
	if len(kind) == 0 {
		kind = []string{"-t", "ed25519"}
	}
	make, _ := sshKeys.LoadOrStore(fmt.Sprint(name, kind), sync.OnceValues(func() (Folder, error) {
		return temporary(func(dir string) error {
			args := append([]string{"-q", "-N", "", "-C", name + " key", "-f", filepath.Join(dir, name)}, kind...)
			if out, err := exec.Command("ssh-keygen", args...).CombinedOutput(); err != nil {
				return fmt.Errorf("ssh-keygen %s: %w\n%s", strings.Join(args, " "), err, out)
			}
			return nil
		})
	}))
	keys, err := make.(func() (Folder, error))()
	if err != nil {
		t.Fatal(err)
	}
	keys.Write(t, dir)
	return filepath.Join(dir, name)
}
