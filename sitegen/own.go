package sitegen

import (
	"slices"
	"strings"
	"sync"
)

// evidenceFile is the page that says what all others leave out.
const evidenceFile = "evidence/index.html"

// group is pages of the site's own that are worked out together.
type group struct {
	at    string // the file of the only one, or the folder of all, with a slash; "" where they are in several folders
	pages func() []page
}

// mayHold reports whether a page may be one of the group.
func (g group) mayHold(file string) bool {
	return g.at == "" || g.at == file || strings.HasSuffix(g.at, "/") && strings.HasPrefix(file, g.at)
}

// one is a group of one page.
func one(file string, make func() page) group {
	return group{file, func() []page {
		x := make()
		x.file = firstOf(x.file, file)
		return []page{x}
	}}
}

// own lists the pages of the site's own. Those of a request tell nothing of the documents that it leaves alone, so
// that they leave out what is told of all together.
func (p *press) own() []group {
	events := sync.OnceValue(p.events)
	all := []group{
		one("register/index.html", func() page {
			register := p.register()
			return page{layout: "register", params: register, words: rowsOf(p.parts, "row_register.html", register.Root,
				p.views)}
		}),
		one(searchFolder+"index.html", func() page {
			return page{layout: "search", params: frame{"../", "search"}, words: noWords}
		}),
		one("404.html", p.missing),
		{CompanyFolder, p.companyPages},
	}
	if p.Request != nil {
		return append(all, one("index.html", p.requestPage))
	}
	return slices.Concat(all, []group{
		one("index.html", func() page {
			return page{layout: "start", params: p.home(events()), words: p.welcome()}
		}),
		one(evidenceFile, func() page {
			evidence := p.evidence()
			return page{layout: "evidence", params: evidence,
				words: rowsOf(p.parts, "row_evidence.html", evidence.Root, p.servedViews())}
		}),
		one("exceptions/index.html", func() page {
			return page{layout: "exceptions", params: p.exceptions(), words: noWords}
		}),
		{"changes/", func() []page { return p.changes(events()) }},
	}, p.records())
}

// ownPages lists the pages of all groups.
func (p *press) ownPages() (all []page) {
	for _, g := range p.own() {
		all = append(all, g.pages()...)
	}
	return all
}
