package rules

import (
	"bytes"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// approvable returns a valid draft whose approvers' unsigned word approves it.
func approvable(s lint.Scratch) (*draft, error) {
	return pick(s, func(d *draft) bool { return d.valid() && d.approval() && len(d.approvers()) > 0 })
}

// seedMismatch approves a blob under the id of another document.
func seedMismatch(s lint.Scratch) error {
	d, err := approvable(s)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), "Add a document"); err != nil {
		return err
	}
	return s.Commit(d.in.Today, lint.Stranger(), approvedBy(d.approvers()...)+trail.KeyDocument+": NO-SUCH-DOCUMENT\n"+
		trail.KeyBlob+": "+gitrepo.BlobID(d.text()).String())
}

// seedTypedByAuthor lets the author of a document type its approval, where the rule about that can be turned on.
func seedTypedByAuthor(s lint.Scratch) error {
	d, err := approvable(s)
	if err != nil {
		return err
	}
	src, err := s.Read("writ.yaml")
	if err != nil || bytes.Contains(src, []byte("\nrules:")) {
		return lint.ErrOutOfReach
	}
	if err := s.Write("writ.yaml", append(src, "\nrules: {WR310: warning}\n"...)); err != nil {
		return err
	}
	return d.commit(s, lint.Stranger(), approvedBy(d.approvers()...))
}

// seedSwappedImage changes an image after the document that shows it was approved.
func seedSwappedImage(s lint.Scratch) error {
	d, err := approvable(s)
	if err != nil {
		return err
	}
	image := path.Join(path.Dir(d.path), "seeded-defect.svg")
	d.body += "\n![Who decides](seeded-defect.svg)\n"
	draw := func(words string) error {
		return s.Write(image, []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>"+words+"</text></svg>\n"))
	}
	if err := draw("The board"); err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), approvedBy(d.approvers()...)); err != nil {
		return err
	}
	if err := draw("Anybody"); err != nil {
		return err
	}
	return s.Commit(d.in.Today, lint.Stranger(), "Draw it anew")
}

// seedClaim names somebody as approver who is none.
func seedClaim(s lint.Scratch) error {
	d, err := approvable(s)
	if err != nil {
		return err
	}
	d.set("approved_by", "Somebody Else")
	return d.commit(s, lint.Stranger(), strings.TrimRight(approvedBy(d.approvers()...), "\n"))
}
