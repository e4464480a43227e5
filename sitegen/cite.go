package sitegen

import "strings"

// citeView is how others name the words of a page, for ever: "POL-001 v2.1", and the page that will always have them.
type citeView struct {
	Text string `json:"text"`
	Href string `json:"href"` // relative to the site's root
}

// cite names the words that a document's page shows. Their page is that of the version; the document's own where this
// has none.
func (b *book) cite(d *Document, v docView, versions []versionView) citeView {
	c := citeView{v.Key, v.Href}
	version := v.Version
	if d.Shown != nil {
		version = d.Shown.Version
	}
	if version != "" {
		c.Text += " v" + version
	}
	if b.Serve == ServePreview {
		c.Text += " (" + strings.ToLower(b.words["preview"]) + ")"
	} else if d.Shown == nil && d.State == InForce {
		for _, x := range versions {
			if x.Current && x.Href != "" && x.Version == version {
				c.Href = x.Href
			}
		}
	}
	return c
}
