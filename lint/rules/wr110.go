package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr110() *lint.Rule {
	return &lint.Rule{
		ID: "WR110", Name: "id-duplicate", Scope: lint.Register, Severity: lint.Error,
		Title: "Several documents have the same id",
		Text: `An approval of POL-001 has to mean one document. Two files with one id are usually a copy that was to
become something new.

**What counts.** The same id in two or more documents, compared without case. Each of them gets the finding, which
names the others. Of one text in several languages, such as
` + "`x.md` and `x.de.md`, or `en/x.md` and `de/x.md`" + `, only the first translation gets it.

**What doesn't.** Language versions or attachments that have ids of their own.

**How to fix it.** Give the copy a new id. The one that had the id before keeps it, with its history. Translations are
best left out: the finding has the line for ` + "`documents.exclude`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR110"), Good: good("WR110"),
		Find: func(p *lint.Pass) error {
			told := map[*register.Entry]bool{} // by the first with the id
			for _, e := range p.Register.Documents {
				if same := p.Register.ByID(e.ID); e.ID != "" && len(same) > 1 && !told[same[0]] {
					told[same[0]] = true
					languages, texts := translations(p.Config, same)
					for _, t := range languages {
						if err := reportTranslations(p, t); err != nil {
							return err
						}
					}
					if err := reportTwins(p, texts); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

// mostTwins is how many places of one id a finding carries.
const mostTwins = 20

func reportTwins(p *lint.Pass, same []*register.Entry) error {
	if len(same) < 2 {
		return nil
	}
	for _, e := range same {
		var paths []string
		var related []lint.Related
		for _, other := range same {
			if other == e {
				continue
			}
			paths = append(paths, other.Path)
			if len(related) == mostTwins {
				continue
			}
			there, err := lint.RangeOf(other.Document, at(other, "id"))
			if err != nil {
				return err
			}
			related = append(related, lint.Related{Path: other.Path, Range: there, Message: "the same id"})
		}
		help := whoMovesOn(nil, e.Path, paths)
		if p.Book != nil {
			help = whoMovesOn(p.Book.Document(e.ID), e.Path, paths)
		}
		p.Report(lint.Found{Doc: e, Span: at(e, "id"), Anchor: "id", Related: related, Help: help,
			Message: fmt.Sprintf("the id %s is also that of %s", quoted(e.ID), few(paths))})
	}
	return nil
}

// whoMovesOn says which of the documents keeps the id: the one that history knows.
func whoMovesOn(d *history.Document, path string, others []string) string {
	switch {
	case d != nil && d.Path == path:
		return fmt.Sprintf("this document had the id first; give %s a new one", few(others))
	case d != nil && slices.Contains(others, d.Path):
		return fmt.Sprintf("give this document a new id; %s had it first", d.Path)
	}
	return "give the copy a new id"
}
