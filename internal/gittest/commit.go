package gittest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// errOnlyGit is what only the git program does: ignored files, filters, links, merges.
var errOnlyGit = errors.New("more than plain files and commits")

// StageAll stages all that is in a working tree, as git add does. Most tests have plain files only, and are spared the start of
// the program.
func StageAll(t testing.TB, dir string) {
	t.Helper()
	switch err := add(dir); {
	case errors.Is(err, errOnlyGit):
		Git(t, dir, "add", "-A")
	case err != nil:
		t.Fatal(err)
	}
}

// CommitStaged commits what is staged, be it nothing, on what is checked out, as git commit does. who is as in a commit's header:
// "Ada Byron <ada@example.com> 1700000000 +0100".
func CommitStaged(t testing.TB, dir, who, message string) {
	t.Helper()
	switch err := commit(dir, who, message); {
	case errors.Is(err, errOnlyGit):
		name, rest, _ := strings.Cut(who, " <")
		mail, at, _ := strings.Cut(rest, "> ")
		cmd := exec.Command("git", "commit", "-q", "--allow-empty", "-m", message)
		cmd.Dir, cmd.Env = dir, Env()
		for _, role := range []string{"AUTHOR", "COMMITTER"} {
			cmd.Env = append(cmd.Env, "GIT_"+role+"_NAME="+name, "GIT_"+role+"_EMAIL="+mail, "GIT_"+role+"_DATE="+at)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git commit: %v\n%s", err, out)
		}
	case err != nil:
		t.Fatal(err)
	}
}

func add(dir string) error {
	s, idx, err := plain(dir)
	if err != nil {
		return err
	}
	known := map[string]plumbing.Hash{}
	for _, e := range idx.Entries {
		known[e.Name] = e.Hash
	}
	idx.Entries = nil
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".git":
			return fs.SkipDir
		case d.Name() == ".git" || d.Name() == ".gitignore" || d.Name() == ".gitattributes",
			!d.IsDir() && !d.Type().IsRegular():
			return errOnlyGit
		case d.IsDir():
			return nil
		}
		e, data, err := entry(dir, name, d)
		if err != nil {
			return err
		}
		idx.Entries = append(idx.Entries, e)
		if known[name] == e.Hash {
			return nil
		}
		return write(s, plumbing.BlobObject, data, &e.Hash)
	})
	if err != nil {
		return err
	}
	return s.SetIndex(idx)
}

func entry(dir, name string, d fs.DirEntry) (*index.Entry, []byte, error) {
	info, err := d.Info()
	if err != nil {
		return nil, nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	mode := filemode.Regular
	if info.Mode()&0o100 != 0 {
		mode = filemode.Executable
	}
	return &index.Entry{Name: name, Mode: mode, Hash: plumbing.ComputeHash(plumbing.BlobObject, data),
		Size:       uint32(len(data)),
		ModifiedAt: info.ModTime()}, data, err
}

func commit(dir, who, message string) error {
	s, idx, err := plain(dir)
	if err != nil {
		return err
	}
	head, err := s.Reference(plumbing.HEAD)
	if err != nil {
		return err
	}
	name, parent := head.Name(), head.Hash().String()
	if head.Type() == plumbing.SymbolicReference {
		name, parent = head.Target(), ""
		branch, err := s.Reference(name)
		if err == nil {
			parent = branch.Hash().String()
		} else if !errors.Is(err, plumbing.ErrReferenceNotFound) {
			return err
		}
	}
	var id plumbing.Hash
	slices.SortFunc(idx.Entries, func(a, b *index.Entry) int { return strings.Compare(a.Name, b.Name) })
	if err := tree(s, idx.Entries, "", &id); err != nil {
		return err
	}
	text := fmt.Sprintf("tree %s\n", id)
	if parent != "" {
		text += fmt.Sprintf("parent %s\n", parent)
	}
	text += fmt.Sprintf("author %s\ncommitter %[1]s\n\n%s", who, clean(message))
	if err := write(s, plumbing.CommitObject, []byte(text), &id); err != nil {
		return err
	}
	return s.SetReference(plumbing.NewHashReference(name, id))
}

// clean is a message as git stores one that is given by -m.
func clean(message string) string {
	var lines []string
	for line := range strings.Lines(message) {
		if line = strings.TrimRight(line, " \t\r\n\v\f"); line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// plain opens a repository, and its index, in the middle of nothing.
func plain(dir string) (*filesystem.Storage, *index.Index, error) {
	git := filepath.Join(dir, ".git")
	if info, err := os.Lstat(git); err != nil || !info.IsDir() {
		return nil, nil, errOnlyGit
	}
	for _, name := range []string{"MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "info/attributes", "info/exclude"} {
		if _, err := os.Lstat(filepath.Join(git, filepath.FromSlash(name))); err == nil {
			return nil, nil, errOnlyGit
		}
	}
	s := filesystem.NewStorage(osfs.New(git), cache.NewObjectLRUDefault())
	idx, err := s.Index()
	if err != nil {
		return nil, nil, err
	}
	if idx.Version != 2 || slices.ContainsFunc(idx.Entries, func(e *index.Entry) bool {
		return e.Stage != 0 || e.IntentToAdd || e.SkipWorktree
	}) {
		return nil, nil, errOnlyGit
	}
	return s, idx, nil
}

// tree writes the tree of a folder ("" or ending in a slash), which has all the entries.
func tree(s *filesystem.Storage, entries []*index.Entry, folder string, id *plumbing.Hash) error {
	type child struct {
		key  string // Git sorts a folder as if its name ended with a slash
		text []byte
	}
	var children []child
	for i := 0; i < len(entries); {
		name, _, below := strings.Cut(entries[i].Name[len(folder):], "/")
		end, hash, mode, key := i+1, entries[i].Hash, entries[i].Mode, name
		if below {
			key, mode = name+"/", filemode.Dir
			for end < len(entries) && strings.HasPrefix(entries[end].Name, folder+key) {
				end++
			}
			if err := tree(s, entries[i:end], path.Join(folder, name)+"/", &hash); err != nil {
				return err
			}
		}
		children = append(children, child{key, append(fmt.Appendf(nil, "%o %s\x00", uint32(mode), name), hash[:]...)})
		i = end
	}
	slices.SortFunc(children, func(a, b child) int { return strings.Compare(a.key, b.key) })
	var text bytes.Buffer
	for _, c := range children {
		text.Write(c.text)
	}
	return write(s, plumbing.TreeObject, text.Bytes(), id)
}

// write writes an object where the repository doesn't have it.
func write(s *filesystem.Storage, kind plumbing.ObjectType, data []byte, id *plumbing.Hash) error {
	if *id = plumbing.ComputeHash(kind, data); s.HasEncodedObject(*id) == nil {
		return nil
	}
	o := s.NewEncodedObject()
	o.SetType(kind)
	w, err := o.Writer()
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		_, err = s.SetEncodedObject(o)
	}
	return err
}
