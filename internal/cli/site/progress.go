package site

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progressAfter is how long a step may take before progress is shown.
const progressAfter = 500 * time.Millisecond

// progress writes that a step is under way, once it takes longer than half a second.
type progress struct {
	to    io.Writer
	what  string
	start time.Time
	timer *time.Timer

	mu          sync.Mutex
	done, total int
	shown       bool
	percent     int
}

func startProgress(to io.Writer, what string) *progress {
	p := &progress{to: to, what: what, start: time.Now(), percent: -1}
	p.timer = time.AfterFunc(progressAfter, p.show)
	return p
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = true
	p.print()
}

// update notes how far the step is; from the half second on, each further tenth is printed.
func (p *progress) update(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
	if p.shown {
		p.print()
	}
}

func (p *progress) print() {
	if p.total == 0 {
		if p.percent < 0 {
			p.percent = 0
			fmt.Fprintf(p.to, "%s …\n", p.what)
		}
		return
	}
	if tenth := p.done * 10 / p.total * 10; tenth > p.percent {
		p.percent = tenth
		fmt.Fprintf(p.to, "%s … %d %%\n", p.what, tenth)
	}
}

func (p *progress) end() {
	p.timer.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprintf(p.to, "%s: done in %.1f s\n", p.what, time.Since(p.start).Seconds())
	}
	p.shown = false
}
