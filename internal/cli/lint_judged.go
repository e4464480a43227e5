package cli

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// judgedFlags are the flags of lint that say what is judged instead of the working tree.
type judgedFlags struct {
	head   string // a commit that no branch need hold; "" for what is checked out
	staged bool
	stdin  string // the file whose text is on standard input; "" where none is
}

func judgedVars(cmd *cobra.Command, f *judgedFlags) {
	cmd.Flags().StringVar(&f.head, "head", "",
		"judge the commit `REV` in place of HEAD and the working tree: one that no branch holds yet, as a server's "+
			"hook sees it")
	cmd.Flags().BoolVar(&f.staged, "staged", false,
		"judge what is staged, which git commit would commit, instead of the working tree")
	cmd.Flags().StringVar(&f.stdin, "stdin-filename", "",
		"judge the text on standard input as the file `PATH`, which need not be saved or be there at all; "+
			"only this file's findings are shown, unless other PATHs are given")
	for _, other := range []string{"as-of", "write-baseline", "staged", "stdin-filename"} {
		cmd.MarkFlagsMutuallyExclusive("head", other)
	}
}

// check says which flags don't go with these.
func (f judgedFlags) check(cmd *cobra.Command, with lintFlags) error {
	if cmd.Flags().Changed("head") && f.head == "" {
		return errors.New("--head is empty: it takes a commit; leave it out to judge what is checked out")
	}
	switch given := cmd.Flags().Changed("stdin-filename"); {
	case given && f.stdin == "":
		return errors.New("--stdin-filename is empty: it takes the path of the file whose text is on standard input")
	case !given && !f.staged:
		return nil
	case with.baseline.write:
		return errBaselinePart
	case with.asOf != "" && f.staged:
		return errors.New("--staged judges what the next commit would have, and --as-of an older one; leave one of " +
			"them out")
	case with.asOf != "":
		return errors.New("--stdin-filename puts a text over the working tree or, with --staged, over what is " +
			"staged; it can't be put over the past of --as-of")
	}
	return nil
}

// judged chooses the files that are judged. at is where the text of standard input is, relative to the root; "" for
// none.
func (a *app) judged(p *project, f judgedFlags) (s snapshot.Snapshot, at string, err error) {
	switch {
	case f.head != "":
		s, err = p.pushed(f.head)
	case f.staged:
		s, err = p.repo.Staged()
	default:
		s, err = p.checkedOut()
	}
	if err != nil || f.stdin == "" {
		return s, "", err
	}
	if p.repo.Root == "" {
		return nil, "", fmt.Errorf("--stdin-filename: %s is a bare repository, which has no working tree that the "+
			"file could be in", p.repo.GitDir)
	}
	if at, err = pathInside(a.dir, p.repo.Root, f.stdin); err != nil {
		return nil, "", fmt.Errorf("--stdin-filename: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(a.streams.In, snapshot.MaxRead+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("reading standard input: %w", err)
	case len(text) > snapshot.MaxRead:
		return nil, "", fmt.Errorf("standard input has more than %d bytes, and no file that large is read",
			snapshot.MaxRead)
	}
	if s, err = snapshot.Overlay(s, map[string][]byte{at: text}); err != nil {
		return nil, "", fmt.Errorf("--stdin-filename: %w", err)
	}
	return s, at, nil
}

// noteUnread says where the text of standard input is no document, so that silence isn't taken for praise.
func (a *app) noteUnread(reg *register.Register, at string) {
	if at != "" && at != config.File && reg.ByPath(at) == nil {
		fmt.Fprintf(a.streams.Err, "writ: note: %s is no document (see documents.include in writ.yaml): no rule "+
			"looks into it\n", at)
	}
}

// pathInside returns an argument, which is relative to dir, as a path relative to the root; of a bare repository,
// which has none, it is relative to the root already.
func pathInside(dir, root, arg string) (string, error) {
	if root == "" {
		return path.Clean(filepath.ToSlash(arg)), nil
	}
	abs := arg
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(realFolder(dir), arg)
	}
	rel, err := filepath.Rel(root, filepath.Join(realFolder(filepath.Dir(abs)), filepath.Base(abs)))
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s is outside of the repository %s", arg, root)
	}
	return path.Clean(filepath.ToSlash(rel)), nil
}

// realFolder follows the symbolic links on the way to a folder, as far as it is there.
func realFolder(dir string) string {
	real, err := filepath.EvalSymlinks(dir)
	switch parent := filepath.Dir(dir); {
	case err == nil:
		return real
	case parent == dir:
		return dir
	default:
		return filepath.Join(realFolder(parent), filepath.Base(dir))
	}
}
