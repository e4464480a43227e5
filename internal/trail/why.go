package trail

import "fmt"

// Why is the reason for which evidence of an approval or a review doesn't count, or wouldn't. The zero value means
// that it does.
type Why struct {
	Code  Code
	about []string // what the code's words name, in their order
}

// because returns a reason. The rest is written as the code's words ask for it.
func because(code Code, about ...any) Why {
	w := Why{Code: code}
	for _, a := range about {
		w.about = append(w.about, fmt.Sprint(a))
	}
	return w
}

// String says the reason in words, for the end of a sentence; "" for none.
func (w Why) String() string {
	if w.Code == "" {
		return ""
	}
	about := make([]any, len(w.about))
	for i, a := range w.about {
		about[i] = a
	}
	return fmt.Sprintf(words[w.Code], about...)
}

// Code names a reason for machines. Codes never change their meaning.
type Code string

// Reasons of the person who is named.
const (
	NamesForge     Code = "forge"             // who approves is a forge or a bot
	NamesBot       Code = "bot"               // the review is a bot's
	NamesNoAddress Code = "no-address"        // the line has a name alone
	AddressUnknown Code = "address-unknown"   // the roster doesn't have it
	LoginUnknown   Code = "login-unknown"     // the roster doesn't have it
	WasAbsent      Code = "absent"            // from the organisation, on the day
	HeldNoRole     Code = "no-role"           // that may approve, on the day
	IsAuthor       Code = "author"            // of the version
	NeitherOwner   Code = "not-owner"         // nor an approver: of a review
	NobodyReviewed Code = "no-reviewer"       // a review date moved, and no line says who reviewed
	HasNoAddress   Code = "person-no-address" // in the roster, that an approval could name
	HasApproved    Code = "already"           // these words, as well as it is asked for
)

// Reasons of the evidence.
const (
	Unanchored  Code = "unanchored"   // and a kind asks for evidence on the main line
	InFuture    Code = "future"       // it is dated after today
	WordsAbsent Code = "words-absent" // the main line never had them
	Unsealed    Code = "unsealed"     // the blob isn't here, and no signature in the message covers the words
	Unreadable  Code = "unreadable"

	MergedByHand     Code = "merged-by-hand"    // which is no decision
	RosterUnapproved Code = "roster-unapproved" // it rests on a roster that nobody approved
	NotRestated      Code = "not-restated"      // a roster, because somebody could approve it

	OverridesUnknown Code = "overrides-unknown" // it was made without knowing the approved words that these replace
	// it was made before the document was removed, retired or became another kind
	Outdated        Code = "outdated"
	ReviewWithdrawn Code = "review-withdrawn" // a later capture of the request says so
	GradeTooLow     Code = "grade-too-low"    // of a review
	SaysFuture      Code = "says-future"      // a review that says it was held after today
)

// Reasons of evidence that names something other than what it is on: see Mismatch.
const (
	TargetAbsent   Code = "target-absent" // what a tag names isn't in this clone
	TargetMistyped Code = "target-mistyped"
	TargetUnfit    Code = "target-unfit"
	TagNamesBlob   Code = "tag-other-blob"
	TagNamesOther  Code = "tag-other-document"
	TagNamesWords  Code = "tag-other-words"
	TagNamesNumber Code = "tag-other-version"
	TagNamesNone   Code = "tag-no-document"
	TagOtherName   Code = "tag-other-name"
	TagNotMerged   Code = "tag-not-merged"
	TagLacks       Code = "tag-lacks-document"
	BlobUnknown    Code = "blob-unknown"
	BlobAbsent     Code = "blob-absent"
	DocumentAbsent Code = "document-absent"
	BesideOther    Code = "line-other-document"
	CapturedOther  Code = "capture-other-document"
	CapturedWords  Code = "capture-other-words"
	CapturedNumber Code = "capture-other-version"
	CapturedHead   Code = "capture-other-head"
	CapturedAt     Code = "capture-other-place"
	NotesUnfit     Code = "notes-unfit"
	TooMany        Code = "too-many"
	CaptureMoved   Code = "capture-moved"
)

