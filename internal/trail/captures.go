package trail

import (
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
)

// isCapture reports whether a path is where captures stand.
func isCapture(path []byte) bool {
	name, ok := strings.CutPrefix(string(path), CaptureFolder)
	return ok && strings.HasSuffix(name, ".json") && !strings.Contains(name, "/")
}

// CaptureRef says which review of which capture evidence is.
type CaptureRef struct {
	Path    string // of the file, or NotesRef
	Forge   string
	Request string
	Head    gitrepo.ID // the reviewed commit
	Login   string
	bot     bool
}

// collectCaptures reads the reviews that files of the main line and notes hold.
func (b *builder) collectCaptures(ctx context.Context) error {
	rd := b.repo.NewReader()
	seen := map[[sha256.Size]byte]bool{}
	for i, s := range b.book.Steps {
		for _, c := range s.Changes {
			if !isCapture([]byte(c.Path)) || c.Mode != gitrepo.ModeFile && c.Mode != gitrepo.ModeExec {
				continue
			}
			if err := b.fromCaptureFile(rd, i, s, c, seen); err != nil {
				return err
			}
		}
	}
	return b.fromNotes(ctx, rd)
}

// fromCaptureFile reads a file that step i brought. A copy of a capture that the main line has already says nothing new.
func (b *builder) fromCaptureFile(rd *gitrepo.Reader, i int, s *gitrepo.Step, c gitrepo.Change, seen map[[sha256.Size]byte]bool) error {
	data, uncommitted := b.work(c.Blob)
	var err error
	if !uncommitted {
		if data, err = rd.Blob(c.Blob); err != nil {
			return err
		}
	}
	capture, err := ParseCapture(data)
	if err != nil {
		b.addOdd(Odd{Where: c.Path, Commit: s.ID, Why: because(Unreadable, err), Index: i, Stands: b.stands(rd, c)})
		return nil
	}
	signed, err := capture.SignedBytes()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(signed)
	if seen[sum] {
		return nil
	}
	seen[sum] = true
	carrier := s
	for _, side := range s.Side {
		if slices.ContainsFunc(side.Changes, func(x gitrepo.Change) bool { return x.Blob == c.Blob && x.Path == c.Path }) {
			carrier = side
		}
	}
	base := Evidence{Kind: ByCapture, Commit: carrier.ID, Index: i, Recorder: who(carrier.Committer), signed: carrier.Signed}
	return b.fromCapture(rd, c.Path, capture, base)
}

// stands reports whether the line's end still holds a file as a step brought it.
func (b *builder) stands(rd *gitrepo.Reader, c gitrepo.Change) bool {
	_, id, err := rd.Lookup(b.tip(), c.Path)
	return err == nil && id == c.Blob
}

// fromNotes reads the captures that stand as notes on the commits which they are about. Neither clone nor CI fetches notes,
// so that none may be here although there are some: Book.NotesSeen tells.
func (b *builder) fromNotes(ctx context.Context, rd *gitrepo.Reader) error {
	refs, err := b.repo.Refs(NotesRef)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if ref.Name != NotesRef {
			continue
		}
		b.book.NotesSeen = true
		all := gitrepo.Filter{Match: func([]byte) bool { return true }, Descend: func([]byte) bool { return true }}
		files, err := b.repo.Files(ref.ID, all)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := b.fromNote(rd, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) fromNote(rd *gitrepo.Reader, f gitrepo.File) error {
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
		b.addOdd(Odd{Where: where, Commit: on, Why: because(Unreadable, err), Index: len(b.book.Steps) - 1, Stands: true})
		return nil
	}
	if capture.Head != on.String() {
		b.addOdd(Odd{Where: where, Commit: on, Why: because(CaptureMoved, capture.Head), Index: len(b.book.Steps) - 1, Stands: true})
		return nil
	}
	if day.In(capture.CapturedAt, b.cfg.Organization.Timezone) > b.book.Today && !b.asOf.IsZero() {
		return nil // it came after the day that is looked at
	}
	return b.fromCapture(rd, NotesRef, capture, Evidence{Kind: ByNote, Commit: on, Loose: true})
}

