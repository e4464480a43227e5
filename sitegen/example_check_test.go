package sitegen

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// CheckExample checks every page of the example's site, and what some of them must say.
func CheckExample(t *testing.T, site Site) {
	files := renderSample(t, site)
	for _, p := range pagesOf(t, files) {
		for _, f := range p.faults() {
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

// CheckExampleInBrowser opens every page of the example's site: nothing is logged, nothing outside is asked for, and
// no page is wider than a phone. Without JavaScript the words are all there.
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
	for _, page := range pages {
		for _, width := range []int64{320, 1280} {
			t.Run(fmt.Sprintf("%s %d", strings.Trim(page, "/"), width), func(t *testing.T) {
				visit(t, ctx, server.URL+page, "light", width)
				for _, f := range w.take() {
					t.Error(f)
				}
			})
		}
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
