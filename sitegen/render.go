package sitegen

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strings"

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
	Words        table      `json:"words"` // the strings without plurals, cheaper than a call of i18n each
}

type navView struct {
	Section string `json:"section"`
	Href    string `json:"href"`
}

// Render makes the whole site in memory: the same Site gives the same bytes. Errors name documents by their
// paths. Builds of one process run one after the other.
func Render(ctx context.Context, site Site) (Output, error) {
	site.Organization = strings.TrimSpace(site.Organization)
	site.Title = firstOf(strings.TrimSpace(site.Title), site.Organization, "writ")
	site.Language = firstOf(site.Language, "en")
	site.Serve = firstOf(site.Serve, ServeInForce)
	if site.Serve != ServeInForce && site.Serve != ServeMerged {
		return Output{}, fmt.Errorf("the site's serve %q is neither %s nor %s", site.Serve, ServeInForce, ServeMerged)
	}
	base, err := baseURL(site.BaseURL)
	if err != nil {
		return Output{}, err
	}
	site.BaseURL = base
	lang, words, err := interfaceOf(theme.Files, site.Language)
	if err != nil {
		return Output{}, err
	}
	b, err := newBook(&site)
	if err != nil {
		return Output{}, err
	}
	light, dark, note, err := accents(site.Accent)
	if err != nil {
		return Output{}, err
	}
	out := Output{Files: map[string][]byte{}}
	if note != "" {
		out.Notes = append(out.Notes, note)
	}
	maps.Copy(out.Files, site.Images)
	names, err := addAssets(out.Files, theme.Files, light, dark)
	if err != nil {
		return Output{}, err
	}
	params := siteParams{
		Title: site.Title, Organization: site.Organization, Serve: site.Serve, NoRoster: site.NoRoster,
		Language: site.Language, Dir: direction(site.Language), Interface: lang, InterfaceDir: direction(lang),
		Assets: names, Words: words,
		Nav: []navView{{"home", ""}, {"register", "register/"}, {"changes", "changes/"}, {"evidence", "evidence/"}},
	}
	if err := b.addPages(ctx, &out, params); err != nil {
		return Output{}, err
	}
	return out, b.addData(out.Files, words)
}

func (b *book) addPages(ctx context.Context, out *Output, params siteParams) error {
	pages := b.pages()
	files, err := render(ctx, hugoSite{Language: params.Interface, Params: params, Clock: b.HeadDay.Time(),
		Pages: pages}, theme.Files)
	if err != nil {
		return err
	}
	for name, data := range files {
		out.Files[name] = data
	}
	out.Pages = len(pages)
	return nil
}

// addData adds what is beside the pages, the manifest last.
func (b *book) addData(files map[string][]byte, words table) error {
	var err error
	if files["register.json"], err = b.registerJSON(); err != nil {
		return err
	}
	if files["register.csv"], err = b.registerCSV(); err != nil {
		return err
	}
	if b.BaseURL != "" {
		if files["changes.atom"], err = b.feed(b.events(), b.BaseURL, words); err != nil {
			return err
		}
	}
	files[manifestName], err = b.manifest(files)
	return err
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
