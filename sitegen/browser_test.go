package sitegen

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/writ-docs/writ/internal/document"
)

// requireBrowser makes a missing Chromium a failure. With screenshotDir set, pictures of each page are written.
const (
	requireBrowser = "WRIT_REQUIRE_BROWSER"
	screenshotDir  = "WRIT_SCREENSHOTS"
)

// browserPages has one page of each sort.
var browserPages = map[string]string{
	"home": "", "register": "register/", "document": "POL-001/", "overdue": "PRO-010/", "withdrawn": "POL-000/",
	"history": "POL-001/history/", "changes": "changes/", "evidence": "evidence/", "exceptions": "exceptions/", "search": "search/?q=password", "missing": "404.html",
	"path": "doc/policies/Besuch-Gr%C3%B6%C3%9Fe/", "actions": "actions/", "audits": "audits/", "reviews": "reviews/", "decisions": "decisions/",
	"risks": "risks/", "coverage": "coverage/iso27001/", "external": "external/", "calendar": "calendar/", "people": "people/", "role": "people/ciso/",
	"as-of": "as-of/", "check": "check/", "print": "print/", "roster": "evidence/roster/", "page": "page/about/", "redline": "POL-001/v2.0..v2.1/",
}

// browser is the one headless Chromium of all tests. Starting one takes as long as looking at a dozen pages.
var browser struct {
	start sync.Once
	ctx   context.Context
	stop  func()
	err   error
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // the sites are small: to collect garbage often takes longer than it helps
	code := m.Run()
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

func launch(program string) {
	dir, err := os.MkdirTemp("", "chromium")
	if err != nil {
		browser.err = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.UserDataDir(dir),
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeFirst := chromedp.NewContext(allocator)
	browser.stop = func() {
		closeFirst()
		stop()
		os.RemoveAll(dir)
	}
	browser.ctx, browser.err = ctx, chromedp.Do(ctx)
	if browser.err != nil {
		browser.stop()
	}
}

// startBrowser returns a context of a tab, which shares nothing with those of other tests, or skips the test.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	var program string
	// Chromium's headless shell draws as Chromium does, and takes a third less time: it has no window around the pages.
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		if os.Getenv(requireBrowser) == "1" {
			t.Fatal("no Chromium on this machine, and " + requireBrowser + "=1 demands one; install Debian's package chromium")
		}
		t.Skip("no Chromium on this machine; install Debian's package chromium, or set " + requireBrowser + "=1 to fail here")
	}
	browser.start.Do(func() {
		for n := 0; n == 0 || n < 3 && browser.err != nil; n++ { // on a busy machine one may end while it starts
			launch(program)
		}
	})
	if browser.err != nil {
		t.Fatal("Chromium didn't start: ", browser.err)
	}
	ctx, stop := context.WithTimeout(browser.ctx, 3*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("Chromium gave no tab: ", err)
	}
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func ask[T any](t *testing.T, ctx context.Context, action chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func call[P, R any](t *testing.T, ctx context.Context, cmd cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, cmd, params); err != nil {
		t.Fatal(err)
	}
}

// watch collects console errors and requests to other hosts.
type watch struct {
	mu     sync.Mutex
	faults []string
}

func (w *watch) add(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

func (w *watch) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.faults
	w.faults = nil
	return out
}

// listen returns a func for events that notes console messages and requests that don't begin with allowed.
func (w *watch) listen(allowed string) func(any) {
	return func(ev any) {
		switch e := ev.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, allowed) {
				w.add("asks %s", e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			w.add("script: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			w.add("console: %s", e.Type)
		case *log.EventEntryAdded:
			w.add("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
}

func serveSample(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), sampleSite(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/isms/", http.StripPrefix("/isms", http.FileServer(http.Dir(dir))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL + "/isms/"
}

func TestBrowser(t *testing.T) {
	ctx := startBrowser(t)
	base := serveSample(t)
	var w watch
	if err := chromedp.Listen(ctx, w.listen(base)); err != nil {
		t.Fatal(err)
	}
	for name, address := range browserPages {
		for i, width := range []int64{320, 390, 1280} {
			schemes := []string{"light", "dark"} // each page is opened in both, and at each width in one of them
			if i == 1 {
				slices.Reverse(schemes)
			}
			opened := false
			for _, scheme := range schemes {
				t.Run(fmt.Sprintf("%s/%s/%d", name, scheme, width), func(t *testing.T) {
					if opened {
						look(t, ctx, scheme, width)
						inspect(t, ctx)
					} else {
						visit(t, ctx, base+address, scheme, width)
						opened = true
					}
					for _, f := range w.take() {
						t.Error(f)
					}
					screenshot(t, ctx, fmt.Sprintf("%s-%s-%d.png", name, scheme, width))
				})
			}
		}
	}
	t.Run("wide tables", func(t *testing.T) { useWideTables(t, ctx, base) })
	t.Run("register", func(t *testing.T) { useRegister(t, ctx, base) })
	t.Run("search", func(t *testing.T) { useSearch(t, ctx, base) })
	t.Run("search, signed out", func(t *testing.T) { useSearchSignedOut(t, ctx) })
	t.Run("records", func(t *testing.T) { useRecords(t, ctx, base) })
	t.Run("keyboard", func(t *testing.T) { useKeyboard(t, ctx, base) })
	t.Run("theme", func(t *testing.T) { useTheme(t, ctx, base) })
	t.Run("redline", func(t *testing.T) { useRedline(t, ctx, base) })
	t.Run("references", func(t *testing.T) { useReferences(t, ctx, base) })
	t.Run("folded", func(t *testing.T) { useFolded(t, ctx, base) })
	t.Run("right to left", func(t *testing.T) { useRightToLeft(t, ctx) })
	t.Run("folder", func(t *testing.T) { useFolder(t, ctx) })
	t.Run("paper", func(t *testing.T) { usePaper(t, ctx, base) })
	t.Run("without scripts", func(t *testing.T) { useWithoutScripts(t, ctx, base) })
}

// visit opens a page at a width and checks that it doesn't scroll sideways.
// look sets the window's width and the colour scheme that the reader prefers.
func look(t *testing.T, ctx context.Context, scheme string, width int64) {
	t.Helper()
	call(t, ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 500,
	})
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// visit opens a page, and inspects it.
func visit(t *testing.T, ctx context.Context, address, scheme string, width int64) {
	t.Helper()
	look(t, ctx, scheme, width)
	do(t, ctx, chromedp.Navigate(address))
	waitFor(t, ctx, `document.readyState`, "complete")
	inspect(t, ctx)
}

// inspect fails for a page that doesn't fit into the window, or has no heading.
func inspect(t *testing.T, ctx context.Context) {
	t.Helper()
	fits(t, ctx)
	if ask(t, ctx, chromedp.Text(chromedp.CSS("h1"))) == "" {
		t.Error("the page has no heading")
	}
}

// fits reports a page that scrolls from side to side.
func fits(t *testing.T, ctx context.Context) {
	t.Helper()
	if over := ask(t, ctx, chromedp.Evaluate[int](`document.scrollingElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
		t.Errorf("the page is %d pixels wider than the window", over)
	}
}

func screenshot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv(screenshotDir)
	if dir == "" {
		return
	}
	png := ask(t, ctx, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// useWideTables shows that a table says that it is wider than its frame, as long as it is.
func useWideTables(t *testing.T, ctx context.Context, base string) {
	wide := chromedp.Evaluate[string](`[...document.querySelectorAll(".table-scroll")].map(f =>
		(f.scrollWidth > f.clientWidth + 1 ? "wide" : "fits") + (f.previousElementSibling?.matches(".table-hint") ? " told" : "")).join(", ")`)
	for width, want := range map[int64]string{320: "wide told", 1280: "fits"} {
		visit(t, ctx, base+"register/", "light", width)
		got := ""
		for range 50 { // the observer tells at the next frame
			if got = ask(t, ctx, wide); got == want {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if got != want {
			t.Errorf("at %d pixels: %s, want %s", width, got, want)
		}
	}
}

func useRegister(t *testing.T, ctx context.Context, base string) {
	visible := chromedp.Evaluate[string](`[...document.querySelectorAll("#writ-register tbody tr")].filter(r => r.checkVisibility()).map(r => r.cells[0].textContent).join(" ")`)
	do(t, ctx, chromedp.Navigate(base+"register/"))
	if all := ask(t, ctx, visible); !strings.HasPrefix(all, "CTX-1 POL-000 POL-001 POL-002 policies/Besuch") {
		t.Errorf("rows: %s", all)
	}
	do(t, ctx, chromedp.SendKeys(chromedp.ID("writ-q"), "access"))
	if found := ask(t, ctx, visible); found != "PRO-010" {
		t.Errorf("found %q", found)
	}
	title := chromedp.CSS(`th:nth-child(2) button`)
	do(t, ctx, chromedp.Click(chromedp.CSS(`#writ-filter button[type=reset]`)), chromedp.Click(title), chromedp.Click(title))
	sorted := ask(t, ctx, visible)
	way := ask(t, ctx, chromedp.Evaluate[string](`document.querySelector("th:nth-child(2)").getAttribute("aria-sort")`))
	if !strings.HasPrefix(sorted, "policies/Besuch & Größe.md") || !strings.Contains(sorted, "POL-000") || way != "descending" {
		t.Errorf("sorted %s: %q", way, sorted)
	}
	if live := ask(t, ctx, chromedp.Text(chromedp.ID("writ-live"))); live != "8 / 8 documents shown. Sorted by Title, descending." {
		t.Errorf("announced %q", live)
	}
	do(t, ctx, chromedp.Navigate(base+"register/?state=on+record"))
	if asked := ask(t, ctx, visible); asked != "REC-2026-Q3" {
		t.Errorf("asked by address: %q", asked)
	}
}

// useKeyboard goes by the keys alone: past the header, through the contents list, and through the filter of the register.
func useKeyboard(t *testing.T, ctx context.Context, base string) {
	at := `(document.activeElement.name || document.activeElement.textContent).trim().replace(/\s+/g, " ")`
	press := func(keys ...string) {
		for _, k := range keys {
			do(t, ctx, chromedp.KeyEvent(k))
		}
	}
	visit(t, ctx, base+"POL-001/", "light", 390)
	press(kb.Tab)
	skip := ask(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.activeElement).outlineStyle + document.activeElement.getAttribute("href")`))
	if !strings.HasSuffix(skip, "#writ-main") || strings.HasPrefix(skip, "none") {
		t.Errorf("the first stop is %s", skip)
	}
	press("\r")
	waitFor(t, ctx, `document.activeElement.id`, "writ-main")
	for range 30 {
		press(kb.Tab)
		if ask(t, ctx, chromedp.Evaluate[bool](`document.activeElement.matches("#writ-contents summary")`)) {
			break
		}
	}
	press("\r")
	waitFor(t, ctx, `String(document.querySelector("#writ-contents details").open)`, "true")
	press(kb.Tab, kb.Tab)
	waitFor(t, ctx, at, "Roles")
	press("\r")
	waitFor(t, ctx, `location.hash`, "#roles")

	visit(t, ctx, base+"register/", "light", 1280)
	do(t, ctx, chromedp.Focus(chromedp.ID("writ-q")))
	press("access")
	waitFor(t, ctx, `String([...document.querySelectorAll("#writ-register tbody tr")].filter((r) => r.checkVisibility()).length)`, "1")
	for _, name := range []string{"kind", "state", "owner", "due"} {
		press(kb.Tab)
		waitFor(t, ctx, at, name)
	}
	press(kb.Tab, "\r")
	waitFor(t, ctx, `document.getElementById("writ-q").value`, "")
	do(t, ctx, chromedp.Focus(chromedp.CSS("#writ-register th:nth-child(2) button")))
	press("\r")
	waitFor(t, ctx, `document.querySelector("#writ-register th:nth-child(2)").getAttribute("aria-sort")`, "ascending")
}

func useTheme(t *testing.T, ctx context.Context, base string) {
	paper := chromedp.Evaluate[string](`getComputedStyle(document.body).backgroundColor`)
	do(t, ctx, chromedp.Navigate(base), chromedp.Click(chromedp.CSS(`#writ-theme input[value=dark]`)))
	dark := ask(t, ctx, paper)
	do(t, ctx, chromedp.Navigate(base+"POL-001/"))
	if kept := ask(t, ctx, paper); kept != dark || dark != "rgb(22, 24, 28)" {
		t.Errorf("dark is %s, and on the next page %s", dark, kept)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`#writ-theme input[value=system]`)))
}

// useRedline shows that a reader can have the newer or the older text alone.
func useRedline(t *testing.T, ctx context.Context, base string) {
	shown := chromedp.Evaluate[string](`["del", "ins"].filter(t => document.querySelector("#writ-redline p > " + t).checkVisibility()).join()`)
	do(t, ctx, chromedp.Navigate(base+"POL-001/v2.0..v2.1/"))
	for view, want := range map[string]string{"new": "ins", "old": "del", "marked": "del,ins"} {
		do(t, ctx, chromedp.Click(chromedp.CSS(`#writ-redline-view input[value=`+view+`]`)))
		if got := ask(t, ctx, shown); got != want {
			t.Errorf("%s shows %q, want %q", view, got, want)
		}
	}
}

// useFolded shows that the words of closed details are folded, that a link into them opens them, and that paper has them
// without scripts, too.
func useFolded(t *testing.T, ctx context.Context, base string) {
	ctx, stop := chromedp.NewContext(ctx)
	defer stop()
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	seen := chromedp.Evaluate[bool](`document.getElementById("desk-checks").checkVisibility()`)
	for _, at := range []struct {
		address, media string
		want           bool
	}{{"POL-001/", "screen", false}, {"POL-001/", "print", true}, {"POL-001/?link#desk-checks", "screen", true}} {
		do(t, ctx, chromedp.Navigate(base+at.address))
		call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: at.media})
		if got := ask(t, ctx, seen); got != at.want {
			t.Errorf("%s on %s: folded words are seen: %v", at.address, at.media, got)
		}
	}
}

const arabicText = `## الغرض

تصف هذه السياسة كيف تحمي الشركة المعلومات التي يعهد بها العملاء والموظفون والشركاء إليها. انظر [الإجراء](PRO-010) و ` + "`writ log POL-001 --format json --all --and --a-very-long-line-of-code`" + `.

> [!WARNING]
> لا ترسل كلمة المرور بالبريد.

1. أولا
2. ثانيا
   - [x] ثالثا

| الدور | الواجب | الساعات | المسؤول | الموعد |
|---|---|--:|---|---|
| مسؤول أمن المعلومات | يحافظ على نظام الإدارة ويقدم تقريرا كل ربع سنة | 60 | المدير | 2026-03-31 |

<details>
<summary>تفاصيل</summary>

نص مطوي[^1]

</details>

[^1]: حاشية.
`

// useRightToLeft shows that a document in a language that is written so is, and fits into a narrow window.
func useRightToLeft(t *testing.T, ctx context.Context) {
	site := sampleSite()
	d := &site.Documents[slices.IndexFunc(site.Documents, func(d Document) bool { return d.ID == "POL-001" })]
	text, err := document.Parse("p.md", []byte(arabicText), nil).HTML(document.Renderer{})
	if err != nil {
		t.Fatal(err)
	}
	d.Language, d.Title, d.Prose = "ar", "سياسة أمن المعلومات", prose(text, Heading{2, "الغرض", "الغرض"})
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), site, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	for _, width := range []int64{390, 1280} {
		visit(t, ctx, server.URL+"/POL-001/", "light", width)
		if way := ask(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector(".writ-text p")).direction`)); way != "rtl" {
			t.Errorf("at %d pixels the text is %s", width, way)
		}
		out := ask(t, ctx, chromedp.Evaluate[string](`[...document.querySelectorAll(".writ-text *")]
			.filter((e) => !e.closest("table, .visually-hidden") && e.checkVisibility() && e.getBoundingClientRect().left < -1)
			.map((e) => e.outerHTML.slice(0, 80)).join()`))
		if out != "" {
			t.Errorf("at %d pixels some of the text is out of the window: %s", width, out)
		}
		screenshot(t, ctx, fmt.Sprintf("right-to-left-%d.png", width))
	}
}

// useFolder shows that a site that lies in a folder works without a server.
func useFolder(t *testing.T, ctx context.Context) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), sampleSite(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/POL-001/index.html"))
	if font := ask(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.body).fontFamily`)); !strings.HasPrefix(font, "system-ui") {
		t.Errorf("the style is missing: %q", font)
	}
	to := ask(t, ctx, chromedp.Evaluate[string](`document.querySelector(".writ-text a[href*=PRO-010]").href`))
	do(t, ctx, chromedp.Navigate(to))
	if heading := ask(t, ctx, chromedp.Text(chromedp.CSS("h1"))); heading != "Access Control Procedure" {
		t.Errorf("the link led to %q", heading)
	}
}

// unseen lists the words of a page that aren't shown, but for those that somebody unfolds, and what is shown and does
// nothing.
const unseen = `[...document.querySelectorAll("main p, main li, main tr, main dd, main h2")].filter((e) => e.textContent.trim() &&
	!e.checkVisibility() && !e.closest("[hidden], details:not([open])")).map((e) => "not shown: " + e.textContent.trim())
	.concat([...document.querySelectorAll("form, button, input, select")].filter((e) => e.checkVisibility()).map((e) => "useless: " + e.outerHTML))`

func useWithoutScripts(t *testing.T, ctx context.Context, base string) {
	ctx, stop := chromedp.NewContext(ctx)
	defer stop()
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for name, address := range browserPages {
		do(t, ctx, chromedp.Navigate(base+address))
		for _, lost := range ask(t, ctx, chromedp.Evaluate[[]string](unseen)) {
			t.Errorf("%s: without scripts: %s", name, lost)
		}
	}
	do(t, ctx, chromedp.Navigate(base+"register/"))
	rows := ask(t, ctx, chromedp.Text(chromedp.CSS("#writ-register tbody")))
	site := sampleSite()
	for i := range site.Documents {
		if key := site.Documents[i].Key(); !strings.Contains(rows, key) {
			t.Errorf("the register lacks %s", key)
		}
	}
	do(t, ctx, chromedp.Navigate(base+"search/"))
	if body := ask(t, ctx, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(body, "needs JavaScript") {
		t.Errorf("the search says %q", body)
	}
	do(t, ctx, chromedp.Navigate(base+"POL-001/"))
	body := ask(t, ctx, chromedp.Text(chromedp.CSS("main")))
	for _, want := range []string{"Contents", "Passwords must be at least 14", "Full history and evidence", "ISO27001:5.2"} {
		if !strings.Contains(body, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}
