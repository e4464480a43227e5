package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr313() *lint.Rule {
	return &lint.Rule{
		ID: "WR313", Name: "approval-without-object", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An approval on a commit that changes and names no document",
		Text: `"Approved" without saying what isn't evidence of anything, although its author thinks that it is.

**What counts.** An ` + "`Approved-by:`" + ` line on a commit that changes nothing and names nothing, or that names a
document, a version or words which aren't there. Only while words that it may have meant, older than itself, still
lack an approval.

**What doesn't.** Commits that change something else, such as code: their approvals aren't about documents.

**How to fix it.** Approve again with ` + "`writ approve ID`" + `, which names the words
(` + "`Approved-Document`" + `, ` + "`Approved-Blob`" + `).`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR313"), Good: good("WR313"),
		Find: func(p *lint.Pass) error {
			if len(p.Book.Unused) == 0 {
				return nil
			}
			trees := treesOf(p.Book)
			for _, u := range p.Book.Unused {
				s := carrierOf(p.Book, u)
				if s == nil || !namesWords(s.Message) && !changesNothing(s, trees) || !waitedFor(p.Input, u) {
					continue
				}
				p.Report(lint.Found{Anchor: u.Commit.String() + " " + u.Line, Commit: u.Commit,
					Message: fmt.Sprintf("`%s` in %s approves nothing: the commit neither changes nor names a "+
						"document that it could be about", short(u.Line), commit(u.Commit)),
					Help: "approve again with `writ approve ID`, which names the document and the words"})
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			if err := seedUnapproved(s); err != nil {
				return err
			}
			return s.Commit(s.Input().Today, lint.Stranger(), approvedBy(anybody(s.Input().Config)))
		},
	}
}

// treesOf returns the tree of each commit that the walk read.
func treesOf(b *trail.Book) map[gitrepo.ID]gitrepo.ID {
	trees := map[gitrepo.ID]gitrepo.ID{}
	for _, s := range b.Steps {
		trees[s.ID] = s.Tree
		for _, side := range s.Side {
			trees[side.ID] = side.Tree
		}
	}
	return trees
}

func carrierOf(b *trail.Book, u trail.Unused) *gitrepo.Step {
	step := b.Steps[u.Index]
	if step.ID == u.Commit {
		return step
	}
	for _, side := range step.Side {
		if side.ID == u.Commit {
			return side
		}
	}
	return nil
}

// namesWords reports whether a message says what it approves.
func namesWords(message string) bool {
	low := strings.ToLower(message)
	return strings.Contains(low, "\napproved-document:") || strings.Contains(low, "\napproved-blob:") ||
		strings.Contains(low, "\napproved-version:")
}

func changesNothing(s *gitrepo.Step, trees map[gitrepo.ID]gitrepo.ID) bool {
	return len(s.Parents) == 1 && trees[s.Parents[0]] == s.Tree
}

// waitedFor reports whether words that an approval without an object may have meant aren't approved to this day.
func waitedFor(in *lint.Input, u trail.Unused) bool {
	for _, t := range in.Book.Trails {
		if !controlled(in, t) || len(t.Contents) == 0 || !in.Book.Asked(t).Required {
			continue
		}
		last, content := tip(t)
		if last != nil && content.Approval == nil && content.First().Index <= u.Index &&
			last.Facts.Status != schema.Retired && last.Facts.Status != schema.Draft {
			return true
		}
	}
	return false
}
