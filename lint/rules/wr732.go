package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// promisedWithin is how many days after it was done the change that an action promised may still come. It is a
// convention of writ.
const promisedWithin = 30

func wr732() *lint.Rule {
	return &lint.Rule{
		ID: "WR732", Name: "promised-change-missing", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsHistory,
		Title:  "A done action changed a document, says the log, and history has no such change",
		Text: `"Update POL-004" is done when POL-004 was updated. The history knows whether it was.

**What counts.** A done row of a log, or action in its own file, of which one step has a word such as change, update,
revise, amend or ändern and names a document by its id or a link, and the main branch has no change of that document's
words from the day on which the action was raised to 30 days after it was done.

**What doesn't.** Actions whose day of raising or closing nobody knows; documents that aren't in the register; steps that
only mention a document; what was done within these 30 days, which may still come.

**How to fix it.** Change the document; or say in the row what was done instead.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR732"), Good: good("WR732"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				courses, err := s.Courses()
				if err != nil || !a.Done() {
					return err
				}
				raised, done := courses.Raised(a), courses.DoneOn(a)
				if raised == day.None || done == day.None || done+promisedWithin >= p.Today {
					return nil
				}
				for _, step := range stepsOf(a) {
					if err := checkPromise(p, a, step, raised, done); err != nil {
						return err
					}
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			docs := s.Input().Register.Documents
			i := slices.IndexFunc(docs, func(e *register.Entry) bool { return judged(e) && e.ID != "" })
			if i < 0 {
				return lint.ErrOutOfReach
			}
			long := s.Input().Today - 20000 // before there was anything
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{"action": "Update " + docs[i].ID, "status": "done", "raised": long.String(),
					"closed": (long + 10).String()})
			})
		},
	}
}

// stepsOf are the steps of an action, or its words as one.
func stepsOf(a *isms.Action) []string {
	if c := a.Cell("action"); len(c.List) > 0 {
		return c.List
	}
	return []string{a.Cell("action").Text}
}

// checkPromise looks for the change of each document that a step promises to change.
func checkPromise(p *lint.Pass, a *isms.Action, step string, raised, done day.Day) error {
	if !promises(step) {
		return nil
	}
	words := strings.FieldsFunc(step, func(r rune) bool { return strings.ContainsRune(" ,;:()[]\"'`", r) })
	for _, word := range words {
		for _, e := range p.Register.ByID(strings.TrimRight(word, ".!?")) {
			t, err := trailOf(p.Input, e)
			if err != nil {
				return err
			}
			if t == nil || e == a.Entry || e.Link != "" ||
				slices.ContainsFunc(t.Document.Changes, func(c *history.Change) bool {
					return c.Words && c.Day >= raised && c.Day <= done+promisedWithin
				}) {
				continue
			}
			p.Report(onAction(a, "action", lint.Found{Anchor: "promise " + strings.ToLower(e.ID),
				Message: fmt.Sprintf("%s is done, and promised a change of %s; its words didn't change between %s and %s",
					actionName(a), e.ID, raised, done+promisedWithin),
				Help: "change the document, or say in the row what was done instead"}))
		}
	}
	return nil
}

// promises reports whether a text says that something changes.
func promises(text string) bool {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		for _, stem := range schema.Vocabularies()["changing"][0].Words {
			if strings.HasPrefix(word, stem) {
				return true
			}
		}
	}
	return false
}
