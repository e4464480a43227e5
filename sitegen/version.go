package sitegen

import (
	"github.com/writ-docs/writ/internal/day"
)

// What a version is today, as its page says at the top.
const (
	versionCurrent    = "current"
	versionComing     = "coming"
	versionSuperseded = "superseded"
	versionWithdrawn  = "withdrawn" // as its document is
	versionNever      = "never"     // was in force on no day
	versionOld        = "old"       // of a document without words in force
)

type versionPage struct {
	frame
	Sheet    sheetView   `json:"sheet"`
	Doc      docView     `json:"doc"`
	Title    string      `json:"title"`
	Version  versionView `json:"version"`
	Standing string      `json:"standing"`
	From     string      `json:"from"` // the first day, of a version that isn't in force yet
	Now      refView     `json:"now"`  // the page of what is in force
	Current  string      `json:"current"`
	Withheld string      `json:"withheld"`
	Served   bool        `json:"served"`
	File     *fileView   `json:"file"`
	Path     string      `json:"path"`
	Commit   string      `json:"commit"`
	Cite     citeView    `json:"cite"`
	Report   string      `json:"report"` // where a problem is reported; "" for nowhere
}

// assignVersions gives the pages of a document's versions their addresses, in the folder of its own page.
func (d *Document) assignVersions(taken places) {
	for i := range d.History {
		v := &d.History[i]
		if v.Prose == nil && v.Withheld == "" {
			continue
		}
		name := d.address + "/v" + slugPart(v.Version)
		v.address = name
		for n := 8; ; n++ {
			if _, free := taken.take(v.address, d.Path); free {
				break
			}
			v.address = name + "-" + pathHash(v.Version)[:n]
		}
	}
}

// versionPages lists the pages of a document's versions. view is what its own page says.
func (p *press) versionPages(i int, view documentPage) []page {
	d := &p.docs[i]
	var out []page
	for n := range d.History {
		v := &d.History[n]
		if v.address == "" {
			continue
		}
		x := versionPage{frame: frame{root(v.address), "register"}, Doc: view.Doc, Title: firstOf(v.Title, d.title()),
			Version: view.Versions[n], Withheld: v.Withheld, Served: v.Prose != nil, Path: v.Path, Commit: v.Commit,
			File: fileOf(v.File),
			Now:  refView{Key: view.Doc.Key, Title: view.Doc.Title, Href: view.Doc.Href}}
		x.Cite = citeView{x.Doc.Key + " v" + v.Version, hrefOf(v.address)}
		x.Report = p.report(x.Doc, v.Version, v.Path, v.Commit, v.address)
		x.Standing, x.From = d.standingOf(v, p.Today)
		x.Sheet = p.versionSheet(d, v, x.Standing, x.From)
		if d.State == InForce {
			x.Current = d.Version
		}
		out = append(out, page{layout: "version", file: v.address + "/index.html", params: x,
			origin: origin{v.Path, v.Blob, v.Commit}, words: p.prose(v.Prose, v.address, x.Served)})
	}
	return out
}

// standingOf says what a version is on a day, and from when on it is in force where that day hasn't come.
func (d *Document) standingOf(v *Version, today day.Day) (standing, from string) {
	been := false
	for _, in := range v.InForce {
		switch {
		case in.never():
		case in.From > today:
			return versionComing, in.From.String()
		case in.Until == day.None || today <= in.Until:
			return versionCurrent, ""
		default:
			been = true
		}
	}
	switch {
	case d.State == Retired:
		return versionWithdrawn, ""
	case d.Coming != nil && d.Coming.Version == v.Version:
		return versionComing, d.Coming.From.String()
	case !been:
		return versionNever, ""
	case d.State == InForce:
		return versionSuperseded, ""
	}
	return versionOld, ""
}
