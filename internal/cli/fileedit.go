package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint/report"
)

// fileEdit is a document's file on the way to a commit.
type fileEdit struct {
	w     *writing
	entry *register.Entry
	facts *history.Facts
	was   []byte // as it is in the working tree
	now   []byte
}

// fileEdit reads the file of a document as the working tree has it.
func (w *writing) fileEdit(ctx context.Context, e *register.Entry) (*fileEdit, error) {
	if e.File != nil {
		if err := w.committed(ctx, e.File.Path); err != nil {
			return nil, err
		}
	}
	src, err := os.ReadFile(filepath.Join(w.repo.Root, filepath.FromSlash(e.Path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notHere(e.Path)
	}
	if err != nil {
		return nil, err
	}
	x := &fileEdit{w: w, entry: e, was: src, now: src}
	x.facts = x.stated()
	return x, nil
}

// notHere is the error of a file that the working tree doesn't have, and Git does.
func notHere(path string) error {
	return fmt.Errorf("%s isn't in this working tree (a sparse checkout may leave it out); `git sparse-checkout add` "+
		"or `git checkout -- %s` brings it", path, path)
}

// set gives a field of the front matter a value, on a line after the first of those named where it isn't there.
func (x *fileEdit) set(field, value string, after ...string) error {
	edited, err := document.SetField(x.now, x.w.config.Fields, field, value, after...)
	if err != nil {
		return fmt.Errorf("%s: %w", x.entry.Path, err)
	}
	x.now = edited
	return nil
}

// blob is the id that the committed file will have.
func (x *fileEdit) blob(ctx context.Context) (string, error) {
	if !x.changed() {
		return x.entry.Blob.String(), nil
	}
	id, err := x.w.git.BlobID(ctx, x.entry.Path, x.now)
	if err != nil || x.entry.File == nil {
		return id, err
	}
	text, err := objects.ParseHex(id)
	return gitrepo.Pair{Text: text, File: x.entry.File.Blob}.ID().String(), err
}

// stated are the facts of the file as it is now.
func (x *fileEdit) stated() *history.Facts {
	return history.ReadFactsBeside(x.now, x.w.config.Fields, x.entry.Beside).At(x.w.config, x.entry.Path)
}

func (x *fileEdit) changed() bool { return string(x.was) != string(x.now) }

// commit writes the file and commits it alone; where nothing changed, it makes an empty commit.
func (x *fileEdit) commit(ctx context.Context, c gitwrite.Commit) (id string, err error) {
	if x.changed() {
		id, err = x.w.git.File(ctx, x.entry.Path, x.now, c)
	} else {
		id, err = x.w.git.Empty(ctx, c)
	}
	if err != nil {
		return "", fmt.Errorf("nothing was written: %w", err)
	}
	return id, nil
}

// show prints what the commit changes in the file.
func (x *fileEdit) show(out io.Writer) {
	if !x.changed() {
		fmt.Fprintf(out, "  %s stays as it is\n", report.Visible(x.entry.Path))
		return
	}
	text := string(diff.Diff(x.entry.Path, x.was, x.entry.Path, x.now))
	for _, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if !strings.HasPrefix(l, "diff ") {
			fmt.Fprintln(out, "  "+report.Visible(strings.TrimSuffix(l, "\r")))
		}
	}
}
