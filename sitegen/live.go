package sitegen

import (
	"context"
	"path"
	"slices"
	"strings"
	"sync"
)

// Live makes the files of a site when they are asked for. They are those of Build, but for the manifest, which a site
// that isn't built has none of. It is safe for concurrent use.
type Live struct {
	mu    sync.Mutex // Hugo makes one page after the other anyway
	press *press
	made  *memory
	noted bool // what the documents' pages leave out is known
	found bool // the search has its files
	aside bool // the files beside the pages are there
}

// NewLive checks what the site is made from, as Build does.
func NewLive(site Site) (*Live, error) {
	made := &memory{files: map[string][]byte{}}
	p, err := newPress(site, newOutput(made.create))
	return &Live{press: p, made: made}, err
}

// File returns a file of the site; ok is false where it has none of that name, which is relative to its root. An image
// is there once a page that shows it was asked for.
func (l *Live) File(ctx context.Context, name string) (data []byte, ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if data, ok := l.made.files[name]; ok {
		return data, true, nil
	}
	switch {
	case name == manifestName:
	case strings.HasPrefix(name, searchFolder) && path.Base(name) != "index.html":
		err = l.once(&l.found, func() error { return l.press.search(ctx) })
	case path.Ext(name) == ".html":
		err = l.page(ctx, name)
	default:
		err = l.once(&l.aside, l.press.beside)
	}
	data, ok = l.made.files[name]
	return data, ok && err == nil, err
}

func (l *Live) once(done *bool, do func() error) error {
	if *done {
		return nil
	}
	*done = true
	return do()
}

// page makes the page at a name, where the site has one.
func (l *Live) page(ctx context.Context, name string) error {
	p := l.press
	is := func(x page) bool { return x.file == name }
	if i, ok := p.at(path.Dir(name)); ok {
		all, err := p.pagesOf(i)
		if err != nil {
			return err
		}
		for _, x := range all {
			if is(x) {
				return p.make(ctx, []page{x})
			}
		}
		return nil
	}
	if name == evidenceFile {
		if err := l.once(&l.noted, p.noteAll); err != nil {
			return err
		}
	}
	groups := p.own()
	if strings.HasPrefix(name, printFolder+"/") {
		groups = []group{{"", p.printPages}}
	}
	for _, g := range groups {
		if !g.mayHold(name) {
			continue
		}
		all := g.pages()
		if i := slices.IndexFunc(all, is); i >= 0 {
			return p.make(ctx, all[i:i+1])
		}
	}
	return nil
}

// at returns the document in whose folder a folder is.
func (b *book) at(folder string) (i int, ok bool) {
	for ; folder != "."; folder = path.Dir(folder) {
		if i, ok := b.byAddress[folder]; ok {
			return i, true
		}
	}
	return 0, false
}

// noteAll learns what the documents' pages leave out, without making them. What a comparison of versions leaves out,
// their own pages do, too.
func (p *press) noteAll() error {
	for i := range p.docs {
		d := &p.docs[i]
		if d.served {
			if err := p.noteText(d.Prose, d.address); err != nil {
				return err
			}
		}
		for _, v := range d.History {
			if v.address == "" {
				continue
			}
			if err := p.noteText(v.Prose, v.address); err != nil {
				return err
			}
		}
	}
	p.settleNotes()
	return nil
}

// noteText learns what a page at an address leaves out of words; nil for none.
func (p *press) noteText(prose *Prose, at string) error {
	if prose == nil {
		return nil
	}
	if prose.Whole != nil {
		if whole, err := prose.Whole(); whole || err != nil {
			return err
		}
	}
	text, err := prose.Make(at, func(string, []byte) error { return nil })
	p.note(text.Notes...)
	return err
}
