package trail

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Options are what a reading of history is judged by.
type Options struct {
	Config *config.Config
	Today  day.Day
	AsOf   Cut // read the main line only up to here, whose day is today then; the zero value reads all of it

	Proposal *Proposal // told as if it were merged today; nil for none

	// Lazy judges a document (versions, approvals, reviews, force) only when the book is asked for its trail: see
	// Book.Trails. The trail then says what it says when all are judged.
	Lazy bool

	// Unremembered reads all of history from its objects, and nothing of what an earlier run kept of it.
	Unremembered bool

	main  gitrepo.Main // already chosen; the zero value for the repository's
	unset bool         // by the commits' own dates alone, whatever the roster says of clocks

	indexEvery int // how many new commits are worth a new index; 0 for the usual number
}

// Unused is an approval line that approves nothing: its commit changes and names no document that it could be about.
type Unused struct {
	Commit gitrepo.ID
	Index  int
	Line   string
}

// Build reads the main line once and works out the trails of all documents. A repository without a commit has an
// empty book. The error is a *gitrepo.Refusal or *gitrepo.MissingError where history can't be read rightly.
func Build(ctx context.Context, repo *gitrepo.Repo, opt Options) (*Book, error) {
	b := &builder{repo: repo, cfg: opt.Config, asOf: opt.AsOf, lazy: opt.Lazy, unset: opt.unset, judging: &sync.Mutex{},
		branches: &sync.Map{}, ancestry: &ancestry{}, keyrings: &keyrings{},
		naming: map[int][]gitrepo.ID{}, read: map[gitrepo.ID]*Facts{}, indexEvery: cmp.Or(opt.indexEvery, indexEvery)}
	b.book = &Book{Today: opt.Today, Fields: opt.Config.Fields, byID: map[string]*Trail{},
		byPath: map[string]*Trail{}, facts: &factsTable{}, Fork: -1, Proposed: -1, judges: b}
	if repo.History != nil {
		return nil, repo.History
	}
	var err error
	if b.book.Head, err = repo.Head(); err != nil {
		return nil, err
	}
	if b.book.Main = opt.main; b.book.Main.Commit.IsZero() {
		if b.book.Main, err = b.main(opt.Proposal); err != nil {
			return nil, err
		}
	}
	if b.book.Main.Commit == (gitrepo.ID{}) {
		return b.book, nil
	}
	old := &index{}
	if b.unremembered = opt.Unremembered; !b.unremembered {
		old = b.loadIndex()
	}
	if err := b.readLine(ctx, old.steps); err != nil {
		return nil, err
	}
	if err := b.cut(opt.AsOf); err != nil {
		return nil, err
	}
	if err := b.readBlobs(ctx, old); err != nil {
		return nil, err
	}
	b.identify()
	if opt.Proposal == nil {
		return b.book, b.conclude(ctx)
	}
	with, err := b.propose(ctx, opt.Proposal)
	if err != nil {
		return nil, err
	}
	with.book.Before = b.book
	if err := b.conclude(ctx); err != nil {
		return nil, err
	}
	return with.book, with.conclude(ctx)
}

// main is the end of the line that is walked: of a proposal that names one the commit that it starts from.
func (b *builder) main(p *Proposal) (gitrepo.Main, error) {
	if p != nil && !p.Base.IsZero() {
		return gitrepo.Main{Ref: p.Ref, Commit: p.Base, By: gitrepo.ByBase}, nil
	}
	return ChooseMain(b.repo, b.cfg)
}

// conclude judges all trails from all that was read, or prepares for judging those that somebody asks for.
func (b *builder) conclude(ctx context.Context) error {
	for i, s := range b.book.Steps {
		var err error
		switch {
		case !b.lazy || i == b.book.Proposed:
			err = b.collect(i, s)
		case b.speaksOfRoster(i, s):
			err = b.collectForRoster(i, s)
		}
		if err != nil {
			return err
		}
	}
	if err := b.collectTags(ctx); err != nil {
		return err
	}
	if err := b.collectCaptures(ctx); err != nil {
		return err
	}
	if err := b.judgeRosters(); err != nil {
		return err
	}
	b.adoption = b.findAdoption()
	b.findEmptyReviews()
	if b.lazy {
		b.later = &later{collected: make([]bool, len(b.book.Steps))}
		if b.book.Proposed >= 0 {
			b.later.collected[b.book.Proposed] = true
		}
		return ctx.Err()
	}
	if err := b.judgeAll(b.book.Trails); err != nil {
		return err
	}
	return ctx.Err()
}

// judgeAll judges documents in parallel: each verdict reads shared facts and writes its own trail only. The error is of
// what can't be read, which mustn't pass as unsigned.
func (b *builder) judgeAll(trails []*Trail) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range trails {
		group.Go(func() error { return b.judge(t) })
	}
	return group.Wait()
}

type builder struct {
	repo *gitrepo.Repo
	cfg  *config.Config
	book *Book
	line *gitrepo.Line

	unset          bool // see Options
	rosters        rosters
	roster         *Trail // of the rosters; nil where the line's end is no commit
	rostersOf      map[Digest]*Facts
	keyrings       *keyrings
	configVersions []configVersion
	mailmaps       mailmaps
	joins          joins
	ancestry       *ancestry
	branches       *sync.Map         // *gitrepo.Step → *branch
	byStep         func() stepTrails // made when first needed
	indexEvery     int
	unremembered   bool
	asOf           Cut
	ahead          *gitrepo.Ahead // of a proposal; nil for none
	adoption       *adopting      // nil for none
	emptyReviewsOf map[string][]emptyReview
	read           map[gitrepo.ID]*Facts // of blobs that only a tag or a capture names
	naming         map[int][]gitrepo.ID  // the blobs that a step names, itself or in its side commits
	ids            *identities
	lazy           bool
	later          *later      // where trails are judged when somebody asks for them
	judging        *sync.Mutex // held while that is done; one for all books of a reading, which share changes
}

// configVersion is what a step of the main line made of the configuration; config is nil where it isn't valid.
type configVersion struct {
	index  int
	blob   gitrepo.ID
	config *config.Config
}

func (b *builder) readLine(ctx context.Context, known []*gitrepo.Step) error {
	line, err := b.repo.Walk(ctx, b.book.Main.Commit, b.book.Head.Commit, b.ofInterest(), known)
	if err != nil {
		return err
	}
	b.line = line
	b.book.Steps = line.Steps
	stated, err := b.clock(ctx)
	if err != nil {
		return err
	}
	b.book.Days, b.book.ClockOff, b.book.ClockSet = assignDays(line.Steps, b.cfg.Organization.Timezone,
		b.book.Today, stated)
	b.book.Fork = len(line.Steps) - 1
	tip := line.Steps[len(line.Steps)-1].ID
	if tip == b.book.Head.Commit || b.book.Head.Unborn {
		return nil
	}
	b.book.Fork, err = line.Fork(b.repo, b.book.Head.Commit)
	return err
}

// ofInterest are the files whose history matters.
func (b *builder) ofInterest() gitrepo.Filter {
	keys := keyPaths(b.cfg)
	return gitrepo.Filter{
		Match: func(path []byte) bool {
			return isMarkdown(path) || string(path) == config.File || string(path) == mailmapFile || isCapture(path) ||
				len(keys) > 0 && slices.Contains(keys, string(path))
		},
		Descend: func([]byte) bool { return true },
	}
}
