package sitegen

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// output is where the files of a site go as they are finished. It remembers what the manifest says of each, and not
// its bytes. It is safe for concurrent use.
type output struct {
	create func(name string) (io.WriteCloser, error)

	made, kept atomic.Int64 // pages; kept ones are from the previous site

	mu      sync.Mutex
	entries map[string]manifestEntry
	bytes   int64
}

func newOutput(create func(name string) (io.WriteCloser, error)) *output {
	return &output{create: create, entries: map[string]manifestEntry{}}
}

// put writes a file that no page is. The same file may be put again.
func (o *output) put(name string, data []byte) error {
	return o.add(manifestEntry{Path: name}, data)
}

func (o *output) add(e manifestEntry, data []byte) error {
	sum := sha256.Sum256(data)
	e.Size, e.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	fresh, err := o.claim(e)
	if err != nil || !fresh {
		return err
	}
	f, err := o.create(e.Path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return cmp.Or(err, f.Close())
}

// stream writes a page while it is made. What the manifest says of it is known at the end.
func (o *output) stream(e *manifestEntry, write func(io.Writer) error) error {
	if fresh, err := o.claim(*e); err != nil || !fresh {
		return cmp.Or(err, twice(e.Path))
	}
	f, err := o.create(e.Path)
	if err != nil {
		return err
	}
	sum := sha256.New()
	to := bufio.NewWriterSize(io.MultiWriter(f, sum, (*counter)(&e.Size)), streamed)
	if err := cmp.Or(write(to), to.Flush(), f.Close()); err != nil {
		return err
	}
	e.SHA256 = hex.EncodeToString(sum.Sum(nil))
	o.mu.Lock()
	defer o.mu.Unlock()
	o.entries[e.Path] = *e
	o.bytes += e.Size
	return nil
}

// streamed is how much of a page is written at once.
const streamed = 1 << 15

// counter counts the bytes that are written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func twice(name string) error { return fmt.Errorf("two files of the site have the address %s", name) }

// claim makes a file known, unless it is known already.
func (o *output) claim(e manifestEntry) (fresh bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if old, known := o.entries[e.Path]; known {
		if old.SHA256 != e.SHA256 {
			return false, twice(e.Path)
		}
		return false, nil
	}
	o.entries[e.Path] = e
	o.bytes += e.Size
	return true, nil
}

// entry is what the manifest says of a file.
func (o *output) entry(name string) (e manifestEntry, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	e, ok = o.entries[name]
	return e, ok
}

// files are the manifest's lines, sorted.
func (o *output) files() []manifestEntry {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := make([]manifestEntry, 0, len(o.entries))
	for _, name := range slices.Sorted(maps.Keys(o.entries)) {
		out = append(out, o.entries[name])
	}
	return out
}

// memory holds files that are on no disk. It is safe for concurrent use.
type memory struct {
	mu    sync.Mutex
	files map[string][]byte
}

// create begins a file, which is there when it is closed.
func (m *memory) create(name string) (io.WriteCloser, error) {
	return &memoryFile{to: m, name: name}, nil
}

type memoryFile struct {
	bytes.Buffer
	to   *memory
	name string
}

func (f *memoryFile) Close() error {
	f.to.mu.Lock()
	defer f.to.mu.Unlock()
	f.to.files[f.name] = f.Bytes()
	return nil
}
