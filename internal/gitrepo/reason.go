package gitrepo

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// The subjects that Git and forges give merges by themselves: they name a branch, and not what changed.
var (
	ownSubject = lazyregexp.New(`^Merge (pull request #|branch |remote-tracking branch |branches |tag |commit |[0-9a-f]{7,40} into )`)
	trailer    = lazyregexp.New(`^[A-Za-z][A-Za-z-]*: |^See merge request `)
)

// Reason says why a step changed the file at a path, in one line: its subject. Of a merge whose subject was made by a
// program it is the title of the request, which forges write below; where there is none, the subject of the newest
// commit of the branch that changed the file.
func (s *Step) Reason(path string) string {
	subject := s.Subject()
	if !ownSubject.MatchString(subject) {
		return subject
	}
	_, body, _ := strings.Cut(s.Message, "\n")
	for line := range strings.Lines(body) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !trailer.MatchString(line) {
			return line
		}
		break
	}
	for _, side := range slices.Backward(s.Side) {
		changed := slices.ContainsFunc(side.Changes, func(c Change) bool { return c.Path == path })
		if changed && !ownSubject.MatchString(side.Subject()) {
			return side.Subject()
		}
	}
	return subject
}
