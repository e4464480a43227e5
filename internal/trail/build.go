package trail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Options are what a reading of history is judged by.
type Options struct {
	Config *config.Config
	Today  day.Day
	AsOf   Cut // read the main line only up to here; the zero value reads all of it

	Foresee *Foresight // judge as if HEAD and one commit more were merged; nil for what is

	// Proposal is told as if it were merged today, on top of the commit that it starts from; nil for none.
	Proposal *Proposal

	// Judge limits which documents are judged (versions, approvals, reviews, force); nil judges all. Others have their
	// changes only.
	Judge func(*Trail) bool

	// Lazy leaves the trails unjudged, with their changes alone, until Book.Judge is asked for one. Unused and Odd then
	// say nothing. It doesn't go with a Proposal.
	Lazy bool

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
	b := &builder{repo: repo, cfg: opt.Config, asOf: opt.AsOf, indexEvery: cmp.Or(opt.indexEvery, indexEvery), book: &Book{Today: opt.Today, Fields: opt.Config.Fields, Roster: opt.Config.HasRoster(),
		byID: map[string]*Trail{}, byPath: map[string]*Trail{}, facts: &factsTable{}, Fork: -1, Proposed: -1}}
	b.book.judges = b
	if repo.History != nil {
		return nil, repo.History
	}
	var err error
	if b.book.Head, err = repo.Head(); err != nil {
		return nil, err
	}
	if p := opt.Proposal; p != nil {
		b.book.Main = gitrepo.Main{Ref: p.Ref, Commit: p.Ahead.Base}
	} else if b.book.Main, err = repo.MainBranch(opt.Config.Main); err != nil {
		return nil, err
	}
	if b.book.Main.Commit == (gitrepo.ID{}) {
		return b.book, nil
	}
	old := b.loadIndex()
	if err := b.readLine(ctx, old.steps); err != nil {
		return nil, err
	}
	if err := b.cut(opt.AsOf); err != nil {
		return nil, err
	}
	if err := b.foresee(ctx, opt.Foresee); err != nil {
		return nil, err
	}
	if err := b.readBlobs(ctx, old); err != nil {
		return nil, err
	}
	if opt.Lazy {
		b.identify()
		return b.book, ctx.Err()
	}
	var before *Book
	if opt.Proposal != nil {
		if before, err = b.withoutProposal(ctx, opt.Judge); err != nil {
			return nil, err
		}
		if err := b.propose(ctx, opt.Proposal.Ahead); err != nil {
			return nil, err
		}
	}
	if err := b.conclude(ctx, opt.Judge); err != nil {
		return nil, err
	}
	b.book.Before = before
	return b.book, ctx.Err()
}

// conclude works out the trails from all that was read.
func (b *builder) conclude(ctx context.Context, wanted func(*Trail) bool) error {
	b.identify()
	if err := b.collectAll(ctx, nil); err != nil {
		return err
	}
	b.judgeAll(wanted)
	return b.failed
}

// collectAll gathers all evidence; where only isn't nil, at least that which one document is about.
func (b *builder) collectAll(ctx context.Context, only *Trail) error {
	for i, s := range b.book.Steps {
		if only == nil || b.mayConcern(only, i, s) {
			b.collect(i, s)
		}
	}
	if err := b.collectTags(ctx); err != nil {
		return err
	}
	if err := b.collectCaptures(ctx); err != nil {
		return err
	}
	b.adoptedAt, b.adoption = b.findAdoption()
	b.findEmptyReviews()
	return ctx.Err()
}

// Judge judges one trail of a book that was built with Lazy. It isn't safe for concurrent use.
func (b *Book) Judge(ctx context.Context, t *Trail) error {
	j := b.judges
	if j.judged[t] {
		return nil
	}
	j.only, b.Unused, b.Odd = t, nil, nil
	if err := j.collectAll(ctx, t); err != nil {
		return err
	}
	j.judge(t)
	if j.judged == nil {
		j.judged = map[*Trail]bool{}
	}
	j.judged[t] = true
	return j.failed
}

// mayConcern tells whether step i can bring evidence about a document. It may say so of a step that brings none.
func (b *builder) mayConcern(t *Trail, i int, s *gitrepo.Step) bool {
	return b.naming[i] || b.mayTouch(t, s) || t.changeAt(i) != nil ||
		slices.ContainsFunc(s.Side, func(side *gitrepo.Step) bool { return b.mayTouch(t, side) })
}

// mayTouch tells whether a commit changes what is a document now or was once, or anything but documents, or carries a
// tag.
func (b *builder) mayTouch(t *Trail, s *gitrepo.Step) bool {
	for i := range s.Changes {
		c := &s.Changes[i]
		f := b.book.facts.of(c.Blob)
		if f == nil || f.ID == "" || f.ID == t.ID || strings.EqualFold(f.ID, t.ID) || !isMarkdown(c.Path) {
			return true
		}
	}
	return s.MergeTag
}

