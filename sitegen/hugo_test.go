package sitegen

import (
	"context"
	"errors"
	"strings"
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

func hugoOf(pages ...hugoPage) hugoSite {
	return hugoSite{Language: "en", Params: map[string]any{}, Clock: time.Unix(0, 0), Pages: pages}
}

func TestRender(t *testing.T) {
	theme := themeOf(`{{ i18n "hello" }} {{ .Params.text }} {{ .Params.html | safeHTML }} {{ now.Unix | lt 86400 }}`)
	site := hugoOf(
		hugoPage{Layout: "plain", File: "POL-001/v2.0/index.html", Params: map[string]any{"text": "{{ .Site }} {{< ref >}} <b>", "html": "<i>x</i>"}},
		hugoPage{Layout: "plain", File: "doc/Größe/index.html", Params: map[string]any{"text": "a"}},
		hugoPage{Layout: "plain", File: "404.html", Params: map[string]any{"text": "b"}},
		hugoPage{Layout: "plain", File: "index.html", Params: map[string]any{"text": "c"}},
	)
	files, err := render(t.Context(), site, theme)
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
			site := hugoOf(hugoPage{Layout: "plain", File: "a/index.html", Params: map[string]any{"text": "x"}, Source: "policies/a.md"})
			_, err := render(t.Context(), site, themeOf(tc.layout))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestRenderCollision(t *testing.T) {
	p := hugoPage{Layout: "plain", Params: map[string]any{}}
	p.File = "a/../../b/index.html"
	if _, err := render(t.Context(), hugoOf(p), themeOf("x")); err == nil {
		t.Error("a page that Hugo moved was accepted")
	}
}

func TestRenderCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := render(ctx, hugoOf(), themeOf("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
