package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/lint"
)

func wr304() *lint.Rule {
	return &lint.Rule{
		ID: "WR304", Name: "self-approval", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "The only approver is an author of the version",
		Text: `A second pair of eyes is the point of an approval. Who wrote a part of the words, alone or as a
co-author, has read them already.

**What counts.** The main branch's newest words have the status approved and aren't approved, and somebody who may
approve did, but is an author of a commit of this version that changed the words. Addresses that the mailmap or the
roster joins are one person.

**What doesn't.** An author beside another approver who is none; commits that only changed the status or a review date;
kinds with ` + "`self_approval: true`" + `.

**How to fix it.** Another holder of the role approves. A company of one may say ` + "`self_approval: true`" + ` for
the kind.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR304"), Good: good("WR304"),
		Find: findSelfApprovals,
		Seed: seedSelfApproval,
	}
}

func findSelfApprovals(p *lint.Pass) error {
	return eachUnapproved(p, byAuthors, func(u unapproved) {
		own := u.own()
		var names []string
		for _, e := range own {
			if e.Person != nil && !slices.Contains(names, e.Person.Name) {
				names = append(names, e.Person.Name)
			}
		}
		last := own[len(own)-1]
		p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: last.Commit,
			Newest: u.content.First().Step.ID,
			Message: fmt.Sprintf("the only approval of %s names %s, who wrote some of it (`%s` in %s); another "+
				"person has to approve it",
				u.name(), allOf(names), last.Line, commit(last.Commit)),
			Help: u.howToApprove(), Related: related(entryOf(p.Input, u.t), u.t.Path, own)}))
	})
}
