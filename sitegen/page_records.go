package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
	"github.com/writ-docs/writ/sitegen/theme"
)

// recordsPage is a page that a list or a table makes: its words are finished.
type recordsPage struct {
	frame
	Sheet   *sheetView   `json:"sheet"` // nil for that of a page that is about no document
	Title   string       `json:"title"`
	Lead    string       `json:"lead"`
	Up      *navView     `json:"up"`   // the page above it; nil for none
	Tabs    []tabView    `json:"tabs"` // the pages beside it
	Figures []figureView `json:"figures"`
	Words   bool         `json:"words"` // there are some below the figures
	Script  bool         `json:"script"`
}

// tabView is a page among those beside it.
type tabView struct {
	Title   string `json:"title"`
	Href    string `json:"href"`
	Current bool   `json:"current"`
}

// figureView is a number with its name.
type figureView struct {
	Number string `json:"number"`
	Name   string `json:"name"`
	Late   bool   `json:"late"`
}

// recordPages are the addresses of the pages that tell of the management system, in the order in which each of them
// names the others.
func recordPages() []string {
	return []string{"calendar", "actions", "audits", "reviews", "decisions", "risks", "coverage", "external", "people"}
}

// records are the pages that tell what documents say together.
func (b *book) records() (all []group) {
	for _, x := range []struct {
		at   string
		make func() page
	}{{"calendar", b.calendarPage}, {"actions", b.actionsPage}, {"audits", b.auditsPage}, {"reviews", b.reviewsPage},
		{"decisions", b.decisionsPage}, {"risks", b.risksPage}, {"external", b.externalPage}, {"as-of", b.asOfPage},
		{"check", b.checkPage}, {"evidence/roster", b.rosterPage}} {
		all = append(all, one(x.at+"/index.html", x.make))
	}
	return append(all, group{"coverage/", b.coveragePages}, group{"people/", b.peoplePages}, group{"", b.moved})
}

// ownPage makes a page of the site's own at an address of one folder. Its strings are named after it.
func (b *book) ownPage(name string, w *writer, figures ...figureView) page {
	p := recordsPage{frame: frame{root(name), "system"}, Title: b.words[name+"_title"], Lead: b.words[name+"_lead"],
		Figures: figures}
	p.Tabs = b.tabs(name)
	return w.in(name, p)
}

// in is the page of the words at an address.
func (w *writer) in(address string, p recordsPage) page {
	p.Words = w.Len() > 0
	return page{layout: "records", file: address + "/index.html", params: p, words: w.finished()}
}

// finished are the words of a page, as they were written.
func (w *writer) finished() words {
	if w.Len() == 0 {
		return noWords
	}
	text := w.String()
	sum := sha256.Sum256([]byte(text))
	return words{digest: hex.EncodeToString(sum[:]), make: func(putFile) (made, error) {
		return made{parts: []io.WriterTo{whole(text)}}, nil
	}}
}

// tabs are the pages of records, with the one that is shown, or that is above the one that is.
func (b *book) tabs(current string) (all []tabView) {
	for _, name := range recordPages() {
		all = append(all, tabView{b.words[name+"_title"], name + "/", name == current})
	}
	return all
}

// idWord matches what may be an id in a text.
var idWord = lazyregexp.New(`[\pL\d][\pL\d._/-]*[\pL\d]`)

// slugID makes an anchor of an id.
func slugID(id string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, id))
}

// prepare reads the strings of the interface, and gives the pages of records their places.
func (b *book) prepare() (err error) {
	b.lang, b.words, err = interfaceOf(theme.Files, firstOf(b.Language, "en"))
	b.actions, b.people = actionAnchors(b.Records.Actions), peopleAddresses(b.Records.People)
	b.open = b.openAbout()
	return err
}

// takes reports whether an address is that of another page.
func (b *book) takes(address string) bool {
	return schema.IsReserved(address) || slices.ContainsFunc(b.docs,
		func(d Document) bool { return strings.EqualFold(d.address, address) })
}

// recordData puts out what is beside the pages of records: calendars, and the days of versions.
func (b *book) recordData(put putFile) error {
	if err := put("calendar.ics", b.calendar(b.Title, b.Records.Due)); err != nil {
		return err
	}
	for _, p := range b.Records.People {
		due := of(b.Records.Due, p.Who)
		if len(due) == 0 {
			continue
		}
		if err := put(b.people[Who{Role: p.Role, Person: p.Person}]+"/calendar.ics", b.calendar(p.Name,
			due)); err != nil {
			return err
		}
	}
	data, err := b.intervalsJSON()
	if err != nil {
		return err
	}
	return put("as-of/intervals.json", data)
}
