package sitegen

import (
	"slices"
	"strings"
)

// sheetView is what the margins of each printed sheet of a page say: a copy on a desk tells what it is, and what it is
// not. A browser that knows no margins prints the same words in the page.
type sheetView struct {
	Left   string `json:"left"`   // whose document, which one, and why it doesn't count
	Right  string `json:"right"`  // how it is classified
	Foot   string `json:"foot"`   // that it may be old, and where to look
	Source string `json:"source"` // the commit, and the days in force
	Commit string `json:"commit"` // in full, of the words that the page shows
	Path   string `json:"path"`   // their file
}

// dots joins the texts that aren't empty.
func dots(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " · ")
}

// sheet are the margins of a page that is about no document.
func (b *book) sheet() sheetView {
	return sheetView{Left: firstOf(b.Organization, b.Title), Right: b.previewed(), Foot: dots(b.words["uncontrolled"],
		checkAddress(b.BaseURL))}
}

func (b *book) previewed() string {
	if b.Serve == ServePreview {
		return b.words["preview"]
	}
	return ""
}

// sheetOf are the margins of a page that shows words of a document: which ones, and why they don't count.
func (b *book) sheetOf(d *Document, which, why, days, commit, path string) sheetView {
	s := b.sheet()
	s.Left, s.Right = dots(s.Left, d.Key(), which, why), dots(s.Right, d.Classification)
	s.Commit, s.Path = commit, path
	if commit != "" {
		s.Source = b.words["commit"] + " " + short(commit)
	}
	s.Source = dots(s.Source, days)
	return s
}

// numbered is a version in words; "" where there is none.
func (b *book) numbered(version string) string {
	if version == "" {
		return ""
	}
	return b.words["version"] + " " + version
}

// documentSheet are the margins of a document's own page.
func (b *book) documentSheet(d *Document) sheetView {
	version, why, days := d.Version, "", ""
	switch {
	case d.Shown != nil && d.served && d.Prose != nil:
		version, why = d.Shown.Version, firstOf(b.status(d.Shown.Status), b.words["print_other"])
	case d.State == InForce && d.Since != 0:
		days = b.words["print_since"] + " " + b.words.Day(d.Since.String())
	case d.State != InForce && d.State != OnRecord:
		why = b.words["state_"+strings.ReplaceAll(string(d.State), " ", "-")]
	}
	return b.sheetOf(d, b.numbered(version), why, days, d.Commit, d.Path)
}

// versionSheet are the margins of a version's page, of which the page has said already what it is today.
func (b *book) versionSheet(d *Document, v *Version, standing, from string) sheetView {
	why, days := strings.TrimSpace(b.words["version_"+standing]+" "+b.words.Day(from)), ""
	if standing == versionCurrent {
		why = ""
	}
	if len(v.InForce) > 0 && !v.InForce[0].never() && from == "" {
		in := v.InForce[0]
		days = b.words["print_since"] + " " + b.words.Day(in.From.String())
		if in.Until != 0 {
			days = b.words["print_from"] + " " + b.words.Day(in.From.String()) + " " + b.words["until"] + " " +
				b.words.Day(in.Until.String())
		}
	}
	return b.sheetOf(d, b.numbered(v.Version), why, days, v.Commit, v.Path)
}

// redlineSheet are the margins of a page that compares two versions.
func (b *book) redlineSheet(d *Document, from, to *Version) sheetView {
	return b.sheetOf(d, from.Version+" "+b.words["redline_to"]+" "+to.Version, b.words["redline_what"], "", to.Commit,
		to.Path)
}
