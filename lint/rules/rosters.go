package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// rosterChange says of a roster who changed what: "commit 1a2b3c4 (Bo Lind, 2026-02-03) changed who may approve, or
// how: roles.ceo.holders: + bo".
func rosterChange(in *lint.Input, s *trail.RosterState) string {
	ch := s.Content.First()
	var by []string
	for _, w := range ch.Authors {
		by = append(by, w.Name)
	}
	return fmt.Sprintf("%s (%s, %s) changed who may approve, or how (%s)", commit(ch.Step.ID),
		strings.Join(by, ", "), in.Book.Days[s.Index()], rosterParts(s))
}

// approveRoster says who may approve the newest roster, and with which command; or why nobody may.
func approveRoster(in *lint.Input) string {
	return standing.HowToApproveRoster(in.Book, in.Today) + "; until then nothing counts that rests on it"
}

// onConfig places a finding at a key of the configuration.
func onConfig(in *lint.Input, f lint.Found, keys ...string) lint.Found {
	f.Path, f.At, f.Line = in.InConfig(keys...)
	return f
}
