package sitegen

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func themeOf(layout string) fstest.MapFS {
	return fstest.MapFS{
		"layouts/plain.html": {Data: []byte(layout)},
		"i18n/en.toml":       {Data: []byte("hello = \"Hello\"\n")},
	}
}

func hugoOf(pages ...page) hugoSite {
	return hugoSite{Language: "en", Params: map[string]any{}, Clock: time.Unix(0, 0), Pages: pages}
}

// rendered collects what Hugo makes.
func rendered(ctx context.Context, site hugoSite, theme fs.FS) (map[string][]byte, error) {
	var mu sync.Mutex
	files := map[string][]byte{}
	err := render(ctx, site, theme, func(p *page, html []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[p.file] = slices.Clone(html)
		return nil
	})
	return files, err
}

func TestRender(t *testing.T) {
	theme := themeOf(`{{ i18n "hello" }} {{ .Params.text }} {{ .Params.html | safeHTML }} {{ now.Unix | lt 86400 }}`)
	site := hugoOf(
		page{layout: "plain", file: "POL-001/v2.0/index.html", params: map[string]any{"text": "{{ .Site }} {{< ref >}} <b>", "html": "<i>x</i>"}},
		page{layout: "plain", file: "doc/Größe/index.html", params: map[string]any{"text": "a"}},
		page{layout: "plain", file: "404.html", params: map[string]any{"text": "b"}},
		page{layout: "plain", file: "index.html", params: map[string]any{"text": "c"}},
	)
	files, err := rendered(t.Context(), site, theme)
	if err != nil {
		t.Fatal(err)
	}
	want := `Hello {{ .Site }} {{&lt; ref &gt;}} &lt;b&gt; <i>x</i> false`
	if got := string(files["POL-001/v2.0/index.html"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(files) != 4 {
		t.Errorf("%d files", len(files))
	}
}

func TestRenderErrors(t *testing.T) {
	for _, tc := range []struct{ name, layout, want string }{
		{"execution", `{{ .Params.text.nothing.here }}`, "policies/a.md"},
		{"warning", `{{ warnf "odd thing" }}`, "odd thing"},
		{"logged error", `{{ errorf "bad thing" }}`, "bad thing"},
		{"missing string", `{{ i18n "nowhere" }}`, "nowhere"},
		{"environment", `{{ getenv "HUGO_X" }}`, "getenv"},
		{"network", `{{ with resources.GetRemote "http://127.0.0.1:1/" }}{{ .Err }}{{ end }}`, "security.http.urls"},
		{"file outside", `{{ readFile "/etc/hostname" }}`, "was not written"}, // nothing was read, so nothing is there to write
		{"syntax", `{{ if }}`, "plain.html"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Setenv("HUGO_X", "secret")
			site := hugoOf(page{layout: "plain", file: "a/index.html", params: map[string]any{"text": "x"}, origin: origin{path: "policies/a.md"}})
			_, err := rendered(t.Context(), site, themeOf(tc.layout))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestRenderCollision(t *testing.T) {
	p := page{layout: "plain", params: map[string]any{}}
	p.file = "a/../../b/index.html"
	if _, err := rendered(t.Context(), hugoOf(p), themeOf("x")); err == nil {
		t.Error("a page that Hugo moved was accepted")
	}
}

func TestRenderCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rendered(ctx, hugoOf(), themeOf("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
