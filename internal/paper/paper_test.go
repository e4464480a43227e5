package paper

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// start starts a browser on a folder with files, or skips the test.
func start(t *testing.T, ctx context.Context, opts Options, files map[string]string) *Printer {
	t.Helper()
	opts.Program = Find(os.Getenv("PATH"))
	if opts.Program == "" {
		if os.Getenv("WRIT_REQUIRE_BROWSER") == "1" {
			t.Fatal("no Chromium on this machine, and WRIT_REQUIRE_BROWSER=1 demands one; install Debian's package chromium")
		}
		t.Skip("no Chromium on this machine; install Debian's package chromium, or set WRIT_REQUIRE_BROWSER=1 to fail here")
	}
	opts.Root, opts.Environ, opts.NoSandbox = t.TempDir(), os.Environ(), true
	for name, text := range files {
		file := filepath.Join(opts.Root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if opts.Tabs == 0 {
		opts.Tabs = 2
	}
	if opts.Limit == 0 {
		opts.Limit = time.Minute
	}
	p, err := Start(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One</title><link rel="stylesheet" href="../style.css">
<script>document.title = "changed"</script></head><body><h1 id="top">One</h1><p>Words. <a href="../B/">Another</a> <a href="#top">up</a>
<a href="https://other.example/x">elsewhere</a></p><h2>Part</h2><table><thead><tr><th scope="col">Head</th><th scope="col">node00000117</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table></body></html>`

var day = time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)

func TestPrint(t *testing.T) {
	var asked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer other.Close()
	secret := filepath.Join(t.TempDir(), "secret.svg")
	if err := os.WriteFile(secret, []byte("<svg xmlns='http://www.w3.org/2000/svg'></svg>"), 0o644); err != nil {
		t.Fatal(err)
	}
	fetching := `<!doctype html><title>x</title><img src="` + other.URL + `/a.png"><img src="http://localhost:1/b.png"><img src="file://` + secret +
		`"><iframe src="` + other.URL + `/c"></iframe><link rel="preconnect" href="` + other.URL + `"><link rel="stylesheet" href="` + other.URL + `/d.css">`
	p := start(t, t.Context(), Options{}, map[string]string{"A/index.html": page, "style.css": "h1 { color: red }", "fetching/index.html": fetching})
	var all [4][]byte
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() {
			var err error
			if all[i], err = p.Print(t.Context(), "A/", day); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, pdf := range all[1:] {
		if !bytes.Equal(pdf, all[0]) {
			t.Error("two prints of a page differ")
		}
	}
	for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Outlines", "/CreationDate (D:20260115000000+00'00')", "/ModDate (D:20260115000000+00'00')",
		"https://other.example/x", "/MediaBox [0 0 59"} {
		if !bytes.Contains(all[0], []byte(want)) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
	for _, never := range []string{"site.invalid", "changed", p.opts.Root} {
		if bytes.Contains(all[0], []byte(never)) {
			t.Errorf("the PDF has %q", never)
		}
	}
	if _, err := p.Print(t.Context(), "fetching/", day); err != nil {
		t.Error(err)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("a page reached another host %d times", n)
	}
	if !strings.Contains(p.Version(), "/") {
		t.Errorf("the browser calls itself %q", p.Version())
	}
	if _, err := p.Print(t.Context(), "missing/", day); err == nil {
		t.Error("a page that isn't there is printed")
	}
}

func TestPublished(t *testing.T) {
	p := start(t, t.Context(), Options{Base: "https://docs.example.com/isms/", Letter: true}, map[string]string{"A/index.html": page})
	pdf, err := p.Print(t.Context(), "A/", day)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"https://docs.example.com/isms/B/", "/MediaBox [0 0 612 792]"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}

// TestCutOff: a page that takes too long is given up, and the others aren't.
func TestCutOff(t *testing.T) {
	p := start(t, t.Context(), Options{Limit: time.Millisecond}, map[string]string{"A/index.html": page})
	if _, err := p.Print(t.Context(), "A/", day); err == nil || !strings.Contains(err.Error(), "isn't printed after 1ms") {
		t.Errorf("got %v", err)
	}
}

// TestCancelled: the browser ends with the context.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := start(t, ctx, Options{}, map[string]string{"A/index.html": page})
	cancel()
	if _, err := p.Print(ctx, "A/", day); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p.Close()
}

// TestStartsAgain: a browser that ends while it starts is started again, and one that always does is given up.
func TestStartsAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("its browser is a script of the shell")
	}
	real := start(t, t.Context(), Options{}, nil).opts
	dir := t.TempDir()
	starts := filepath.Join(dir, "starts")
	fake := func(fails string) Options {
		opts := real
		opts.Program = filepath.Join(dir, "browser")
		script := "#!/bin/sh\necho >>" + starts + "\nif [ $(wc -l <" + starts + ") -le " + fails + " ]; then exit 1; fi\nexec " + real.Program + " \"$@\"\n"
		if err := os.WriteFile(opts.Program, []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(starts)
		return opts
	}
	p, err := Start(t.Context(), fake("1"))
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	if _, err := Start(t.Context(), fake("9")); err == nil || !strings.Contains(err.Error(), "doesn't start") {
		t.Errorf("got %v", err)
	}
	if tried, err := os.ReadFile(starts); err != nil || len(tried) != 3 {
		t.Errorf("it was started %d times: %v", len(tried), err)
	}
}

func TestNoBrowser(t *testing.T) {
	if got := Find(t.TempDir() + string(filepath.ListSeparator) + "bin"); got != "" {
		t.Errorf("found %q", got)
	}
	if _, err := Start(t.Context(), Options{Program: "/nowhere/chromium", Tabs: 1}); err == nil || !strings.Contains(err.Error(), "doesn't start") {
		t.Errorf("got %v", err)
	}
}

func TestDated(t *testing.T) {
	const one = "<</CreationDate (D:20261127101112+00'00')\n/ModDate (D:20261127101113+00'00')>>"
	pdf := []byte(one)
	if err := dated(pdf, day); err != nil || string(pdf) != "<</CreationDate (D:20260115000000+00'00')\n/ModDate (D:20260115000000+00'00')>>" {
		t.Errorf("%s, %v", pdf, err)
	}
	for _, odd := range []string{"", strings.Replace(one, "+00'00'", "Z", 1), one + one, strings.Replace(one, "Mod", "Old", 1)} {
		if dated([]byte(odd), day) == nil {
			t.Errorf("%q has dates", odd)
		}
	}
}

func TestRenumber(t *testing.T) {
	got := []byte("/Title (node00000117) <</ID (node00000117)>> /Headers [(node00000117) (node00000119)] /Names [(node00000117) 10 0 R (node00000119) 11 0 R] (node1) (node")
	renumber(got)
	want := "/Title (node00000117) <</ID (node00000001)>> /Headers [(node00000001) (node00000002)] /Names [(node00000001) 10 0 R (node00000002) 11 0 R] (node1) (node"
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
