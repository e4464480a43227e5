package trail

import (
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/phrases"
)

// EvidenceKind says where an approval is written.
type EvidenceKind string

// The kinds of evidence.
const (
	ByTrailer  EvidenceKind = "trailer"  // of a commit
	ByMerge    EvidenceKind = "merge"    // the person who merged
	ByTag      EvidenceKind = "tag"      // an annotated tag, which has a date of its own only
	ByMergeTag EvidenceKind = "mergetag" // the annotated tag that a merge commit carries
	ByCapture  EvidenceKind = "capture"  // a forge's review, in a file of the main line
	ByNote     EvidenceKind = "note"     // a forge's review, in a note
)

// rank puts evidence of one step and day into an order that doesn't depend on which was read first: what the main
// line's commits carry, tags, captures.
func (k EvidenceKind) rank() int {
	switch k {
	case ByTag:
		return 1
	case ByCapture, ByNote:
		return 2
	}
	return 0
}

// Source is one sign that a person approved a content, as it was read. Nothing changes it after that: what it counts
// for is a Verdict.
type Source struct {
	Kind     EvidenceKind
	Named    history.Who // who approves, as it says
	Line     string      // the trailer, or what is in its place
	Commit   gitrepo.ID  // that carries it; of a tag, the one that it is about
	Index    int         // the step that brought it to the main line; without an anchor, the newest one of its day
	Day      day.Day
	When     time.Time   // what evidence without an anchor says of its own date; else zero
	Loose    bool        // only a ref holds it, and its date is its own: the main line doesn't anchor it
	Recorder history.Who // who committed it
	Pinned   history.Digest
	Tag      *TagRef     // of a tag
	Capture  *CaptureRef // of a capture

	fault     Why         // why it counts for no words, whatever they are
	about     gitrepo.ID  // the commit that was signed, tagged or reviewed; zero for none
	author    history.Who // who wrote the object that carries it, beside the Recorder
	below     int         // the step below which the roster and the keys are read
	pinnedRaw *history.Facts
	review    bool // confirms words, and approves none
	atGitLab  bool // a merge whose message is one of GitLab

	after    After    // what it says that the words follow; "" where it doesn't say
	followed []After  // all that its document ever had before an approval, where it has signatures in a message
	signed   bool     // the commit carries a signature
	own      *carried // the signature of the tag or the capture; nil for none
	seals    *seals   // the signatures in its message; nil for none
	sealOnly bool     // counts only with a signature in the message
}

// TagRef names a tag.
type TagRef struct {
	Ref    string // in full; "" for one that a merge commit carries
	Name   string // its own
	Object gitrepo.ID
}

// where names what carries the evidence, for sentences.
func (s *Source) where() string {
	switch {
	case s.Tag != nil && s.Kind == ByMergeTag:
		return "the merged tag " + s.Tag.Name
	case s.Tag != nil:
		return "the tag " + strings.TrimPrefix(s.Tag.Ref, "refs/tags/")
	}
	return "commit " + s.Commit.String()[:7]
}

// SourceWords says what kind of evidence it is: "trailer", "merge commit", "tag v1.0" or "merged tag v1.0".
func (s *Source) SourceWords() string { return s.SourceWordsIn(nil) }

// SourceWordsIn is SourceWords in another language.
func (s *Source) SourceWordsIn(t phrases.Table) string {
	switch s.Kind {
	case ByMerge:
		return t.Text("proof_merge")
	case ByTag:
		return t.Say("proof_tag", -1, "{name}", strings.TrimPrefix(s.Tag.Ref, "refs/tags/"))
	case ByMergeTag:
		return t.Say("proof_merged_tag", -1, "{name}", s.Tag.Name)
	case ByCapture:
		return t.Say("proof_captured", -1, "{name}", s.Capture.Path)
	case ByNote:
		return t.Text("proof_captured_note")
	}
	return t.Text("proof_trailer")
}
