package sitegen

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
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
	Whole        bool       `json:"whole"` // of all documents, not of those of a request
	Language     string     `json:"language"`
	Dir          string     `json:"dir"`
	Interface    string     `json:"interface"`
	InterfaceDir string     `json:"interfacedir"`
	Assets       assetNames `json:"assets"`
	Logo         *logoView  `json:"logo"`
	Nav          []navView  `json:"nav"`
	Links        []OutLink  `json:"links"`
	Sheet        sheetView  `json:"sheet"` // of pages that are about no document
	Words        table      `json:"words"` // the strings without plurals, cheaper than a call of i18n each
	Mark         string     `json:"mark"`
}

type navView struct {
	Section string `json:"section"`
	Title   string `json:"title"`
	Href    string `json:"href"`
}

// batch is how many pages Hugo gets at once. A run costs about 30 ms before its first page, and holds all its pages.
const batch = 500

// window is how many documents are compared with the previous site at once.
const window = 64

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
	texts  texts

	links sync.Map // refLink → HTML of it

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
	return Output{Files: files.files, Pages: int(out.made.Load()), Notes: p.notes}, nil
}

// newPress checks what the site is made from, and puts out the theme's styles and scripts.
func newPress(site Site, out *output) (*press, error) { return newPressOf(site, out, newBook) }

// newPressOf is newPress with the book that bind returns; without one it is a press that prints nothing.
func newPressOf(site Site, out *output, bind func(*Site) (*book, error)) (*press, error) {
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
	if p.book, err = bind(&site); err != nil || p.book == nil {
		return p, err
	}
	p.texts = make(texts, len(p.docs))
	style := site.Brand.Style
	if site.Accent != "" {
		if style, err = style.WithAccent(site.Accent); err != nil {
			return nil, err
		}
	}
	rule, notes := style.CSS()
	p.note(notes...)
	names, err := addAssets(out.put, theme.Files, words, rule)
	if err != nil {
		return nil, err
	}
	logo, err := putLogo(site.Brand.Logo, firstOf(site.Organization, site.Title), out.put)
	if err != nil {
		return nil, err
	}
	p.params = siteParams{
		Title: site.Title, Organization: site.Organization, Serve: site.Serve, NoRoster: site.NoRoster,
		Whole:    site.Request == nil,
		Language: site.Language, Dir: direction(site.Language), Interface: lang, InterfaceDir: direction(lang),
		Assets: names, Words: words, Logo: logo, Links: site.Brand.Links,
		Sheet: p.sheet(),
	}
	p.params.Nav = []navView{{"home", words["nav_home"], ""}, {"register", words["nav_register"], "register/"}}
	if p.params.Whole {
		p.params.Nav = append(p.params.Nav, navView{"changes", words["nav_changes"], "changes/"},
			navView{"system", words["nav_system"], "calendar/"}, navView{"evidence", words["nav_evidence"], "evidence/"})
	}
	for _, x := range site.Brand.Pages {
		at := CompanyFolder + x.Name
		p.params.Nav = append(p.params.Nav, navView{at, x.Title, at + "/"})
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

// all makes the documents' pages, batch after batch, then the site's own, which say what was left out, with the files
// beside them, and the manifest last.
func (p *press) all(ctx context.Context, tool string) error {
	var next []page
	for from := 0; from < len(p.docs); from += window {
		more, err := p.freshOf(ctx, from, min(from+window, len(p.docs)))
		if err != nil {
			return err
		}
		next = append(next, more...)
		for len(next) >= batch {
			if err := p.make(ctx, next[:batch]); err != nil {
				return err
			}
			next = slices.Clone(next[batch:])
		}
	}
	if err := p.make(ctx, next); err != nil {
		return err
	}
	p.settleNotes()
	rest, running := errgroup.WithContext(ctx)
	rest.Go(func() error { return p.search(running) })
	rest.Go(p.beside)
	rest.Go(func() error {
		own, err := p.fresh(append(p.ownPages(), p.printPages()...))
		if err != nil {
			return err
		}
		return p.make(running, own)
	})
	if err := rest.Wait(); err != nil {
		return err
	}
	if err := p.printAll(ctx); err != nil {
		return err
	}
	return p.seal(tool)
}

// freshOf returns the pages of the documents from one to before another that have to be made.
func (p *press) freshOf(ctx context.Context, from, to int) ([]page, error) {
	of := make([][]page, to-from)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i := range of {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			all, err := p.pagesOf(from + i)
			if err != nil {
				return err
			}
			of[i], err = p.fresh(all)
			return err
		})
	}
	err := group.Wait()
	return slices.Concat(of...), err
}

// fresh returns those of pages that have to be made. The others are taken from the previous site.
func (p *press) fresh(pages []page) ([]page, error) {
	out := pages[:0]
	for _, x := range pages {
		x.inputs = x.digest(p.digest)
		var err error
		kept := false
		if e, ok := p.old.page(x.file, x.inputs); ok {
			if kept, err = p.old.keep(e, p.to, p.out); err != nil {
				return nil, err
			}
			if kept {
				p.out.kept.Add(1)
				p.note(e.Notes...)
			}
		}
		if !kept {
			out = append(out, x)
		}
	}
	return out, nil
}

// make makes pages.
func (p *press) make(ctx context.Context, pages []page) error {
	p.out.made.Add(int64(len(pages)))
	if len(pages) == 0 {
		return ctx.Err()
	}
	site := hugoSite{Language: p.params.Interface, Params: p.params, Clock: p.HeadDay.Time(), Pages: pages}
	return render(ctx, site, theme.Files, p.finish)
}

// finish puts a page's words into what Hugo made, and puts the page out.
func (p *press) finish(x *page, html []byte) error {
	e := manifestEntry{Path: x.file, Source: x.origin.path, Blob: x.origin.blob, Commit: x.origin.commit,
		Inputs: x.inputs}
	err := p.out.stream(&e, func(w io.Writer) error {
		words, err := x.words.run(func(name string, data []byte) error {
			if !slices.Contains(e.Shows, name) {
				e.Shows = append(e.Shows, name)
			}
			if _, there := p.out.entry(name); there && data == nil {
				return nil
			}
			return p.out.put(name, data)
		})
		if err != nil {
			return err
		}
		to := &placing{Writer: w}
		if x.text != nil {
			words.parts[textPart] = placed{words.parts[textPart], to, x.text}
		}
		slices.Sort(words.notes)
		e.Notes = slices.Compact(words.notes)
		err = fill(p.local(to), html, p.params.Mark, words.parts)
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

// seal adds the manifest of all files.
func (p *press) seal(tool string) error {
	files := p.out.files()
	return p.out.stream(&manifestEntry{Path: manifestName}, func(w io.Writer) error { return p.manifest(w, tool, files) })
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
	if p.Request == nil {
		if err := p.recordData(p.out.put); err != nil {
			return err
		}
	}
	if p.Headers {
		if err := p.out.put(headersName, []byte(headers)); err != nil {
			return err
		}
	}
	if p.BaseURL != "" && p.Request == nil {
		data, err := p.feed(p.events(), p.BaseURL, p.params.Words)
		if err != nil {
			return err
		}
		return p.out.put("changes.atom", data)
	}
	return nil
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
