package sitegen

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/afero"
)

// sink is the folder that Hugo publishes into: it hands on each file when it is closed, and forgets it.
type sink struct {
	afero.Fs // empty, for whatever else Hugo asks
	ctx      context.Context
	done     func(p *page, html []byte) error

	mu    sync.Mutex
	asked map[string]*page // that aren't written yet, by file
	err   error
}

func newSink(ctx context.Context, pages []page, done func(*page, []byte) error) *sink {
	s := &sink{Fs: afero.NewMemMapFs(), ctx: ctx, done: done, asked: make(map[string]*page, len(pages))}
	for i := range pages {
		p := &pages[i]
		if s.asked[p.file] != nil {
			s.err = fmt.Errorf("two pages have the address %s: those of %s and %s", p.file,
				firstOf(p.origin.path, p.layout), firstOf(s.asked[p.file].origin.path, s.asked[p.file].layout))
		}
		s.asked[p.file] = p
	}
	return s
}

// failed returns the first error of the site's own, rather than what Hugo made of it.
func (s *sink) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// missing is the error of a page that wasn't written.
func (s *sink) missing() error {
	for _, p := range s.asked {
		return fmt.Errorf("%s: its page %s was not written", firstOf(p.origin.path, p.layout), p.file)
	}
	return nil
}

// close hands a file on.
func (s *sink) close(name string, data []byte) error {
	name = strings.TrimPrefix(filepath.ToSlash(name), "/")
	s.mu.Lock()
	p := s.asked[name]
	delete(s.asked, name)
	err := s.err
	s.mu.Unlock()
	switch {
	case err != nil:
	case s.ctx.Err() != nil:
		err = s.ctx.Err()
	case p == nil:
		err = fmt.Errorf("the theme wrote a file that nobody asked for: %s", name)
	default:
		err = s.done(p, data)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	return err
}

// Create begins a file.
func (s *sink) Create(name string) (afero.File, error) {
	return &sinkFile{to: s, name: name}, nil
}

// OpenFile begins a file where it is opened for writing. There is none to read.
func (s *sink) OpenFile(name string, flag int, _ os.FileMode) (afero.File, error) {
	if flag&(os.O_WRONLY|os.O_RDWR|os.O_CREATE) == 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return s.Create(name)
}

// MkdirAll does nothing: a sink has no folders.
func (s *sink) MkdirAll(string, os.FileMode) error { return nil }

// Name names the file system in Hugo's messages.
func (s *sink) Name() string { return "published files" }

// sinkFile is a file that is being written.
type sinkFile struct {
	afero.File // nil: Hugo only writes
	to         *sink
	name       string
	data       bytes.Buffer
	closed     bool
}

func (f *sinkFile) Name() string                      { return f.name }
func (f *sinkFile) Write(p []byte) (int, error)       { return f.data.Write(p) }
func (f *sinkFile) WriteString(s string) (int, error) { return f.data.WriteString(s) }

func (f *sinkFile) Close() error {
	if f.closed {
		return fs.ErrClosed
	}
	f.closed = true
	return f.to.close(f.name, f.data.Bytes())
}
