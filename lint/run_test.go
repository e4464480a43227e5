package lint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/lint"
)

const twoDocuments = `-- policies/a.md --
---
id: POL-1
title: A
---
-- policies/b.md --
---
id: POL-2
title: B
---
-- git: commit 2026-05-01 ada --
Begin
`

// input reads the repository that a story makes.
func input(t *testing.T, archive string) *lint.Input {
	t.Helper()
	dir, _ := storytest.Play(t, archive, day.None)
	in, err := scratch.Load(t.Context(), dir, day.Of(2026, 6, 1))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestRunFails checks that a rule which can't do its work fails the run, is named, and that of several failures the
// same one is reported each time.
func TestRunFails(t *testing.T) {
	in := input(t, twoDocuments)
	unreadable := errors.New("policies/a.md: input/output error")
	fails := func(p *lint.Pass) error {
		if p.Doc == nil || p.Doc.ID == "POL-2" {
			return unreadable
		}
		return nil
	}
	fine := &lint.Rule{ID: "WR103", Name: "owner-missing", Scope: lint.Document, Severity: lint.Error,
		Find: func(p *lint.Pass) error {
			p.Report(lint.Found{Message: "no owner"})
			return nil
		}}
	for _, scope := range []lint.Scope{lint.Document, lint.Register} {
		rules := []*lint.Rule{fine, {ID: "WR501", Name: "one", Scope: scope, Severity: lint.Error, Find: fails},
			{ID: "WR502", Name: "two", Scope: scope, Severity: lint.Error, Find: fails}}
		for range 20 {
			result, err := lint.Run(t.Context(), in, rules)
			if result != nil || !errors.Is(err, unreadable) || !strings.Contains(err.Error(), "WR501 (one)") {
				t.Fatalf("scope %s: result %v, error %v", scope, result, err)
			}
		}
	}
	after := &lint.Rule{ID: "WR903", Name: "late", Severity: lint.Error, Scope: lint.Register,
		After: func(*lint.Pass, *lint.Outcome) error { return unreadable }}
	if result, err := lint.Run(t.Context(), in, []*lint.Rule{fine, after}); result != nil || err == nil || !strings.Contains(err.Error(), "WR903 (late)") {
		t.Errorf("After: result %v, error %v", result, err)
	}
	off := &lint.Rule{ID: "WR501", Name: "one", Scope: lint.Register, Severity: lint.Off, Suppressible: true, Find: fails}
	if result, err := lint.Run(t.Context(), in, []*lint.Rule{fine, off}); err != nil || len(result.Findings) != 2 {
		t.Errorf("a rule that is off: %v, %v", result, err)
	}
}
