package trail

import (
	"encoding/json"
	"time"

	"github.com/writ-docs/writ/internal/history"
)

// Where captures stand: as files of the main line below CaptureFolder, or as notes on the reviewed head.
const (
	CaptureFolder = history.CaptureFolder
	NotesRef      = "refs/notes/writ"
)

// Capture is a forge's reviews of one pull request as `writ capture` records them (schema/capture.schema.json). It
// pins the documents' blobs at the reviewed head, because a forge may later re-point a review to another commit.
type Capture struct {
	Schema     int               `json:"schema"`  // 1
	Forge      string            `json:"forge"`   // "github" or "gitlab"
	Request    string            `json:"request"` // the pull request's address or number; "" where it isn't known
	Head       string            `json:"head"`    // full hex id of the reviewed commit
	CapturedAt time.Time         `json:"capturedAt"`
	Reviews    []CapturedReview  `json:"reviews"`             // the last opinion of each reviewer
	Documents  []CapturedContent `json:"documents"`           // those that the request changed, as they are at the head
	Signature  string            `json:"signature,omitempty"` // armored; SSH in signature.NamespaceCapture, or OpenPGP
}

// CapturedReview is one reviewer's last opinion.
type CapturedReview struct {
	Login string     `json:"login"`
	User  int64      `json:"user"` // the forge's number of the account, whatever its name; 0 where it isn't known
	Bot   bool       `json:"bot"`
	State string     `json:"state"` // "approved", "changes_requested" or "dismissed"
	At    *time.Time `json:"at"`    // null where the forge doesn't say
}

// CapturedContent is one document at the reviewed head.
type CapturedContent struct {
	ID      string `json:"id"`
	Path    string `json:"path"`
	Version string `json:"version"`
	Blob    string `json:"blob"`
	Digest  string `json:"digest"`

	// After is the digest of the newest other approved words below these in the head's history, "none" where there are
	// none and "" where an earlier version of writ captured it.
	After string `json:"after,omitempty"`
}

// SignedBytes returns what the signature covers: the capture as JSON without its signature, in the order of the
// fields.
func (c *Capture) SignedBytes() ([]byte, error) {
	bare := *c
	bare.Signature = ""
	return json.Marshal(&bare)
}
