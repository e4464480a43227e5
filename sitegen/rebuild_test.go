package sitegen

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/palette"
)

// imaged is the sample with a document that shows an image.
func imaged() Site {
	site := sampleSite()
	site.Documents[2].Prose = &Prose{Digest: "image", Make: func(_ string, put func(string, []byte) error) (Text, error) {
		return Text{HTML: `<p><img src="../assets/0123456789ab.png" alt="A map"></p>`, Notes: []string{"a note of the page"}},
			put("assets/0123456789ab.png", []byte("pixels"))
	}}
	return site
}

// rebuilt builds a site over the one that is there.
func rebuilt(t *testing.T, site Site, out string, spares Spares) Result {
	t.Helper()
	r, err := Build(t.Context(), site, out, Options{Tool: "writ 1", Spares: spares})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRebuild: whatever is used again, the site is the one that a build from nothing makes.
func TestRebuild(t *testing.T) {
	changed := func(change func(*Site)) Site {
		s := imaged()
		change(&s)
		return s
	}
	// Words and images are also on the page of all documents in force.
	own := 2 // the home page and another one that have words of the company's are always made anew
	all, err := Render(t.Context(), imaged())
	if err != nil {
		t.Fatal(err)
	}
	pages := all.Pages
	for name, tc := range map[string]struct {
		site  Site
		alter map[string]string // files of the old site that somebody wrote over
		least int               // how many pages are made anew, at least and at most
		most  int
	}{
		"nothing changed":      {imaged(), nil, own, own},
		"words changed":        {changed(func(s *Site) { s.Documents[1].Prose = prose("<p>Other words.</p>") }), nil, own + 2, own + 2},
		"a title changed":      {changed(func(s *Site) { s.Documents[1].Title = "Another" }), nil, own + 2, pages - 1},
		"a document is gone":   {changed(func(s *Site) { s.Documents = s.Documents[1:] }), nil, own, pages - 1},
		"another accent":       {changed(func(s *Site) { s.Accent = "#0f8" }), nil, pages, pages},
		"another logo":         {changed(func(s *Site) { s.Brand.Logo.Data = []byte("<svg/>") }), nil, pages, pages},
		"another link":         {changed(func(s *Site) { s.Brand.Links = nil }), nil, pages, pages},
		"another page":         {changed(func(s *Site) { s.Brand.Pages[0].Title = "Us" }), nil, pages, pages},
		"other words of it":    {changed(func(s *Site) { s.Brand.Pages[0].Prose = prose("<p>Us.</p>") }), nil, own, own},
		"other first words":    {changed(func(s *Site) { s.Brand.Home = prose("<p>Hello.</p>") }), nil, own, own},
		"another style":        {changed(func(s *Site) { s.Brand.Style, _ = palette.Parse(":root { --bg: #eee }") }), nil, pages, pages},
		"another contact":      {changed(func(s *Site) { s.Brand.Contact = "other@example.com" }), nil, own + 1, pages - 1},
		"another title of all": {changed(func(s *Site) { s.Title = "Other" }), nil, pages, pages},
		"a page altered":       {imaged(), map[string]string{"POL-001/index.html": "<p>forged</p>"}, own + 1, own + 1},
		"the register altered": {imaged(), map[string]string{"register/index.html": "<p>forged</p>"}, own + 1, own + 1},
		"a page of equal size": {imaged(), map[string]string{"POL-001/history/index.html": "same size"}, own + 1, own + 1},
		"an image altered":     {imaged(), map[string]string{"assets/0123456789ab.png": "PIXELS"}, own + 2, own + 2},
		"a page is a link":     {imaged(), map[string]string{"POL-001/index.html": "-> PRO-010/index.html"}, own + 1, own + 1},
	} {
		fresh := filepath.Join(t.TempDir(), "fresh")
		rebuilt(t, tc.site, fresh, "")
		want := tree(t, fresh)
		rebuild := func(t *testing.T, spares Spares) {
			out := filepath.Join(t.TempDir(), "public")
			rebuilt(t, imaged(), out, "")
			if spares != "" {
				rebuilt(t, imaged(), out, spares)
			}
			for file, text := range tc.alter {
				file = filepath.Join(out, filepath.FromSlash(file))
				if text == "same size" {
					text = strings.Repeat("x", len(must(os.ReadFile(file))))
				}
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
				if link, ok := strings.CutPrefix(text, "-> "); ok {
					if err := os.Symlink(filepath.Join(out, link), file); err != nil {
						t.Fatal(err)
					}
					continue
				}
				put(t, file, text)
			}
			r := rebuilt(t, tc.site, out, spares)
			if diff := cmp.Diff(want, tree(t, out)); diff != "" {
				t.Error(diff)
			}
			if n := r.Pages - r.Kept; n < tc.least || n > tc.most {
				t.Errorf("%d of %d pages were made anew, want %d to %d", n, r.Pages, tc.least, tc.most)
			}
			said := slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "was altered since") })
			if want := len(tc.alter) > 0 && tc.most < pages; said != want {
				t.Errorf("notes %q, want one about an altered file: %v", r.Notes, want)
			}
			if !slices.Contains(r.Notes, "a note of the page") {
				t.Errorf("the note of a page is lost: %q", r.Notes)
			}
		}
		t.Run(name, func(t *testing.T) { rebuild(t, "") })
		if tc.most < pages {
			t.Run(name+", in a folder that waits", func(t *testing.T) { rebuild(t, Spares(t.TempDir())) })
		}
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

