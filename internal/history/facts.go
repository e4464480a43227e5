package history

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// Digest is a content digest (see document.Digest).
type Digest [32]byte

// String returns the digest in hex.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// ParseDigest reads a digest in hex.
func ParseDigest(s string) (d Digest, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(d) {
		return d, fmt.Errorf("%q isn't a content digest of 64 hex digits", s)
	}
	return Digest(b), nil
}

// Facts is what judging needs of one blob: its front matter as written, and its content digest.
type Facts struct {
	ID, Title, Kind, Version, Status string
	Owner, Approver                  string
	EffectiveText, ReviewText        string // dates as written
	Effective, Review, LastReviewed  day.Day
	ReviewIn, ReviewCycle            day.Cycle
	Digest                           Digest
	Words                            Digest // of a text that calls itself closed without its addenda, else the same
	Text                             document.TextID
	Readable                         bool // front matter is there and has no fault
}

// Settled reports whether the words are stated as valid: approved, a record's states, or no status at all. A status
// that nobody knows is no statement.
func (f *Facts) Settled() bool {
	switch f.Status {
	case "", schema.Approved, schema.Open, schema.Closed:
		return true
	}
	return false
}

// ReadFacts reads the front matter of one blob. Values that don't parse stay empty: rules report them.
func ReadFacts(src []byte, fields map[string]string) *Facts { return ReadFactsBeside(src, fields, nil) }

// ReadFactsBeside is ReadFacts for the sidecar of a file; nil for none.
func ReadFactsBeside(src []byte, fields map[string]string, file *document.Sum) *Facts {
	return readFacts(src, fields, new(document.Digester), file)
}

// FactsOf returns what ReadFacts reads from a document's file, but for the name of its text.
func FactsOf(d *document.Document) *Facts {
	f := statedIn(&d.Front)
	all, words := d.Digests()
	f.Digest, f.Words = all, all
	if f.Status == schema.Closed {
		f.Words = words
	}
	return f
}

// statedIn returns what front matter says.
func statedIn(front *document.Front) *Facts {
	f := &Facts{Readable: front.Readable()}
	for i, x := range front.Fields {
		if first, _ := front.Field(x.Name); first.KeySpan == front.Fields[i].KeySpan {
			f.set(x) // of a field and its alias the first counts
		}
	}
	return f
}

func readFacts(src []byte, fields map[string]string, digester *document.Digester, file *document.Sum) *Facts {
	front, body := document.ParseFront(src, fields)
	f := statedIn(&front)
	f.Digest, f.Text = digester.DigestAndText(src, front, body, file)
	f.Words = f.Digest
	if f.Status == schema.Closed {
		f.Words = digester.DigestOfWords(src, front, body, file)
	}
	return f
}

// At returns the facts of a document at a path: without its addenda where it is a closed record. That it
// calls itself one isn't enough, each kind that its place and its front matter give it has to be one of records.
func (f *Facts) At(cfg *config.Config, path string) *Facts {
	if f == nil || f.Words == f.Digest {
		return f
	}
	if !cfg.KindOf(path, f.Kind).Record {
		return f
	}
	closed := *f
	closed.Digest = f.Words
	return &closed
}

func (f *Facts) set(x document.Field) {
	text := strings.TrimSpace(x.Value.Text)
	switch x.Name {
	case "id":
		if !strings.EqualFold(text, config.RosterID) { // which no document may have
			f.ID = strings.Clone(text)
		}
	case "title":
		f.Title = strings.Clone(text)
	case "kind":
		f.Kind = strings.ToLower(text)
	case "version":
		f.Version = strings.Clone(text)
	case "status":
		f.Status = strings.Clone(strings.ToLower(text))
	case "owner":
		f.Owner = strings.Clone(text)
	case "approver":
		f.Approver = strings.Clone(text)
	case "effective_date":
		f.EffectiveText = strings.Clone(text)
		f.Effective, _ = day.Parse(text)
	case "review_date":
		f.ReviewText = strings.Clone(text)
		f.Review, _ = day.Parse(text)
	case "last_reviewed":
		f.LastReviewed, _ = day.Parse(text)
	case "review_in":
		f.ReviewIn, _ = day.ParseCycle(text)
	case "review_cycle":
		f.ReviewCycle, _ = day.ParseCycle(text)
	}
}
