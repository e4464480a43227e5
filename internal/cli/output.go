package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/lint/report"
)

// ShowsColor reports whether output to a terminal, or elsewhere, is to have colour: no-color.org's NO_COLOR, when set
// to anything, and a terminal that knows none say no.
func ShowsColor(terminal bool, getenv func(string) string) bool {
	return terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// reportFile is one --output of lint: a format and the file that it goes to.
type reportFile struct {
	flag   string
	print  report.Printer
	path   string
	stream bool // a pipe, a terminal or another device, which is written to as it is
}

// reportFiles reads the --output flags. Files are relative to the current folder.
func (a *app) reportFiles(flags []string) ([]reportFile, error) {
	var out []reportFile
	for _, f := range flags {
		format, path, ok := strings.Cut(f, "=")
		if !ok || path == "" {
			return nil, fmt.Errorf("--output %q isn't FORMAT=FILE; write --output json=writ.json", f)
		}
		printer, ok := report.For(format)
		if !ok {
			return nil, fmt.Errorf("--output %q: the format is unknown; there are: %s", f,
				strings.Join(report.Formats(), ", "))
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(a.dir, path)
		}
		file := reportFile{flag: f, print: printer, path: filepath.Clean(path)}
		if err := file.place(); err != nil {
			return nil, fmt.Errorf("--output %q: %w", f, err)
		}
		if i := slices.IndexFunc(out, func(o reportFile) bool { return o.path == file.path && !o.stream }); i >= 0 {
			return nil, fmt.Errorf("--output %q names the file of --output %q; give each report a file of its own",
				f, out[i].flag)
		}
		out = append(out, file)
	}
	return out, nil
}

// place finds out what is at the path, so that a report that can't be written fails before the work is done. A
// link is followed, and stays.
func (f *reportFile) place() error {
	info, err := os.Stat(f.path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("that is a folder; name a file in it")
	case err == nil && (!info.Mode().IsRegular() || isDevice(f.path)):
		f.stream = true
	case err == nil:
		if f.path, err = filepath.EvalSymlinks(f.path); err != nil {
			return because(err)
		}
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(f.path)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no folder %s; make it first", filepath.Dir(f.path))
		}
	default:
		return because(err)
	}
	return nil
}

// isDevice reports whether a path names one of this process's own streams, which may be files.
func isDevice(path string) bool {
	return strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/")
}

// because returns the reason of a failed system call, without the path, which may be that of a temporary file.
func because(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// write puts the report into its file in one step: readers see the old report or the new one.
func (f reportFile) write(run *report.Run) error {
	var b bytes.Buffer
	if err := f.print(&b, run, report.Options{}); err != nil {
		return err
	}
	var err error
	if f.stream {
		err = appendTo(f.path, b.Bytes())
	} else {
		err = rewrite.File(f.path, b.Bytes(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("--output %q can't be written: %w", f.flag, because(err))
	}
	return nil
}

func appendTo(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}
