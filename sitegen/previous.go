package sitegen

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"sync"
)

// previous is the site that a build replaces, as far as its pages can be used again. The zero value has none.
type previous struct {
	dir   string
	files map[string]manifestEntry

	buffers sync.Pool // of *bytes.Buffer

	mu      sync.Mutex
	altered []string        // files that somebody changed by hand since they were made
	shared  map[string]bool // files that the new site has, too, by links
}

// previousIn is the site in a folder, by its manifest; nil for none. Where another program made it, or one without a
// name, none of its pages is used again.
func previousIn(dir string, m *manifestFile, tool string) *previous {
	p := &previous{dir: dir, shared: map[string]bool{}, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	if m == nil || tool == "" || m.Tool != tool {
		return p
	}
	p.files = make(map[string]manifestEntry, len(m.Files))
	for _, f := range m.Files {
		p.files[f.Path] = f
	}
	return p
}

// page returns what the manifest says of a page that was made from the same inputs.
func (p *previous) page(file, inputs string) (manifestEntry, bool) {
	e, ok := p.files[file]
	return e, ok && inputs != "" && e.Inputs == inputs
}

// keep takes a page over, and the files that it shows: by links, where the file system has them. It reports whether
// they were as the manifest says. Where not, the page has to be made anew.
func (p *previous) keep(e manifestEntry, to *folder, out *output) (bool, error) {
	all := []manifestEntry{e}
	for _, name := range e.Shows {
		f, ok := p.files[name]
		if !ok {
			return false, nil
		}
		all = append(all, f)
	}
	for _, f := range slices.Backward(all) { // the page last: a page of which a part is missing isn't known
		kept, err := p.take(f, to, out)
		if err != nil || !kept {
			return false, err
		}
	}
	return true, nil
}

func (p *previous) take(e manifestEntry, to *folder, out *output) (bool, error) {
	if !filepath.IsLocal(filepath.FromSlash(e.Path)) {
		return false, nil
	}
	from := filepath.Join(p.dir, filepath.FromSlash(e.Path))
	buf := p.buffers.Get().(*bytes.Buffer)
	defer p.buffers.Put(buf)
	buf.Reset()
	file, ok, err := readRegular(buf, from, e.Size)
	if err != nil {
		return false, err
	}
	if !ok {
		p.note(e.Path)
		return false, nil
	}
	data := buf.Bytes()
	sum := sha256.Sum256(data)
	if want, err := hex.DecodeString(e.SHA256); err != nil || !bytes.Equal(want, sum[:]) {
		p.note(e.Path)
		return false, nil
	}
	fresh, err := out.claim(e)
	if err != nil || !fresh {
		return err == nil, err
	}
	if to.has(e.Path, file) || to.link(from, e.Path) == nil {
		p.share(e.Path)
		return true, nil
	}
	f, err := to.create(e.Path)
	if err != nil {
		return false, err
	}
	_, err = f.Write(data)
	return true, cmp.Or(err, f.Close())
}

// share notes that the new site has a file of the old one, by a link.
func (p *previous) share(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shared[name] = true
}

func (p *previous) note(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.altered = append(p.altered, name)
}
