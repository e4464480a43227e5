package cli

import (
	"cmp"
	"fmt"
	"slices"

	"time"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

// The data contract of `writ log --format json` (schema/log.schema.json). It only grows.
type (
	logJSON struct {
		Schema      int              `json:"schema"`
		ID          *string          `json:"id"`
		Path        string           `json:"path"`
		Title       string           `json:"title"`
		Kind        string           `json:"kind"`
		Head        *string          `json:"head"`
		Main        mainJSON         `json:"main"`
		Today       string           `json:"today"`
		State       standing.State   `json:"state"`
		Since       *string          `json:"since"` // the first day of the state
		Removed     bool             `json:"removed"`
		Notes       notesJSON        `json:"notes"`
		Versions    []versionJSON    `json:"versions"`
		Earlier     []changeJSON     `json:"earlier"`    // of the file, before it entered this trail
		Others      []changeJSON     `json:"otherFiles"` // of other files that had the id
		Proposed    *proposedJSON    `json:"proposed"`
		Retirements []retirementJSON `json:"retirements"`
		Reviews     []reviewJSON     `json:"reviews"`
		Lapses      []lapseJSON      `json:"lapses"`
		Claims      []claimJSON      `json:"claims"`
	}
	mainJSON struct {
		Ref    string  `json:"ref"`
		Commit *string `json:"commit"`
		By     string  `json:"by"` // what chose it
	}
	versionJSON struct {
		Version   *string        `json:"version"`
		Status    string         `json:"status"`
		Grade     string         `json:"grade"`
		Adopted   bool           `json:"adopted"`
		InForce   []intervalJSON `json:"inForce"`
		Blob      string         `json:"blob"`
		Digest    string         `json:"digest"`
		Changes   []changeJSON   `json:"changes"`
		Approvals []approvalJSON `json:"approvals"`
		Partial   []approvalJSON `json:"partial"` // of words that aren't approved: what counts, and isn't enough
		File      *besideJSON    `json:"file"`
	}
	// besideJSON is a file of another format whose front matter the document is.
	besideJSON struct {
		Path   string  `json:"path"`
		Blob   string  `json:"blob"`
		SHA256 *string `json:"sha256"` // of the version's content
	}
	intervalJSON struct {
		From  string  `json:"from"`
		Until *string `json:"until"`
	}
	changeJSON struct {
		Commit  string       `json:"commit"`
		Date    string       `json:"date"`
		Day     string       `json:"day"`
		What    string       `json:"what"`
		Path    string       `json:"path"`
		Blob    *string      `json:"blob"`
		Subject string       `json:"subject"`
		Commits []string     `json:"commits"`
		Authors []personJSON `json:"authors"`
		File    *besideJSON  `json:"file"`
	}
	personJSON struct {
		Name  string `json:"name"`
		Email string `json:"email"`
		Role  string `json:"role,omitempty"`
	}
	approvalJSON struct {
		By         personJSON   `json:"by"`
		Grade      string       `json:"grade"`
		Commit     string       `json:"commit"`
		Date       string       `json:"date"`
		Evidence   string       `json:"evidence"`
		RecordedBy personJSON   `json:"recordedBy"`
		Anchored   bool         `json:"anchored"`
		Kind       string       `json:"kind"`
		Line       string       `json:"line"`
		Tag        *tagJSON     `json:"tag,omitempty"`
		Capture    *captureJSON `json:"capture,omitempty"`
		Signature  *signJSON    `json:"signature"` // that decides, or that doesn't count; null where there is none
	}
	tagJSON struct {
		Ref    string `json:"ref"` // "" for one that a merge commit carries
		Name   string `json:"name"`
		Object string `json:"object"`
	}
	captureJSON struct {
		Path      string  `json:"path"` // of the file, or refs/notes/writ
		Forge     string  `json:"forge"`
		Request   string  `json:"request"`
		Head      string  `json:"head"`
		Login     string  `json:"login"`
		VouchedBy *string `json:"vouchedBy"` // null for an unsigned one
	}
	notesJSON struct {
		Seen bool `json:"seen"` // refs/notes/writ is in this clone
	}
	signJSON struct {
		Verdict     string `json:"verdict"`
		Algorithm   string `json:"algorithm"`
		Fingerprint string `json:"fingerprint"`
		Reason      string `json:"reason"`
		On          string `json:"on"` // commit, message…: what carries it
	}
	proposedJSON struct {
		Version   *string `json:"version"`
		Status    string  `json:"status"`
		Path      string  `json:"path"`
		Blob      string  `json:"blob"`
		Digest    string  `json:"digest"`
		Committed bool    `json:"committed"`

		Awaited *awaitedJSON `json:"awaited"` // once it is merged; null where it isn't committed, or nobody can tell
	}
	awaitedJSON struct {
		Approval string   `json:"approval"` // none, due, pending, draft
		Needs    string   `json:"needs"`    // in words; "" where none is due
		By       []string `json:"by"`       // names of those who may give it
	}
	retirementJSON struct {
		intervalJSON
		Commit    string         `json:"commit"` // that set the status
		Approvals []approvalJSON `json:"approvals"`
	}
	reviewJSON struct {
		By     personJSON `json:"by"`
		Commit string     `json:"commit"`
		Date   string     `json:"date"`
		Next   *string    `json:"next"`
		Grade  string     `json:"grade,omitempty"` // where somebody is named
		Counts bool       `json:"counts"`
		Why    string     `json:"why,omitempty"`
		Code   string     `json:"code,omitempty"` // of why
	}
	lapseJSON struct {
		From    string  `json:"from"`
		Until   *string `json:"until"`
		Days    int     `json:"days"`
		EndedBy *string `json:"endedBy"`
	}
	claimJSON struct {
		By         personJSON   `json:"by"`
		Commit     string       `json:"commit"`
		Evidence   string       `json:"evidence"`
		Why        string       `json:"why"`
		Code       string       `json:"code"` // of why
		Kind       string       `json:"kind"`
		Date       string       `json:"date"`
		RecordedBy personJSON   `json:"recordedBy"`
		Anchored   bool         `json:"anchored"`
		Tag        *tagJSON     `json:"tag,omitempty"`
		Capture    *captureJSON `json:"capture,omitempty"`
		Signature  *signJSON    `json:"signature"` // null where none was judged
	}
)

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func idOrNull(id gitrepo.ID) *string {
	if id.IsZero() {
		return nil
	}
	s := id.String()
	return &s
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func mainOf(m gitrepo.Main) mainJSON { return mainJSON{m.Ref, idOrNull(m.Commit), string(m.By)} }

// judgedOn says by which main line and on which day a book was judged. Each note is a sentence without
// its dot.
func judgedOn(b *trail.Book) []string {
	notes := []string{fmt.Sprintf("the main line is %s; judged on %s", b.Main, b.Today)}
	if b.Main.Note != "" {
		notes = append(notes, b.Main.Note)
	}
	return notes
}

func (l *logged) contract() *logJSON {
	out := &logJSON{Schema: 1, Head: idOrNull(l.book.Head.Commit), Main: mainOf(l.book.Main),
		Today: l.book.Today.String(), Notes: notesJSON{l.book.NotesSeen},
		ID: orNull(l.ID), Path: l.Path, Title: l.Title, Kind: l.Kind.Name, State: l.State,
		Since: orNull(l.Since.String()), Versions: []versionJSON{}, Earlier: []changeJSON{}, Others: []changeJSON{},
		Retirements: []retirementJSON{}, Reviews: []reviewJSON{}, Lapses: []lapseJSON{}, Claims: []claimJSON{}}
	if l.proposed {
		f := l.proposal()
		out.Proposed = &proposedJSON{orNull(f.Version), f.Status, l.entry.Path, l.entry.Blob.String(),
			f.Digest.String(), !l.dirty, l.awaitedJSON()}
	}
	t := l.Trail
	if t == nil {
		return out
	}
	out.Removed = t.Removed
	for _, v := range slices.Backward(t.Versions) {
		out.Versions = append(out.Versions, l.version(v))
	}
	for _, c := range slices.Backward(l.book.EarlierLife(t)) {
		out.Earlier = append(out.Earlier, l.change(c))
	}
	for _, c := range slices.Backward(l.book.OtherFiles(t)) {
		out.Others = append(out.Others, l.change(c))
	}
	for _, r := range slices.Backward(t.Retirements) {
		x := retirementJSON{intervalJSON{r.From.String(), orNull(r.Until.String())}, r.Commit.String(),
			[]approvalJSON{}}
		if r.Approval != nil {
			for _, e := range r.Approval.By {
				x.Approvals = append(x.Approvals, l.approval(e))
			}
		}
		out.Retirements = append(out.Retirements, x)
	}
	for _, r := range slices.Backward(t.Reviews) {
		out.Reviews = append(out.Reviews, reviewJSON{personJSON{r.By.Name, r.By.Email, r.Role}, r.Commit.String(),
			stamp(l.book.Steps[r.Index].Committer.When), orNull(r.Next.String()), string(r.Grade), r.Counts(),
			r.Why.String(), string(r.Why.Code)})
	}
	for _, x := range slices.Backward(t.Lapses) {
		out.Lapses = append(out.Lapses, lapseJSON{x.From.String(), orNull(x.Until.String()), x.Days,
			idOrNull(x.EndedBy)})
	}
	for _, e := range t.Claims {
		out.Claims = append(out.Claims, l.claim(e))
	}
	return out
}

func (l *logged) awaitedJSON() *awaitedJSON {
	w := l.awaited
	if w == nil || w.Due == standing.UnknownDue {
		return nil
	}
	return &awaitedJSON{cmp.Or(string(w.Due), "none"), w.Needs, append([]string{}, w.By...)}
}

func (l *logged) version(v *trail.Version) versionJSON {
	out := versionJSON{Version: orNull(v.Number), Grade: string(v.Grade), InForce: []intervalJSON{},
		Changes: []changeJSON{}, Approvals: []approvalJSON{}, Partial: []approvalJSON{}}
	if c := v.Content; c != nil {
		out.Status, out.Digest = c.Facts().Status, c.Digest.String()
		out.Blob = c.Changes[len(c.Changes)-1].Blob.String()
		out.File = l.fileOf(c.Changes[len(c.Changes)-1])
		if c.Approval == nil {
			for _, e := range c.Partial {
				out.Partial = append(out.Partial, l.approval(e))
			}
		} else {
			out.Adopted = c.Approval.Adopted != nil
			for _, e := range c.Approval.By {
				out.Approvals = append(out.Approvals, l.approval(e))
			}
		}
	}
	for _, i := range v.InForce {
		out.InForce = append(out.InForce, intervalJSON{i.From.String(), orNull(i.Until.String())})
	}
	for _, c := range slices.Backward(v.Changes) {
		out.Changes = append(out.Changes, l.change(c))
	}
	slices.SortStableFunc(out.Approvals, func(a, b approvalJSON) int { return cmp.Compare(a.Grade, b.Grade) })
	return out
}

func (l *logged) change(c *trail.Change) changeJSON {
	out := changeJSON{Commit: c.Step.ID.String(), Date: stamp(c.Step.Committer.When), Day: c.Day.String(),
		What: string(c.What), Path: c.Path, Blob: idOrNull(c.Blob), Subject: c.Step.Subject(),
		Commits: []string{}, Authors: []personJSON{}, File: l.fileOf(c)}
	for _, s := range slices.Backward(c.Step.Side) {
		out.Commits = append(out.Commits, s.ID.String())
	}
	for _, w := range c.Authors {
		out.Authors = append(out.Authors, personJSON{Name: w.Name, Email: w.Email})
	}
	return out
}

func (l *logged) approval(e *trail.Evidence) approvalJSON {
	out := approvalJSON{By: personJSON{e.By.Name, e.By.Email, e.Role}, Grade: string(e.Grade),
		Commit: e.Commit.String(), Date: stamp(l.book.Steps[e.Index].Committer.When), Evidence: evidenceText(e),
		RecordedBy: personJSON{Name: e.Recorder.Name, Email: e.Recorder.Email}, Anchored: !e.Loose,
		Kind: string(e.Kind), Line: e.Line}
	if e.Loose {
		out.Date = stamp(e.When)
	}
	if c := e.Capture; c != nil {
		out.Capture = &captureJSON{c.Path, c.Forge, c.Request, c.Head.String(), c.Login, nil}
		if e.VouchedBy != nil {
			out.Capture.VouchedBy = &e.VouchedBy.Name
		}
	}
	if e.Tag != nil {
		out.Tag = &tagJSON{e.Tag.Ref, e.Tag.Name, e.Tag.Object.String()}
	}
	if g := e.Signature; g != nil {
		out.Signature = &signJSON{g.Verdict, g.Algorithm, g.Fingerprint, g.Reason, string(g.On)}
	}
	return out
}

// claim is an approval that doesn't count, which names nobody in a role.
func (l *logged) claim(e *trail.Evidence) claimJSON {
	a := l.approval(e)
	return claimJSON{By: personJSON{Name: e.By.Name, Email: e.By.Email}, Commit: a.Commit, Evidence: e.Line,
		Why: e.Why.String(), Code: string(e.Why.Code), Kind: a.Kind, Date: a.Date, RecordedBy: a.RecordedBy,
		Anchored: a.Anchored, Tag: a.Tag, Capture: a.Capture, Signature: a.Signature}
}

// evidenceText says where an approval is, what its signature is worth, and whether the main line holds it.
func evidenceText(e *trail.Evidence) string {
	text := e.SourceWords() + ": " + e.Line + trail.SignatureWords(e)
	if e.Loose {
		text += "; unanchored, the date is its own"
	}
	return text
}