// fromCapture hands each approving review of a capture to the documents that it holds.
func (b *builder) fromCapture(rd *gitrepo.Reader, path string, c *Capture, base Evidence) error {
	own, err := c.carried()
	if err != nil {
		return err
	}
	head, err := objects.ParseHex(c.Head)
	if err != nil {
		return err
	}
	for _, x := range c.Documents {
		to, why, err := b.captured(rd, head, x)
		if err != nil {
			return err
		}
		if to.trail == nil {
			b.addOdd(Odd{Where: path, Commit: base.Commit, Why: why, Document: x.ID, Index: base.Index})
			continue
		}
		for _, r := range c.Reviews {
			if r.State != "approved" {
				continue
			}
			e := base
			e.Capture = &CaptureRef{path, c.Forge, c.Request, head, r.Login, r.Bot}
			e.By = Who{Name: r.Login}
			e.Line = fmt.Sprintf("%s approved %s on %s", r.Login, strings.TrimSpace(x.ID+" "+x.Version), requestName(c))
			e.fault, e.own = why, own
			if e.Loose {
				b.date(&e, to, c.CapturedAt)
			}
			b.give(to, &e)
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

// carried is the signature that stands in the capture; nil for none.
func (c *Capture) carried() (*carried, error) {
	if strings.TrimSpace(c.Signature) == "" {
		return nil, nil
	}
	text, err := c.SignedBytes()
	return &carried{on: OnCapture, signed: signature.FromText(text, []byte(c.Signature), c.CapturedAt), namespace: signature.NamespaceCapture}, err
}

// captured compares what a capture says of a document with what is there. why says what is missing or differs.
func (b *builder) captured(rd *gitrepo.Reader, head gitrepo.ID, x CapturedContent) (to target, why Why, err error) {
	to.trail = b.byID(x.ID)
	if to.trail == nil {
		return to, because(DocumentAbsent, x.ID), nil
	}
	blob, err := objects.ParseHex(x.Blob)
	if err != nil {
		return to, why, err
	}
	f, err := b.readNamed(rd, x.Blob)
	if err != nil {
		return to, why, err
	}
	if f == nil {
		digest, err := parseDigest(x.Digest)
		to.facts = &Facts{ID: x.ID, Version: x.Version, Digest: digest}
		return to, because(BlobAbsent, x.Blob), err
	}
	to.facts = b.counted(f, to.trail)
	switch {
	case !strings.EqualFold(f.ID, x.ID):
		why = because(CapturedOther, x.Blob, x.ID, f.ID)
	case f.Digest.String() != x.Digest && to.facts.Digest.String() != x.Digest:
		why = because(CapturedWords, x.Blob)
	case f.Version != x.Version:
		why = because(CapturedNumber, x.Version, x.Blob, f.Version)
	default:
		why, err = b.heldBy(rd, head, x.Path, blob)
	}
	return to, why, err
}

// heldBy says why a commit doesn't hold a blob at a path; nothing where it does, or where a squash left the commit behind.
func (b *builder) heldBy(rd *gitrepo.Reader, commit gitrepo.ID, path string, blob gitrepo.ID) (why Why, err error) {
	switch typ, err := rd.TypeOf(commit); {
	case err != nil:
		return why, err
	case typ == "":
		return why, nil
	case typ != "commit":
		return because(CapturedHead, commit, typ), nil
	}
	_, id, err := rd.Lookup(commit, path)
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
	g := &Signature{on, r.Verdict.String(), r.Reason, r.Fingerprint, r.Algorithm}
	j.e.Signature = g
	if r.Verdict != signature.Good {
		return
	}
	for _, key := range j.cfg.CaptureBy {
		if p := j.cfg.People[key]; p != nil && p.Present(j.e.Day) && ownedBy(r, p, j.cfg) {
			j.e.Grade, j.e.VouchedBy = Recorded, p
			return
		}
	}
	g.Reason = "the key isn't one of capture.signers"
}
