package standing

import (
	"math"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// Links follows links between documents. Words that somebody approved mean the documents that were there when they
// were approved, wherever these are today; other words mean what is there now. Either way, a document that has moved
// is found.
type Links struct {
	view View
	held map[string][]stay // by path, in the order of the documents
}

// stay is the time in which a document was at a path, in steps of the main line.
type stay struct {
	document    *history.Document
	from, until int // until is the step that took it away
}

// Links reads from history which documents were where.
func (v View) Links() *Links {
	l := &Links{view: v, held: map[string][]stay{}}
	if v.Book == nil {
		return l
	}
	for _, d := range v.Book.Documents {
		at := stay{document: d}
		path := ""
		leave := func(step int) {
			if at.until = step; path != "" {
				l.held[path] = append(l.held[path], at)
			}
		}
		for _, ch := range d.Changes {
			now := ch.Path
			if ch.What == history.Removed {
				now = ""
			}
			if now != path {
				leave(ch.Index)
				path, at.from = now, ch.Index
			}
		}
		leave(math.MaxInt)
	}
	return l
}

// In is what history says for a view of the same history with another register.
func (l *Links) In(v View) *Links { return &Links{view: v, held: l.held} }

// Words are words of a document, as far as its links depend on them.
type Words struct {
	Path string // where the document was, from which relative links lead
	Step int    // of the main line, with which they were approved; -1 where nobody approved them
}

// WordsOf returns those with a digest in a file that is at a path today; the trail is nil for a file that history
// doesn't know.
func WordsOf(t *trail.Trail, digest history.Digest, path string) Words {
	if t == nil {
		return Words{path, -1}
	}
	for _, c := range slices.Backward(t.Contents) {
		if c.Digest != digest || c.Approval == nil || c.Approval.Merged {
			continue
		}
		if then := t.At(c.Approval.Renewed); then != nil && then.What != history.Removed {
			path = then.Path
		}
		return Words{path, c.Approval.Renewed}
	}
	return Words{path, -1}
}

// wordsOf returns those of a document of the register.
func (l *Links) wordsOf(e *register.Entry) (Words, error) {
	t, err := l.view.TrailOf(e)
	if t == nil {
		return Words{e.Path, -1}, err
	}
	return WordsOf(t, l.view.Facts(e).Digest, e.Path), nil
}

// Lead is where a link leads.
type Lead struct {
	register.Target
	To    *register.Entry   // the document; nil for anything else
	Moved bool              // To isn't at the path that the link names from where its file is now
	Gone  *history.Document // the document that was meant, where it isn't there any more; nil for none
}

// Of returns where the links of a document of the register lead, one for each of its Links.
func (l *Links) Of(e *register.Entry) ([]Lead, error) {
	targets := e.Targets()
	if len(targets) == 0 {
		return nil, nil
	}
	w, err := l.wordsOf(e)
	if err != nil {
		return nil, err
	}
	all := make([]Lead, len(targets))
	for i, t := range targets {
		meant := t
		if w.Path != e.Path {
			meant = e.Resolve(w.Path, e.Links()[i].Target)
		}
		lead, err := l.Follow(w, meant)
		if err == nil && lead.To == nil && w.Path != e.Path {
			lead, err = l.Follow(Words{e.Path, -1}, t)
		}
		if err != nil {
			return nil, err
		}
		if lead.Target, err = l.today(t, lead.To); err != nil {
			return nil, err
		}
		lead.Moved = lead.To != nil && lead.To.Path != lead.Path
		all[i] = lead
	}
	return all, nil
}

// today returns a link's target as it is read from where its file is now: the document that it leads to, where the
// link may mean that, else what is there.
func (l *Links) today(t register.Target, to *register.Entry) (register.Target, error) {
	if !several(t) {
		return t, nil
	}
	if to != nil {
		for p := range t.Paths() {
			if p == to.Path {
				return t.At(p), nil
			}
		}
	}
	at, _, err := l.view.Register.PageOf(t)
	return at, err
}

// several reports whether a link may mean several paths.
func several(t register.Target) bool {
	n := 0
	for range t.Paths() {
		if n++; n > 1 {
			return true
		}
	}
	return false
}

// meant returns a target with the path that words mean: where a document was when they were approved, else where
// something is now, else where a document was last.
func (l *Links) meant(w Words, t register.Target) (register.Target, error) {
	if !several(t) {
		return t, nil
	}
	for p := range t.Paths() {
		if l.holder(p, w.Step) != nil {
			return t.At(p), nil
		}
	}
	at, found, err := l.view.Register.PageOf(t)
	if found || err != nil {
		return at, err
	}
	for p := range t.Paths() {
		if l.lastHolder(p) != nil {
			return t.At(p), nil
		}
	}
	return t, nil
}

// Follow returns where a link of words leads, whose target was resolved from where these were.
func (l *Links) Follow(w Words, to register.Target) (Lead, error) {
	if !to.Local || to.Path == "" {
		return Lead{Target: to}, nil
	}
	to, err := l.meant(w, to)
	if err != nil {
		return Lead{}, err
	}
	lead := Lead{Target: to}
	here := l.view.Register.ByPath(to.Path)
	then := l.holder(to.Path, w.Step)
	switch {
	case then != nil && here != nil && here.ID != "" && strings.EqualFold(here.ID, then.ID):
		lead.To = here
	case then != nil:
		if lead.To = l.view.EntryOf(then); lead.To == nil {
			lead.Gone = then
		}
	case here != nil:
		lead.To = here
	default:
		at, err := l.view.Register.At(to.Path)
		if err != nil || at.Mode != 0 {
			return lead, err
		}
		if last := l.lastHolder(to.Path); last != nil {
			lead.To = l.view.EntryOf(last)
		}
	}
	lead.Moved = lead.To != nil && lead.To.Path != to.Path
	return lead, nil
}

// holder returns the document that was at a path with a step; nil for none.
func (l *Links) holder(path string, step int) *history.Document {
	for _, s := range l.held[path] {
		if s.from <= step && step < s.until {
			return s.document
		}
	}
	return nil
}

// lastHolder returns the document that was at a path last; nil for none.
func (l *Links) lastHolder(path string) *history.Document {
	var last stay
	for _, s := range l.held[path] {
		if last.document == nil || s.from > last.from {
			last = s
		}
	}
	return last.document
}
