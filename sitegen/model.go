package sitegen

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/search"
)

// Site is all that a site is made from. Build never changes it. Every text may be hostile: it is shown as
// plain text wherever it is, save Text.HTML, which its maker vouches for.
type Site struct {
	Title        string // "" for the organisation's name
	Organization string
	BaseURL      string // absolute address of the site's root, or "" when it isn't known
	Language     string // BCP 47; "" for English
	Accent       string // #rgb or #rrggbb; "" for that of Brand.Style, or the theme's own
	Brand        Brand
	Serve        string // ServeInForce, ServeMerged or ServePreview; "" for ServeInForce
	NoRoster     bool   // ServeMerged because the repository names no people and roles
	Audience     string // for whom the site is; "" for everybody
	Head         string // full id of the commit that the site shows
	HeadDay      day.Day
	Main         Main
	Today        day.Day
	Documents    []Document     // in any order
	Exceptions   []Exception    // in the order in which they are shown
	Rosters      []RosterChange // newest first
	Records      Records
	Past         bool      // of an earlier day
	Headers      bool      // write _headers
	Rewrites     []Rewrite // of the main line, that were accepted
	Request      *Request  // that a preview is of: its documents are all that there are; nil for none
	Notes        []string  // what was left out or looked odd; shown on the evidence page
	Searched     func()    // called when all documents' pages are made and the search has their words; may be nil
}

// RosterChange is a change of who may approve, and how.
type RosterChange struct {
	Day      day.Day
	Commit   string   // full id
	By       []string // names of those who made it
	Counts   day.Day  // from when on it decides; None while it doesn't
	Why      string   // why it counts, or doesn't
	What     []string // the parts that differ
	Approved []string // who approved it, claiming no more than the evidence proves
}

// Exception is a finding that somebody set aside, with the reason that they gave.
type Exception struct {
	Rule     string // "WR601"
	Title    string // what the rule finds, in one line
	Document string // id or path of the document; "" where none is meant
	Message  string
	Reason   string
	Until    day.Day // the last day on which it holds; None without an end
	Where    string  // where it was set aside: a path, or a path with a line
}

// Rewrite is a former head that the main line no longer holds.
type Rewrite struct {
	From, To string // full ids
	Reason   string
}

// Main names the main line, and what chose it (see gitrepo.By).
type Main struct {
	Ref    string `json:"ref"`
	Commit string `json:"commit"`
	By     string `json:"by"`
}

// What a site serves.
const (
	ServeInForce = "in-force" // the approved words that are in force
	ServeMerged  = "merged"   // what the main branch holds
	ServePreview = "preview"  // what the working tree holds, for those who write it
)

// Document is one controlled document. Grades are "A" to "D", or "".
type Document struct {
	ID             string
	Title          string
	Kind           string
	KindTitle      string // "" for Kind
	Path           string // relative to the repository's root, with slashes; unique
	Version        string // of the words that count, as written; "" where there is none
	Status         string
	State          State
	Since          day.Day // the first day of the state; None where it has none
	Shown          *Words  // the words whose text is shown, where these aren't the ones that count; else nil
	Grade          string
	Language       string // of its text, such as de or ar-EG; "" for the site's
	GradeText      string // "approved by Ilse Marr (Chief Executive Officer)", "merged by …", …
	Owner          string // key of a role or a person
	OwnerTitle     string // "" for Owner
	Approver       string
	ApproverTitle  string
	Classification string
	EffectiveDate  day.Day
	ReviewDate     day.Day
	Overdue        bool
	OverdueDays    int
	DueSoon        bool
	Fields         []Field  // of the kind, in its order, as far as the words state them
	Satisfies      []string // "ISO27001:5.2"
	Supersedes     []string // ids
	SupersededBy   []string // ids
	Original       *Original
	Translations   []Translation
	Cites          []string // ids
	CitedBy        []string // ids
	Adopted        bool     // in force by adoption, not by approval
	AdoptedReason  string   // as the configuration states it
	Coming         *Coming
	Commit         string       // full id of the commit that brought the content shown
	Blob           string       // of the content shown
	Digest         string       // content digest of what is shown
	File           *File        // that the words describe, and their approval pins; nil for none
	Remarks        []Remark     // of a preview
	Against        *Against     // of a preview whose words would replace others; nil for none
	Withheld       string       // why its text isn't shown; "" where it may be
	Prose          *Prose       // shown only where it is valid, or merged is served; nil for none
	History        []Version    // newest first
	Redlines       []Redline    // comparisons of versions that are in History
	Reviews        []Review     // newest first
	Lapses         []Lapse      // newest first
	Retirements    []Retirement // newest first

	// Words are those by which the document is found, of the text that its page shows; nil for one that nobody finds. It
	// is called once, and for other documents at the same time.
	Words func() (*search.Contribution, error)

	address string // from Assign
	served  bool   // the page shows the text
}

// Remark is what the linter says of the words of a preview.
type Remark struct {
	Rule     string // "WR601"
	Severity string // "error", "warning" or "info"
	Message  string
	Help     string
	Line     int    // of the file, from 1; 0 for the document as a whole
	Section  string // the heading under which the line is; "" for none
	Anchor   string // of that heading
}

