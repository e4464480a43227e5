package snapshot

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Overlay puts texts over the files of a snapshot, by path, as an editor that hasn't saved them. A path need not be
// there below; the error says why no file can be at it. Over nil the texts are all there is.
func Overlay(below Snapshot, texts map[string][]byte) (Snapshot, error) {
	o := &overlay{below: below, texts: texts}
	if below == nil {
		o.below = nothing{}
	}
	for _, at := range slices.Sorted(maps.Keys(texts)) {
		if err := o.add(at); err != nil {
			return nil, err
		}
	}
	return o, nil
}

type overlay struct {
	below Snapshot
	texts map[string][]byte
	files []gitrepo.File // of the texts, sorted by path
}

func (o *overlay) add(at string) error {
	if at != path.Clean(at) || path.IsAbs(at) || at == "." || at == ".." || strings.HasPrefix(at, "../") {
		return fmt.Errorf("%q is no path of a file in the repository", at)
	}
	for name := range strings.SplitSeq(at, "/") {
		if strings.EqualFold(name, ".git") {
			return fmt.Errorf("%s is in Git's own folder", at)
		}
	}
	was, err := o.below.Entry(at)
	if err != nil {
		return err
	}
	switch {
	case was.Mode == gitrepo.ModeFolder:
		return fmt.Errorf("%s is a folder, and a file is due", at)
	case was.Mode == gitrepo.ModeSymlink:
		return fmt.Errorf("%s is a symbolic link, which isn't followed; name the file itself", was.Path)
	case was.Mode == gitrepo.ModeSubmodule:
		return fmt.Errorf("%s is a submodule, whose files are another repository's", was.Path)
	case was.Mode != 0 && was.Path != at:
		return fmt.Errorf("%s is a file, and a folder is due", was.Path)
	}
	if n := len(o.files); n > 0 && strings.HasPrefix(at, o.files[n-1].Path+"/") {
		return fmt.Errorf("%s is a file, and a folder is due", o.files[n-1].Path)
	}
	f := gitrepo.File{Path: at, Mode: gitrepo.ModeFile, Blob: gitrepo.BlobID(o.texts[at]), Edited: true,
		Untracked: was.Mode == 0 || was.Untracked}
	if was.Mode != 0 {
		f.Mode = was.Mode
		if was.Blob == f.Blob {
			f = was
		}
	}
	o.files = append(o.files, f)
	return nil
}

func (o *overlay) Files(f gitrepo.Filter) ([]gitrepo.File, error) {
	all, err := o.below.Files(f)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(x gitrepo.File) bool {
		_, over := o.texts[x.Path]
		return over
	})
	for _, x := range o.files {
		if f.Match == nil || f.Match([]byte(x.Path)) {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b gitrepo.File) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

func (o *overlay) Entry(at string) (gitrepo.File, error) {
	i, folder := gitrepo.Locate(len(o.files), func(i int) string { return o.files[i].Path }, at)
	if i >= 0 {
		return o.files[i], nil
	}
	f, err := o.below.Entry(at)
	if folder && f.Mode == 0 {
		f = gitrepo.File{Path: at, Mode: gitrepo.ModeFolder, Untracked: true}
	}
	return f, err
}

func (o *overlay) Each(ctx context.Context, files []gitrepo.File, visit func(i int, data []byte) error) error {
	var rest []gitrepo.File
	var at []int
	for i, f := range files {
		text, over := o.texts[f.Path]
		if !over {
			rest, at = append(rest, f), append(at, i)
			continue
		}
		if err := visit(i, text); err != nil {
			return err
		}
	}
	return o.below.Each(ctx, rest, func(i int, data []byte) error { return visit(at[i], data) })
}

// nothing is the snapshot of no files.
type nothing struct{}

func (nothing) Files(gitrepo.Filter) ([]gitrepo.File, error) { return nil, nil }

func (nothing) Entry(path string) (gitrepo.File, error) {
	if path == "." {
		return gitrepo.File{Path: path, Mode: gitrepo.ModeFolder}, nil
	}
	return gitrepo.File{}, nil
}

func (nothing) Each(context.Context, []gitrepo.File, func(int, []byte) error) error { return nil }
