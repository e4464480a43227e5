package cli

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/trail"
)

// versionNumber is a version as it is counted.
type versionNumber struct{ major, minor int }

var versionShape = lazyregexp.New(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)

func parseVersion(s string) (versionNumber, bool) {
	m := versionShape.FindStringSubmatch(s)
	if m == nil {
		return versionNumber{}, false
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return versionNumber{major, minor}, true
}

func (v versionNumber) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

func (v versionNumber) less(o versionNumber) bool {
	return v.major < o.major || v.major == o.major && v.minor < o.minor
}

// number is the version that a release gives: the next one, which no other words had before.
func (r *releasing) number(f releaseFlags) (string, error) {
	facts := r.file.facts
	now, ok := parseVersion(facts.Version)
	switch {
	case facts.Version == "":
		return "", fmt.Errorf("%s has no version to raise; write `version: \"1.0\"` into %s, and release it "+
			"with --keep", facts.ID, r.file.entry.Path)
	case !ok:
		return "", fmt.Errorf("the version %q of %s isn't major.minor, such as \"2.1\"; write it so, and release it "+
			"with --keep", facts.Version, facts.ID)
	}
	next := now
	switch {
	case f.major:
		next = versionNumber{now.major + 1, 0}
	case f.minor:
		next.minor++
	}
	if next.major > math.MaxInt32 {
		return "", fmt.Errorf("the version %s of %s is out of any range", now, facts.ID)
	}
	if top, where := r.highest(f.keep); where != nil && !top.less(next) {
		return "", fmt.Errorf("%s would get version %s, and %s was used already (since %s in %s): a version only "+
			"rises, and no value comes back; write `version: \"%s\"` into %s, and release it with --keep",
			facts.ID, next, top, where.First().Day, short(where.First().Step.ID),
			versionNumber{top.major, top.minor + 1}, r.file.entry.Path)
	}
	return next.String(), nil
}

// highest is the highest version that the document ever had, and its first words; with keep, the newest span isn't
// counted.
func (r *releasing) highest(keep bool) (top versionNumber, where *trail.Content) {
	versions := r.trail.Versions
	if keep && len(versions) > 0 && versions[len(versions)-1].Number == r.file.facts.Version {
		versions = versions[:len(versions)-1]
	}
	for _, v := range versions {
		if n, ok := parseVersion(v.Number); ok && len(v.Contents) > 0 && (where == nil || top.less(n)) {
			top, where = n, v.Contents[0]
		}
	}
	return top, where
}

// wordsDigest is the content digest without the fields that a release sets.
func wordsDigest(src []byte, fields map[string]string) history.Digest {
	front, body := document.ParseFront(src, fields)
	if front.Readable() {
		front.Fields = slices.DeleteFunc(front.Fields, func(x document.Field) bool {
			return strings.EqualFold(x.Name, "version") || x.Name == "effective_date"
		})
	}
	return document.Digest(src, front, body)
}
