package sitegen

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// CheckExample checks every page of the example's site, and what some of them must say.
func CheckExample(t *testing.T, site Site) {
	files := renderSample(t, site)
	for _, p := range pagesOf(t, files) {
		for _, f := range append(p.faults(), p.brokenIDs()...) {
			t.Error(f)
		}
	}
	for page, words := range map[string][]string{
		"POL-001/index.html":         {"Information Security Policy", "In force", "Managing Director", "Purpose and scope"},
		"POL-004/index.html":         {"overdue"},
		"POL-005/index.html":         {"ithdrawn"},
		"STD-001/index.html":         {"ot in force"},
		"PRC-002/history/index.html": {"Version 1.1", "never", "Make the backup procedure easier to read"},
		"CAL-001/index.html":         {"On record", "CA-005"},
	} {
		for _, w := range words {
			if !bytes.Contains(files[page], []byte(w)) {
				t.Errorf("%s doesn't say %q", page, w)
			}
		}
	}
	if bytes.Contains(files["STD-001/index.html"], []byte("TLS 1.")) {
		t.Error("the text of a standard that isn't in force is shown")
	}
	for name, data := range files {
		if bytes.Contains(data, []byte("@rampenlicht.example")) {
			t.Errorf("%s shows an e-mail address", name)
		}
	}
}

// CheckExampleInBrowser opens every document and a page of each other kind: nothing is logged, nothing outside is asked
// for, and no page is wider than a phone. Without JavaScript the words are all there.
func CheckExampleInBrowser(t *testing.T, site Site) {
	ctx := startBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), site, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	var w watch
	if err := chromedp.Listen(ctx, w.listen(server.URL)); err != nil {
		t.Fatal(err)
	}
	pages := []string{"/", "/register/", "/changes/", "/evidence/", "/404.html"}
	for _, d := range site.Documents {
		pages = append(pages, "/"+d.ID+"/", "/"+d.ID+"/history/")
	}
	for _, d := range site.Documents {
		if d.ID == "POL-001" { // which was revised: one page of a version, and one of what it changed
			pages = append(pages, "/POL-001/v1.0/", "/POL-001/v1.0..v1.1/")
		}
	}
	widths := []int64{1280, 320}
	for _, page := range append(pages, besides(t, dir, pages)...) {
		slices.Reverse(widths) // the window keeps the last page's: to change it lays a page out anew
		t.Run(strings.Trim(page, "/"), func(t *testing.T) {
			visit(t, ctx, server.URL+page, "light", widths[0])
			look(t, ctx, "light", widths[1])
			inspect(t, ctx)
			for _, f := range w.take() {
				t.Error(f)
			}
		})
	}
	ctx, stop := chromedp.NewContext(ctx)
	defer stop()
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	do(t, ctx, chromedp.Navigate(server.URL+"/register/"))
	rows := ask(t, ctx, chromedp.Text(chromedp.CSS("#writ-register tbody")))
	for _, d := range site.Documents {
		if !strings.Contains(rows, d.ID) {
			t.Errorf("without JavaScript the register lacks %s", d.ID)
		}
	}
}

// besides lists the pages of a site that are neither a document's nor among those that are known: of those in one folder,
// as are the pages of people, the largest.
func besides(t *testing.T, dir string, known []string) []string {
	t.Helper()
	largest, sizes := map[string]string{}, map[string]int64{}
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.Name() != "index.html" {
			return err
		}
		rel, err := filepath.Rel(dir, filepath.Dir(file))
		page := "/" + filepath.ToSlash(rel) + "/"
		info, failed := e.Info()
		if top := strings.SplitN(page, "/", 3)[1]; slices.Contains(known, page) || slices.Contains(known, "/"+top+"/history/") {
			return cmp.Or(err, failed)
		}
		group := page
		if above := path.Dir(path.Dir(page)); above != "/" {
			group = above
		}
		if failed == nil && info.Size() > sizes[group] {
			largest[group], sizes[group] = page, info.Size()
		}
		return cmp.Or(err, failed)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(largest) < 10 {
		t.Errorf("the example has only the pages %v besides documents", largest)
	}
	return slices.Sorted(maps.Values(largest))
}

// idWords is an id, of which a line must not keep a part alone.
var idWords = regexp.MustCompile(`^[A-Z]{2,5}(-[A-Z0-9]+)*-[0-9]+(/[0-9]+)?$`)

// brokenIDs lists the ids on a page that are links and may break at a line's end.
func (p parsed) brokenIDs() (out []string) {
	whole := func(n *html.Node) bool {
		class, _ := attr(n, "class")
		return slices.Contains(strings.Fields(class), "unbroken")
	}
	for _, a := range p.all("a") {
		words := text(a)
		if !idWords.MatchString(words) {
			continue
		}
		kept := whole(a)
		for n := range a.Ancestors() {
			kept = kept || whole(n)
		}
		for n := range a.Descendants() {
			kept = kept || whole(n) && text(n) == words
		}
		if !kept {
			out = append(out, p.name+": "+words+" may break in "+text(a.Parent))
		}
	}
	return out
}
