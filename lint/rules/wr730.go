package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr730() *lint.Rule {
	return &lint.Rule{
		ID: "WR730", Name: "status-backwards", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "An action went from done back to open, and nobody says why",
		Text: `That an action didn't work, and is taken up again, is a good story. Without a word it looks as if "done" had
meant nothing.

**What counts.** An open row of a log, or an open action in its own file, that the main branch, or this change, took from
done or verified back to open: where the change neither wrote into the row's notes nor has a body in its commit message.

**What doesn't.** Rows that are done again. Trailers such as ` + "`Signed-off-by`" + ` are no words.

**How to fix it.** Say in the row's notes why it is open again.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR730"), Good: good("WR730"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				courses, err := s.Courses()
				if err != nil {
					return err
				}
				if x := courses.Of(a.Key); x != nil && a.Open() && !a.Says("notes") {
					checkReopened(p, x, a)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantCourse(s, func(t *sheet) { t.set(0, map[string]string{"status": "done", "notes": ""}) },
				func(t *sheet) { t.set(0, map[string]string{"status": "open"}) })
		},
	}
}

func checkReopened(p *lint.Pass, x *isms.Course, a *isms.Action) {
	before, at := x.Reopened()
	if at == nil || explained(at.Change.Step) {
		return
	}
	f := lint.Found{Message: fmt.Sprintf("%s was %s, and is open again since %s (%s); nobody says why", actionName(a),
		before.Class, at.Change.Day, commit(at.Change.Step.ID)), Help: "say in its notes why it is open again"}
	if at.Change.Step.ID.IsZero() {
		f.Message = fmt.Sprintf("%s was %s, and this change opens it again; nobody says why", actionName(a), before.Class)
	} else {
		f.Commit = at.Change.Step.ID
	}
	p.Report(onAction(a, "status", f))
}

// explained reports whether the message of a commit, or of one that a merge brought, says more than its subject.
func explained(s *gitrepo.Step) bool {
	for _, step := range append([]*gitrepo.Step{s}, s.Side...) {
		_, body, _ := strings.Cut(strings.TrimSpace(step.Message), "\n")
		for line := range strings.Lines(body) {
			key, _, trailer := strings.Cut(line, ": ")
			if line = strings.TrimSpace(line); line != "" && !(trailer && !strings.Contains(key, " ")) {
				return true
			}
		}
	}
	return false
}
