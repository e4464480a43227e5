package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// EarlierLife returns the changes of a document's file before it was this document, oldest first: under another id,
// without one that counted, or as the copy of another document.
func (b *Book) EarlierLife(t *Trail) []*Change {
	life := newLife(b.History, t.Document)
	t.EachOrigin(-1, life.add)
	return life.inOrder()
}

// OtherFiles returns the changes of other files while they had the document's id, oldest first.
func (b *Book) OtherFiles(t *Trail) []*Change {
	life := newLife(b.History, t.Document)
	for _, other := range b.Documents {
		if other == t.Document || t.Key == "" {
			continue
		}
		for _, c := range other.Changes {
			if c.Facts != nil && strings.EqualFold(c.Facts.ID, t.ID) {
				life.add(c, other)
			}
		}
	}
	return life.inOrder()
}

// life collects changes of other documents, each once.
type life struct {
	line    *history.History
	seen    map[*history.Change]bool
	changes []*Change
}

func newLife(line *history.History, d *history.Document) *life {
	l := &life{line: line, seen: map[*history.Change]bool{}}
	for _, c := range d.Changes {
		l.seen[c] = true
	}
	return l
}

func (l *life) add(c *history.Change, of *history.Document) {
	if !l.seen[c] {
		l.seen[c] = true
		l.changes = append(l.changes, &Change{Change: c, Authors: l.line.Authors(of, c)})
	}
}

func (l *life) inOrder() []*Change {
	slices.SortStableFunc(l.changes, func(x, y *Change) int { return x.Index - y.Index })
	return l.changes
}

// authorsUpTo returns who wrote any of the words up to a content that nobody approved before: those of its version,
// those of the versions since the words that it is to replace, and those of what became this document since then. A
// new number or a new id alone makes nobody's words another's.
func (j *judge) authorsUpTo(t *Trail, c *Content) []history.Who {
	var out []history.Who
	contents := t.writtenFor(c)
	for _, content := range slices.Concat(contents, t.sameBefore(c, contents[0])) {
		for _, ch := range content.Changes {
			if ch.Words {
				out = append(out, ch.Authors...)
			}
		}
	}
	after := -1
	if k := slices.Index(t.Contents, contents[0]); k > 0 {
		after = t.Contents[k-1].First().Index
	}
	t.EachOrigin(after, func(ch *history.Change, of *history.Document) {
		if ch.Words && ch.Index < c.lastIndex() {
			out = append(out, j.Authors(of, ch)...)
		}
	})
	return out
}

// writersOf returns who else wrote the words that led to a content, up to a step: on a branch of which a merge took
// nothing, or as another document that is gone. Words that were approved in this trail had other eyes. Those of
// another document, such as a template, count where they are approved as they are.
func (j *judge) writersOf(t *Trail, c *Content, upTo int) (out []history.Who) {
	approved := map[document.TextID]bool{}
	for _, x := range t.Contents {
		if x == c {
			break
		}
		if x.Approval != nil && !x.Approval.Merged {
			approved[x.Facts().Text] = true
		}
	}
	for _, content := range t.writtenFor(c) {
		for _, ch := range content.Changes {
			if !ch.Words || ch.Facts == nil || approved[ch.Facts.Text] {
				continue
			}
			for _, x := range j.Writings(ch.Facts.Text, upTo) {
				if content == c || strings.EqualFold(x.Facts.ID, ch.Facts.ID) {
					out = history.CommitAuthors(out, x.Step)
				}
			}
		}
	}
	return out
}

// sameBefore returns what led to the words of c where they were there before a content, and nobody approved them then:
// who brings them back doesn't make them another's.
func (t *Trail) sameBefore(c, first *Content) []*Content {
	var all []*Content
	end := slices.Index(t.Contents, first)
	if !c.judged { // what was approved before isn't known yet
		end = 0
	}
	for i := end - 1; i >= 0; i-- {
		if x := t.Contents[i]; i < end && x.Digest == c.Digest && x.Approval == nil {
			led := t.writtenFor(x)
			all = append(all, led...)
			end = i + 1 - len(led)
		}
	}
	return all
}

func (c *Content) lastIndex() int { return c.Changes[len(c.Changes)-1].Index }

// FollowsAt returns what an approval of a document's words follows that is given where a commit is: the newest other
// approved content that the commit knows.
func (b *Book) FollowsAt(t *Trail, words history.Digest, commit gitrepo.ID) (After, error) {
	knew, err := b.Knew(commit)
	if err != nil {
		return "", err
	}
	for _, c := range slices.Backward(t.Contents) {
		if c.Approval != nil && c.Digest != words && c.First().Index <= knew {
			return After(c.Digest.String()), nil
		}
	}
	return NothingBefore, nil
}
