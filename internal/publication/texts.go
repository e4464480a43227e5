package publication

import (
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/redline"
)

// texts has those that were compared last: each version is compared with several others, mostly one after the other.
// It may be used by several goroutines.
type texts struct {
	mu   sync.Mutex
	last []*readText // the newest one last
}

type readText struct {
	blob gitrepo.ID
	path string

	once sync.Once
	text *redline.Input
	size int // of the file, in bytes
	err  error
}

// mostTexts is how many are there, and largestText how many bytes a file may have whose text stays: what is read from
// it takes ten times as much.
const (
	mostTexts   = 16
	largestText = 128 << 10
)

// of returns the text of a blob at a path, which read reads where it isn't there.
func (t *texts) of(blob gitrepo.ID, path string,
	read func() (text *redline.Input, size int, err error)) (*redline.Input, error) {
	t.mu.Lock()
	is := func(x *readText) bool { return x.blob == blob && x.path == path }
	var x *readText
	if i := slices.IndexFunc(t.last, is); i >= 0 {
		x = t.last[i]
		t.last = append(slices.Delete(t.last, i, i+1), x)
	} else {
		x = &readText{blob: blob, path: path}
		t.last = append(t.last, x)
		if len(t.last) > mostTexts {
			t.last = slices.Delete(t.last, 0, 1)
		}
	}
	t.mu.Unlock()
	x.once.Do(func() { x.text, x.size, x.err = read() })
	if x.size > largestText || x.err != nil {
		t.mu.Lock()
		t.last = slices.DeleteFunc(t.last, func(y *readText) bool { return y == x })
		t.mu.Unlock()
	}
	return x.text, x.err
}

// readText reads words to compare them. Those that nobody committed are others soon: they are read each time.
func (f *filler) readText(s *shown) (*redline.Input, error) {
	read := func() (*redline.Input, int, error) {
		whole, err := f.whole(s)
		if err == nil {
			err = f.besides(whole)
		}
		if err != nil {
			return nil, 0, err
		}
		text, err := redline.Read(whole.doc)
		return text, whole.doc.Size(), err
	}
	if s.change == nil {
		text, _, err := read()
		return text, err
	}
	return f.compares.of(s.change.Blob, s.path, read)
}
