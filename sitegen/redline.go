package sitegen

import (
	"path"
	"slices"
)

// Redline is a page that shows what is different between two versions of a document that have pages.
type Redline struct {
	From, To int    // in History, so that From is the larger one
	Prose    *Prose // its text has ids that begin with writ-, and no contents

	address string
}

type redlinePage struct {
	frame
	Sheet   sheetView     `json:"sheet"`
	Doc     docView       `json:"doc"`
	Title   string        `json:"title"`
	Served  bool          `json:"served"`
	From    versionView   `json:"from"`
	To      versionView   `json:"to"`
	Between []versionView `json:"between"` // the versions whose changes it shows, newest first; To is the first one

	Proposed  bool  `json:"proposed"` // To is the words of a preview
	FromState State `json:"fromstate"`
}

// assignRedlines gives the pages that compare versions their addresses, which are those of both versions in one.
func (d *Document) assignRedlines(taken places) {
	for i := range d.Redlines {
		r := &d.Redlines[i]
		from, to := d.History[r.From].address, d.History[r.To].address
		if from == "" || to == "" {
			continue
		}
		name := d.address + "/" + path.Base(from) + ".." + path.Base(to)
		r.address = name
		for n := 8; ; n++ {
			if _, free := taken.take(r.address, d.Path); free {
				break
			}
			r.address = name + "-" + pathHash(name)[:n]
		}
	}
}

// redlinePages lists the pages that compare versions of a document. view is what its own page says.
func (p *press) redlinePages(i int, view documentPage) []page {
	d := &p.docs[i]
	var out []page
	for _, r := range d.Redlines {
		if r.address == "" {
			continue
		}
		to := &d.History[r.To]
		x := redlinePage{frame: frame{root(r.address), "register"}, Sheet: p.redlineSheet(d, &d.History[r.From], to),
			Doc: view.Doc, Served: true, Title: firstOf(to.Title, d.title()), From: view.Versions[r.From],
			To:      view.Versions[r.To],
			Between: view.Versions[r.To:r.From]}
		out = append(out, page{layout: "redline", file: r.address + "/index.html", params: x,
			origin: origin{to.Path, to.Blob, to.Commit}, words: p.prose(r.Prose, r.address, true)})
	}
	return out
}

// linkRedlines adds to the versions of a document the addresses of the pages on which each is compared: with the one
// before it, and with the newest one that there is such a page for.
func linkRedlines(d *Document, versions []versionView) {
	for _, r := range slices.Backward(d.Redlines) {
		if r.address == "" {
			continue
		}
		to, from := &versions[r.To], &versions[r.From]
		if to.Since == "" || r.consecutive(d) {
			to.Since, to.Before = hrefOf(r.address), d.History[r.From].Version
		}
		if from.Compare == "" || r.To < from.compared {
			from.Compare, from.With, from.compared = hrefOf(r.address), d.History[r.To].Version, r.To
		}
	}
}

// changedIn is the address of the page that compares a version with the one before it; "" for none.
func (d *Document) changedIn(version int) string {
	for i := range d.Redlines {
		if r := &d.Redlines[i]; r.To == version && r.consecutive(d) {
			return r.address
		}
	}
	return ""
}

// consecutive reports whether no other version with a page is between the two.
func (r *Redline) consecutive(d *Document) bool {
	return !slices.ContainsFunc(d.History[r.To+1:r.From], func(v Version) bool { return v.Prose != nil })
}
