package trail

// The keys of the trailers that writ reads and writes, compared without case.
const (
	KeyApprovedBy = "Approved-by"
	KeyDocument   = "Approved-Document"
	KeyVersion    = "Approved-Version"
	KeyBlob       = "Approved-Blob"
	KeySignature  = "Approved-Signature"
	KeyReviewedBy = "Reviewed-by"
	KeyReviewDoc  = "Reviewed-Document"
	KeyReviewBlob = "Reviewed-Blob"
	KeyCoAuthor   = "Co-authored-by"
)

// ApprovalStatement returns the bytes that an Approved-Signature covers, in namespace signature.NamespaceApproval: the
// document's id and version as its front matter writes them and the content digest in hex, each ended by a line feed.
func ApprovalStatement(id, version string, digest Digest) []byte {
	return []byte(id + "\n" + version + "\n" + digest.String() + "\n")
}

// RetirementStatement returns what an Approved-Signature covers that retires a document. It differs from an approval
// of the same words, because the digest doesn't tell a status, and a signature can be copied.
func RetirementStatement(id, version string, digest Digest) []byte {
	return append([]byte("retired\n"), ApprovalStatement(id, version, digest)...)
}

// Statement returns what an Approved-Signature of a document in this state covers: an approval, or a retirement where
// its status is retired.
func (f *Facts) Statement() []byte {
	if f.Status == "retired" {
		return RetirementStatement(f.ID, f.Version, f.Digest)
	}
	return ApprovalStatement(f.ID, f.Version, f.Digest)
}
