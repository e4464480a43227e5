package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr212() *lint.Rule {
	return &lint.Rule{
		ID: "WR212", Name: "backdated", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A date lies before the words existed",
		Text: `A version that is said to hold since January and was written in May makes everybody who worked by the
old one wrong in hindsight. History shows the day of the first words.

**What counts.** In the newest version on the main branch: an ` + "`effective_date`" + ` that came with this version,
or an ` + "`approved_date`" + `, that lies before the first commit of its words.

**What doesn't.** The first version that history knows: it may have been written elsewhere. An effective date that the
document had before and keeps. The day of the first commit on a branch counts, not only that of its merge.

**How to fix it.** Set the day from which the words really hold; remove ` + "`approved_date`" + `, which history knows
better.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR212"), Good: good("WR212"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if n := len(t.Versions) - 1; n > 0 && controlled(p.Input, t) && !t.Kind.Record {
					if last, _ := tip(t); last != nil {
						findBackdated(p, t, last)
					}
				}
			}
			return nil
		},
		Seed: seedBackdated,
	}
}

func findBackdated(p *lint.Pass, t *trail.Trail, last *trail.Change) {
	v := t.Versions[len(t.Versions)-1]
	born := writtenOn(p.Input, v)
	found := lint.Found{Commit: v.Changes[0].Step.ID}
	if d := last.Facts.Effective; d != day.None && d < born && newDate(t, d) {
		found.Anchor, found.Help = "effective_date",
			"set the day from which these words hold, not before "+born.String()
		found.Message = fmt.Sprintf("version %s says that it holds from %s, and was first written on %s (%s)",
			short(v.Number), d, born, commit(found.Commit))
		p.Report(onField(p.Input, t, "effective_date", found))
	}
	e := entryOf(p.Input, t)
	if e == nil || e.Blob != last.Blob {
		return
	}
	if _, d := dayOf(e, "approved_date"); d != day.None && d < born {
		found.Anchor, found.Help = "approved_date", "remove the field: history says who approved which words, and when"
		found.Message = fmt.Sprintf("version %s says that it was approved on %s, and was first written on %s (%s)",
			short(v.Number), d, born, commit(found.Commit))
		p.Report(onField(p.Input, t, "approved_date", found))
	}
}

// newDate reports whether no version before the newest had an effective date.
func newDate(t *trail.Trail, d day.Day) bool {
	for _, v := range t.Versions[:len(t.Versions)-1] {
		for _, ch := range v.Changes {
			if ch.Facts != nil && ch.Facts.Effective == d {
				return false
			}
		}
	}
	return true
}

// writtenOn returns the first day on which a version's words may have existed: the earliest that a commit which
// brought them states.
func writtenOn(in *lint.Input, v *trail.Version) day.Day {
	first := v.Changes[0]
	born := first.Day
	zone := in.Config.Organization.Timezone
	born = min(born, day.In(first.Step.Author.When, zone))
	for _, s := range first.Step.Side {
		born = min(born, day.In(s.Author.When, zone), day.In(s.Committer.When, zone))
	}
	return born
}
