package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// origin is the life that a document's file had in another trail, before its id was another or before it was a document
// of its own.
type origin struct {
	of   *Trail
	upTo int // the step that brought the file into this trail
}

func (t *Trail) comesFrom(other *Trail, step int) {
	o := origin{other, step}
	if other != t && !slices.Contains(t.origins, o) {
		t.origins = append(t.origins, o)
	}
}

// leaving are the trails whose files left their paths in one step.
type leaving struct {
	from   map[string]*Trail       // by path
	bytes  map[gitrepo.ID][]*Trail // by what the file held
	branch *branch                 // the commits of a merge; nil for another commit
}

func (n *identities) leaving(s *gitrepo.Step, gone map[*Trail]string) leaving {
	l := leaving{from: make(map[string]*Trail, len(gone)), bytes: make(map[gitrepo.ID][]*Trail, len(gone))}
	for t, path := range gone {
		l.from[path] = t
		l.bytes[t.lastBlob()] = append(l.bytes[t.lastBlob()], t)
	}
	if len(s.Parents) > 1 {
		l.branch = n.branchOf(s)
	}
	return l
}

// keepLife notes which trails a file that came to a path in step i has its words from: what was at the path, what left
// with the same bytes, under the names that it had in a merged branch, too, and the document whose id it copies.
func (n *identities) keepLife(i int, c gitrepo.Change, l leaving) {
	t := n.at[c.Path]
	if t == nil {
		return
	}
	names := []string{c.Path}
	if l.branch != nil {
		names = l.branch.names(c.Path)
	}
	for _, path := range names {
		for _, from := range []*Trail{l.from[path], n.at[path]} {
			if from != nil {
				t.comesFrom(from, i)
			}
		}
	}
	for _, from := range l.bytes[c.Blob] {
		t.comesFrom(from, i)
	}
	if f := n.book.facts.of(c.Blob); f != nil && f.ID != "" {
		if holder := n.byID[strings.ToLower(f.ID)]; holder != nil {
			t.comesFrom(holder, i)
		}
	}
}

// EarlierLife returns the changes of a document's file before it entered the trail, oldest first: under another id, without
// one that counted, or as the copy of another document.
func (b *Book) EarlierLife(t *Trail) []*Change {
	life := newLife(b, t)
	t.eachOrigin(-1, life.add)
	return life.inOrder()
}

// OtherFiles returns the changes of other files while they had the document's id, oldest first.
func (b *Book) OtherFiles(t *Trail) []*Change {
	life := newLife(b, t)
	for _, other := range b.Trails {
		if other == t || t.key == "" {
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

// life collects changes of other trails, each once.
type life struct {
	book    *Book
	seen    map[*Change]bool
	changes []*Change
}

func newLife(b *Book, t *Trail) *life {
	l := &life{book: b, seen: map[*Change]bool{}}
	for _, c := range t.Changes {
		l.seen[c] = true
	}
	return l
}

// add takes a copy that names its authors, whom a change that wasn't judged yet doesn't.
func (l *life) add(c *Change, of *Trail) {
	if l.seen[c] {
		return
	}
	l.seen[c] = true
	own := *c
	own.Authors = l.book.judges.authorsOf(of, c)
	l.changes = append(l.changes, &own)
}

func (l *life) inOrder() []*Change {
	slices.SortStableFunc(l.changes, func(x, y *Change) int { return x.Index - y.Index })
	return l.changes
}

// eachOrigin visits the changes of the lives that entered the trail after a step.
func (t *Trail) eachOrigin(after int, visit func(*Change, *Trail)) {
	seen := map[origin]bool{}
	var follow func(t *Trail, after int)
	follow = func(t *Trail, after int) {
		for _, o := range t.origins {
			if o.upTo <= after || seen[o] {
				continue
			}
			seen[o] = true
			for _, c := range o.of.Changes {
				if c.Index < o.upTo {
					visit(c, o.of)
				}
			}
			follow(o.of, -1)
		}
	}
	follow(t, after)
}

// authorsUpTo returns who wrote any of the words up to a content that nobody approved before: those of its version, those
// of the versions since the words that it is to replace, and those of what became this document since then. A new
// number or a new id alone makes nobody's words another's.
func (b *builder) authorsUpTo(t *Trail, c *Content) []Who {
	var out []Who
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
	t.eachOrigin(after, func(ch *Change, of *Trail) {
		if ch.Words && ch.Index < c.lastIndex() {
			out = append(out, b.authorsOf(of, ch)...)
		}
	})
	return out
}

// sameBefore returns what led to the words of c where they were there before a content, and nobody approved them then: who
// brings them back doesn't make them another's.
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
