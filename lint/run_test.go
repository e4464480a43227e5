package lint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
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

// oneLine is a document whose text is one line with n links.
func oneLine(n int) string {
	return "-- policies/a.md --\n---\nid: POL-1\ntitle: A\n---\n" + strings.Repeat("[a](b.md) ", n) + "\n-- git: commit 2026-05-01 ada --\nBegin\n"
}

// TestLongLine checks that twice as many findings, in one line that is twice as long, take no more than twice the memory:
// they share the text of the line.
func TestLongLine(t *testing.T) {
	links := &lint.Rule{ID: "WR601", Name: "link-broken", Scope: lint.Document, Severity: lint.Error, Find: func(p *lint.Pass) error {
		for _, l := range p.Doc.Links() {
			p.Report(lint.Found{Span: l.Span, Message: "broken"})
		}
		return nil
	}}
	bytes := func(n int) int {
		in := input(t, oneLine(n))
		return gittest.Allocated(func() {
			result, err := lint.Run(t.Context(), in, []*lint.Rule{links})
			if err != nil || len(result.Findings) != n {
				t.Fatal(len(result.Findings), err)
			}
		})
	}
	few, many := bytes(1000), bytes(2000)
	if many > few*5/2 { // a little more, since buffers grow in steps; what is quadratic takes four times as many
		t.Errorf("twice the findings take %.1f times the memory: %d and %d bytes", float64(many)/float64(few), few, many)
	}
}
