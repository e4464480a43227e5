package trail

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/history"
)

// targets returns the documents that the tag names, as its target holds them. why says what doesn't fit; documents
// that it wants to approve and doesn't are returned with it.
func (a *taggedApproval) targets() (targets []target, why Why, err error) {
	actual, err := a.rd.TypeOf(a.tag.Object)
	switch {
	case err != nil:
		return nil, why, err
	case actual == "":
		return nil, because(TargetAbsent, a.tag.Object), nil
	case actual != a.tag.ObjectType:
		return nil, because(TargetMistyped, a.tag.ObjectType, actual), nil
	case actual == "blob":
		return a.blobTarget()
	case actual != "commit":
		return nil, because(TargetUnfit, actual), nil
	}
	return a.commitTargets()
}

// blobTarget takes the tagged blob itself.
func (a *taggedApproval) blobTarget() (targets []target, why Why, err error) {
	f, err := a.j.factsOf(a.rd, a.tag.Object)
	if err != nil {
		return nil, why, err
	}
	d := a.j.byID(f.ID)
	if f.ID == "" || d == nil {
		return nil, because(BlobUnknown, a.tag.Object), nil
	}
	to := target{doc: d, facts: a.j.counted(f, d)}
	switch {
	case len(a.lines.blobs) > 0 && !slices.Contains(a.lines.blobs, a.tag.Object.String()):
		why = because(TagNamesBlob)
	case !a.lines.about(to):
		why = because(TagNamesOther)
	}
	return []target{to}, why, nil
}

// commitTargets finds the named documents in the tagged commit.
func (a *taggedApproval) commitTargets() (targets []target, why Why, err error) {
	ids := map[string]bool{}
	for id := range a.lines.ids {
		ids[id] = true
	}
	pinned := map[history.Digest]bool{}
	for _, hex := range a.lines.blobs {
		f, err := a.j.readNamed(a.rd, hex)
		if err != nil {
			return nil, why, err
		}
		if f == nil || f.ID == "" {
			return nil, because(BlobUnknown, hex), nil
		}
		pinned[f.Digest], pinned[f.Words] = true, true
		if len(a.lines.ids) == 0 {
			ids[strings.ToLower(f.ID)] = true
		}
	}
	if len(ids) == 0 {
		return nil, because(TagNamesNone), nil
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		d := a.j.byID(id)
		if d == nil {
			why = because(DocumentAbsent, id)
			continue
		}
		f, err := a.held(d)
		if err != nil {
			return nil, why, err
		}
		to := target{doc: d, facts: f}
		switch {
		case f == nil:
			why = because(TagLacks, d.ID)
			continue
		case a.isRoster(d) && len(a.lines.digests) > 0 && !slices.Contains(a.lines.digests, f.Digest.String()),
			!a.isRoster(d) && len(pinned) > 0 && !pinned[f.Digest]:
			why = because(TagNamesWords, d.ID)
		case !a.lines.about(to):
			why = because(TagNamesNumber, f.Version, d.ID)
		}
		targets = append(targets, to)
	}
	return targets, why, nil
}

// held returns a document as the tagged commit holds it; nil where it doesn't.
func (a *taggedApproval) held(d *history.Document) (*history.Facts, error) {
	if a.isRoster(d) {
		return a.j.rosterOf(a.rd, a.tag.Object)
	}
	seen := map[string]bool{}
	for _, c := range slices.Backward(d.Changes) {
		if seen[c.Path] {
			continue
		}
		seen[c.Path] = true
		mode, id, err := a.j.Joined(a.rd, a.tag.Object, c.Path)
		if err != nil {
			return nil, err
		}
		if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
			continue
		}
		f, err := a.j.factsOf(a.rd, id)
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(f.ID, d.ID) {
			return a.j.counted(f, d), nil
		}
	}
	return nil, nil
}

func (a *taggedApproval) isRoster(d *history.Document) bool { return a.j.isRoster(d) }

// factsOf returns the facts of a blob, read now where the walk didn't.
func (j *judge) factsOf(rd *gitrepo.Reader, id gitrepo.ID) (*history.Facts, error) {
	if f := cmp.Or(j.Facts(id), j.read[id]); f != nil {
		return f, nil
	}
	f, err := j.ReadFacts(rd, id)
	if err == nil {
		j.read[id] = f
	}
	return f, err
}

// readNamed returns the facts of the blob that a line names; nil where that is none, or isn't in the clone.
func (j *judge) readNamed(rd *gitrepo.Reader, hex string) (*history.Facts, error) {
	id, err := objects.ParseHex(hex)
	if err != nil {
		return nil, nil // what is no object id names nothing
	}
	if f := cmp.Or(j.Facts(id), j.read[id]); f != nil {
		return f, nil
	}
	if typ, err := rd.TypeOf(id); typ != "blob" || err != nil {
		return nil, err
	}
	return j.factsOf(rd, id)
}

// date gives evidence that only a ref holds its place: the newest step of the day that it states, and never before the
// words reached the main line. Nothing but its own word speaks for that day.
func (j *judge) date(s *Source, to target, when time.Time) {
	first := firstWith(to.doc, to.facts)
	stated := day.In(when, j.Zone(first))
	n, _ := slices.BinarySearch(j.Days, stated+1)
	newest := max(n-1, 0)
	s.Index, s.Day, s.below, s.When = max(newest, first), stated, n, when
	if first > newest || n == 0 {
		s.Day, s.below = max(stated, j.Days[s.Index]), s.Index
	}
	if stated > j.Today && s.fault.Code == "" {
		s.fault = because(InFuture, stated)
	}
}

// firstWith returns the step that first brought these words in this state, 0 where none did.
func firstWith(d *history.Document, f *history.Facts) int {
	words := -1
	for _, c := range d.Changes {
		switch {
		case c.Facts == nil || c.Facts.Digest != f.Digest:
		case c.Facts.Status == f.Status:
			return c.Index
		case words < 0:
			words = c.Index
		}
	}
	return max(words, 0)
}
