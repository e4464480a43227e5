package sitegen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A build writes into a folder beside its target, named .TARGET.writ-new-PID-RANDOM, and the old site waits
// as .TARGET.writ-old-PID-RANDOM where folders can't be exchanged.
const (
	stageNew = ".writ-new-"
	stageOld = ".writ-old-"
)

// staleAfter is the age at which a leftover is removed even if a process with its number runs.
const staleAfter = 24 * time.Hour

// content is what a site was filled with.
type content struct {
	files  []manifestEntry
	shared map[string]bool // files that are those of the site before, by links
}

// manifest is the digest of the manifest's bytes.
func (c content) manifest() string {
	for _, f := range slices.Backward(c.files) {
		if f.Path == manifestName {
			return f.SHA256
		}
	}
	return ""
}

// names are those of all files.
func (c content) names() map[string]bool {
	names := make(map[string]bool, len(c.files))
	for _, f := range c.files {
		names[f.Path] = true
	}
	return names
}

// publish has a site made in a folder beside target and then puts it in its place, with what is there and no build
// made. old is the manifest of the site that is there; nil for none. What was made is gone when it fails.
func publish(ctx context.Context, target string, old *manifestFile, spares Spares,
	fill func(to *folder) (content, error)) error {
	parent := filepath.Dir(target)
	err := os.MkdirAll(parent, 0o755)
	stage := ""
	if err == nil {
		stage, err = os.MkdirTemp(parent, stageName(target, stageNew)+"*")
	}
	if err != nil {
		return fmt.Errorf("nothing can be written into %s, where a site is made before it takes its place: %w; choose a "+
			"folder elsewhere with -o, or site.output", parent, err)
	}
	defer removeAll(stage)
	there, err := spares.take(target, stage, old)
	if err != nil {
		return err
	}
	made, err := fill(newFolder(stage, there))
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w; a new site needs room beside the one that is there, which stays as it was", err)
	}
	if err != nil {
		return err
	}
	if err := there.removeBut(stage, made.names()); err != nil {
		return err
	}
	before, err := listingOf(target)
	if err != nil {
		return err
	}
	if err := carry(target, stage, before, old, made.files); err != nil {
		return err
	}
	mode := fs.FileMode(0o755)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	if err := os.Chmod(stage, mode); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(stage, target)
	}
	away, err := swap(stage, target)
	if err != nil {
		return fmt.Errorf("the site at %s could not be replaced: %w; if it is a mount point, choose a folder in it",
			target, err)
	}
	if spares.keep(target, away, before, made) {
		return nil
	}
	if err := before.remove(away); err != nil {
		return fmt.Errorf("the site at %s was replaced, but the one before, now at %s, can't be removed: %w", target, away,
			err)
	}
	return nil
}

func stageName(target, kind string) string {
	return "." + filepath.Base(target) + kind + strconv.Itoa(os.Getpid()) + "-"
}

// swapByRename puts stage in the place of target in two steps; for a moment there is no target. The old
// folder, which it returns, comes back when the second step fails, or in the next build when the process ends in
// between.
func swapByRename(stage, target string) (away string, err error) {
	if away, err = os.MkdirTemp(filepath.Dir(target), stageName(target, stageOld)+"*"); err != nil {
		return "", err
	}
	if err := os.Remove(away); err != nil {
		return "", err
	}
	if err := os.Rename(target, away); err != nil {
		return "", err
	}
	if err := os.Rename(stage, target); err != nil {
		return "", errors.Join(err, os.Rename(away, target))
	}
	return away, nil
}

// sweep removes what killed builds of this target left behind. A site that was taken away and not replaced
// comes back.
func sweep(target string) error {
	parent, base := filepath.Dir(target), "."+filepath.Base(target)
	entries, err := os.ReadDir(parent)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		rest, mine := strings.CutPrefix(e.Name(), base)
		pid, isNew := strings.CutPrefix(rest, stageNew)
		isOld := false
		if !isNew {
			pid, isOld = strings.CutPrefix(rest, stageOld)
		}
		if !mine || !e.IsDir() || !(isNew || isOld) || !stale(pid, e) {
			continue
		}
		left := filepath.Join(parent, e.Name())
		if _, err := os.Lstat(target); isOld && errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(left, target); err != nil {
				return err
			}
			continue
		}
		if err := os.RemoveAll(left); err != nil {
			return err
		}
	}
	return nil
}

// stale reports whether the build that made a leftover has ended. The text begins with its process number.
func stale(text string, e fs.DirEntry) bool {
	number, _, _ := strings.Cut(text, "-")
	pid, err := strconv.Atoi(number)
	if err != nil || pid <= 0 {
		return false
	}
	if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > staleAfter {
		return true
	}
	return !running(pid)
}

// running reports whether a process with this number runs. When in doubt it does.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	if runtime.GOOS == "windows" {
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, syscall.EPERM)
}