// fail keeps the first error that stops the reading of a signature: what can't be read mustn't pass as unsigned.
func (b *builder) fail(err error) {
	b.failing.Lock()
	defer b.failing.Unlock()
	if b.failed == nil && err != nil {
		b.failed = err
	}
}

// judgeAll judges documents in parallel: each verdict reads shared facts and writes its own trail only.
func (b *builder) judgeAll(wanted func(*Trail) bool) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(b.book.Trails)/32) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(b.book.Trails)); i = next.Add(1) - 1 {
				if t := b.book.Trails[i]; wanted == nil || wanted(t) {
					b.judge(t)
				}
			}
		})
	}
	wg.Wait()
}

type builder struct {
	repo *gitrepo.Repo
	cfg  *config.Config
	book *Book
	line *gitrepo.Line

	rosters        rosters
	keyrings       keyrings
	failing        sync.Mutex
	failed         error
	configVersions []configVersion
	mailmap        *gitrepo.Mailmap
	byStep         func() stepTrails // made when first needed
	adoptedAt      int
	indexEvery     int
	asOf           Cut
	work           map[gitrepo.ID][]byte // what a proposal has in the working tree only
	adoption       *config.Adoption
	emptyReviewsOf map[string][]emptyReview
	judged         map[*Trail]bool // by Book.Judge
	only           *Trail          // whose evidence is wanted; nil for all
	naming         []bool          // the steps that name blobs, themselves or in their side commits
}

// configVersion is what a step of the main line made of the configuration; config is nil where it isn't valid.
type configVersion struct {
	index  int
	blob   gitrepo.ID
	config *config.Config
}

func (b *builder) readLine(ctx context.Context, known []*gitrepo.Step) error {
	line, err := b.repo.Walk(ctx, b.book.Main.Commit, b.book.Head.Commit, ofInterest(), known)
	if err != nil {
		return err
	}
	b.line = line
	b.book.Steps = line.Steps
	b.book.Days, b.book.ClockOff = assignDays(line.Steps, b.cfg.Organization.Timezone)
	b.book.Fork = len(line.Steps) - 1
	tip := line.Steps[len(line.Steps)-1].ID
	if tip == b.book.Head.Commit || b.book.Head.Unborn {
		return nil
	}
	b.book.Fork, err = line.Fork(b.repo, b.book.Head.Commit)
	return err
}

// ofInterest are the files whose history matters.
func ofInterest() gitrepo.Filter {
	return gitrepo.Filter{
		Match:   func(path []byte) bool { return isMarkdown(path) || string(path) == config.File || isCapture(path) },
		Descend: func([]byte) bool { return true },
	}
}

