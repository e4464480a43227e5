package cli

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/trail"
)

// recentSteps is how many of the newest main-line steps tell how a company merges and signs now.
const recentSteps = 200

func (x *diagnosis) checkDepth() check {
	c := check{name: "depth", state: isGood}
	switch partial := x.project.repo.Partial; {
	case x.missing != nil:
		c.saw("%s", x.missing.What)
		c.worse(isMissing, x.missing.Fix)
	case x.main.Commit.IsZero():
		c.saw("nothing is committed yet")
		c.worse(isMissing, "commit the documents and writ.yaml")
	case partial != nil:
		c.saw("%s; all that history needs is here, though", partial.What)
		c.worse(attention, partial.Fix)
	default:
		c.saw("the whole history is here: %s of the main line since %s",
			counted(len(x.book.Steps), "commit", "commits"), x.book.Days[0])
	}
	return c
}

func (x *diagnosis) checkMain() check {
	c := check{name: "main line", state: isGood}
	if x.main.Ref == "" {
		c.saw("%s", x.missing.What)
		c.worse(isMissing, x.missing.Fix)
		return c
	}
	if x.main.Commit.IsZero() {
		c.saw("none yet")
		c.worse(attention, "")
		return c
	}
	c.saw("%s", x.main)
	if x.main.Note != "" {
		c.saw("%s", x.main.Note)
		c.worse(attention, "bring the two together, so that both tell the same history")
	}
	return c
}

// recent returns the newest steps of the main line; none where history isn't whole.
func (x *diagnosis) recent() []*gitrepo.Step {
	if x.book == nil {
		return nil
	}
	return x.book.Steps[max(0, len(x.book.Steps)-recentSteps):]
}

// unread says in a check that history couldn't be looked at. It is no statement about that history.
func (x *diagnosis) unread(c *check) {
	what := "not looked at: history isn't whole here"
	if x.missing == nil {
		what = "nothing is committed yet"
	}
	c.saw("%s", what)
	c.worse(attention, "")
}

// checkMerges tells how changes reach the main line. Who committed it decides, since that is all that a commit says.
func (x *diagnosis) checkMerges() check {
	c := check{name: "merge style", state: isGood}
	steps := x.recent()
	if len(steps) == 0 {
		x.unread(&c)
		return c
	}
	var people, forge, squashed, direct int
	for _, s := range steps {
		byForge := x.roster.IsForge(s.Committer.Name, s.Committer.Email)
		switch merge := len(s.Parents) > 1; {
		case merge && byForge:
			forge++
		case merge:
			people++
		case byForge:
			squashed++
		default:
			direct++
		}
	}
	c.saw("newest main-line commits looked at: %d", len(steps))
	show := func(n int, what, means string) {
		if n > 0 {
			c.saw("%d %s: %s", n, what, means)
		}
	}
	show(people, "merged by people", "the person who merged is named, C; A where the merge is signed")
	show(forge, "merged by a forge", "its author counts as the person who merged, C; the forge's signature "+
		"proves nobody")
	show(squashed, "squashed or rebased by a forge", "nobody is named by it")
	show(direct, "committed directly (or by fast-forward)",
		"nobody is named by it; only an approval line, tag or capture counts")
	if squashed > 0 {
		c.worse(attention, "merge with merge commits, or approve with `writ approve -S` (SSH): its signature in the "+
			"message outlives a squash and a rebase")
	}
	return c
}

// squashes reports whether all that a forge brought to the main line lately was squashed or rebased, and no approval
// was committed there directly.
func (x *diagnosis) squashes() bool {
	steps := x.recent()
	squashed := false
	for _, s := range steps[max(0, len(steps)-20):] {
		switch byForge := x.roster.IsForge(s.Committer.Name, s.Committer.Email); {
		case len(s.Parents) > 1, !byForge && strings.Contains(s.Message, trail.KeyApprovedBy+":"):
			return false
		default:
			squashed = squashed || byForge
		}
	}
	return squashed
}

const fetchNotes = "git fetch origin 'refs/notes/*:refs/notes/*'"

// readNotes looks for captured reviews: files of the main line, and notes.
func (x *diagnosis) readNotes() error {
	repo := x.project.repo
	refs, err := repo.Refs(trail.NotesRef)
	if err != nil {
		return err
	}
	for _, r := range refs {
		x.notes = x.notes || r.Name == trail.NotesRef
	}
	if x.main.Commit.IsZero() {
		return nil
	}
	files, err := repo.Files(x.main.Commit, below(trail.CaptureFolder, ".json"))
	if err != nil {
		return x.lacking(err)
	}
	x.captures = len(files)
	return nil
}

// unseenNotes reports whether captured reviews are vouched for and none is seen, although this is a clone of
// something.
func (x *diagnosis) unseenNotes() bool {
	return !x.notes && x.captures == 0 && strings.HasPrefix(x.main.Ref, "refs/remotes/")
}

func (x *diagnosis) checkNotes() check {
	c := check{name: "notes and captures", state: isGood}
	notes, captures := x.notes, x.captures
	c.saw("captures on the main line: %d", captures)
	if notes {
		c.saw("%s is in this clone", trail.NotesRef)
	} else {
		c.saw("%s isn't in this clone; whether there are notes elsewhere isn't known from here", trail.NotesRef)
		c.worse(attention, "where reviews are kept as notes: "+fetchNotes)
	}
	signers := x.roster.CaptureBy
	if len(signers) == 0 {
		c.saw("capture.signers: nobody, so that a captured review is grade C at most")
		if captures > 0 || notes {
			c.worse(attention, "name in capture.signers whose key vouches for captures, and put that key under "+
				"people.*.keys: a captured review is then grade B")
		}
		return c
	}
	for _, key := range signers {
		if x.keys.has(key) {
			c.saw("capture.signers: %s has a key", key)
			continue
		}
		c.saw("capture.signers: %s has no key that counts", key)
		c.worse(attention, fmt.Sprintf("add the public key of %s to people.%s.keys", key, key))
	}
	return c
}
