package story

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// checkTarget refuses a folder that holds something.
func checkTarget(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return fmt.Errorf("%s isn't empty; name a folder that doesn't exist yet, or an empty one", dir)
	}
	return nil
}

// firstMissing returns the topmost folder on the way to dir that doesn't exist, "" when dir does.
func firstMissing(dir string) string {
	missing := ""
	for {
		if _, err := os.Lstat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return missing
		}
		parent := filepath.Dir(dir)
		if missing = dir; parent == dir {
			return missing
		}
		dir = parent
	}
}

// writeTo writes the repository. On an error all that it created is gone again.
func (p *player) writeTo(dir string) (err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	missing := firstMissing(dir)
	defer func() {
		if err == nil {
			return
		}
		if missing != "" {
			os.RemoveAll(missing)
			return
		}
		// The folder was there and empty: keep it, drop what is in it.
		list, _ := os.ReadDir(dir)
		for _, e := range list {
			os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}()
	w := &disk{dir: dir, made: map[string]bool{}}
	if err := w.mkdir(""); err != nil {
		return err
	}
	if err := w.skeleton(p); err != nil {
		return err
	}
	p.tick()
	if err := w.workTree(p); err != nil {
		return err
	}
	p.tick()
	return w.write(".git/config", w.config(), 0o644)
}

// disk writes the files of a new repository.
type disk struct {
	dir        string
	made       map[string]bool
	noSymlinks bool // symbolic links were refused
}

func (w *disk) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *disk) mkdir(name string) error {
	if w.made[name] {
		return nil
	}
	w.made[name] = true
	return os.MkdirAll(w.path(name), 0o777)
}

// write creates a file with its folders. An executable bit is set whatever the umask is.
func (w *disk) write(name string, data []byte, perm fs.FileMode) error {
	if err := w.mkdir(slashDir(name)); err != nil {
		return err
	}
	if err := os.WriteFile(w.path(name), data, perm|0o200); err != nil {
		return err
	}
	if perm != 0o644 {
		return os.Chmod(w.path(name), perm)
	}
	return nil
}

func slashDir(name string) string { return filepath.ToSlash(filepath.Dir(filepath.FromSlash(name))) }

// skeleton writes Git's own folder, its objects and its refs. The attributes keep every byte of the work
// tree as it is in Git, whatever line-end settings or filters the user has.
func (w *disk) skeleton(p *player) error {
	for _, d := range []string{".git/objects/info", ".git/objects/pack", ".git/refs/heads", ".git/refs/tags"} {
		if err := w.mkdir(d); err != nil {
			return err
		}
	}
	type file struct {
		name, text string
	}
	list := []file{
		{".git/HEAD", "ref: refs/heads/" + p.branch + "\n"},
		{".git/info/attributes", "* -text -ident -filter -working-tree-encoding\n"},
	}
	for name, c := range p.branches {
		list = append(list, file{".git/refs/heads/" + name, c.id.String() + "\n"})
	}
	for name, t := range p.tags {
		list = append(list, file{".git/refs/tags/" + name, t.id.String() + "\n"})
	}
	for _, f := range list {
		if err := w.write(f.name, []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	if len(p.objects.list) == 0 {
		return nil
	}
	name, pack, idx, err := encodePack(p.objects.list)
	if err != nil {
		return err
	}
	if err := w.write(".git/objects/pack/"+name+".pack", pack, 0o444); err != nil {
		return err
	}
	return w.write(".git/objects/pack/"+name+".idx", idx, 0o444)
}

// workTree writes the files of the work area and Git's index of the current commit.
func (w *disk) workTree(p *player) error {
	for name, e := range p.area.files {
		if err := w.checkout(name, e); err != nil {
			return err
		}
	}
	idx := &index.Index{Version: 2}
	for name, e := range p.headFiles() {
		entry := &index.Entry{Name: name, Hash: e.id, Size: uint32(len(e.data))}
		var err error
		if entry.Mode, err = filemode.New(e.mode); err != nil {
			return err
		}
		if info, err := os.Lstat(w.path(name)); err == nil {
			entry.ModifiedAt = info.ModTime()
		}
		idx.Entries = append(idx.Entries, entry)
	}
	if len(idx.Entries) == 0 {
		return nil
	}
	slices.SortFunc(idx.Entries, func(a, b *index.Entry) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	var out bytes.Buffer
	if err := index.NewEncoder(&out).Encode(idx); err != nil {
		return err
	}
	return w.write(".git/index", out.Bytes(), 0o644)
}

func (w *disk) checkout(name string, e entry) error {
	switch e.mode {
	case modeExec:
		return w.write(name, e.data, 0o755)
	case modeLink:
		if err := w.mkdir(slashDir(name)); err != nil {
			return err
		}
		if err := os.Symlink(filepath.FromSlash(string(e.data)), w.path(name)); err == nil {
			return nil
		}
		// As git does where the system has no symbolic links: a file with the target, and a setting.
		w.noSymlinks = true
	}
	return w.write(name, e.data, 0o644)
}

// config is the repository's own configuration. It settles what the user's global one could change in how
// the files look, after trying what the file system can do, as git init does.
func (w *disk) config() []byte {
	modes, ignoreCase := w.probe()
	var b bytes.Buffer
	fmt.Fprintf(&b, "[core]\n\trepositoryformatversion = 0\n\tfilemode = %t\n\tbare = false\n\tlogallrefupdates "+
		"= true\n", modes)
	b.WriteString("\tautocrlf = false\n\tsafecrlf = false\n")
	if w.noSymlinks {
		b.WriteString("\tsymlinks = false\n")
	}
	if ignoreCase {
		b.WriteString("\tignorecase = true\n")
	}
	if runtime.GOOS == "darwin" {
		b.WriteString("\tprecomposeunicode = true\n")
	}
	return b.Bytes()
}

// probe reports whether the file system keeps executable bits and whether it ignores the case of names.
func (w *disk) probe() (modes, ignoreCase bool) {
	head := w.path(".git/HEAD")
	if runtime.GOOS != "windows" && os.Chmod(head, 0o755) == nil {
		info, err := os.Stat(head)
		modes = err == nil && info.Mode()&0o100 != 0
		if os.Chmod(head, 0o644) == nil && modes {
			info, err = os.Stat(head)
			modes = err == nil && info.Mode()&0o100 == 0
		}
	}
	_, err := os.Lstat(w.path(".git/hEaD"))
	return modes, err == nil
}
