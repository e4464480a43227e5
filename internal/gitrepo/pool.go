package gitrepo

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// task is to find what a step changed against the tree old, the zero ID for none.
type task struct {
	step *Step
	old  ID
}

// chunk is how many tasks a worker takes at once: neighbours share the objects that deltas are built on.
const chunk = 64

// pool works tasks off while they come in. Those that came first are taken first; once all are there, some workers
// begin at the other end.
type pool struct {
	ctx    context.Context
	repo   *Repo
	filter Filter
	wg     sync.WaitGroup

	mu      sync.Mutex
	more    sync.Cond
	tasks   []task
	next    int // the first that nobody has taken
	started bool
	closed  bool // no more will come
	err     error
}

func newPool(ctx context.Context, r *Repo, f Filter) *pool {
	p := &pool{ctx: ctx, repo: r, filter: f}
	p.more.L = &p.mu
	return p
}

// add hands over a task. Workers are started when there is enough to do for them.
func (p *pool) add(t task) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tasks = append(p.tasks, t)
	n := len(p.tasks) - p.next
	if !p.started && n > 2*chunk {
		p.started = true
		for range min(runtime.GOMAXPROCS(0), 8) - 1 {
			p.wg.Go(func() { p.work(p.repo.NewReader(), false) })
		}
	}
	if n >= chunk {
		p.more.Signal()
	}
}

// drop forgets the tasks that weren't begun: their steps aren't wanted.
func (p *pool) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tasks = p.tasks[:p.next]
}

// close says that all tasks are there, helps with them, and waits for their end. The error is the first one.
func (p *pool) close(rd *Reader) error {
	p.mu.Lock()
	p.closed = true
	p.more.Broadcast()
	p.mu.Unlock()
	p.work(rd, true)
	p.wg.Wait()
	return p.err
}

// work works off tasks until there are no more, or one failed.
func (p *pool) work(rd *Reader, fromEnd bool) {
	for {
		tasks := p.take(fromEnd)
		if len(tasks) == 0 {
			return
		}
		if fromEnd {
			slices.Reverse(tasks) // on towards those that it takes next
		}
		for _, t := range tasks {
			err := p.ctx.Err()
			if err == nil {
				err = p.diff(rd, t)
			}
			if err != nil {
				p.fail(err)
				return
			}
		}
	}
}

func (p *pool) diff(rd *Reader, t task) error {
	if t.old == t.step.Tree {
		return nil
	}
	changes, err := rd.diff(t.old, t.step.Tree, p.filter)
	if err != nil {
		return fmt.Errorf("reading what commit %s changed: %w", t.step.ID, err)
	}
	t.step.Changes = changes
	return nil
}

// fail ends the work of all.
func (p *pool) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
	p.closed = true
	p.more.Broadcast()
}

// take gives the next tasks; none when there are none and none will come.
func (p *pool) take(fromEnd bool) []task {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed && len(p.tasks)-p.next < chunk {
		p.more.Wait()
	}
	n := min(chunk, len(p.tasks)-p.next)
	if n <= 0 || p.err != nil {
		return nil
	}
	if fromEnd {
		end := len(p.tasks)
		p.tasks = p.tasks[:end-n]
		return p.tasks[end-n : end : end]
	}
	p.next += n
	return p.tasks[p.next-n : p.next : p.next]
}
