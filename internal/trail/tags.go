package trail

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// Odd is evidence that speaks of approvals and approves nothing: it names something other than what it is on, or can't
// be read.
type Odd struct {
	Where    string     // "the tag v1.0", "the note on 1a2b3c4", a path
	Commit   gitrepo.ID // that it is about; zero where it names none
	Why      Why
	Document string // the id that it names; "" for none, or several
	Index    int    // the step that brought it; of a ref, the line's end
	Stands   bool   // it is still there, and can be taken away: a ref, or a file of the line's end
}

// collectTags reads the approvals that annotated tags state. Lightweight tags, and annotated ones whose message says
// nothing of approvals, are passed over.
func (j *judge) collectTags(ctx context.Context) error {
	refs, err := j.repo.Refs("refs/tags/")
	if err != nil || len(refs) == 0 {
		return err
	}
	rd := j.repo.NewReader()
	onLine := make(map[gitrepo.ID]bool, len(j.Steps))
	for _, s := range j.Steps {
		onLine[s.ID] = true
	}
	for _, ref := range refs {
		if onLine[ref.ID] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, ok, err := rd.RawTag(ref.ID)
		if err != nil {
			return err
		}
		if ok && speaksOfApproval(raw) {
			if err := j.fromTag(rd, TagRef{Ref: ref.Name, Object: ref.ID}, raw, nil, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func speaksOfApproval(raw []byte) bool {
	return bytes.Contains(bytes.ToLower(raw), []byte("\napproved-"))
}

// fromMergeTags reads the tags that a merge commit of step i carries in its header: anchored evidence.
func (j *judge) fromMergeTags(i int, s *gitrepo.Step) error {
	rd := j.repo.NewReader()
	raw, err := rd.RawCommit(s.ID)
	if err != nil {
		return err
	}
	tags, err := signature.FromMergeTags(raw)
	if err != nil {
		j.addOdd(Odd{Where: "the merge " + s.ID.String()[:7], Commit: s.ID, Why: because(Unreadable, err), Index: i})
		return nil
	}
	for _, tag := range tags {
		if speaksOfApproval(tag) {
			if err := j.fromTag(rd, TagRef{Object: gitrepo.TagID(tag)}, tag, s, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// taggedApproval is a tag that approves, on its way to the documents.
type taggedApproval struct {
	j     *judge
	rd    *gitrepo.Reader
	ref   TagRef
	tag   *gitrepo.Tag
	lines approvalLines
	merge *gitrepo.Step // that carries it; nil for a tag of its own
	index int           // of the merge's step
}

// fromTag reads what one annotated tag approves: of its target the documents that its message names with
// Approved-Document or Approved-Blob, or the target itself where that is a document's blob. Who approves is in
// Approved-by; without it, it is the tagger. A tag that names no document approves none, whatever it is called.
func (j *judge) fromTag(rd *gitrepo.Reader, ref TagRef, raw []byte, merge *gitrepo.Step, index int) error {
	own := &carried{on: OnTag, namespace: signature.NamespaceGit}
	payload := raw
	if own.signed, own.refused = signature.FromTag(raw); own.refused == nil {
		payload = own.signed.Payload
	}
	tag, err := gitrepo.ParseTag(payload)
	if err != nil {
		j.addOdd(Odd{Where: (&Source{Tag: &ref}).where(), Why: because(Unreadable, err), Index: len(j.Steps) - 1,
			Stands: merge == nil})
		return nil
	}
	ref.Name = tag.Name
	a := &taggedApproval{j, rd, ref, tag, readApproval(gitrepo.Trailers(tag.Message)), merge, index}
	if len(a.lines.by) == 0 && len(a.lines.ids) == 0 && len(a.lines.blobs) == 0 {
		return nil
	}
	targets, why, err := a.targets()
	if err != nil {
		return err
	}
	if why.Code == "" {
		why = a.misnamed()
	}
	if len(targets) == 0 {
		odd := Odd{Where: a.source().where(), Commit: a.commit(), Why: why, Index: index, Stands: merge == nil}
		if merge == nil {
			odd.Index = len(j.Steps) - 1
		}
		if len(a.lines.ids) == 1 {
			odd.Document = slices.Sorted(maps.Keys(a.lines.ids))[0]
		}
		j.addOdd(odd)
		return nil
	}
	if many := tooMany(len(a.approvers()), len(targets)); many.Code != "" {
		j.addOdd(Odd{Where: a.source().where(), Commit: a.commit(), Why: many, Index: index, Stands: merge == nil})
		return nil
	}
	seals := newSeals(a.lines.seals, targets, tag.Tagger.When)
	if own.refused == nil && own.signed.Kind == signature.None {
		own = nil
	}
	if merge == nil && !j.asOf.IsZero() && day.In(tag.Tagger.When, j.Zone(len(j.Steps))) > j.Today {
		return nil // it came after the day that is looked at
	}
	for _, to := range targets {
		for _, by := range a.approvers() {
			s := a.source()
			s.Named, s.Line, s.own, s.seals = history.ParseWho(by.Value), by.Line, own, seals
			s.fault = why
			if merge == nil {
				j.date(s, to, tag.Tagger.When)
			}
			if s.Commit.IsZero() {
				s.Commit = j.Steps[firstWith(to.doc, to.facts)].ID
			}
			j.give(to, s)
		}
	}
	return nil
}

// approvers are the Approved-by lines, else the tagger.
func (a *taggedApproval) approvers() []gitrepo.Trailer {
	if len(a.lines.by) > 0 {
		return a.lines.by
	}
	name := a.tag.Tagger.Name + " <" + a.tag.Tagger.Email + ">"
	return []gitrepo.Trailer{{Value: name, Line: "tagged by " + name}}
}

func (a *taggedApproval) source() *Source {
	ref := a.ref
	s := &Source{Kind: ByTag, Tag: &ref, Loose: true, Commit: a.commit(), about: a.commit(),
		Recorder: history.WhoOf(a.tag.Tagger), author: history.WhoOf(a.tag.Tagger)}
	if a.merge != nil {
		s.Kind, s.Loose, s.Commit, s.Index = ByMergeTag, false, a.merge.ID, a.index
	}
	return s
}

func (a *taggedApproval) commit() gitrepo.ID {
	if a.tag.ObjectType == "commit" {
		return a.tag.Object
	}
	return gitrepo.ID{}
}

// misnamed says why the tag isn't the one that its ref or its merge promises; nothing where it is.
func (a *taggedApproval) misnamed() Why {
	if a.merge != nil {
		if len(a.merge.Parents) < 2 || !slices.Contains(a.merge.Parents[1:], a.tag.Object) {
			return because(TagNotMerged)
		}
		return Why{}
	}
	if "refs/tags/"+a.tag.Name != a.ref.Ref {
		return because(TagOtherName, a.tag.Name, a.ref.Ref)
	}
	return Why{}
}