// Prose is the words of a page, which are made when the page is.
type Prose struct {
	Digest string // equal where Make returns an equal text and puts equal files; "" where nobody knows
	// Make renders the words for a page at an address, and puts the files that they show, such as images, under
	// addresses relative to the site's root. It is called once for each page with these words, and with others at the
	// same time.
	Make func(at string, put func(name string, data []byte) error) (Text, error)
	// Whole reports whether nothing is left out of the text, as far as that can be told without making it; nil where it
	// can't.
	Whole func() (bool, error)
}

// Text is words as a page shows them.
type Text struct {
	HTML     string // finished, without an h1, its ids without the prefix writ-
	Contents []Heading
	Changed  map[string]string // by the anchor of a heading: the version in which its section last changed
	MoreRows int               // of the table of its file, that HTML leaves out
	Notes    []string          // what was left out
}

// Field is a field that documents of a kind have, such as the edition of an external document.
type Field struct {
	Name  string // of the front matter
	Label string // as pages call it
	Value string
}

// File is a file of another format whose front matter a document is.
type File struct {
	Name    string // as people see it and save it
	Address string // that Prose.Make puts; "" where the site can't offer the file
	Size    int64  // in bytes
	SHA256  string // in hex
}

// Original is the document that another one translates.
type Original struct {
	Key     string
	Version string // that is translated
	Now     string // that is in force, where it is another one; else ""
}

// Translation is a document that translates another one.
type Translation struct {
	Key      string
	Language string // "" where it doesn't say
	Version  string // of the original
}

// Words is what words say of themselves.
type Words struct {
	Version string `json:"version"`
	Status  string `json:"status"`
}

// Coming is an approved version whose effective date hasn't come.
type Coming struct {
	Version   string
	From      day.Day
	GradeText string
}

// Heading is one heading of a document's HTML.
type Heading struct {
	Level  int // 2 to 6
	Text   string
	Anchor string
}

// Version is one version of a document.
type Version struct {
	Version   string // "" where the document has none
	Status    string
	Grade     string
	GradeText string
	InForce   []Interval // newest first
	Blob      string
	Digest    string
	Changes   []Change // newest first
	Approvals []Approval

	Title    string // as its words state it; "" for the document's
	Path     string // where they were
	Commit   string // full id of the commit that brought them
	Withheld string // why they aren't shown; "" where they may be
	Prose    *Prose // nil where the version has no page, or no text on it
	File     *File  // that its words describe; nil for none

	address string // of its page; "" for none
}

// Interval is a run of days on which the same words were in force, both ends included. Until is None while it lasts,
// and before From where others took their place before they were in force on any day.
type Interval struct {
	From, Until day.Day
	Subject     string // of the change that brought the words
	GradeText   string // who approved them
}

// never reports whether the words were in force on no day.
func (i Interval) never() bool { return i.Until != day.None && i.Until < i.From }

// Retirement is a run of days on which a document was withdrawn. Until is None while it lasts.
type Retirement struct {
	From, Until day.Day
	Commit      string
	GradeText   string // who approved it
	Approvals   []Approval
}

// Change is one step of the main line that altered a document.
type Change struct {
	Day     day.Day
	What    string // added, changed, moved or removed
	Commit  string
	Subject string
	Authors []string // names
	Path    string   // after the change
}

// Approval is evidence that a person approved a version.
type Approval struct {
	By         string
	Role       string // title of the role, or ""
	Grade      string
	Day        day.Day
	Commit     string
	Evidence   string // in words: "trailer Approved-by in commit …, signed with the SSH key …"
	RecordedBy string
	Unanchored bool // the evidence has no day of its own on the main line
}

// Review is evidence that a person confirmed a document without a new version.
type Review struct {
	By      string
	Role    string
	Day     day.Day
	Next    day.Day
	Commit  string
	Version string // that was reviewed
}

// Lapse is a run of days on which a document was in force after its review date.
type Lapse struct {
	From    day.Day
	Until   day.Day // None while it lasts
	Days    int
	EndedBy string // in words, or ""
}

// Key is what names the document to a reader: its id, or its path where it has none.
func (d *Document) Key() string {
	if d.ID != "" {
		return d.ID
	}
	return d.Path
}

// Address is the folder of the document's page, relative to the site's root; "" before Assign.
func (d *Document) Address() string { return d.address }

func (d *Document) kindTitle() string     { return firstOf(d.KindTitle, d.Kind) }
func (d *Document) ownerTitle() string    { return firstOf(d.OwnerTitle, d.Owner) }
func (d *Document) approverTitle() string { return firstOf(d.ApproverTitle, d.Approver) }
func (d *Document) title() string         { return firstOf(d.Title, d.Path) }

// inForceSince is the first day in force of words that are in force; None where none are.
func (d *Document) inForceSince() day.Day {
	if d.State != InForce {
		return day.None
	}
	return d.Since
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
