package publication_test

import (
	"fmt"
	"path"
	"runtime"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// TestImages: an image is shown as it was with the words, under the name of its content; what isn't safe isn't shown.
func TestImages(t *testing.T) {
	front := "---\nid: POL-1\ntitle: T\nversion: \"1.0\"\nstatus: approved\nowner: x\nreview_date: 2027-01-01\n---\n\n"
	archive := "-- writ.yaml --\nversion: 1\nlinks: {root: policies}\n-- policies/pic/a.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9\"/></svg>\n" +
		"-- policies/pic/evil.svg --\n<svg onload=\"x()\"/>\n-- policies/pic/link.svg --\n<svg><image href=\"https://example.com/x.png\"/></svg>\n" +
		"-- policies/p.md --\n" + front + "![good](/pic/a.svg) ![evil](pic/evil.svg) ![link](pic/link.svg) ![gone](pic/no.png) ![out](../../x.png) ![far](https://example.com/y.png)\n" +
		"-- git: commit 2026-01-01 ada --\nAll\n"
	today := day.Of(2026, 11, 23)
	dir, _ := storytest.Play(t, archive, today)
	site := publicationtest.Of(t, dir, today)
	out, err := sitegen.Render(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	files := out.Files
	page := string(files["POL-1/index.html"])
	images := 0
	for name := range files {
		if !strings.HasPrefix(name, "assets/") || strings.Count(path.Base(name), ".") != 1 {
			continue // the theme's own have a name before their digest
		}
		images++
		if !strings.Contains(page, `src="../`+name+`"`) || files[name] == nil {
			t.Errorf("the page doesn't show %s", name)
		}
	}
	if n := strings.Count(page, "<img"); n != 1 || images != 1 {
		t.Errorf("%d images are shown, %d published:\n%s", n, images, page)
	}
	if notes := strings.Join(out.Notes, "\n"); !strings.Contains(notes, "evil.svg") || !strings.Contains(notes, "link.svg") || !strings.Contains(notes, "no.png") {
		t.Errorf("notes: %s", notes)
	}
}

// TestLargeImages: images pass through memory one at a time, and without a copy, however many a document shows. One that is
// too large isn't shown, and the note says how large it is.
func TestLargeImages(t *testing.T) {
	const size, count = 1 << 20, 12
	var b strings.Builder
	b.WriteString("-- writ.yaml --\nversion: 1\n-- policies/p.md --\n---\nid: POL-1\ntitle: T\nversion: \"1.0\"\nstatus: approved\nowner: x\nreview_date: 2027-01-01\n---\n\n")
	for i := range count {
		fmt.Fprintf(&b, "![one](%d.png)\n\n", i)
	}
	b.WriteString("![huge](huge.png)\n")
	for i := range count {
		fmt.Fprintf(&b, "-- policies/%d.png --\n%02d%s\n", i, i, strings.Repeat("x", size))
	}
	b.WriteString("-- policies/huge.png --\n" + strings.Repeat("x", 17<<20) + "\n-- git: commit 2026-01-01 ada --\nAll\n")
	today := day.Of(2026, 11, 23)
	dir, _ := storytest.Play(t, b.String(), today)
	b.Reset()
	held := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	d := publicationtest.Of(t, dir, today).Documents[0]
	puts, before, most := 0, held(), 0
	text, err := d.Prose.Make("POL-1/", func(string, []byte) error {
		puts++
		most = max(most, held())
		return nil
	})
	if err != nil || puts != count || strings.Count(text.HTML, "<img") != count {
		t.Errorf("%d files, error %v", puts, err)
	}
	// One image may be held as it lies in Git, too, and one as it was before.
	if most-before > 3*size {
		t.Errorf("%d bytes are held while images of %d bytes are put", most-before, size)
	}
	if want := "policies/p.md: the image policies/huge.png isn't shown: it has 17.0 MiB; an image has at most 16"; len(text.Notes) != 1 || text.Notes[0] != want {
		t.Errorf("notes %q", text.Notes)
	}
}
