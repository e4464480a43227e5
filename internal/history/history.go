package history

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// History is the main line, and all documents that it ever held. It reads further objects of the repository when it is
// asked for them, by methods that return an error.
type History struct {
	Main     gitrepo.Main
	Head     gitrepo.Head
	Steps    []*gitrepo.Step // the walked main line, oldest first
	Days     []day.Day       // the day of each step
	Today    day.Day
	ClockOff []OffClock // steps whose date doesn't give their day, because a clock was wrong
	ClockSet []SetClock // days that the configuration states, in its order

	Documents []*Document     // sorted by id without case, then by path
	Configs   []ConfigVersion // what steps made of the configuration, oldest first

	// Fork is the place of the main-line commit on which HEAD builds; the line's end when HEAD lies on it,
	// -1 when HEAD has nothing in common with it.
	Fork int

	// Proposed is the place of a proposal's merge in Steps, or of its next commit where there is nothing to merge; -1
	// for none.
	Proposed int

	repo  *gitrepo.Repo
	cfg   *config.Config
	line  *gitrepo.Line
	zones zones

	facts    *factsTable
	naming   map[int][]gitrepo.ID // the blobs that a step's messages name, and those of its side commits
	mailmaps mailmaps
	ancestry *ancestry
	branches *sync.Map // *gitrepo.Step → *branch
	wrote    func() *writers
	brought  *gitrepo.Proposal // of a proposal; nil for none

	files    map[string]bool // that a document's name says it is the sidecar of, where there is such a file
	rejoined bool            // steps that an earlier run read got pairs that they hadn't

	ids    *identities
	byStep func() stepDocuments // made when first needed
	byID   map[string]*Document
	byPath map[string]*Document // by path at the line's end, and of removed documents by their last one
}

// ConfigVersion is a configuration that a step of the main line brought.
type ConfigVersion struct {
	Index  int
	Config *config.Config // nil where it isn't valid
	blob   gitrepo.ID
}

// Document is a document as the main line has it, or had it.
type Document struct {
	ID      string // as last written; "" for a document that never had one
	Key     string // the id in lower case
	Path    string // where it is, or was last
	Removed bool   // the line's end doesn't have it
	Changes []*Change

	origins []origin
	live    bool
	place   int // among the documents in the order in which they began
}

// What says how a change touched a document.
type What string

// The kinds of changes.
const (
	Added   What = "added"
	Changed What = "changed"
	Moved   What = "moved"
	Removed What = "removed"
)

// Change is one step of the main line that altered the document.
type Change struct {
	Step    *gitrepo.Step
	Index   int // in History.Steps
	Day     day.Day
	What    What
	Path    string
	OldPath string // of a move
	Blob    gitrepo.ID
	Facts   *Facts // nil for a removal
	Words   bool   // the content digest differs from the change before
}

// Last returns the newest change.
func (d *Document) Last() *Change { return d.Changes[len(d.Changes)-1] }

// LastFacts returns the facts of the newest change that holds the document; nil where none could be read.
func (d *Document) LastFacts() *Facts {
	for i := len(d.Changes) - 1; i >= 0; i-- {
		if f := d.Changes[i].Facts; f != nil {
			return f
		}
	}
	return nil
}

// At returns the newest change up to and with step i; nil where the document came later.
func (d *Document) At(i int) *Change {
	var found *Change
	for _, c := range d.Changes {
		if c.Index <= i {
			found = c
		}
	}
	return found
}

// Document returns what has an id, compared without case; nil where nothing ever had it.
func (h *History) Document(id string) *Document { return h.byID[strings.ToLower(id)] }

// DocumentAt returns what is at a path, or was there last; nil where nothing ever was.
func (h *History) DocumentAt(path string) *Document { return h.byPath[path] }

// DocumentOf returns the document at a path by its id, or by the path where it has none. Where two files claim one id,
// each is the document of its own path.
func (h *History) DocumentOf(id, path string) *Document {
	here := h.byPath[path]
	if id == "" || here != nil && !here.Removed && strings.EqualFold(here.ID, id) {
		return here
	}
	return h.Document(id)
}

