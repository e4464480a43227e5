package document

import (
	"maps"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/writ-docs/writ/internal/phrases"
)

// Renderer says how a document's HTML fits into a page.
type Renderer struct {
	// Link turns a link's target into an address of the site. Where ok is false, or the address isn't safe, the
	// link's words and its target are shown as text; where the address is empty, its words alone. Nil keeps targets as
	// they are.
	Link func(target string) (href string, ok bool)
	// Image turns an image's target into an address of the site, which must be relative. Where ok is false, the
	// alternative text and the target are shown. Nil keeps relative targets.
	Image func(target string) (src string, ok bool)
	// SkipTitle leaves out the first heading of level 1 where it reads like this title, which the page shows.
	SkipTitle string
	// ShiftTitles writes all other headings of level 1 as level 2: a page has one title of its own.
	ShiftTitles bool
	// Look says how the cell of a table is set whose words begin at a place in the file. Nil sets all alike.
	Look func(at int) Look
	// Words are the texts that the renderer adds. What is missing is English.
	Words phrases.Table
}

// Look is how a cell of a table is set.
type Look struct {
	End  bool   // its words stand at the end of the line, as numbers do, unless the document says otherwise
	Mark string // a sign before the words, for the eye, unless they begin with one themselves; "" for none
	Row  string // the anchor of the row that the cell begins; "" for none
}

// Contents returns the headings for a table of contents: levels 2 and 3.
func (d *Document) Contents() []Heading {
	var list []Heading
	for _, h := range d.Headings() {
		if h.Level == 2 || h.Level == 3 {
			list = append(list, h)
		}
	}
	return list
}

// HTML writes the body as HTML that is safe in any page: it holds no raw HTML of the document (but <br> and elements
// without attributes, well nested), no style, no script, no address of another scheme than those that Carried knows,
// and no image of another host. It may be called by several goroutines. It fails as Source does.
func (d *Document) HTML(r Renderer) (string, error) {
	canon, root, err := d.parsed()
	if err != nil {
		return "", err
	}
	shown, _ := elementsOf(root, canon.text)
	h := htmlWriter{
		r: r, w: words{src: canon.text}, canon: canon, headings: d.anchorsByPlace(),
		elements: shown, buf: make([]byte, 0, len(canon.text)*3/2+256), skip: r.SkipTitle != "",
	}
	if !root.HasChildren() && d.has(TooComplex) {
		h.pre(canon.text)
	}
	for _, a := range d.Anchors() {
		if h.anchors == nil {
			h.anchors = map[string]bool{}
		}
		h.anchors[a.Name] = true
	}
	if r.Look != nil {
		h.taken = maps.Clone(h.anchors)
		if h.taken == nil {
			h.taken = map[string]bool{}
		}
		for _, x := range d.Headings() {
			h.taken[x.Anchor] = true
		}
	}
	h.blocks(root)
	if d.has(NotUTF8) {
		return strings.ToValidUTF8(string(h.buf), "\uFFFD"), nil
	}
	return string(h.buf), nil
}

// parsed returns the canonical body and its tree.
func (d *Document) parsed() (canonicalForm, *ast.Document, error) {
	if d.root != nil {
		return d.canon, d.root, nil
	}
	if d.Size() > maxFile {
		return canonicalForm{}, ast.NewDocument(), nil
	}
	src, err := d.Source()
	if err != nil {
		return canonicalForm{}, nil, err
	}
	c := canonicalBody(src, d.Body)
	return c, parseTree(c.text).root, nil
}

// has reports whether the file has a fault.
func (d *Document) has(kind FaultKind) bool {
	for _, f := range d.Faults {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

func (d *Document) anchorsByPlace() map[int]*Heading {
	m := make(map[int]*Heading, len(d.Headings()))
	for i := range d.Headings() {
		m[d.Headings()[i].Span.Start] = &d.Headings()[i]
	}
	return m
}

// htmlWriter writes one document.
type htmlWriter struct {
	r         Renderer
	w         words
	canon     canonicalForm
	part      int // of a document with addenda: the number of the one that is written, from 1 on
	headings  map[int]*Heading
	buf       []byte
	attribute bool // what is escaped is in an attribute
	inLink    bool
	skip      bool // a heading that repeats the title is still to be left out
	tables    int
	mark      int // the end of an alert's mark, which isn't written
	tags      tagReader
	elements  elements
	anchors   map[string]bool // places that raw HTML names and that aren't written yet
	taken     map[string]bool // names of places that rows of tables can't have
}
