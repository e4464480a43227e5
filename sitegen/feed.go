package sitegen

import (
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
)

// feedMost is how many entries the feed holds.
const feedMost = 100

// The elements of RFC 4287 that the feed uses.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// atomCategory is a document: a reader's program can follow one, or leave one out.
type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Links    []atomLink   `xml:"link"`
	Category atomCategory `xml:"category"`
	Summary  string       `xml:"summary"`
}

// feed makes changes.atom. base is the site's absolute address with a final slash. The ids of entries hold no
// address and no place in a list, so they stay when the site moves or grows.
func (b *book) feed(events []event, base string, words table) ([]byte, error) {
	f := atomFeed{
		ID: b.urn("changes"), Title: b.Title, Updated: stamp(b.HeadDay),
		Author: atomPerson{firstOf(b.Organization, b.Title)},
		Links:  []atomLink{{"self", base + "changes.atom"}, {"alternate", base + "changes/"}},
	}
	if len(events) > 0 {
		f.Updated = stamp(events[0].day)
	}
	ids := b.eventIDs(events)
	for i, e := range events[:min(len(events), feedMost)] {
		v := b.views[e.doc]
		title := v.Key + " " + v.Title + ": "
		if e.version != "" {
			title += words["version"] + " " + e.version + " "
		}
		f.Entries = append(f.Entries, atomEntry{
			ID: ids[i], Title: title + words["event_"+e.what], Updated: stamp(e.day),
			Links: linksOf(e, v, base), Category: atomCategory{v.Key, strings.TrimSpace(v.Key + " " + v.Title)},
			Summary: firstOf(e.subject, e.gradeText, e.by),
		})
	}
	data, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(showControls(data), '\n')...), err
}

// linksOf are the pages about an event: what it changed, and the document. An entry has one alternate.
func linksOf(e event, v docView, base string) []atomLink {
	if e.redline == "" {
		return []atomLink{{"alternate", base + v.Href}}
	}
	return []atomLink{{"alternate", base + hrefOf(e.redline)}, {"related", base + v.Href}}
}

// eventIDs names events. Events that are alike in all but their order are counted from the oldest.
func (b *book) eventIDs(events []event) []string {
	ids := make([]string, len(events))
	seen := map[string]int{}
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		name := fmt.Sprintf("%s\n%s\n%s\n%s", b.views[e.doc].Key, e.what, e.version, e.day)
		seen[name]++
		if n := seen[name]; n > 1 {
			name += fmt.Sprintf("\n%d", n)
		}
		ids[i] = b.urn(name)
	}
	return ids
}

func stamp(d day.Day) string { return d.Time().Format(time.RFC3339) }

// urn names a thing of this organisation by a UUID of version 8 (RFC 9562) over its digest.
func (b *book) urn(name string) string {
	u := sha256.Sum256([]byte("writ\n" + firstOf(b.Organization, b.Title) + "\n" + name))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
