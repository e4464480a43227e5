package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr209() *lint.Rule {
	return &lint.Rule{
		ID: "WR209", Name: "id-reused", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "An id that was removed names another document",
		Text: `Old minutes that say "approved POL-004" suddenly seem to mean something that didn't exist then. An id
is used once.

**What counts.** A document that was removed, and whose id came back with another title: no word of the old one is in it
but the kind's. Also where you propose it.

**What doesn't.** A document that comes back as itself, or under a title that was only reworded; a new title in the
place of the old one, without a time between.

**How to fix it.** Give the new document an id of its own.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR209"), Good: good("WR209"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if e.ID == "" {
					return nil
				}
				var before, removed *trail.Change
				for _, ch := range t.Changes {
					switch {
					case ch.What == history.Removed:
						removed = ch
					case removed != nil && before != nil && ch.Facts != nil && otherTitle(before.Facts, ch.Facts):
						reportReused(p, t, before, removed, ch)
					}
					if ch.Facts != nil {
						before, removed = ch, nil
					}
				}
				if f := factsOf(p.Input, e); removed != nil && before != nil && otherTitle(before.Facts, f) {
					p.Report(lint.Found{Doc: e, Span: at(e, "id"), Anchor: "id",
						Help: "give the new document an id of its own",
						Message: fmt.Sprintf("%s was %s until %s; ids are never used again", e.ID,
							quoted(before.Facts.Title), removed.Day)})
				}
				return nil
			})
		},
		Seed: seedReusedID,
	}
}

func reportReused(p *lint.Pass, t *trail.Trail, before, removed, ch *trail.Change) {
	p.Report(onField(p.Input, t, "id", lint.Found{Anchor: "id", Commit: ch.Step.ID,
		Help: "give the new document an id of its own",
		Message: fmt.Sprintf("%s was %s until %s, and names %s since %s (%s)", t.ID,
			quoted(before.Facts.Title), removed.Day,
			quoted(ch.Facts.Title), ch.Day, commit(ch.Step.ID))}))
}

// otherTitle reports whether two titles share no word but those of their kinds.
func otherTitle(a, b *history.Facts) bool {
	if a.Title == "" || b.Title == "" {
		return false
	}
	had := map[string]bool{}
	for _, w := range wordsIn(a.Title) {
		had[w] = true
	}
	for _, w := range wordsIn(b.Title) {
		if had[w] && !strings.Contains(a.Kind, w) && !strings.Contains(b.Kind, w) {
			return false
		}
	}
	return true
}
