package sitegen

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// printFolder holds the documents in force, one after the other, for printing.
const printFolder = "print"

// printSet is the documents of one page for printing, in reading order.
type printSet struct {
	address string
	title   string
	groups  []printGroup
}

// printGroup is documents of one kind.
type printGroup struct {
	kind string
	docs []int
}

func (s *printSet) count() (n int) {
	for _, g := range s.groups {
		n += len(g.docs)
	}
	return n
}

// printGroups are the documents in force by their kinds, policies first.
func (b *book) printGroups() []printGroup {
	var out []printGroup
	for _, g := range b.byKind() {
		x := printGroup{kind: g.Kind}
		for _, v := range g.Docs {
			if i, ok := b.find(v.Key); ok && v.State == InForce {
				x.docs = append(x.docs, i)
			}
		}
		if len(x.docs) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// printSets divides the documents in force into pages: all of at most most documents on one, else one kind after the
// other, part documents on each.
func (b *book) printSets(most, part int) []printSet {
	whole := printSet{printFolder, b.words["print_title"], b.printGroups()}
	if whole.count() <= most {
		return []printSet{whole}
	}
	var out []printSet
	taken := map[string]bool{}
	for _, g := range whole.groups {
		kind := firstOf(slugID(g.kind), "none")
		for n := 2; taken[kind]; n++ {
			kind = slugID(g.kind) + "-" + strconv.Itoa(n)
		}
		taken[kind] = true
		number := 1
		for docs := range slices.Chunk(g.docs, part) {
			s := printSet{printFolder + "/" + kind, firstOf(g.kind, b.words["not_stated"]), []printGroup{{g.kind, docs}}}
			if len(g.docs) > part {
				s.address += "/" + strconv.Itoa(number)
				s.title += ", " + b.views[docs[0]].Key + " – " + b.views[docs[len(docs)-1]].Key
			}
			out = append(out, s)
			number++
		}
	}
	return out
}

// printMost is how many documents a page for printing has at most: browsers lay out no more in a reasonable time.
// Where there are more, a page has printPart of them, as a change of one document has the others of its page made
// anew.
const (
	printMost = 500
	printPart = 100
)

// printPages are the pages for printing. Where there are several, the first one lists them.
func (p *press) printPages() []page { return p.printPagesOf(p.printSets(printMost, printPart)) }

func (p *press) printPagesOf(sets []printSet) []page {
	places := map[string]string{} // of a document's page → of the page for printing that has it
	for _, s := range sets {
		for _, g := range s.groups {
			for _, i := range g.docs {
				places[p.docs[i].address] = s.address
			}
		}
	}
	var out []page
	if len(sets) != 1 || sets[0].address != printFolder {
		out = append(out, p.printIndex(sets))
	}
	for i := range sets {
		out = append(out, p.printPage(&sets[i], places))
	}
	return out
}

// printIndex lists the pages for printing, which are several.
func (p *press) printIndex(sets []printSet) page {
	w := p.page(printFolder)
	w.para("", esc(fmt.Sprintf(p.words["print_split"], printPart)))
	w.add(`<ul class="writ-rows">`, "\n")
	for _, s := range sets {
		w.add("<li>", w.link(escapePath(s.address)+"/", s.title), ` <span class="writ-muted">`,
			w.count(s.count(), "print_documents"),
			"</span></li>\n")
	}
	w.add("</ul>\n")
	return w.in(printFolder, recordsPage{frame: frame{root(printFolder), "register"}, Title: p.words["print_title"],
		Lead: p.words["print_lead"]})
}

// articleView is a document on a page for printing.
type articleView struct {
	frame
	Anchor        string           `json:"anchor"`
	Doc           docView          `json:"doc"`
	Shown         *Words           `json:"shown"`
	Served        bool             `json:"served"`
	Withheld      string           `json:"withheld"`
	SupersededBy  []refView        `json:"supersededby"`
	Retirements   []retirementView `json:"retirements"`
	Original      *originalView    `json:"original"`
	Coming        *comingView      `json:"coming"`
	AdoptedReason string           `json:"adoptedreason"`
	File          *fileView        `json:"file"`
	Commit        string           `json:"commit"`
}

// anchorOf is what the ids of a document begin with on a page for printing. Addresses hold no colon, so that no two
// documents share an id, and none is the site's own.
func anchorOf(address string) string { return address + ":" }

func (p *press) article(i int, at string) articleView {
	d := p.document(i)
	return articleView{frame: frame{root(at), "register"}, Anchor: anchorOf(p.docs[i].address), Doc: d.Doc,
		Shown:  d.Shown,
		Served: d.Served, Withheld: d.Withheld, SupersededBy: d.SupersededBy, Original: d.Original, Coming: d.Coming,
		AdoptedReason: d.AdoptedReason, File: d.File, Commit: d.Sheet.Commit}
}

// printPage is the page of a set.
func (p *press) printPage(s *printSet, places map[string]string) page {
	view := recordsPage{frame: frame{root(s.address), "register"}, Title: s.title, Lead: p.words["print_lead"],
		Words: true}
	sheet := p.sheet()
	sheet.Left = dots(sheet.Left, s.title)
	var classes []string
	for _, g := range s.groups {
		for _, i := range g.docs {
			classes = append(classes, p.docs[i].Classification)
		}
	}
	sheet.Right = dots(sheet.Right, strings.Join(distinct(classes), ", "))
	view.Sheet = &sheet
	if s.address != printFolder {
		view.Up = &navView{Title: p.words["print_title"], Href: printFolder + "/"}
	}
	return page{layout: "records", file: s.address + "/index.html", params: view, words: words{
		digest: p.printDigest(s, places),
		make: func(put putFile) (made, error) {
			return made{parts: []io.WriterTo{&printing{press: p, set: s, places: places, put: put}}}, nil
		},
	}}
}

// printDigest is equal where the words of a page for printing are: those of its documents, what is said of them, and
// where their links lead. It is "" where nobody knows.
func (p *press) printDigest(s *printSet, places map[string]string) string {
	h := sha256.New()
	all := json.NewEncoder(h)
	if all.Encode(places) != nil {
		return ""
	}
	for _, g := range s.groups {
		for _, i := range g.docs {
			a, prose := p.article(i, s.address), ""
			if a.Served {
				if prose = p.docs[i].Prose.Digest; prose == "" {
					return ""
				}
			}
			if all.Encode([]any{g.kind, a, prose}) != nil {
				return ""
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// printing writes the documents of a page for printing one after the other: no more than one is in memory.
type printing struct {
	*press
	set    *printSet
	places map[string]string
	put    putFile
	moved  bytes.Buffer // the document that is being written
}

// WriteTo writes the contents list and the documents.
func (x *printing) WriteTo(to io.Writer) (int64, error) {
	var n counter
	w := io.MultiWriter(to, &n)
	if _, err := io.WriteString(w, x.contents()); err != nil {
		return int64(n), err
	}
	for _, g := range x.set.groups {
		for _, i := range g.docs {
			if err := x.document(w, i); err != nil {
				return int64(n), fmt.Errorf("%s: %w", x.docs[i].Path, err)
			}
		}
	}
	return int64(n), nil
}

func (x *printing) contents() string {
	w := x.page(x.set.address)
	if x.set.count() == 0 {
		w.para("", w.say("home_none"))
		return w.String()
	}
	w.add(`<nav class="writ-set" aria-labelledby="writ-set">`, "\n")
	w.heading("set", "contents")
	for _, g := range x.set.groups {
		w.para("", "<b>", esc(firstOf(g.kind, x.words["not_stated"])), "</b>")
		w.add(`<ul class="writ-rows">`, "\n")
		for _, i := range g.docs {
			v := &x.views[i]
			w.add(`<li><a href="#`, esc(escapePath(anchorOf(x.docs[i].address))), `">`, esc(v.Title),
				`</a> <span class="writ-muted">`,
				esc(dots(v.Key, x.numbered(v.Version))), "</span></li>\n")
		}
		w.add("</ul>\n")
	}
	w.add("</nav>\n")
	return w.String()
}

// document writes one document.
func (x *printing) document(w io.Writer, i int) error {
	view := x.article(i, x.set.address)
	head, err := x.parts.html("article.html", view)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, head+"\n"); err != nil {
		return err
	}
	if view.Served {
		text, from, err := x.text(i)
		if err != nil {
			return err
		}
		x.moved.Reset()
		x.moved.WriteString(textStart(&x.views[i]))
		r := rebaser{prefix: view.Anchor, from: from, to: root(x.set.address), link: x.link}
		r.add(&x.moved, text)
		x.moved.WriteString("\n</div>\n")
		if _, err := w.Write(x.moved.Bytes()); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "</article>\n")
	return err
}

// text returns the words of a document, and how they name the site's root: those of its page, where that was just
// made.
func (x *printing) text(i int) (text, from string, err error) {
	d := &x.docs[i]
	page := d.address + "/index.html"
	if text, ok := x.texts.read(i, page, x.to); ok {
		e, _ := x.out.entry(page)
		for _, name := range e.Shows {
			if err := x.put(name, nil); err != nil {
				return "", "", err
			}
		}
		return text, root(d.address), nil
	}
	shown, err := x.textOf(d.Prose, x.set.address, x.put)
	return shown.HTML, root(x.set.address), err
}

// textStart begins the words of a document, which may be in another language than the interface.
func textStart(v *docView) string {
	if v.Lang == "" {
		return `<div class="writ-text">` + "\n"
	}
	return `<div class="writ-text" lang="` + string(esc(v.Lang)) + `" dir="` + v.Dir + `">` + "\n"
}

// link is where a link leads: to the document on the page for printing that has it, else where it did.
func (x *printing) link(href string) string {
	rest, own := strings.CutPrefix(href, root(x.set.address))
	folder, _, _ := strings.Cut(rest, "#")
	address, err := url.PathUnescape(strings.TrimSuffix(folder, "/"))
	place, here := x.places[address]
	if !own || err != nil || !here {
		return href
	}
	u, err := url.Parse(rest)
	if err != nil {
		return href
	}
	to := "#" + escapePath(anchorOf(address)) + u.EscapedFragment()
	if place != x.set.address {
		to = root(x.set.address) + escapePath(place) + "/" + to
	}
	return to
}
