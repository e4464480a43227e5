package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/palette"
)

// CompanyFolder is where the pages are that nobody approves.
const CompanyFolder = "page/"

// Brand is a company's own face.
type Brand struct {
	Logo    *Logo
	Home    *Prose        // at the top of the home page; nil for none
	Pages   []CompanyPage // in the order of the navigation
	Links   []OutLink
	Style   palette.Style
	Contact string // an e-mail address for those who find a problem; "" for none
	Issues  string // where they report it, with {title} and {body} in its place; "" for nowhere
}

// Logo is a picture that is as safe as any image that a site shows.
type Logo struct {
	Name          string // of its file
	Data          []byte
	Width, Height int
}

// CompanyPage is a page that nobody approves: it is in the navigation, and in no register.
type CompanyPage struct {
	Name  string // the last part of its address
	Title string
	Path  string
	Blob  string
	Prose *Prose
}

// OutLink leads to a place of the company's outside of the site.
type OutLink struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type logoView struct {
	Src    string `json:"src"` // relative to the site's root
	Alt    string `json:"alt"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// putLogo publishes the logo under a name that holds a digest of its bytes.
func putLogo(logo *Logo, alt string, put putFile) (*logoView, error) {
	if logo == nil {
		return nil, nil
	}
	sum := sha256.Sum256(logo.Data)
	v := &logoView{Src: "assets/" + hex.EncodeToString(sum[:12]) + strings.ToLower(path.Ext(logo.Name)), Alt: alt,
		Width: logo.Width, Height: logo.Height}
	return v, put(v.Src, logo.Data)
}

type companyPage struct {
	frame
	Title string `json:"title"`
	Path  string `json:"path"`
}

// companyPages lists the pages that nobody approves.
func (p *press) companyPages() []page {
	var out []page
	for _, x := range p.Brand.Pages {
		at := CompanyFolder + x.Name
		out = append(out, page{layout: "page", file: at + "/index.html", origin: origin{path: x.Path, blob: x.Blob},
			params: companyPage{frame{root(at), at}, x.Title, x.Path}, words: companyWords(x.Prose, at)})
	}
	return out
}

// companyWords are those of a page that nobody approves. They are made each time.
func companyWords(text *Prose, at string) words {
	return words{make: func(put putFile) (made, error) {
		t, err := text.Make(at, put)
		return made{parts: []io.WriterTo{whole(t.HTML)}, notes: t.Notes}, err
	}}
}

// report is the address at which a reader reports a problem with words; "" where the company names none. at is the
// address of their page.
func (b *book) report(v docView, version, path, commit, at string) string {
	title := strings.ReplaceAll(b.words["report_subject"], "{{ . }}", strings.TrimSpace(v.Key+" "+b.numbered(version)))
	lines := []string{v.Key + " " + v.Title, firstOf(b.numbered(version), b.words["no_version"]),
		b.words["from_path"] + ": " + path, b.words["commit"] + ": " + commit}
	if b.BaseURL != "" {
		lines = append(lines, b.BaseURL+escapePath(at)+"/")
	}
	body := strings.Join(append(lines, "", b.words["report_say"], ""), "\n")
	switch {
	case b.Brand.Issues != "":
		return strings.NewReplacer("{title}", queryEscape(title), "{body}", queryEscape(body)).Replace(b.Brand.Issues)
	case b.Brand.Contact != "":
		return "mailto:" + (&url.URL{Path: b.Brand.Contact}).EscapedPath() + "?subject=" + queryEscape(title) + "&body=" +
			queryEscape(strings.ReplaceAll(body, "\n", "\r\n"))
	}
	return ""
}

// queryEscape encodes a value so that mail programs read it, too: they take a + for itself.
func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
