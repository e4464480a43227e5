package sitegen

// Against is the words that those of a preview would replace, and how they differ.
type Against struct {
	Version string // "" for none
	State   State  // InForce, OnRecord, or NotInForce for words that the main line holds, and that don't count
	Prose   *Prose // a comparison, as that of a Redline

	address string // of its page; "" for none
}

// againstView is what the document's own page says of it.
type againstView struct {
	Version string `json:"version"`
	State   State  `json:"state"`
	Href    string `json:"href"`
}

// assignAgainst gives the page that compares the words of a preview its address.
func (d *Document) assignAgainst(taken places) {
	if d.Against == nil {
		return
	}
	now := *d.Against
	name := d.address + "/proposed"
	now.address = name
	for n := 8; ; n++ {
		if _, free := taken.take(now.address, d.Path); free {
			break
		}
		now.address = name + "-" + pathHash(name)[:n]
	}
	d.Against = &now
}

func (d *Document) againstView() *againstView {
	if a := d.Against; a != nil {
		return &againstView{a.Version, a.State, hrefOf(a.address)}
	}
	return nil
}

// againstPage compares the words of a preview with those that they would replace; none where there are no such words.
// view is what the document's own page says.
func (p *press) againstPage(i int, view documentPage) []page {
	d := &p.docs[i]
	a := d.Against
	if a == nil {
		return nil
	}
	to := versionView{Version: d.Version, Href: view.Doc.Href}
	if d.Shown != nil {
		to.Version = d.Shown.Version
	}
	from := versionView{Version: a.Version}
	for n, v := range d.History {
		if v.Version == a.Version && v.address != "" {
			from.Href = view.Versions[n].Href
			break
		}
	}
	x := redlinePage{frame: frame{root(a.address), "register"}, Doc: view.Doc, Title: d.title(), Served: true,
		From: from, To: to, Proposed: true, FromState: a.State,
		Sheet: p.sheetOf(d, from.Version+" "+p.words["redline_to"]+" "+to.Version,
			p.words["redline_what"], "", d.Commit, d.Path)}
	return []page{{layout: "redline", file: a.address + "/index.html", params: x,
		origin: origin{d.Path, d.Blob, d.Commit},
		words:  p.prose(a.Prose, a.address, true)}}
}
