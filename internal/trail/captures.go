package trail

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// CaptureRef says which review of which capture evidence is.
type CaptureRef struct {
	Path    string // of the file, or NotesRef
	Forge   string
	Request string
	Head    gitrepo.ID // the reviewed commit
	Login   string
	bot     bool
}

// captures are those that were read, before their reviews are given to documents.
type captures struct {
	all  []carriedCapture
	seen map[[sha256.Size]byte]bool // files that the main line has already, byte for byte
}

// carriedCapture is a capture with where it was found.
type carriedCapture struct {
	*Capture
	path string
	base Source
}

// collectCaptures reads the reviews that files of the main line and notes hold.
func (j *judge) collectCaptures(ctx context.Context) error {
	rd := j.repo.NewReader()
	found := &captures{seen: map[[sha256.Size]byte]bool{}}
	for i, s := range j.Steps {
		for _, c := range s.Changes {
			if !history.IsCapture(c.Path) || c.Mode != gitrepo.ModeFile && c.Mode != gitrepo.ModeExec {
				continue
			}
			if err := j.fromCaptureFile(rd, i, s, c, found); err != nil {
				return err
			}
		}
	}
	if err := j.fromNotes(ctx, rd, found); err != nil {
		return err
	}
	later := withdrawalsIn(found.all)
	for _, c := range found.all {
		if err := j.fromCapture(rd, c, later); err != nil {
			return err
		}
	}
	return nil
}

// fromCaptureFile reads a file that step i brought. The same file again says nothing new.
func (j *judge) fromCaptureFile(rd *gitrepo.Reader, i int, s *gitrepo.Step, c gitrepo.Change, found *captures) error {
	data, err := j.Blob(rd, c.Blob)
	if err != nil {
		return err
	}
	capture, err := ParseCapture(data)
	if err != nil {
		j.addOdd(Odd{Where: c.Path, Commit: s.ID, Why: because(Unreadable, err), Index: i, Stands: j.Holds(rd, c)})
		return nil
	}
	sum := sha256.Sum256(data)
	if found.seen[sum] {
		return nil
	}
	found.seen[sum] = true
	carrier := s
	for _, side := range s.Side {
		if slices.ContainsFunc(side.Changes, func(x gitrepo.Change) bool {
			return x.Blob == c.Blob &&
				x.Path == c.Path
		}) {
			carrier = side
		}
	}
	base := Source{Kind: ByCapture, Commit: carrier.ID, Index: i, Recorder: history.WhoOf(carrier.Committer),
		author: history.WhoOf(carrier.Author), signed: carrier.Signed}
	found.all = append(found.all, carriedCapture{capture, c.Path, base})
	return nil
}

// fromNotes reads the captures that stand as notes on the commits which they are about. Neither clone nor CI fetches
// notes, so that none may be here although there are some: Book.NotesSeen tells.
func (j *judge) fromNotes(ctx context.Context, rd *gitrepo.Reader, found *captures) error {
	refs, err := j.repo.Refs(NotesRef)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if ref.Name != NotesRef {
			continue
		}
		j.book.NotesSeen = true
		switch typ, err := rd.TypeOf(ref.ID); {
		case err != nil:
			return err
		case typ != "commit":
			j.addOdd(Odd{Where: NotesRef, Why: because(NotesUnfit, cmp.Or(typ, "missing object")),
				Index: len(j.Steps) - 1, Stands: true})
			continue
		}
		all := gitrepo.Filter{Match: func([]byte) bool { return true }, Descend: func([]byte) bool { return true }}
		files, err := j.repo.Files(ref.ID, all)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			if f.Mode != gitrepo.ModeFile && f.Mode != gitrepo.ModeExec {
				continue
			}
			if err := j.fromNote(rd, f, found); err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *judge) fromNote(rd *gitrepo.Reader, f gitrepo.File, found *captures) error {
	on, err := objects.ParseHex(strings.ReplaceAll(f.Path, "/", ""))
	if err != nil {
		return nil // git keeps other files of a notes tree as they are, and reads none of them as notes
	}
	where := "the note on " + on.String()[:7]
	data, err := rd.Blob(f.Blob)
	if err != nil {
		return err
	}
	capture, err := ParseCapture(data)
	if err != nil {
		j.addOdd(Odd{Where: where, Commit: on, Why: because(Unreadable, err), Index: len(j.Steps) - 1,
			Stands: true})
		return nil
	}
	if capture.Head != on.String() {
		j.addOdd(Odd{Where: where, Commit: on, Why: because(CaptureMoved, capture.Head), Index: len(j.Steps) - 1,
			Stands: true})
		return nil
	}
	if day.In(capture.CapturedAt, j.Zone(len(j.Steps))) > j.Today && !j.asOf.IsZero() {
		return nil // it came after the day that is looked at
	}
	found.all = append(found.all, carriedCapture{capture, NotesRef, Source{Kind: ByNote, Commit: on, Loose: true}})
	return nil
}

