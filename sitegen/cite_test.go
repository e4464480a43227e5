package sitegen

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestCite: a page without scripts says how its words are named, and where they stay.
func TestCite(t *testing.T) {
	preview := sampleSite()
	preview.Serve = ServePreview
	for _, tc := range []struct {
		site             Site
		page, text, href string
	}{
		{sampleSite(), "POL-001/index.html", "POL-001 v2.1", "../POL-001/v2.1/"},
		{sampleSite(), "POL-001/v2.0/index.html", "POL-001 v2.0", "../../POL-001/v2.0/"},
		{sampleSite(), "PRO-010/index.html", "PRO-010 v1.3", "../PRO-010/"}, // whose versions have no pages
		{sampleSite(), "REC-2026-Q3/index.html", "REC-2026-Q3", "../REC-2026-Q3/"},
		{preview, "POL-001/index.html", "POL-001 v2.1 (preview)", "../POL-001/"},
	} {
		p := find(t, renderSample(t, tc.site), tc.page)
		found := ""
		for _, n := range p.all("p") {
			if id, _ := attr(n, "id"); id == "writ-cite" {
				found = text(n)
				for _, a := range p.all("a") {
					if href, _ := attr(a, "href"); text(a) == tc.text && href == tc.href {
						found += " found"
					}
				}
			}
		}
		if found != "Cite as "+tc.text+" found" {
			t.Errorf("%s: %q, want %s at %s", tc.page, found, tc.text, tc.href)
		}
	}
}

// useReferences: a button and a key copy how a section is named; keys do nothing while somebody types, with others held
// down, or once they were turned off.
func useReferences(t *testing.T, ctx context.Context, base string) {
	const rules = " “Rules” "
	said := chromedp.Evaluate[string](`document.querySelector(".writ-said").textContent`)
	waitFor := func(want string) {
		t.Helper()
		got := ""
		for range 50 {
			if got = ask(t, ctx, said); strings.Contains(got, want) {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Errorf("said %q, want %q", got, want)
	}
	open := chromedp.Evaluate[bool](`document.getElementById("writ-keys").open`)
	do(t, ctx, chromedp.Navigate(base+"POL-001/"), chromedp.Click(chromedp.CSS("#writ-cite button")))
	waitFor("POL-001 v2.1 " + base + "POL-001/v2.1/")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector("#rules ~ .writ-copy").click()`))
	waitFor("POL-001 v2.1" + rules + base + "POL-001/v2.1/#rules")
	if label := ask(t, ctx, chromedp.Evaluate[string](`document.querySelector("#rules ~ .writ-copy").getAttribute("aria-label")`)); label !=
		"Copy reference: POL-001 v2.1 “Rules”" {
		t.Errorf("the button is called %q", label)
	}
	clear := chromedp.Evaluate[chromedp.Void](`document.querySelector(".writ-said").textContent = ""`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`location.hash = "rules"; document.getElementById("rules").scrollIntoView({behavior: "instant"})`), clear, chromedp.KeyEvent("y"))
	waitFor("“Rules”")
	do(t, ctx, clear, chromedp.KeyEvent("y", chromedp.KeyModifiers(chromedp.ModifierAlt)))
	if got := ask(t, ctx, said); got != "" {
		t.Errorf("with another key it said %q", got)
	}
	do(t, ctx, chromedp.KeyEvent("?"))
	if !ask(t, ctx, open) {
		t.Error("the key ? shows nothing")
	}
	do(t, ctx, chromedp.Click(chromedp.ID("writ-keys-on")), chromedp.Click(chromedp.CSS("#writ-keys form button")))
	do(t, ctx, clear, chromedp.KeyEvent("y"), chromedp.KeyEvent("?"), chromedp.KeyEvent("/"))
	if got := ask(t, ctx, said); got != "" || ask(t, ctx, open) || ask(t, ctx, chromedp.Evaluate[bool](`!!document.querySelector("dialog[open]")`)) {
		t.Errorf("keys that were turned off work: %q", got)
	}
	do(t, ctx, chromedp.Navigate(base+"PRO-010/"), chromedp.KeyEvent("?"))
	if ask(t, ctx, open) {
		t.Error("the next page has forgotten that keys are off")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("#writ-keys-open button")), chromedp.Click(chromedp.ID("writ-keys-on")),
		chromedp.Click(chromedp.CSS("#writ-keys form button")))
	do(t, ctx, chromedp.Navigate(base+"register/"), chromedp.SendKeys(chromedp.ID("writ-q"), "y?"))
	if ask(t, ctx, open) {
		t.Error("a key works while somebody types")
	}
}
