package sitegen

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// npmFolder returns the folder WRIT_NPM, whose node_modules holds a package. Without it the test is skipped, or fails
// where WRIT_REQUIRE_NPM demands it.
func npmFolder(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("WRIT_NPM")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", filepath.FromSlash(name))); err == nil && dir != "" {
		return dir
	}
	if os.Getenv("WRIT_REQUIRE_NPM") == "1" {
		t.Fatalf("the folder WRIT_NPM (%q) holds no node_modules/%s; .ci/run says which packages are needed", dir, name)
	}
	t.Skipf("no node_modules/%s in the folder WRIT_NPM; .ci/run installs it", name)
	return ""
}

// validateScript prints what html-validate finds in the files whose names it reads. Its argument is the folder of npm.
const validateScript = `
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { HtmlValidate, StaticConfigLoader } = createRequire(process.argv[2] + "/")("html-validate");
const html = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"], elements: ["html5"] }));
let seen = 0;
for (const name of readFileSync(0, "utf8").split("\n").filter((n) => n)) {
  const report = await html.validateString(readFileSync(name, "utf8"), name);
  seen++;
  for (const r of report.results) for (const m of r.messages) console.log([name, m.line, m.ruleId, m.message].join(": "));
}
console.log("validated " + seen);
`

// validate returns what html-validate finds in the pages of a folder.
func validate(t *testing.T, npm string, pages []string) []string {
	t.Helper()
	script := filepath.Join(t.TempDir(), "validate.mjs")
	if err := os.WriteFile(script, []byte(validateScript), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", script, npm)
	cmd.Stdin = strings.NewReader(strings.Join(pages, "\n"))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if want := fmt.Sprintf("validated %d", len(pages)); lines[len(lines)-1] != want {
		t.Fatalf("it ended with %q, want %q", lines[len(lines)-1], want)
	}
	return lines[:len(lines)-1]
}

// TestHTML: html-validate, which follows the HTML standard, finds nothing in any page.
func TestHTML(t *testing.T) {
	npm := npmFolder(t, "html-validate")
	bad := filepath.Join(t.TempDir(), "bad.html")
	put(t, bad, "<!doctype html><html lang=\"en\"><head><title>x</title></head><body><p><div></div></p></body></html>")
	if len(validate(t, npm, []string{bad})) == 0 {
		t.Error("a page that isn't valid passes")
	}
	var pages []string
	dir := t.TempDir()
	for name, data := range renderSample(t, sampleSite()) {
		if strings.HasSuffix(name, ".html") {
			file := filepath.Join(dir, filepath.FromSlash(name))
			put(t, file, string(data))
			pages = append(pages, file)
		}
	}
	slices.Sort(pages)
	for _, f := range validate(t, npm, pages) {
		t.Error(strings.TrimPrefix(f, dir+string(filepath.Separator)))
	}
}

// TestAxe: axe-core finds no violation of WCAG 2.2 A and AA, nor of its best practices, in any kind of page, in both
// themes, wide and narrow.
func TestAxe(t *testing.T) {
	axe := axeSource(t)
	ctx, base := startBrowser(t), serveSample(t)
	for name, page := range browserPages {
		t.Run(name, func(t *testing.T) {
			visit(t, ctx, base+page, "light", 1280)
			accessible(t, ctx, axe)
		})
	}
}

// axeSource is the script of axe-core.
func axeSource(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(npmFolder(t, "axe-core"), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(axe)
}

// accessible has axe look at the page that the browser shows, in both themes, wide and narrow.
func accessible(t *testing.T, ctx context.Context, axe string) {
	t.Helper()
	do(t, ctx, chromedp.Evaluate[chromedp.Void](axe+";undefined"))
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{390, 1280} {
			look(t, ctx, theme, width)
			for _, f := range ask(t, ctx, chromedp.Evaluate[[]string](axeRun, chromedp.EvalAwaitPromise)) {
				t.Errorf("%s, %d wide: %s", theme, width, f)
			}
		}
	}
}

// axeRun lists what axe finds, each with the first two places.
const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) =>
	v.id + ": " + v.help + ": " + v.nodes.slice(0, 2).map((n) => n.html + " " + n.failureSummary).join(" | ")))`

// CheckExampleQuality looks at pages of the example that the sample has none of.
func CheckExampleQuality(t *testing.T, site Site) {
	t.Run("HTML", func(t *testing.T) {
		npm, dir := npmFolder(t, "html-validate"), t.TempDir()
		var pages []string
		for name, data := range renderSample(t, site) {
			if strings.HasSuffix(name, ".html") {
				file := filepath.Join(dir, filepath.FromSlash(name))
				put(t, file, string(data))
				pages = append(pages, file)
			}
		}
		for _, f := range validate(t, npm, pages) {
			t.Error(strings.TrimPrefix(f, dir+string(filepath.Separator)))
		}
	})
	t.Run("axe", func(t *testing.T) {
		axe := axeSource(t)
		ctx := startBrowser(t)
		dir := filepath.Join(t.TempDir(), "site")
		if _, err := Build(t.Context(), site, dir, Options{}); err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.FileServer(http.Dir(dir)))
		t.Cleanup(server.Close)
		for _, page := range []string{"/POL-001/v1.0/", "/POL-001/v1.0..v1.1/", "/RA-001/", "/SOA-001/", "/CAL-001/"} {
			t.Run(page, func(t *testing.T) {
				visit(t, ctx, server.URL+page, "light", 1280)
				accessible(t, ctx, axe)
			})
		}
	})
}
