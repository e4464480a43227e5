package site

import (
	"context"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	lookEvery = 150 * time.Millisecond // how often the files are looked at, at most
	lookShare = 20                     // the time that a look takes is at most this part of all time
	quiet     = 30 * time.Millisecond  // a file is written when nothing has happened to it for so long
	noisy     = 300 * time.Millisecond // how long writing may go on before it is looked at
)

// alarm rings when something may have happened in folders: when the system says so, and from time to time, because not
// every file system tells.
type alarm struct {
	system *fsnotify.Watcher // nil where the system has no such service
	rings  chan struct{}
	pause  time.Duration // between looks that nobody asked for
}

// newAlarm is one that rings until ctx ends.
func newAlarm(ctx context.Context) *alarm {
	a := &alarm{rings: make(chan struct{}, 1), pause: lookEvery}
	if system, err := fsnotify.NewWatcher(); err == nil {
		a.system = system
		go a.listen(ctx)
	}
	return a
}

// listen hears what the system says, and rings when it is quiet again.
func (a *alarm) listen(ctx context.Context) {
	defer a.system.Close()
	var since time.Time // of the first event that nobody was told of
	still := time.NewTimer(time.Hour)
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-a.system.Events:
			if !open {
				return
			}
			if since.IsZero() {
				since = time.Now()
			}
			still.Reset(max(0, min(quiet, noisy-time.Since(since))))
		case <-a.system.Errors: // too much happened to tell: the next look sees it
		case <-still.C:
			since = time.Time{}
			select {
			case a.rings <- struct{}{}:
			default:
			}
		}
	}
}

// over has it ring for other folders, too.
func (a *alarm) over(folders []string) {
	if a.system == nil {
		return
	}
	for _, name := range folders {
		_ = a.system.Add(name) // else it is looked at from time to time
	}
}

// took is told how long a look took.
func (a *alarm) took(d time.Duration) { a.pause = max(lookEvery, lookShare*d) }
