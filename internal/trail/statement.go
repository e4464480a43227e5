package trail

import (
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// The keys of the trailers that writ reads and writes, compared without case.
const (
	KeyApprovedBy = "Approved-by"
	KeyDocument   = "Approved-Document"
	KeyVersion    = "Approved-Version"
	KeyBlob       = history.KeyBlob
	KeyDigest     = "Approved-Digest" // of a roster, which is no blob
	KeySignature  = "Approved-Signature"
	KeyReviewedBy = "Reviewed-by"
	KeyReviewDoc  = "Reviewed-Document"
	KeyReviewBlob = history.KeyReviewBlob
	KeyCoAuthor   = "Co-authored-by"
)

// After names the content that an approval follows: the newest other approved one below it, as a digest in hex, or
// None.
type After string

// NothingBefore is the After of a document's first approval.
const NothingBefore After = "none"

// ApprovalStatement returns the bytes that an Approved-Signature covers, in namespace signature.NamespaceApproval: the
// document's id and version as its front matter writes them, the content digest in hex, and what it follows, each
// ended by a line feed.
func ApprovalStatement(id, version string, digest history.Digest, after After) []byte {
	return statement(id, version, digest.String(), string(after))
}

// RetirementStatement returns what an Approved-Signature covers that retires a document. It differs from an approval
// of the same words, because the digest doesn't tell a status, and a signature can be copied.
func RetirementStatement(id, version string, digest history.Digest, after After) []byte {
	return statement("retired", id, version, digest.String(), string(after))
}

// ReviewStatement returns what an Approved-Signature covers that confirms words by a review: in place of what they
// follow, the review date that comes of it, or "none".
func ReviewStatement(id, version string, digest history.Digest, next day.Day) []byte {
	until := string(NothingBefore)
	if next != day.None {
		until = next.String()
	}
	return statement("reviewed", id, version, digest.String(), until)
}

// earlierStatement is what signatures covered that don't say which words they follow. They count as if there were
// none.
func earlierStatement(f *history.Facts) []byte {
	if f.Status == schema.Retired {
		return statement("retired", f.ID, f.Version, f.Digest.String())
	}
	return statement(f.ID, f.Version, f.Digest.String())
}

func statement(lines ...string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

// Statement returns what an Approved-Signature of a document in this state covers: an approval, or a retirement where
// its status is retired.
func Statement(f *history.Facts, after After) []byte {
	if f.Status == schema.Retired {
		return RetirementStatement(f.ID, f.Version, f.Digest, after)
	}
	return ApprovalStatement(f.ID, f.Version, f.Digest, after)
}

// Follows returns what an approval of the document's newest words follows.
func (t *Trail) Follows() After { return t.Contents[len(t.Contents)-1].follows() }

func (c *Content) follows() After {
	if c.over == nil {
		return NothingBefore
	}
	return After(c.over.Digest.String())
}

// everFollowed lists what an approval of the document may ever have followed.
func everFollowed(d *history.Document) []After {
	all := []After{NothingBefore}
	seen := map[history.Digest]bool{}
	for _, c := range d.Changes {
		if c.Facts != nil && !seen[c.Facts.Digest] {
			seen[c.Facts.Digest] = true
			all = append(all, After(c.Facts.Digest.String()))
		}
	}
	return all
}