// readBlobs reads every version of every document and configuration once, with several workers. Facts that are
// known needn't be read.
func (b *builder) readBlobs(ctx context.Context, known *index) error {
	docs, configs := b.blobIDs(known)
	facts := make([]*Facts, len(docs))
	err := b.repo.EachBlob(ctx, docs, func(i int, data []byte) error {
		facts[i] = ReadFacts(data, b.cfg.Fields)
		return nil
	})
	if err != nil {
		return err
	}
	for i, id := range docs {
		b.book.facts.put(id, facts[i])
	}
	b.saveIndex(len(docs))
	parsed := make(map[gitrepo.ID]*config.Config, len(configs))
	var mu sync.Mutex
	err = b.repo.EachBlob(ctx, configs, func(i int, data []byte) error {
		if c, ok := config.LoadLenient(slices.Clone(data)); ok {
			mu.Lock()
			parsed[configs[i]] = c
			mu.Unlock()
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.rosters.now = b.cfg
	for k := range b.configVersions {
		v := &b.configVersions[k]
		if v.config = parsed[v.blob]; v.config != nil && v.config.HasRoster() {
			b.rosters.at = append(b.rosters.at, v.index)
			b.rosters.configs = append(b.rosters.configs, v.config)
		}
	}
	if err := b.readNamedBlobs(b.book.Steps); err != nil {
		return err
	}
	return b.readMailmap()
}

// blobIDs lists the blobs of documents that the line changed and whose facts aren't known, and those of configurations,
// each once. It takes over the facts that are known.
func (b *builder) blobIDs(known *index) (docs, configs []gitrepo.ID) {
	first := 0
	if n := len(known.steps); n > 0 && n <= len(b.book.Steps) && n == len(b.line.Steps)-b.line.Fresh {
		first, b.book.facts = n, known.facts // of the very steps that this line begins with
	}
	seen := map[gitrepo.ID]bool{{}: true}
	once := func(id gitrepo.ID) {
		if seen[id] || b.book.facts.of(id) != nil {
			return
		}
		if f := known.facts.of(id); f != nil {
			b.book.facts.put(id, f)
			return
		}
		docs = append(docs, id)
		seen[id] = true
	}
	each := func(s *gitrepo.Step) {
		for _, c := range s.Changes {
			if !isMarkdown(c.Path) || c.Mode == gitrepo.ModeSymlink {
				continue
			}
			once(c.Blob)
			if len(s.Parents) > 0 && c.OldMode != gitrepo.ModeSymlink {
				once(c.OldBlob)
			}
		}
	}
	for i, s := range b.book.Steps {
		if i >= first {
			for _, side := range s.Side {
				each(side)
			}
			each(s)
		}
		for _, c := range s.Changes {
			if c.Path == config.File && c.Mode != 0 && c.Mode != gitrepo.ModeSymlink {
				if !seen[c.Blob] {
					seen[c.Blob] = true
					configs = append(configs, c.Blob)
				}
				b.configVersions = append(b.configVersions, configVersion{index: i, blob: c.Blob})
			}
		}
	}
	return docs, configs
}

// readNamedBlobs notes which of the steps, the line's or those that come on top of it, name blobs. It reads the blobs that
// trailers name and that the line doesn't hold: the approved words of a branch whose commits a squash dropped. One that
// isn't in the clone any more proves nothing.
func (b *builder) readNamedBlobs(steps []*gitrepo.Step) error {
	rd := b.repo.NewReader()
	for _, s := range steps {
		names := namesBlobs(s.Message) || slices.ContainsFunc(s.Side, func(side *gitrepo.Step) bool { return namesBlobs(side.Message) })
		b.naming = append(b.naming, names)
		if !names {
			continue
		}
		err := b.readNamedBlobsOf(rd, s.Message)
		for _, side := range s.Side {
			err = errors.Join(err, b.readNamedBlobsOf(rd, side.Message))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) readNamedBlobsOf(rd *gitrepo.Reader, message string) error {
	blocks := append(gitrepo.InnerBlocks(message), gitrepo.Trailers(message))
	for _, t := range slices.Concat(blocks...) {
		id, err := objects.ParseHex(strings.ToLower(t.Value))
		if err != nil || !t.Is(KeyBlob) && !t.Is(KeyReviewBlob) || b.book.facts.of(id) != nil {
			continue
		}
		data, err := rd.Blob(id)
		if errors.As(err, new(*gitrepo.MissingError)) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the blob that an approval names: %w", err)
		}
		b.book.facts.put(id, ReadFacts(data, b.cfg.Fields))
	}
	return nil
}

// namesBlobs tells whether a message may have a trailer whose key ends with "-Blob".
func namesBlobs(message string) bool {
	const end = "-blob"
	for {
		i := strings.IndexByte(message, '-')
		if i < 0 || len(message)-i < len(end) {
			return false
		}
		if strings.EqualFold(message[i:i+len(end)], end) {
			return true
		}
		message = message[i+1:]
	}
}

func (b *builder) namedFacts(hex string) *Facts {
	id, err := objects.ParseHex(hex)
	if err != nil {
		return nil
	}
	return b.book.facts.of(id)
}

// readMailmap reads the mailmap as it stands at the line's end.
func (b *builder) readMailmap() error {
	rd := b.repo.NewReader()
	mode, id, err := rd.Lookup(b.tip(), ".mailmap")
	if err != nil || mode == 0 || mode == gitrepo.ModeSymlink {
		return err
	}
	data, err := rd.Blob(id)
	b.mailmap = gitrepo.ParseMailmap(data)
	return err
}

func (b *builder) identify() {
	n := newIdentities(b.book)
	n.follow()
	b.byStep = sync.OnceValue(func() stepTrails { return newStepTrails(len(b.book.Steps), n.all) })
	for _, t := range n.all {
		if have := b.book.byPath[t.Path]; have == nil || have.Removed {
			b.book.byPath[t.Path] = t
		}
	}
	b.book.Trails = sortedTrails(n.all)
}

// stepTrails lists the trails that each step changed: those of step i lie in trails from start[i] up to start[i+1].
type stepTrails struct {
	start  []int32
	trails []*Trail
}

func newStepTrails(steps int, all []*Trail) stepTrails {
	s := stepTrails{start: make([]int32, steps+2)}
	for _, t := range all {
		for _, c := range t.Changes {
			s.start[c.Index+2]++
		}
	}
	for i := 2; i < len(s.start); i++ {
		s.start[i] += s.start[i-1]
	}
	s.trails = make([]*Trail, s.start[len(s.start)-1])
	for _, t := range all {
		for _, c := range t.Changes {
			s.trails[s.start[c.Index+1]] = t
			s.start[c.Index+1]++
		}
	}
	return s
}

// of lists the trails that step i changed, in the order in which they began.
func (s stepTrails) of(i int) []*Trail { return s.trails[s.start[i]:s.start[i+1]] }

// sortedTrails gives the trails sorted by id without case, then by path.
func sortedTrails(all []*Trail) []*Trail {
	type keyed struct {
		key string // beside each other: looking into the trails takes longer
		t   *Trail
	}
	keys := make([]keyed, len(all))
	for i, t := range all {
		keys[i] = keyed{t.key, t}
	}
	slices.SortFunc(keys, func(x, y keyed) int {
		return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.t.Path, y.t.Path))
	})
	sorted := make([]*Trail, len(all))
	for i, k := range keys {
		sorted[i] = k.t
	}
	return sorted
}
