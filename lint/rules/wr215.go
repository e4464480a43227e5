package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/lint"
)

func wr215() *lint.Rule {
	return &lint.Rule{
		ID: "WR215", Name: "main-line-swapped", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A merge the wrong way round put the main branch's commits to the side",
		Text: `What is in force follows from the first parents of the main branch. Who pulls with commits of their own
and pushes the merge makes those the main line. What had been there before, with its merges and their days, then
counts as a branch.

**What counts.** A merge on the main branch whose message is the one that git writes for merging the main branch
itself (such as ` + "`Merge branch 'main' of …` or `Merge remote-tracking branch 'origin/main'`" + `), and that put
documents or merges to the side.

**What doesn't.** Branches that merged the main branch before they were merged themselves; a merge whose first parent
is what the other side began from; merges with a message of their own; what ` + "`accepted_rewrites`" + ` names. The
pull of a fork's branch of the same name looks alike, where both sides have commits: name it there.

**How to fix it.** Nothing fixes history. Compare ` + "`writ log`" + ` of the documents, then put the merge's id under
` + "`accepted_rewrites`" + `. Pull with ` + "`git pull --rebase`" + `, and let the host accept nothing but pull
requests.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR215"), Good: good("WR215"),
		Find: func(p *lint.Pass) error {
			name := mainName(p.Input)
			for i, s := range p.Book.Steps {
				if name == "" || !mergesMain(s.Subject(), name) || !displaced(p.Input, s) ||
					acceptedRewrite(p.Input, s) {
					continue
				}
				what := fmt.Sprintf("%d commits", len(s.Side))
				if len(s.Side) == 1 {
					what = "a commit"
				}
				p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
					Message: fmt.Sprintf("%s (%s) merged %s the wrong way round: %s of the main line became a "+
						"side branch", commit(s.ID), p.Book.Days[i], name, what),
					Help: fmt.Sprintf("compare what `writ log ID` says of the documents, then add %s to "+
						"accepted_rewrites in writ.yaml; "+
						"pull with `git pull --rebase`, and let the host accept nothing but pull requests", s.ID)})
			}
			return nil
		},
		Seed: seedSwap,
	}
}

// mainName returns the main branch's name without its remote; "" where it is HEAD.
func mainName(in *lint.Input) string {
	if in.Config.Main != "" {
		return strings.TrimPrefix(in.Config.Main, "refs/heads/")
	}
	ref := in.Book.Main.Ref
	if name, ok := strings.CutPrefix(ref, "refs/heads/"); ok {
		return name
	}
	name := strings.TrimPrefix(strings.TrimPrefix(ref, "refs/remotes/"), "origin/")
	if name == "HEAD" {
		return ""
	}
	return name
}

// mergeSubject is how git begins the message of a merge (git-fmt-merge-msg): the remote branch or the branch, where it
// was pulled from, and what it was merged into. GitLab writes that in quotes, for merge requests.
var mergeSubject = lazyregexp.New(`^Merge (remote-tracking branch|branch) '([^']+)'(?: of \S+)?(?: into [^'\s]+)?$`)

// mergesMain reports whether a subject is git's for a merge of the main branch itself.
func mergesMain(subject, name string) bool {
	m := mergeSubject.FindStringSubmatch(strings.TrimRight(subject, " \r"))
	if m == nil {
		return false
	}
	if m[1] == "branch" {
		return m[2] == name
	}
	_, branch, ok := strings.Cut(strings.TrimPrefix(m[2], "refs/remotes/"), "/")
	return ok && branch == name
}

// displaced reports whether a merge put documents or merges to the side, of a line that had parted from its first
// parent.
func displaced(in *lint.Input, s *gitrepo.Step) bool {
	matters := false
	for _, side := range s.Side {
		if slices.Contains(side.Parents, s.Parents[0]) {
			return false
		}
		matters = matters || len(side.Parents) > 1 || slices.ContainsFunc(side.Changes,
			func(c gitrepo.Change) bool { return in.Config.MayInclude(c.Path) })
	}
	return matters
}

// acceptedRewrite reports whether the configuration names the merge, or what was the main branch's head before.
func acceptedRewrite(in *lint.Input, s *gitrepo.Step) bool {
	return slices.Contains(in.Config.Rewrites, s.ID.String()) ||
		slices.ContainsFunc(s.Parents[1:], func(id gitrepo.ID) bool {
			return slices.Contains(in.Config.Rewrites,
				id.String())
		})
}

// seedSwap commits a document, and lets somebody with a commit of their own pull that and push the merge.
func seedSwap(s lint.Scratch) error {
	in, below := s.Input(), s.Tip()
	name := mainName(in)
	d, err := pick(s, anywhere)
	if err != nil {
		return err
	}
	if below.IsZero() || name == "" {
		return lint.ErrOutOfReach
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	theirs := s.Tip()
	if err := errors.Join(s.Remove(d.path), s.Write("seeded-defect.txt",
		[]byte("Work that began before the document came.\n"))); err != nil {
		return err
	}
	if err := s.CommitOn([]gitrepo.ID{below}, in.Today, lint.Stranger(), "Write something else"); err != nil {
		return err
	}
	if err := s.Write(d.path, d.text()); err != nil {
		return err
	}
	return s.CommitOn([]gitrepo.ID{s.Tip(), theirs}, in.Today, lint.Stranger(), "Merge branch '"+name+"'")
}
