package sitegen

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/search"
)

// findable gives documents the words by which they are found: those of the sample's texts.
func findable(site Site) Site {
	texts := map[string]string{
		"POL-001": policyText, "PRO-010": "## Scope\n\nEvery account.", "POL-002": "SECRET DRAFT TEXT", "POL-000": "WITHDRAWN TEXT",
		"": "Visitors wear a badge.", "REC-2026-Q3": "## Minutes\n\nPresent: all.",
	}
	for i := range site.Documents {
		d := &site.Documents[i]
		text, title := texts[d.ID], d.Title
		d.Words = func() (*search.Contribution, error) {
			return search.Cut(document.Parse("x.md", []byte(text), nil), title)
		}
	}
	return site
}

// unpacked is all that the files of the search say.
func unpacked(t *testing.T, files map[string][]byte) string {
	t.Helper()
	var all strings.Builder
	var directory struct{ Words string }
	if text, err := search.Unpack(files[searchFolder+"index.bin"]); err != nil || json.Unmarshal(text, &directory) != nil {
		t.Fatal("the directory can't be read: ", err)
	}
	for name, data := range files {
		if !strings.HasPrefix(name, searchFolder) || !strings.HasSuffix(name, ".bin") || strings.Contains(name, directory.Words) {
			continue
		}
		text, err := search.Unpack(data)
		if err != nil {
			t.Fatal(name, ": ", err)
		}
		all.Write(text)
	}
	return all.String()
}

func TestSearchHoldsWhatIsServed(t *testing.T) {
	for serve, never := range map[string]string{ServeInForce: "POL-002", ServeMerged: "POL-002"} {
		site := sampleSite()
		site.Serve = serve
		searched := false
		site.Searched = func() { searched = true }
		all := unpacked(t, renderSample(t, site))
		for _, want := range []string{"POL-001", "Information Security Policy", "clear-desk", "doc/policies/Besuch-Größe/", "REC-2026-Q3"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: the search lacks %s", serve, want)
			}
		}
		for _, not := range []string{never, "POL-000", "SECRET", "secret", "WITHDRAWN", "withdrawn", "Acceptable"} {
			if strings.Contains(all, not) {
				t.Errorf("%s: the search has %s", serve, not)
			}
		}
		if !searched {
			t.Error("nobody was told that the words are cut")
		}
	}
}

func TestSearchFails(t *testing.T) {
	site := sampleSite()
	site.Documents[0].Words = func() (*search.Contribution, error) { return nil, errors.New("unread") }
	if _, err := Render(t.Context(), site); err == nil || !strings.Contains(err.Error(), "unread") {
		t.Errorf("words that can't be read: %v", err)
	}
}

// waitFor waits until an expression of JavaScript has a value.
func waitFor(t *testing.T, ctx context.Context, expression, want string) {
	t.Helper()
	got := ""
	for range 100 {
		if got = ask(t, ctx, chromedp.Evaluate[string](expression)); got == want {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	t.Errorf("%s is %q, want %q", expression, got, want)
}

const (
	focused = `(document.activeElement.textContent || document.activeElement.name).trim()`
	found   = `[...document.querySelectorAll(".writ-hit")].map((a) => a.textContent).join(", ")`
	told    = `(document.querySelector("dialog[open] [role=status]") || document.getElementById("writ-search-status")).textContent.trim()`
	opened  = `String(!!document.querySelector("dialog[open]"))`
)

// useSearch finds things by the keyboard alone.
func useSearch(t *testing.T, ctx context.Context, base string) {
	do(t, ctx, chromedp.Navigate(base+"POL-001/"), chromedp.KeyEvent("/"))
	waitFor(t, ctx, focused, "q")
	do(t, ctx, chromedp.KeyEvent("account scop"))
	waitFor(t, ctx, told, "1 result")
	waitFor(t, ctx, found, "Access Control Procedure")
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
	waitFor(t, ctx, focused, "Access Control Procedure")
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
	waitFor(t, ctx, focused, "Scope")
	do(t, ctx, chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp))
	waitFor(t, ctx, focused, "q")
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent("\r"))
	waitFor(t, ctx, `location.pathname + location.hash`, "/isms/PRO-010/#scope")
	waitFor(t, ctx, `[...(CSS.highlights.get("writ-found") || [])].map(String).join(" ")`, "Scope account")

	// An id and Enter lead to the document; Ctrl-K opens, Escape closes and gives the focus back.
	do(t, ctx, chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	waitFor(t, ctx, focused, "q")
	do(t, ctx, chromedp.KeyEvent("ctx-1"))
	waitFor(t, ctx, found, "Context of the organisation")
	do(t, ctx, chromedp.KeyEvent("\r"))
	waitFor(t, ctx, `location.pathname`, "/isms/CTX-1/")
	do(t, ctx, chromedp.Click(chromedp.ID("writ-search-open")))
	waitFor(t, ctx, opened, "true")
	do(t, ctx, chromedp.KeyEvent(kb.Escape))
	waitFor(t, ctx, opened, "false")
	waitFor(t, ctx, focused, "Search/")

	// The key can be turned off, and is one among others in a field.
	do(t, ctx, chromedp.KeyEvent("/"))
	waitFor(t, ctx, opened, "true")
	do(t, ctx, chromedp.Click(chromedp.ID("writ-slash")), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("/"))
	waitFor(t, ctx, opened, "false")
	ask(t, ctx, chromedp.Evaluate[string](`localStorage.clear(), ""`))
	do(t, ctx, chromedp.Navigate(base+"register/"), chromedp.SendKeys(chromedp.ID("writ-q"), "a/b"))
	waitFor(t, ctx, `document.getElementById("writ-q").value`, "a/b")
	waitFor(t, ctx, opened, "false")

	// The page: by its address, filtered, and nothing found.
	do(t, ctx, chromedp.Navigate(base+"search/?q=A.5.15"))
	waitFor(t, ctx, found, "Access Control Procedure")
	do(t, ctx, chromedp.Navigate(base+"search/?q=the&kind=Policy"))
	waitFor(t, ctx, told, "2 results")
	waitFor(t, ctx, `document.getElementById("writ-kind").value`, "Policy")
	do(t, ctx, chromedp.Navigate(base+"search/?q=draft+nonsense"))
	waitFor(t, ctx, told, "Nothing has “draft nonsense”. Try fewer words, or a part of one.")
}

// useSearchSignedOut shows what a reader is told whose login has ended: the host sends a page for each file.
func useSearchSignedOut(t *testing.T, ctx context.Context) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), sampleSite(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".bin") {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title>")
			return
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL+"/search/?q=password"))
	waitFor(t, ctx, told, "The site asks you to sign in again. Reload the page, sign in, and search once more. Reload this page")
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/search/index.html"))
	waitFor(t, ctx, told, "A browser can’t search a site that lies in a folder. The register lists every document. Open the register")
}
