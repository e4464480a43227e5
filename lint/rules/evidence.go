package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// current returns the contents of a document that rules about approvals look at: the one in force and what came
// after it, else the newest.
func current(t *trail.Trail) []*trail.Content {
	if i := slices.Index(t.Contents, t.Current); i >= 0 && t.Current != nil {
		return t.Contents[i:]
	}
	return t.Contents[max(0, len(t.Contents)-1):]
}

// signedFor is evidence for the current words of a document that carries a signature which doesn't count.
type signedFor struct {
	t *trail.Trail
	e *trail.Evidence
}

// uncounted lists signatures that their person made, or is said to have made, for the current words, and that don't
// count. Whoever approved the same words with a stronger piece of evidence has fixed it.
var uncounted = lint.Share(func(in *lint.Input) ([]signedFor, error) {
	var all []signedFor
	for _, t := range in.Book.Trails {
		if !controlled(in, t) {
			continue
		}
		for _, e := range t.Evidence() {
			if e.Person == nil || e.Signature == nil || e.Grade < trail.Named || !theirs(in, e) {
				continue
			}
			if i := slices.IndexFunc(current(t), func(c *trail.Content) bool { return c.Digest == e.Pinned }); i >= 0 &&
				!fixed(t, e) {
				all = append(all, signedFor{t, e})
			}
		}
	}
	return all, nil
})

// theirs reports whether a signature presents itself as the approver's, or as that of somebody who vouches for a
// review. Who merely records an approval signs their own commits, and forges sign theirs.
func theirs(in *lint.Input, e *trail.Evidence) bool {
	switch {
	case e.Signature.On == trail.OnMessage || e.Signature.On == trail.OnCapture:
		return true
	case e.ByForge || e.Capture != nil:
		return false
	}
	p, ok := in.Config.PersonByEmail(e.Recorder.Email)
	return ok && p.Key == e.Person.Key
}

// fixed reports whether the same person's signature counts for the same words elsewhere.
func fixed(t *trail.Trail, e *trail.Evidence) bool {
	return slices.ContainsFunc(t.Evidence(), func(x *trail.Evidence) bool {
		return x != e && x.Counts() && x.Pinned == e.Pinned && x.Person != nil && x.Person.Key == e.Person.Key &&
			x.Grade < trail.Named
	})
}

// place says what carries evidence, for sentences.
func placeOf(e *trail.Evidence) string {
	if e.Kind == trail.ByTrailer || e.Kind == trail.ByMerge {
		return commit(e.Commit)
	}
	return e.SourceWords()
}

// again is how the words are approved once more.
func again(in *lint.Input, t *trail.Trail) string { return anew(in, t, unapproved.howToApprove) }

// signed is how the words are approved once more, with a signature.
func signed(in *lint.Input, t *trail.Trail) string { return anew(in, t, unapproved.howToSign) }

func anew(in *lint.Input, t *trail.Trail, how func(unapproved) string) string {
	last, content := tip(t)
	if last == nil {
		return "approve the words again"
	}
	return how(unapproved{in, t, last, content})
}

// onSignature reports a signature at the document's status.
func onSignature(p *lint.Pass, s signedFor, message, help string) {
	p.Report(onField(p.Input, s.t, "status", lint.Found{Anchor: "signature " + s.e.Commit.String() + " " + s.e.Line,
		Commit: s.e.Commit,
		Message: fmt.Sprintf("the signature on the approval of %s by %s (`%s` in %s) doesn't count: %s", s.t.ID,
			s.e.Person.Name, short(s.e.Line), placeOf(s.e), message),
		Help: help}))
}

// keysAreNamed reports whether the company names anybody's keys for a person: only then is an unknown key news.
func keysAreNamed(in *lint.Input, e *trail.Evidence) bool {
	c := in.Config
	if e.Signature.On == trail.OnMessage || e.Signature.On == trail.OnCapture {
		return true
	}
	return c.Signers != "" || c.Keyring != "" || e.Person != nil && len(e.Person.Keys) > 0
}

func verdict(v signature.Verdict) string { return v.String() }

// seedSealed commits a valid document with an approval whose message carries a signature.
func seedSealed(s lint.Scratch, seal func(d *draft) ([]byte, error)) error {
	d, err := pick(s, func(d *draft) bool { return d.valid() && d.approval() && len(d.approvers()) > 0 })
	if err != nil {
		return err
	}
	armor, err := seal(d)
	if err != nil {
		return err
	}
	message := strings.TrimRight(approvedBy(d.approvers()...), "\n")
	return d.commit(s, lint.Stranger(), message+"\n"+trail.KeySignature+": "+signature.Fold(armor))
}
