package trail

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// Options are what a reading of history is judged by.
type Options struct {
	Config *config.Config
	Today  day.Day
	AsOf   history.Cut // read the main line only up to here, whose day is today then; the zero value reads all of it

	Proposal *history.Proposal // told as if it were merged today; nil for none

	// Lazy judges a document (versions, approvals, reviews, force) only when the book is asked for its trail: see
	// Book.Trails. The trail then says what it says when all are judged.
	Lazy bool

	// Unremembered reads all of history from its objects, and nothing of what an earlier run kept of it.
	Unremembered bool

	main    gitrepo.Main // already chosen; the zero value for the repository's
	fielded bool         // Config has the fields of the roster that counts
	unset   bool         // by the commits' own dates alone, whatever the roster says of clocks and zones

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
	reading := history.Options{Config: opt.Config, Today: opt.Today, Main: opt.main, AsOf: opt.AsOf,
		Proposal: opt.Proposal, Unremembered: opt.Unremembered, IndexEvery: opt.indexEvery}
	if !opt.unset {
		reading.Calendar = func(ctx context.Context, main gitrepo.Main) (history.Calendar, error) {
			return calendar(ctx, repo, opt, main)
		}
	}
	h, err := history.Read(ctx, repo, reading)
	if err != nil {
		return nil, err
	}
	j := newJudge(repo, h, opt)
	if len(h.Steps) == 0 {
		return j.book, nil
	}
	if err := j.readRosters(); err != nil {
		return nil, err
	}
	if opt.Proposal == nil {
		if err := j.conclude(ctx); err != nil {
			return nil, err
		}
		return j.byCountingFields(ctx, opt)
	}
	with, err := j.propose(ctx, opt.Proposal)
	if err != nil {
		return nil, err
	}
	with.book.Before = j.book
	if err := j.conclude(ctx); err != nil {
		return nil, err
	}
	if err := with.conclude(ctx); err != nil {
		return nil, err
	}
	return with.byCountingFields(ctx, opt)
}

// byCountingFields returns the book that reads front matter with the fields of the newest roster that counts: who
// renames fields doesn't take words out of what an approval pins.
func (j *judge) byCountingFields(ctx context.Context, opt Options) (*Book, error) {
	counting := j.book.ConfigCounting()
	if counting == nil || opt.unset || opt.fielded || maps.Equal(counting.Fields, opt.Config.Fields) {
		return j.book, nil
	}
	opt.Config, opt.fielded = opt.Config.WithFields(counting.Fields), true
	return Build(ctx, j.repo, opt)
}

// calendar returns the days that the roster at the line's end states: the newest one that counts, as it is judged by
// the commits' own dates in the first zone. The zone of a step is that of the newest roster that counts below it;
// where the line has no roster, of the configuration below it.
func calendar(ctx context.Context, repo *gitrepo.Repo, opt Options,
	main gitrepo.Main) (c history.Calendar, err error) {
	book, err := Build(ctx, repo, Options{Config: opt.Config, Today: opt.Today, Lazy: true,
		Unremembered: opt.Unremembered, main: main, unset: true})
	if err != nil {
		return c, err
	}
	rosters := &book.judge.rosters
	c.Clock = rosters.inForce(len(book.Steps)).Config.Clock
	for i := range len(book.Steps) + 1 {
		cfg := rosters.inForce(i).Config
		if len(rosters.states) == 0 {
			cfg = book.ConfigBelow(i)
		}
		zone := cfg.Organization.Timezone
		if n := len(c.Zones); n == 0 || c.Zones[n-1].Zone.String() != zone.String() {
			c.Zones = append(c.Zones, history.ZoneFrom{Step: i, Zone: zone})
		}
	}
	return c, nil
}

// conclude judges all trails from all that was read, or prepares for judging those that somebody asks for.
func (j *judge) conclude(ctx context.Context) error {
	for i, s := range j.Steps {
		var err error
		switch {
		case !j.lazy || i == j.Proposed:
			err = j.collect(i, s)
		case j.speaksOfRoster(i, s):
			err = j.collectForRoster(i, s)
		}
		if err != nil {
			return err
		}
	}
	if err := j.collectTags(ctx); err != nil {
		return err
	}
	if err := j.collectCaptures(ctx); err != nil {
		return err
	}
	if err := j.judgeRosters(); err != nil {
		return err
	}
	j.adoption = j.findAdoption()
	j.findEmptyReviews()
	if j.lazy {
		j.later = &later{collected: make([]bool, len(j.Steps))}
		if j.Proposed >= 0 {
			j.later.collected[j.Proposed] = true
		}
		return ctx.Err()
	}
	for _, d := range j.Documents {
		j.book.Trails = append(j.book.Trails, j.trail(d))
	}
	if err := j.judgeAll(j.book.Trails); err != nil {
		return err
	}
	return ctx.Err()
}

