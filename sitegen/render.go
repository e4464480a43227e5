package sitegen

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/sitegen/theme"
)

// Output is a finished site in memory.
type Output struct {
	Files map[string][]byte // by name relative to the site's root, with slashes
	Pages int
	Notes []string // what the reader of the build's report should know
}

// siteParams is what every layout reads as site.Params.
type siteParams struct {
	Title        string     `json:"title"`
	Organization string     `json:"organization"`
	Serve        string     `json:"serve"`
	NoRoster     bool       `json:"noroster"`
	Language     string     `json:"language"`
	Dir          string     `json:"dir"`
	Interface    string     `json:"interface"`
	InterfaceDir string     `json:"interfacedir"`
	Assets       assetNames `json:"assets"`
	Nav          []navView  `json:"nav"`
	Sheet        sheetView  `json:"sheet"` // of pages that are about no document
	Words        table      `json:"words"` // the strings without plurals, cheaper than a call of i18n each
	Mark         string     `json:"mark"`
}

type navView struct {
	Section string `json:"section"`
	Href    string `json:"href"`
}

// batch is how many pages Hugo gets at once. A run costs about 30 ms before its first page, and holds all its pages.
const batch = 500

// workers is how many goroutines look for pages of the previous site: they mostly wait for the disk.
const workers = 4

// press makes the pages of a site: it is what all of them have in common.
type press struct {
	*book
	params siteParams
	digest string // of params
	parts  *parts
	out    *output
	old    *previous
	to     *folder // of out; nil in memory

	mu    sync.Mutex
	notes []string
}

// Render makes the whole site in memory: the same Site gives the same bytes. Errors name documents by their
// paths. Builds of one process run one after the other.
func Render(ctx context.Context, site Site) (Output, error) {
	files := &memory{files: map[string][]byte{}}
	out := newOutput(files.create)
	p, err := newPress(site, out)
	if err != nil {
		return Output{}, err
	}
	if err := p.all(ctx, ""); err != nil {
		return Output{}, err
	}
	return Output{Files: files.files, Pages: out.made, Notes: p.notes}, nil
}

// newPress checks what the site is made from, and puts out the theme's styles and scripts.
func newPress(site Site, out *output) (*press, error) {
	site.Organization = strings.TrimSpace(site.Organization)
	site.Title = firstOf(strings.TrimSpace(site.Title), site.Organization, "writ")
	site.Language = firstOf(site.Language, "en")
	site.Serve = firstOf(site.Serve, ServeInForce)
	if modes := []string{ServeInForce, ServeMerged, ServePreview}; !slices.Contains(modes, site.Serve) {
		return nil, fmt.Errorf("the site's serve %q is none of %s", site.Serve, strings.Join(modes, ", "))
	}
	base, err := baseURL(site.BaseURL)
	if err != nil {
		return nil, err
	}
	site.BaseURL = base
	lang, words, err := interfaceOf(theme.Files, site.Language)
	if err != nil {
		return nil, err
	}
	p := &press{out: out, old: &previous{}}
	if p.book, err = newBook(&site); err != nil {
		return nil, err
	}
	light, dark, note, err := accents(site.Accent)
	if err != nil {
		return nil, err
	}
	p.note(note)
	names, err := addAssets(out.put, theme.Files, words, light, dark)
	if err != nil {
		return nil, err
	}
	p.params = siteParams{
		Title: site.Title, Organization: site.Organization, Serve: site.Serve, NoRoster: site.NoRoster,
		Language: site.Language, Dir: direction(site.Language), Interface: lang, InterfaceDir: direction(lang),
		Assets: names, Words: words,
		Sheet: p.sheet(),
		Nav:   []navView{{"home", ""}, {"register", "register/"}, {"changes", "changes/"}, {"system", "calendar/"}, {"evidence", "evidence/"}},
	}
	if p.parts, err = newParts(theme.Files, p.params); err != nil {
		return nil, err
	}
	all, err := json.Marshal(p.params)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(all)
	p.digest, p.params.Mark = hex.EncodeToString(sum[:]), newMark()
	return p, nil
}

// all makes the documents' pages, batch after batch, then the site's own, which say what was left out, and at last the
// files beside them.
func (p *press) all(ctx context.Context, tool string) error {
	var next []page
	for x := range p.documentPages() {
		if next = append(next, x); len(next) >= batch {
			if err := p.make(ctx, next); err != nil {
				return err
			}
			next = nil
		}
	}
	if err := p.make(ctx, next); err != nil {
		return err
	}
	if err := p.search(ctx); err != nil {
		return err
	}
	p.settleNotes()
	if err := p.make(ctx, append(p.ownPages(), p.printPages()...)); err != nil {
		return err
	}
	return p.data(tool)
}