// TestOtherTool: pages of another program, or of one without a name, aren't used again.
func TestOtherTool(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	for _, tool := range []string{"writ 1", "writ 2", "", ""} {
		r, err := Build(t.Context(), sampleSite(), out, Options{Tool: tool})
		if err != nil || r.Kept != 0 {
			t.Errorf("%q: %d pages kept, %v", tool, r.Kept, err)
		}
	}
}

// TestManifestOfPages: the manifest says of each page what it was made from.
func TestManifestOfPages(t *testing.T) {
	files := renderSample(t, imaged())
	var m manifestFile
	if err := json.Unmarshal(files[manifestName], &m); err != nil {
		t.Fatal(err)
	}
	for _, f := range m.Files {
		if want := map[string]string{"POL-001/index.html": "policies/information-security.md",
			"PRO-011/index.html": "procedures/backup.md"}[f.Path]; want != "" {
			if f.Source != want || f.Inputs == "" || f.Commit == "" {
				t.Errorf("%+v", f)
			}
		}
		if f.Path == "PRO-011/index.html" && !slices.Equal(f.Shows, []string{"assets/0123456789ab.png"}) {
			t.Errorf("it shows %q", f.Shows)
		}
	}
}

// TestFill: marks of this run are places, whatever a page's text holds.
func TestFill(t *testing.T) {
	mark, other := newMark(), newMark()
	at := func(mark string, n string) string { return mark + n + markLetter }
	for _, tc := range []struct{ html, want string }{
		{"a" + at(mark, "0") + "b" + at(mark, "1") + "c", "aONEbTWOc"},
		{at(mark, "1") + at(mark, "0"), "TWOONE"},
		{at(other, "0") + at(mark, "0") + at(mark, "1") + "\ue000", at(other, "0") + "ONETWO\ue000"},
		{at(mark, "0"), ""},
		{at(mark, "0") + at(mark, "0") + at(mark, "1"), ""},
		{at(mark, "0") + at(mark, "1") + at(mark, "2"), ""},
		{at(mark, "0") + at(mark, "1") + at(mark, "x"), ""},
		{mark, ""},
	} {
		var got strings.Builder
		err := fill(&got, []byte(tc.html), mark, []io.WriterTo{whole("ONE"), whole("TWO")})
		if tc.want != "" && got.String() != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%q: got %q, %v; want %q", tc.html, got.String(), err, tc.want)
		}
	}
}