// judgeAll judges documents in parallel: each verdict reads shared facts and writes its own trail only. The error is
// of what can't be read, which mustn't pass as unsigned.
func (j *judge) judgeAll(trails []*Trail) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range trails {
		group.Go(func() error { return j.decide(t) })
	}
	return group.Wait()
}

// judge works out what follows from a history: who was entitled, what counts, and what was in force. A book asks it
// for the trails that are judged only when somebody needs them.
type judge struct {
	*history.History
	repo *gitrepo.Repo
	cfg  *config.Config
	asOf history.Cut
	book *Book

	rosters   rosters
	roster    *Trail // of the rosters; nil where the line's end is no commit
	rostersOf map[history.Digest]*history.Facts
	keyrings  *keyrings
	joins     joins
	adoption  *adopting // nil for none

	emptyReviewsOf map[string][]emptyReview
	read           map[gitrepo.ID]*history.Facts // of blobs that only a tag or a capture names

	trails  map[*history.Document]*Trail
	lazy    bool
	later   *later     // where trails are judged when somebody asks for them
	judging sync.Mutex // held while that is done
}

func newJudge(repo *gitrepo.Repo, h *history.History, opt Options) *judge {
	j := &judge{History: h, repo: repo, cfg: opt.Config, asOf: opt.AsOf, lazy: opt.Lazy, keyrings: &keyrings{},
		book: &Book{History: h}, read: map[gitrepo.ID]*history.Facts{},
		trails: make(map[*history.Document]*Trail, len(h.Documents))}
	j.book.judge = j
	return j
}

// propose returns a judge of the same history with a proposal on top.
func (j *judge) propose(ctx context.Context, p *history.Proposal) (*judge, error) {
	h, err := j.Propose(ctx, p)
	if err != nil {
		return nil, err
	}
	with := &judge{History: h, repo: j.repo, cfg: j.cfg, asOf: j.asOf, lazy: j.lazy, keyrings: j.keyrings,
		joins: j.joins, book: &Book{History: h, Roster: j.book.Roster}, read: map[gitrepo.ID]*history.Facts{},
		trails: make(map[*history.Document]*Trail, len(h.Documents)), rosters: j.rosters.fork(), rostersOf: j.rostersOf}
	with.book.judge = with
	if j.roster != nil {
		with.roster = newTrail(&history.Document{ID: j.roster.ID, Path: j.roster.Path,
			Changes: slices.Clip(j.roster.Document.Changes)})
		with.roster.Changes = slices.Clip(j.roster.Changes)
	}
	if h.Proposed >= 0 {
		err = with.proposeConfig()
	}
	return with, err
}

// proposeConfig takes up the configuration, and the files of keys, that a proposal brings: they judge nothing of the
// proposal itself.
func (j *judge) proposeConfig() error {
	rd := j.repo.NewReader()
	cfg := j.rosterConfig()
	if slices.ContainsFunc(append(j.cfg.KindFiles(), config.File), func(path string) bool {
		_, brings := j.Brings(path)
		return brings
	}) {
		proposed, err := j.ReadConfig(rd, j.Proposed)
		if err != nil {
			return err
		}
		if proposed != nil && proposed.HasRoster() {
			cfg = proposed
		}
	}
	if cfg == nil {
		return nil
	}
	if err := j.addRoster(rd, j.Proposed, cfg); err != nil {
		return err
	}
	j.rosters.settle()
	j.joins = newJoins(j.rosters)
	j.book.Roster = true
	return nil
}

// newTrail returns the trail of a document that isn't judged yet.
func newTrail(d *history.Document) *Trail {
	changes := make([]Change, len(d.Changes))
	t := &Trail{Document: d, Changes: make([]*Change, len(changes))}
	for k, c := range d.Changes {
		changes[k].Change = c
		t.Changes[k] = &changes[k]
	}
	return t
}

// trail returns the trail of a document, or of the roster, which needn't be judged yet.
func (j *judge) trail(d *history.Document) *Trail {
	if j.isRoster(d) {
		return j.roster
	}
	t := j.trails[d]
	if t == nil {
		t = newTrail(d)
		j.trails[d] = t
	}
	return t
}