// fromCapture hands each approving review of a capture to the documents that it holds.
func (j *judge) fromCapture(rd *gitrepo.Reader, c carriedCapture, withdrawn *withdrawals) error {
	own, err := c.carried()
	if err != nil {
		return err
	}
	head, err := objects.ParseHex(c.Head)
	if err != nil {
		return err
	}
	for _, x := range c.Documents {
		to, why, err := j.captured(rd, head, x)
		if err != nil {
			return err
		}
		if to.doc == nil {
			j.addOdd(Odd{Where: c.path, Commit: c.base.Commit, Why: why, Document: x.ID, Index: c.base.Index})
			continue
		}
		for _, r := range c.Reviews {
			if r.State != "approved" {
				continue
			}
			s := c.base
			s.Capture = &CaptureRef{c.path, c.Forge, c.Request, head, r.Login, r.Bot}
			s.Named = history.Who{Name: r.Login}
			s.Line = fmt.Sprintf("%s approved %s on %s", r.Login, strings.TrimSpace(x.ID+" "+x.Version),
				requestName(c.Capture))
			s.fault, s.own, s.about, s.after = why, own, head, After(x.After)
			if later := withdrawn.of(c, r.Login); later != nil && why.Code == "" {
				s.fault = because(ReviewWithdrawn, r.Login, day.In(later.CapturedAt, j.Zone(len(j.Steps))))
			}
			if s.Loose {
				j.date(&s, to, c.CapturedAt)
			}
			j.give(to, &s)
		}
	}
	return nil
}

func requestName(c *Capture) string {
	forge := map[string]string{"github": "GitHub", "gitlab": "GitLab"}[c.Forge]
	if c.Request == "" {
		return forge
	}
	return forge + " " + c.Request
}

// carried is the signature in the capture; nil for none.
func (c *Capture) carried() (*carried, error) {
	if strings.TrimSpace(c.Signature) == "" {
		return nil, nil
	}
	text, err := c.SignedBytes()
	return &carried{on: OnCapture, signed: signature.FromText(text, []byte(c.Signature), c.CapturedAt),
		namespace: signature.NamespaceCapture}, err
}

// captured compares what a capture says of a document with what is there. why says what is missing or differs.
func (j *judge) captured(rd *gitrepo.Reader, head gitrepo.ID, x CapturedContent) (to target, why Why, err error) {
	to.doc = j.byID(x.ID)
	if to.doc == nil {
		return to, because(DocumentAbsent, x.ID), nil
	}
	if j.isRoster(to.doc) {
		return j.capturedRoster(rd, head, to, x)
	}
	blob, err := objects.ParseHex(x.Blob)
	if err != nil {
		return to, why, err
	}
	f, err := j.readNamed(rd, x.Blob)
	if err != nil {
		return to, why, err
	}
	if f == nil {
		digest, err := history.ParseDigest(x.Digest)
		to.facts = &history.Facts{ID: x.ID, Version: x.Version, Digest: digest}
		return to, because(BlobAbsent, x.Blob), err
	}
	to.facts = j.counted(f, to.doc)
	switch {
	case !strings.EqualFold(f.ID, x.ID):
		why = because(CapturedOther, x.Blob, x.ID, f.ID)
	case f.Digest.String() != x.Digest && to.facts.Digest.String() != x.Digest:
		why = because(CapturedWords, x.Blob)
	case f.Version != x.Version:
		why = because(CapturedNumber, x.Version, x.Blob, f.Version)
	default:
		why, err = j.heldBy(rd, head, x.Path, blob)
	}
	return to, why, err
}

// capturedRoster compares the digest that a capture has of the roster with the reviewed head, where that is in the
// clone.
func (j *judge) capturedRoster(rd *gitrepo.Reader, head gitrepo.ID, to target, x CapturedContent) (target,
	Why, error) {
	digest, err := history.ParseDigest(x.Digest)
	if err != nil {
		return to, Why{}, err
	}
	to.facts = j.rosterFacts(digest)
	if typ, err := rd.TypeOf(head); typ != "commit" || err != nil {
		return to, Why{}, err
	}
	held, err := j.rosterOf(rd, head)
	if err == nil && held != to.facts {
		return to, because(CapturedWords, x.Blob), nil
	}
	return to, Why{}, err
}

// heldBy says why a commit doesn't hold a blob at a path; nothing where it does, or where a squash left the commit
// behind.
func (j *judge) heldBy(rd *gitrepo.Reader, commit gitrepo.ID, path string, blob gitrepo.ID) (why Why, err error) {
	switch typ, err := rd.TypeOf(commit); {
	case err != nil:
		return why, err
	case typ == "":
		return why, nil
	case typ != "commit":
		return because(CapturedHead, commit, typ), nil
	}
	_, id, err := j.Joined(rd, commit, path)
	if errors.As(err, new(*gitrepo.MissingError)) {
		return why, nil
	}
	if err == nil && id != blob {
		return because(CapturedAt, commit.String()[:7], blob, path), nil
	}
	return why, err
}

// vouched judges who vouches for a capture: by the signature in it, else by that of the commit which brought the file.
func (j *judging) vouched(own, commit *carried) {
	for _, c := range []*carried{own, commit} {
		if c == nil || j.e.Grade == Recorded {
			continue
		}
		before := j.e.Signature
		if c.refused != nil {
			j.e.Signature = &Signature{On: c.on, Verdict: signature.Refused.String(), Reason: c.refused.Error()}
		} else {
			j.recorded(j.verify(c.signed, c.namespace), c.on)
		}
		if before != nil && j.e.Grade != Recorded {
			j.e.Signature = before // the capture's own says more
		}
	}
}

// recorded raises the grade where somebody signed who may vouch for captures.
func (j *judging) recorded(r signature.Result, on SignatureOn) {
	g := signatureOf(r, on)
	j.e.Signature = g
	if r.Verdict != signature.Good {
		return
	}
	for _, key := range j.cfg.CaptureBy {
		if p := j.cfg.People[key]; p != nil && p.Present(j.e.Day) && ownedBy(r, p, j.cfg) &&
			(on == OnCapture || len(p.Emails) == 0 || wrote(j.e, p)) {
			j.e.Grade, j.e.VouchedBy = Recorded, p
			return
		}
	}
	g.Reason = "the key isn't one of capture.signers"
}
