package sitegen

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/mmcdole/gofeed"

	"github.com/writ-docs/writ/schema/schematest"
)

// TestFeed: a program for feeds reads what changed, each with its document and the page that says how.
func TestFeed(t *testing.T) {
	files := renderSample(t, sampleSite())
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(files["changes.atom"]))
	if err != nil {
		t.Fatal(err)
	}
	const base = "https://docs.example.com/isms/"
	if feed.FeedType != "atom" || feed.Link != base+"changes/" || feed.FeedLink != base+"changes.atom" || len(feed.Items) == 0 {
		t.Errorf("%+v", feed)
	}
	seen := map[string]bool{}
	redlines := 0
	for i, x := range feed.Items {
		page, ok := strings.CutPrefix(x.Link, base)
		if !ok || files[page+"index.html"] == nil {
			t.Errorf("%s leads to %q, which isn't there", x.Title, x.Link)
		}
		if len(x.Categories) != 1 || !strings.HasPrefix(x.Title, x.Categories[0]) {
			t.Errorf("%s is of %q", x.Title, x.Categories)
		}
		if seen[x.GUID] || x.GUID == "" || x.UpdatedParsed == nil || x.UpdatedParsed.After(*feed.UpdatedParsed) {
			t.Errorf("%s: %s of %v", x.Title, x.GUID, x.UpdatedParsed)
		}
		if i > 0 && x.UpdatedParsed.After(*feed.Items[i-1].UpdatedParsed) {
			t.Errorf("%s comes after something older", x.Title)
		}
		if seen[x.GUID] = true; strings.Contains(page, "..") {
			redlines++
			if x.Link != base+"POL-001/v2.0..v2.1/" || !slices.Contains(x.Links, x.Link) {
				t.Errorf("%s: %q", x.Title, x.Links)
			}
		}
	}
	if redlines != 1 {
		t.Errorf("%d entries lead to what they changed, want 1", redlines)
	}
	if changes := files["changes/index.html"]; !bytes.Contains(changes, []byte(`href="../POL-001/v2.0..v2.1/"`)) {
		t.Error("the changes page doesn't lead to what changed")
	}
}

// TestCalendars: a program for calendars reads whole days, each of a thing of its own.
func TestCalendars(t *testing.T) {
	read := 0
	for name, data := range renderSample(t, sampleSite()) {
		if !strings.HasSuffix(name, ".ics") {
			continue
		}
		read++
		cal, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen := map[string]bool{}
		for _, e := range cal.Events() {
			day := e.Props.Get(ical.PropDateTimeStart)
			start, err := e.DateTimeStart(time.UTC)
			uid, _ := e.Props.Text(ical.PropUID)
			if err != nil || day.ValueType() != ical.ValueDate || start.IsZero() || seen[uid] || uid == "" {
				t.Errorf("%s: %q on %v, %v", name, uid, day, err)
			}
			seen[uid] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s has no day", name)
		}
	}
	if read < 2 {
		t.Errorf("%d calendars", read)
	}
}

// TestData: what programs read of the site is as its schemas say, with everything in it and with nothing.
func TestData(t *testing.T) {
	empty := addressed(Site{Documents: []Document{{Path: "a.md"}}, Head: commitOf(1), Main: Main{"refs/heads/main", commitOf(1), "only"},
		Today: mustDay("2026-11-23")})
	for what, site := range map[string]Site{"sample": sampleSite(), "empty": empty} {
		files := renderSample(t, site)
		for name, schema := range map[string]string{"register.json": "site-register", "manifest.json": "site-manifest",
			"as-of/intervals.json": "intervals"} {
			if err := schematest.Check(schema, files[name]); err != nil {
				t.Errorf("%s: %s: %v", what, name, err)
			}
		}
	}
}