// Options are what is read of a history, and how.
type Options struct {
	Config *config.Config
	Today  day.Day
	Main   gitrepo.Main // already chosen; the zero value for the one of the repository, or of Proposal
	AsOf   Cut          // read the main line only up to here, whose day is today then; the zero value reads all of it

	// Calendar returns what the approved roster says of days. It is asked where the configuration at the line's end
	// states that of a commit, or the line's time zone changed. Nil takes each commit's own date, in the first zone.
	Calendar func(context.Context, gitrepo.Main) (Calendar, error)

	Proposal *Proposal // by which the main line is chosen; see Propose

	// Unremembered reads all of history from its objects, and nothing of what an earlier run kept of it.
	Unremembered bool

	// IndexEvery is how many new commits are worth a new index; 0 for the usual number.
	IndexEvery int
}

// Read reads the main line once. That of a repository without a commit is empty. The error is a *gitrepo.Refusal or
// *gitrepo.MissingError where it can't be read rightly.
func Read(ctx context.Context, repo *gitrepo.Repo, opt Options) (*History, error) {
	h := &History{Today: opt.Today, Fork: -1, Proposed: -1, repo: repo, cfg: opt.Config, facts: &factsTable{},
		naming: map[int][]gitrepo.ID{}, ancestry: &ancestry{}, branches: &sync.Map{},
		byID: map[string]*Document{}, byPath: map[string]*Document{}}
	if repo.History != nil {
		return nil, repo.History
	}
	var err error
	if h.Head, err = repo.Head(); err != nil {
		return nil, err
	}
	if h.Main = opt.Main; h.Main.Commit.IsZero() {
		if h.Main, err = mainFor(repo, opt); err != nil {
			return nil, err
		}
	}
	if h.Main.Commit.IsZero() {
		return h, nil
	}
	known := &index{}
	if !opt.Unremembered {
		known = h.loadIndex()
	}
	if err := h.readLine(ctx, opt, known.steps); err != nil {
		return nil, err
	}
	if h.Main != opt.Main && h.Main.By != gitrepo.ByBase && opt.Config.SetBy("main") == "" {
		if err := h.checkFormer(); err != nil {
			return nil, err
		}
	}
	if err := h.cut(opt.AsOf); err != nil {
		return nil, err
	}
	read, err := h.readBlobs(ctx, known)
	if err != nil {
		return nil, err
	}
	if !opt.Unremembered {
		h.saveIndex(read, cmp.Or(opt.IndexEvery, indexEvery))
	}
	if err := h.readNamedBlobs(0, h.Steps); err != nil {
		return nil, err
	}
	if err := h.readMailmaps(0); err != nil {
		return nil, err
	}
	h.identify()
	h.wrote = sync.OnceValue(h.findWriters)
	return h, nil
}

// mainFor is the end of the line that is walked: of a proposal that names one the commit that it starts from.
func mainFor(repo *gitrepo.Repo, opt Options) (gitrepo.Main, error) {
	if p := opt.Proposal; p != nil && !p.Base.IsZero() {
		return gitrepo.Main{Ref: p.Ref, Commit: p.Base, By: gitrepo.ByBase}, nil
	}
	return ChooseMain(repo, opt.Config)
}

func (h *History) readLine(ctx context.Context, opt Options, known []*gitrepo.Step) error {
	line, err := h.repo.Walk(ctx, h.Main.Commit, h.Head.Commit, ofInterest(h.cfg), known)
	if err != nil {
		return err
	}
	h.line = line
	if err := h.readSidecars(ctx); err != nil {
		return err
	}
	h.Steps = line.Steps
	if err := h.readConfigs(ctx); err != nil {
		return err
	}
	stated, err := h.calendar(ctx, opt)
	if err != nil {
		return err
	}
	h.zones = stated.Zones
	h.Days, h.ClockOff, h.ClockSet = assignDays(line.Steps, h.zones, h.Today, stated.Clock)
	h.Fork = len(line.Steps) - 1
	tip := line.Steps[len(line.Steps)-1].ID
	if tip == h.Head.Commit || h.Head.Unborn {
		return nil
	}
	h.Fork, err = line.Fork(h.repo, h.Head.Commit)
	return err
}
