package sitegen

import "github.com/writ-docs/writ/internal/day"

// Records is what the documents that are served say together. Lists are in the order in which they are shown.
type Records struct {
	Actions   []Action
	Standards []Standard
	Due       []Due // sorted by day
	People    []Person
	Audits    []Audit
	Planned   []PlannedAudit
	Meetings  []Meeting
	Decisions []Decision
	Metrics   []Metric
	Risks     []Risk
	Externals []External
	Retention []Retention
	Gone      []Gone
}

// Place is a place on a document's page.
type Place struct {
	Document string // its key; "" for none
	Anchor   string // of a row; "" for the page
	Text     string // of the link; "" for the key
}

// Who is somebody who is named: a role, a person, or a name that the roster doesn't have.
type Who struct {
	Name         string
	Role, Person string // keys; "" for none
}

// Action is something that is to be done, or was.
type Action struct {
	ID          string // unique among actions, such as CA-001 or MR-001/3
	Place       Place
	State       string // open, done, verified or void
	Words       string
	Owners      []Who
	Raised, Due day.Day
	FirstDue    day.Day
	Done        day.Day
	Late, Slip  int // in days; 0 where it isn't
	Moves       []Move
	Source      string // as written
	Corrective  bool   // it follows a nonconformity
	Category    string // of the root cause; "" where none is stated
}

// Move is a change that moved the due date of an action later.
type Move struct {
	On, To day.Day
	Commit string
}

// Standard is what documents answer of a standard.
type Standard struct {
	Name      string // the address of its page
	Title     string
	Points    []Point
	Statement []Place // the statements of applicability
	Unknown   []Claim
}

// Claim is a claim to answer what the standard doesn't have.
type Claim struct {
	Reference string
	By        Place
}

// Point is a clause or a control.
type Point struct {
	Number, Title, Group string
	Control              bool
	State                string // in force, evidence, draft, missing, none or not applicable
	Answers              []Answer
	Asks                 []Asked
	Stated               *Stated // nil where the statement of applicability says nothing
	Audited              Place   // the newest internal audit that covered it
	AuditedOn            day.Day
}

// Answer is a document that answers a point.
type Answer struct {
	Place Place
	Valid bool // it is in force or on record
}

// Asked is something written that a point asks for.
type Asked struct {
	What      string
	Mandatory bool
	State     string // in force, draft or missing
}

// Stated is what the statement of applicability says of a control.
type Stated struct {
	Applies       string // yes, no or ""
	Justification string
	Implemented   string // implemented, partly, planned, not, excluded or ""
	Evidence      string // as written
	Answers       []Answer
}

// Due is something that is to be done by a day.
type Due struct {
	What     string // a word of isms, such as review
	UID      string // the same whenever it is due
	Name     string
	Title    string
	Place    Place
	Day      day.Day
	Late     int // in days; 0 where it isn't
	Owners   []Who
	Changed  day.Day // of the last change that the main line made of its file
	Sequence int     // how many changes it made
}

// Person is a role or a person of the roster with a page.
type Person struct {
	Who
	Holders  []Who    // of a role, today
	Roles    []Who    // of a person, today
	Left     day.Day  // None for who is there
	Owns     []string // keys of documents
	Approves []string // keys of documents that name them as approver
	Kinds    []string // titles of the kinds that they may approve
}

// Audit is the report on an audit.
type Audit struct {
	Place    Place
	Day      day.Day
	Internal bool
	Auditor  string
	Area     string
	Criteria string
	Results  [5]int // conform, opportunity, minor, major, and nonconforming without a grade
	Findings []Finding
}

// Finding is what an audit found that isn't conform.
type Finding struct {
	Grade   string // opportunity, minor, major or nonconforming
	ID      string
	Text    string
	Actions []string // ids of actions
	Known   bool     // an action follows it, here or in another system
}

// PlannedAudit is an audit of a programme.
type PlannedAudit struct {
	Place   Place
	Name    string
	Scope   string
	Day     day.Day // the last one
	Auditor string
	Report  Place
	Done    bool
	Late    int
}

// Meeting is a management review.
type Meeting struct {
	Place   Place
	Day     day.Day
	Period  string
	Present []Who
	Next    day.Day
	Actions []string // ids of actions that it decided
	Results []Measured
}

// Measured is what a review says of a metric or an objective.
type Measured struct {
	Name, Target, Actual string
	Met                  string // met, missed or ""
	Objective            bool
}

// Decision is what a management review decided that isn't an action.
type Decision struct {
	Place  Place
	Review Place
	Day    day.Day
	Words  string
	Owners []Who
	Due    string
}

// Metric is one metric in all reviews.
type Metric struct {
	Name   string
	Values []MetricValue // oldest first
}

// MetricValue is the value of a metric in a review.
type MetricValue struct {
	Review         Place
	Day            day.Day
	Target, Actual string
	Number         float64
	Known          bool   // Number is one
	Met            string // met, missed or ""
}

// Risk is a risk with its treatments.
type Risk struct {
	ID, Words, Level string
	Place            Place
	Owners           []Who
	ToTreat          bool // the company treats risks of its level
	Treatments       []Treatment
}

// Treatment is what is done about a risk.
type Treatment struct {
	Place    Place
	Words    string
	Owners   []Who
	Due      string // as written
	Done     bool
	Late     int
	InForce  bool // its plan is
	Accepted []Acceptance
	Controls []TreatedBy
	Actions  []string // ids of actions
}

// TreatedBy is a control that a treatment takes.
type TreatedBy struct {
	Number, Standard string
	Known            bool
	Stated           string // as Stated.Implemented, excluded or applies; "" where nothing is stated
	Answers          []Answer
	Evidence         string // as written, where it names no document
}

// Acceptance is an owner of a risk who accepted its treatment, or didn't yet.
type Acceptance struct {
	Owner  Who
	By     string // "" for nobody yet
	Day    day.Day
	Record Place
}

// External is a document that somebody else controls.
type External struct {
	Place           Place
	Title           string
	Source, Edition string
	Owners          []Who
	Checked, Next   day.Day
	Cycle           string
	Late            int
}

// Retention is how long the records of a kind are kept, and which were removed.
type Retention struct {
	Kind    string
	Keep    string // "" for ever
	Stated  bool   // the configuration says so
	Closed  int
	Due     []Removal
	Removed []Removal
}

// Removal is a record that may be removed, or was.
type Removal struct {
	Document string // its key
	Title    string
	Closed   day.Day // None for one that was open
	Day      day.Day // since when it may be removed, or on which it was
	Early    bool    // it had to be kept
}

// Gone is an id that no document has any more.
type Gone struct {
	ID      string
	Since   day.Day // since when; None where nobody knows
	Removed bool    // its document isn't there any more; else it has another id
	Now     []string
}
