package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// rosterChange says of a roster who changed what: "commit 1a2b3c4 (Bo Lind, 2026-02-03) changed who may approve, or how:
// roles.ceo.holders: + bo".
func rosterChange(in *lint.Input, s *trail.RosterState) string {
	ch := s.Content.First()
	var by []string
	for _, w := range ch.Authors {
		by = append(by, w.Name)
	}
	return fmt.Sprintf("%s (%s, %s) changed who may approve, or how (%s)", commit(ch.Step.ID), strings.Join(by, ", "), in.Book.Days[s.Index()], rosterParts(s))
}

// approveRoster says who may approve the newest roster, with which command, and what hangs on it.
func approveRoster(in *lint.Input) string {
	return letApprove(in) + "; until then nothing counts that rests on it"
}

// letApprove says who may approve the newest roster, and with which command; or why nobody may.
func letApprove(in *lint.Input) string {
	a := standing.ApprovingOf(in.Book, in.Book.RosterTrail(), in.Today)
	if why := a.Nobody(); why != "" {
		return why + "; where everybody who could approve is gone, begin anew with `roster: {restated: {by: ROLE, reason: …}}` in writ.yaml"
	}
	return fmt.Sprintf("let %s approve it with `%s`", strings.Join(a.People(), " or "), a.Command("roster"))
}

// onConfig places a finding at a key of the configuration.
func onConfig(in *lint.Input, f lint.Found, keys ...string) lint.Found {
	f.Path, f.At, f.Line = in.InConfig(keys...)
	return f
}
