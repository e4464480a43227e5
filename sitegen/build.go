package sitegen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Options are what Build needs besides the site.
type Options struct {
	Root string // the repository's root, which may not be replaced; "" for none

	// Tool names the program: pages that one of the same name made from the same inputs are used again. "" for one whose
	// pages are never used again.
	Tool string

	Spares Spares // where the folder of the site before waits for the next build

	PDF *PDF // how documents in force are printed; nil where they aren't
}

// Result says what Build published.
type Result struct {
	Out   string // the folder, absolute, with links resolved
	Pages int
	Kept  int // of the pages, how many were in the previous site
	PDFs  int
	Files int
	Bytes int64
	Notes []string
}

// Build renders the site and publishes it as the folder out, in one step: readers see the old site or the new one.
// When it fails, or when ctx ends before that step, out stays as it was. It refuses an out that is neither absent, nor
// empty, nor a site that it made before, and one that holds a repository. Of a site that it made before it removes
// what that site's manifest names; other files stay, and one whose place the new site needs is an error.
func Build(ctx context.Context, site Site, out string, opts Options) (Result, error) {
	target, old, err := checkOut(out, opts.Root)
	if err != nil {
		return Result{}, err
	}
	if old != nil && old.Audience != "" && site.Audience != "" && old.Audience != site.Audience {
		return Result{}, fmt.Errorf("the folder %s holds the site for the audience %s; build that for %s into another "+
			"one with -o", out, old.Audience, site.Audience) // whose readers could then read this one
	}
	r := Result{Out: target}
	err = publish(ctx, target, old, opts.Spares, func(to *folder) (content, error) {
		out := newOutput(to.create)
		p, err := newPress(site, out)
		if err != nil {
			return content{}, err
		}
		p.to, p.old, p.pdf = to, previousIn(target, old, opts.Tool), opts.PDF
		if err := p.all(ctx, opts.Tool); err != nil {
			return content{}, err
		}
		slices.Sort(p.old.altered)
		for _, name := range slices.Compact(p.old.altered) {
			p.note(name + " was altered since it was built; it is made anew")
		}
		files := out.files()
		r.Kept, r.Files, r.Bytes = int(out.kept.Load()), len(files), out.bytes
		r.Pages, r.PDFs = r.Kept+int(out.made.Load()), p.pdfs()
		r.Notes = append(slices.Clone(p.Notes), p.notes...)
		return content{files, p.old.shared}, nil
	})
	return r, err
}

// checkOut resolves out and refuses folders that a build must not replace. Where there is a site of ours, it returns
// what that one's manifest says.
func checkOut(out, repository string) (target string, old *manifestFile, err error) {
	if target, err = resolveOut(out); err != nil {
		return "", nil, err
	}
	if err := sweep(target); err != nil {
		return "", nil, err
	}
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, nil, nil
	case err != nil:
		return "", nil, err
	case !info.IsDir():
		return "", nil, fmt.Errorf("the output folder %s is a file; choose another name, or remove the file", out)
	}
	old, err = checkFolder(out, target, repository)
	return target, old, err
}

// resolveOut returns the absolute path of a folder that may not be there yet, with links resolved.
func resolveOut(out string) (string, error) {
	if out == "" {
		return "", errors.New("no output folder is given")
	}
	target, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	if info, err := os.Lstat(target); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if target, err = filepath.EvalSymlinks(target); err != nil {
			return "", fmt.Errorf("the output folder %s is a link that leads nowhere; make its target, or remove "+
				"the link", out)
		}
	}
	if slices.Contains(strings.Split(filepath.ToSlash(target), "/"), ".git") {
		return "", fmt.Errorf("the output folder %s lies in a .git folder; choose another one", out)
	}
	return target, nil
}

func checkFolder(out, target, repository string) (*manifestFile, error) {
	if filepath.Dir(target) == target || holds(target, repository) {
		return nil, fmt.Errorf("the output folder %s holds the repository; choose a folder in it or beside it", out)
	}
	if _, err := os.Lstat(filepath.Join(target, ".git")); err == nil {
		return nil, fmt.Errorf("the output folder %s holds a repository (.git); choose another one", out)
	}
	entries, err := os.ReadDir(target)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	old, err := readManifest(target)
	if err != nil || old == nil || old.Writ != manifestMark {
		return nil, fmt.Errorf("the output folder %s has files that writ didn't make (no %s of a site); choose another "+
			"one, or empty it", out, manifestName)
	}
	return old, nil
}

// holds reports whether repository is the folder target or lies in it, whatever their spelling.
func holds(target, repository string) bool {
	if repository == "" {
		return false
	}
	mine, err := os.Stat(target)
	if err != nil {
		return false
	}
	at, err := filepath.Abs(repository)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real
	}
	for {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, mine) {
			return true
		}
		up := filepath.Dir(at)
		if up == at {
			return false
		}
		at = up
	}
}
