package config

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
)

// File is the name of the configuration at the repository's root.
const File = "writ.yaml"

// Config is the effective configuration: the file's values over the defaults. It is never changed after
// Load returned it.
type Config struct {
	Path         string // File, or "" when there is none and everything is a default
	Organization Organization
	Main         string // the main branch as configured; "" to look for it
	Documents    Documents
	People       map[string]*Person // by key
	Roles        map[string]*Role   // by key
	Signers      string             // path of an allowed_signers file, or ""
	Keyring      string             // path of a file with armored OpenPGP public keys, or ""
	RevokedKeys  string             // path of a list of revoked SSH keys, or ""
	CaptureBy    []string           // people whose keys may sign captures
	Clock        []ClockEntry       // days of commits whose clock was wrong
	Forges       []Identity         // built-in forge and bot identities, then the company's own
	Adoption     *Adoption          // nil where the file has none
	Roster       Roster
	Approval     Approval
	Kinds        map[string]*Kind // built-in kinds with the file's values over them, and the company's own
	Retention    day.Cycle        // of all kinds that state none; zero for that of this program
	ExternalIDs  []*regexp.Regexp // what ids of other systems look like; whole texts match
	Coverage     Coverage
	Fields       map[string]string // alias → canonical name, built-in ones included
	Rules        Rules
	Suppressions []Suppression
	Links        Links
	Baseline     string   // path of the baseline; without one stated, where one is looked for
	Rewrites     []string // full commit ids of former heads that were rewritten on purpose
	Rewritten    []Rewrite
	Site         Site

	file      *source            // writ.yaml; nil without one or after a lenient reading
	kindFiles map[string]*source // the files of kinds, by the kind's name
	byEmail   map[string]*Person // lower-case address → person; nil in a Config that Load didn't make
	also      *Config            // whose documents are documents here, too; or nil
	sources   map[string]string  // setting → flag or variable that Set named
}

// Organization is the company.
type Organization struct {
	Name       string
	Timezone   *time.Location // never nil; UTC by default
	FiscalYear time.Month     // in which the fiscal year begins; January by default
}

// Documents says where documents live. Patterns are doublestar patterns relative to the root.
type Documents struct {
	Include, Exclude []string
	Explicit         bool // include was written in the file; otherwise the defaults for a repository without one hold
	Everywhere       bool // without include: Markdown in every folder is a document, not only under the usual ones
	Kinds            []KindPath
}

// KindPath gives a kind to the paths that match; the first match wins.
type KindPath struct{ Paths, Kind string }

// Person is somebody of the roster.
type Person struct {
	Key, Name      string
	GitHub, GitLab string // logins there, compared without case; "" for none
	Emails         []string
	Keys           []string // SSH public keys or armored OpenPGP keys
	From, Until    day.Day  // inclusive; None is open
	External       bool     // not of the company, such as a consultant or a guest
}

// Role is a role and who holds it when, or a combination of roles.
type Role struct {
	Key, Title string
	Holders    []Holder
	AnyOf      []string // other roles; a holder of any of them holds this one
}

// Holder says that a person holds a role. Both ends are inclusive; None is open.
type Holder struct {
	Person      string
	From, Until day.Day
	Acting      bool
}

// ClockEntry states the day of a commit of the main branch whose date is wrong.
type ClockEntry struct {
	Commit string // its full id, in hex
	Day    day.Day
	Reason string
}

// Identity is a name and an address, as in a commit.
type Identity struct{ Name, Email string }

// Adoption states that the content of the change that brought it is in force as it was.
type Adoption struct{ By, Reason string }

// Approval is the repository-wide approval policy.
type Approval struct{ RequiredBeforeMerge bool }

// Quorum says who must approve. An empty Quorum asks for the document's own approver.
type Quorum struct {
	AnyOf, AllOf []string // roles
	Minimum      int      // at least 1
}

// Coverage says which standards the documents are measured against.
type Coverage struct {
	Standards   []string // names that package schema knows
	OwnControls []OwnControl
}

// OwnControl is a control of the company's own, beside those of a standard.
type OwnControl struct{ ID, Title string }

// Rules holds severities.
type Rules struct {
	Severity  map[string]string // rule id → error, warning, info or off
	Overrides []Override
	Custom    []CustomRule
}

// CustomRule is a rule of the company's own. Its expression is kept as written: whether it compiles is for
// the linter to say.
type CustomRule struct{ ID, Title, When, Message, Severity, Bad, Good string }

// Override changes severities under some paths; the last match wins.
type Override struct {
	Paths []string
	Rules map[string]string
}

// Suppression silences a rule where the document itself may not be edited.
type Suppression struct {
	Rule, Document, Reason string
	Until                  day.Day
}

// Site is what `writ build` needs.
type Site struct {
	Title, BaseURL, Accent, Language string
	Serve                            string // in-force or merged
	Output                           string // relative to the root
	Emails                           bool
	Versions                         string // VersionsApproved or VersionsLatest
	Compare                          int    // how many older versions are compared with the one that is shown
	Headers                          bool   // write _headers, for hosts that read it
	Paper                            string // PaperA4 or PaperLetter: of PDF files
	Audiences                        []Audience
	Withheld                         []Withheld

	Logo, Home, CSS string // paths from the root; "" for none
	Pages           []SitePage
	Links           []SiteLink
	Contact         string // an e-mail address for those who find a problem; "" for none
	Issues          string // where they report it, with {title} and {body} in its place; "" for nowhere
}

// SitePage is a Markdown file that the site shows and nobody approves.
type SitePage struct {
	Path string // from the root
	Name string // the last part of its address
}

// SiteLink is a link from each page of the site to a place elsewhere.
type SiteLink struct{ Title, URL string }

// Files returns the paths of the files of which the site's own face is made.
func (s *Site) Files() []string {
	all := []string{s.Logo, s.Home, s.CSS}
	for _, p := range s.Pages {
		all = append(all, p.Path)
	}
	return slices.DeleteFunc(all, func(p string) bool { return p == "" })
}

// What a site has pages for, beside the words that it serves.
const (
	VersionsApproved = "approved" // each approved version
	VersionsLatest   = "latest"   // none
)

// The papers on which documents are printed as PDF files.
const (
	PaperA4     = "a4"
	PaperLetter = "letter"
)

// Audience is who may read documents of some classifications.
type Audience struct {
	Name    string
	Classes []string
}

// Reads reports whether the audience may read a document of a classification. It may read none without one.
func (a *Audience) Reads(class string) bool {
	return class != "" && slices.ContainsFunc(a.Classes, func(c string) bool { return strings.EqualFold(c, class) })
}

// Audience returns the audience of a name; nil for none.
func (s *Site) Audience(name string) *Audience {
	for i := range s.Audiences {
		if s.Audiences[i].Name == name {
			return &s.Audiences[i]
		}
	}
	return nil
}

// Rewrite says why the main line no longer holds a former head, and where it goes on.
type Rewrite struct {
	From, To string // full commit ids
	Reason   string
}

func (w Rewrite) String() string { return w.From + " → " + w.To + ": " + w.Reason }

// Withheld is a version whose words the site doesn't show.
type Withheld struct {
	Document, Version, Reason string
}

// Problem is an input fault of the configuration, at its place. Start and End are byte offsets.
type Problem struct {
	Path          string
	Start, End    int
	Line, Column  int // 1-based, column in bytes
	Message, Help string
}

// HasRoster reports whether the configuration names people and roles, without which nobody can be entitled.
func (c *Config) HasRoster() bool { return len(c.People) > 0 && len(c.Roles) > 0 }
