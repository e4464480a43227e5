package sitegen

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// foreign lists what is in a site's folder and no build made, with slashes and sorted: files and links that the site's
// manifest m doesn't name, and folders without any file that it names.
func foreign(all listing, m *manifestFile) (names []string) {
	if m == nil {
		return nil // no site yet: see checkFolder
	}
	ours := map[string]bool{".": true, manifestName: true}
	for _, f := range m.Files {
		withFolders(ours, f.Path)
	}
	for _, b := range all {
		for _, x := range b {
			if name := filepath.ToSlash(x.name); !ours[name] {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// withFolders adds a name to those of a folder, and the names of the folders above it.
func withFolders(names map[string]bool, name string) {
	for p := path.Clean(name); p != "." && !names[p]; p = path.Dir(p) {
		names[p] = true
	}
}

// inTheWay returns the first foreign name that a new site needs for itself, and what for. Names that differ in case or
// normal form alone are one name to some file systems.
func inTheWay(target string, foreign []string, files []manifestEntry) (name, need string) {
	if len(foreign) == 0 {
		return "", ""
	}
	needed := map[string]string{} // files and folders of the site
	isFile := map[string]bool{}
	for _, f := range files {
		isFile[folded(f.Path)] = true
		for p := f.Path; p != "."; p = path.Dir(p) {
			needed[folded(p)] = p
		}
	}
	for _, f := range foreign {
		info, err := os.Lstat(filepath.Join(target, filepath.FromSlash(f)))
		folder := err == nil && info.IsDir()
		if need, ok := needed[folded(f)]; ok && !(folder && need == f && !isFile[folded(f)]) {
			return f, need
		}
		for p := path.Dir(f); p != "."; p = path.Dir(p) {
			if isFile[folded(p)] {
				return f, needed[folded(p)]
			}
		}
	}
	return "", ""
}

// folded is what names have in common that a file system may take for one.
func folded(name string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(name))) }

// carry brings what is foreign in the old site's folder, which has all, into the new one's, by links where the file
// system has them. It changes nothing in the old one.
func carry(target, stage string, all listing, old *manifestFile, files []manifestEntry) error {
	names := foreign(all, old)
	if name, need := inTheWay(target, names, files); name != "" {
		return fmt.Errorf("the output folder has %s, which writ didn't make and whose place the site needs for %s; "+
			"move it away, or choose another folder", name, need)
	}
	for _, name := range names {
		from, to := filepath.Join(target, filepath.FromSlash(name)), filepath.Join(stage, filepath.FromSlash(name))
		if err := carryOne(from, to); err != nil {
			return fmt.Errorf("%s, which writ didn't make, can't be kept: %w", name, err)
		}
	}
	return nil
}

func carryOne(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	switch kind := info.Mode().Type(); kind {
	case fs.ModeDir:
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		return os.Chmod(to, info.Mode().Perm())
	case fs.ModeSymlink:
		link, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(link, to)
	case 0:
		if os.Link(from, to) == nil {
			return nil
		}
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, data, info.Mode().Perm()); err != nil {
			return err
		}
		return os.Chtimes(to, info.ModTime(), info.ModTime())
	default:
		return fmt.Errorf("it is a %s", strings.TrimLeft(kind.String(), "-"))
	}
}
