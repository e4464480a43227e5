package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Spares is a folder in which the folders of earlier sites wait for the next build, which then needs neither make
// their thousands of folders anew nor link the files that stay as they are. What waits holds nothing but files of the
// site that is published, by links. It is only ever a shortcut. The folder has to be private, and on the disk of the
// sites; where it is "", nothing waits.
type Spares string

// mostSpares is how many folders wait at most, each for the next build of one target.
const mostSpares = 4

// prefix is what the names of folders begin with that wait for a target.
func (s Spares) prefix(target string) string {
	sum := sha256.Sum256([]byte(target))
	return hex.EncodeToString(sum[:16]) + "-"
}

// place is where a folder waits for a target with a site, by the digest of the manifest.
func (s Spares) place(target, manifest string) string {
	return filepath.Join(string(s), s.prefix(target)+manifest)
}

// take puts the folder that waits for a target with a site in the place of the empty folder stage, and returns what
// lies in it. Where there is none, or one with what isn't of that site, stage stays empty.
func (s Spares) take(target, stage string, old *manifestFile) (listing, error) {
	if s == "" || old == nil {
		return nil, nil
	}
	waiting := s.place(target, old.sum)
	if info, err := os.Lstat(waiting); err != nil || !info.IsDir() {
		return nil, nil
	}
	if err := os.Remove(stage); err != nil {
		return nil, err
	}
	if os.Rename(waiting, stage) != nil { // another build has it
		return nil, os.Mkdir(stage, 0o700)
	}
	all, err := listingOf(stage)
	if err == nil && len(foreign(all, old)) == 0 {
		return all, nil
	}
	if err := removeAll(stage); err != nil {
		return nil, err
	}
	return nil, os.Mkdir(stage, 0o700)
}

// keep has the folder away, where the site before is now, wait for the next build of the target, and reports whether
// it does. before is what lies in it, and new what the site has now.
func (s Spares) keep(target, away string, before listing, new content) bool {
	if s == "" || len(new.shared) == 0 || ignoresCase(away) {
		return false
	}
	now := time.Now()
	if before.removeBut(away, new.shared) != nil || os.Chtimes(away, now, now) != nil ||
		os.MkdirAll(string(s), 0o700) != nil {
		return false
	}
	s.makeRoom(target)
	return os.Rename(away, s.place(target, new.manifest())) == nil
}

// makeRoom removes what waits for the target, and what waits longest for others. What can't be removed stays.
func (s Spares) makeRoom(target string) {
	entries, _ := os.ReadDir(string(s))
	ages := map[string]time.Duration{}
	names := []string{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			ages[e.Name()] = time.Since(info.ModTime())
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(x, y string) int { return int(ages[x] - ages[y]) })
	left := mostSpares - 1
	for _, name := range names {
		if left > 0 && !strings.HasPrefix(name, s.prefix(target)) {
			left--
			continue
		}
		_ = removeAll(filepath.Join(string(s), name))
	}
}

// ignoresCase reports whether names that differ in case are one in a site's folder: then a file that isn't of the new
// site can't be told by its name.
func ignoresCase(site string) bool {
	_, err := os.Lstat(filepath.Join(site, strings.ToUpper(manifestName)))
	return err == nil
}
