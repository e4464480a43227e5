package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/lint/report"
)

// ShowsColor tells whether output to a terminal, or elsewhere, is to have colour: no-color.org's NO_COLOR, when set to
// anything, and a terminal that knows none say no.
func ShowsColor(terminal bool, getenv func(string) string) bool {
	return terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// reportFile is one --output of lint: a format and the file that it goes to.
type reportFile struct {
	print report.Printer
	path  string
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
			return nil, fmt.Errorf("--output %q: the format is unknown; there are: %s", f, strings.Join(report.Formats(), ", "))
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(a.dir, path)
		}
		out = append(out, reportFile{printer, path})
	}
	return out, nil
}

// write puts the report into its file in one step: readers see the old report or the new one.
func (f reportFile) write(run *report.Run) error {
	var b bytes.Buffer
	if err := f.print(&b, run, report.Options{}); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(f.path), ".writ-*")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	defer os.Remove(temp.Name())
	if _, err = temp.Write(b.Bytes()); err == nil {
		err = temp.Chmod(0o644)
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), f.path)
	}
	return err
}