// make makes pages, save those that the previous site has.
func (p *press) make(ctx context.Context, pages []page) error {
	inputs := make([]string, len(pages))
	kept := make([]bool, len(pages))
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i := range pages {
		group.Go(func() (err error) {
			if running.Err() != nil {
				return running.Err()
			}
			if inputs[i], err = pages[i].digest(p.digest); err != nil {
				return err
			}
			if e, ok := p.old.page(pages[i].file, inputs[i]); ok {
				if kept[i], err = p.old.keep(e, p.to, p.out); kept[i] {
					p.note(e.Notes...)
				}
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	digests := map[string]string{}
	var rest []page
	for i, is := range kept {
		if !is {
			rest = append(rest, pages[i])
			digests[pages[i].file] = inputs[i]
		}
	}
	p.out.made, p.out.kept = p.out.made+len(rest), p.out.kept+len(pages)-len(rest)
	if len(rest) == 0 {
		return ctx.Err()
	}
	site := hugoSite{Language: p.params.Interface, Params: p.params, Clock: p.HeadDay.Time(), Pages: rest}
	return render(ctx, site, theme.Files, func(x *page, html []byte) error {
		return p.finish(x, html, digests[x.file])
	})
}

// finish puts a page's words into what Hugo made, and puts the page out.
func (p *press) finish(x *page, html []byte, inputs string) error {
	e := manifestEntry{Path: x.file, Source: x.origin.path, Blob: x.origin.blob, Commit: x.origin.commit, Inputs: inputs}
	err := p.out.stream(&e, func(w io.Writer) error {
		words, err := x.words.run(func(name string, data []byte) error {
			if !slices.Contains(e.Shows, name) {
				e.Shows = append(e.Shows, name)
			}
			return p.out.put(name, data)
		})
		if err != nil {
			return err
		}
		slices.Sort(words.notes)
		e.Notes = slices.Compact(words.notes)
		err = fill(w, html, p.params.Mark, words.parts)
		slices.Sort(e.Shows)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", firstOf(x.origin.path, x.file), err)
	}
	p.note(e.Notes...)
	return nil
}

// settleNotes puts what was noted in order.
func (p *press) settleNotes() {
	slices.Sort(p.notes)
	p.notes = slices.Compact(p.notes)
}

func (p *press) note(notes ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range notes {
		if n != "" {
			p.notes = append(p.notes, n)
		}
	}
}

// data adds what is beside the pages, the manifest last.
func (p *press) data(tool string) error {
	if err := p.beside(); err != nil {
		return err
	}
	data, err := p.manifest(tool, p.out.files())
	if err != nil {
		return err
	}
	return p.out.put(manifestName, data)
}

// beside adds the files that are beside the pages.
func (p *press) beside() error {
	files := []struct {
		name string
		make func() ([]byte, error)
	}{
		{"register.json", p.registerJSON},
		{"register.csv", p.registerCSV},
	}
	for _, f := range files {
		data, err := f.make()
		if err != nil {
			return err
		}
		if err := p.out.put(f.name, data); err != nil {
			return err
		}
	}
	if err := p.recordData(p.out.put); err != nil {
		return err
	}
	if p.Headers {
		if err := p.out.put(headersName, []byte(headers)); err != nil {
			return err
		}
	}
	if p.BaseURL != "" {
		data, err := p.feed(p.events(), p.BaseURL, p.params.Words)
		if err != nil {
			return err
		}
		return p.out.put("changes.atom", data)
	}
	return nil
}

// documentPages lists the pages of documents, each made as it is asked for.
func (p *press) documentPages() iter.Seq[page] {
	return func(yield func(page) bool) {
		for i := range p.docs {
			for _, x := range p.pagesOf(i) {
				if !yield(x) {
					return
				}
			}
		}
	}
}

// baseURL checks the site's address and gives it a final slash.
func baseURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" ||
		u.Fragment != "" {
		return "", fmt.Errorf("the site's base_url %q isn't an address such as https://docs.example.com/isms/", text)
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

// absoluteRoot is the path of the site's root on its host, for the page that a host shows at any address.
func (b *book) absoluteRoot() string {
	if u, err := url.Parse(b.BaseURL); err == nil && u.Path != "" {
		return u.EscapedPath()
	}
	return "/"
}
