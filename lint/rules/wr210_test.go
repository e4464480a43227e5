package rules

import (
	"strings"
	"testing"
)

// closedOnMain is a record that was closed on the main branch, and a branch that goes on from there.
const closedOnMain = `-- writ.yaml --
version: 1
-- records/talk.md --
---
id: REC-001
title: Talk
kind: record
status: closed
owner: Ada
---

# Talk

Ada and Bo were there.
-- git: commit 2026-02-01 ada --
Add a record
-- git: branch change --
`

// TestProposedRecordEdit proposes edits and addenda: committed and compared with a base, committed on a branch, and in the
// working tree only.
func TestProposedRecordEdit(t *testing.T) {
	const (
		edited   = "-- git: edit records/talk.md --\n< Ada and Bo were there.\n> Ada was there.\n"
		reopened = edited + "< status: closed\n> status: open\n"
		added    = "-- git: edit records/talk.md --\n< Ada and Bo were there.\n> Ada and Bo were there.\n> \n> ## Addendum 2026-03-01\n> \n> Gus too.\n"
		commit   = "-- git: commit 2026-03-01 ada --\nGo on\n"
	)
	for name, c := range map[string]struct {
		steps string
		found bool
	}{
		"edited on a branch":             {edited + commit, true},
		"edited for a base":              {edited + commit + "-- git: base main --\n", true},
		"edited in the working tree":     {"-- git: worktree --\n" + edited, true},
		"opened and edited":              {"-- git: worktree --\n" + reopened, true},
		"added on a branch":              {added + commit, false},
		"added for a base":               {added + commit + "-- git: base main --\n", false},
		"added in the working tree":      {"-- git: worktree --\n" + added, false},
		"opened and edited for a base":   {reopened + commit + "-- git: base main --\n", true},
		"edited and put back for a base": {edited + commit + "-- git: edit records/talk.md --\n< Ada was there.\n> Ada and Bo were there.\n" + commit + "-- git: base main --\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := printed(examine(t, closedOnMain+c.steps).Findings, true)
			if n := strings.Count(got, "WR210"); (n == 1) != c.found || n > 1 {
				t.Errorf("found %d times, want %v:\n%s", n, c.found, got)
			}
		})
	}
}