// Mismatch reports whether the evidence names something other than what it is on.
func (c Code) Mismatch() bool {
	switch c {
	case "", NamesForge, NamesBot, NamesNoAddress, AddressUnknown, LoginUnknown, WasAbsent, HeldNoRole,
		IsAuthor, NeitherOwner,
		NobodyReviewed, HasNoAddress, HasApproved, Unanchored, InFuture, WordsAbsent, Unsealed, Unreadable,
		MergedByHand, RosterUnapproved, NotRestated, OverridesUnknown, Outdated, ReviewWithdrawn, GradeTooLow,
		SaysFuture:
		return false
	}
	return true
}

// NotEntitled reports whether a person of the roster had no right to approve on the day.
func (c Code) NotEntitled() bool { return c == WasAbsent || c == HeldNoRole }

// words are what each reason is told in.
var words = map[Code]string{
	NamesForge:     "%s <%s> is a forge or a bot, which approves nothing",
	NamesBot:       "%s is a bot, which approves nothing",
	NamesNoAddress: "`%s` names no address; write `Approved-by: Name <address>`",
	AddressUnknown: "nobody of the roster has the address %s",
	LoginUnknown:   "nobody of the roster has the %[1]s login %[2]s; add `%[1]s: %[2]s` to a person",
	WasAbsent:      "%s wasn't with the organisation on %s",
	HeldNoRole:     "%s held none of the roles that may approve (%s) on %s",
	IsAuthor:       "%s is an author of this version",
	NeitherOwner:   "%s was neither the owner (%s) nor an approver on %s",
	NobodyReviewed: "no Reviewed-by line says who reviewed",
	HasNoAddress:   "%s has no address in the roster",
	HasApproved:    "%s approved these words already, on %s",

	Unanchored:  "only %s carries it, with a date of its own, and the kind asks for evidence on the main line",
	InFuture:    "it is dated %s, after today",
	WordsAbsent: "it approves words that the main line doesn't have",
	Unsealed:    "the blob that it names isn't in this clone, and no signature in the message covers these words",
	Unreadable:  "%s",

	MergedByHand: "a merge made by hand is no decision",
	RosterUnapproved: "it rests on what commit %s made of the roster, which nobody approved; `writ approve " +
		"roster` does",
	NotRestated: "it isn't for restating: %s could approve it",

	OverridesUnknown: "it was made without knowing %s of %s, which these words replace",
	Outdated:         "it was made before the document left, and these words came back after that",
	ReviewWithdrawn:  "%s no longer approves: the reviews of the same request captured on %s say so",
	SaysFuture:       "it says that the document was reviewed on %s, after today",
	GradeTooLow:      "it is of grade %s, and the kind %s asks for %s",

	TargetAbsent:   "what it names, %s, isn't in this clone",
	TargetMistyped: "it says that it names a %s, which is a %s",
	TargetUnfit:    "it names a %s; tag the commit that holds the documents",
	TagNamesBlob:   "its message names another blob than the one that it tags",
	TagNamesOther:  "its message names another document or version than the one that it tags",
	TagNamesWords:  "the tagged commit holds other words of %s than the blob that it names",
	TagNamesNumber: "the tagged commit holds version %q of %s, which isn't the one that it names",
	TagNamesNone:   "it names no document; add Approved-Document: ID",
	TagOtherName:   "the tag calls itself %q, and its ref is %s",
	TagNotMerged:   "the merge carries a tag of something that it didn't merge",
	TagLacks:       "the tagged commit doesn't hold %s",
	BlobUnknown:    "the blob %s that it names isn't a document in this clone",
	BlobAbsent:     "the blob %s that it captured isn't in this clone",
	DocumentAbsent: "it is about %s, which the main line never had",
	BesideOther:    "`%s` is beside a blob of %s, and names another document or version",
	CapturedOther:  "it says that the blob %s is %s, which is %q",
	CapturedWords:  "the blob %s holds other words than the capture says",
	CapturedNumber: "it captured version %q, and the blob %s is version %q",
	CapturedHead:   "its head %s is a %s",
	TooMany:        "it names %s approvers of %s documents; at most %s approvers of so many are read",
	NotesUnfit:     "it names a %s, and notes are under a commit",
	CapturedAt:     "the reviewed commit %s doesn't hold the blob %s at %s",
	CaptureMoved:   "it is the capture of another commit, %s",
}
