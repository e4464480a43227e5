package cli

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/isms"
)

// dueICS prints a calendar (RFC 5545) with an entry for the whole day of each item.
func (a *app) dueICS(x *dueList) error {
	repository := "" // the same in each clone
	if len(x.book.Steps) > 0 {
		repository = x.book.Steps[0].ID.String()
	}
	c := calendar{stamp: a.clock().UTC()}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//writ//due//EN")
	c.line("CALSCALE", "GREGORIAN")
	for _, item := range x.items {
		c.event(item, repository)
	}
	c.line("END", "VCALENDAR")
	_, err := io.WriteString(a.streams.Out, c.text.String())
	return err
}

// calendar writes the lines of a calendar.
type calendar struct {
	text  strings.Builder
	stamp time.Time
}

func (c *calendar) event(item isms.Item, repository string) {
	var names []string
	for _, o := range ownersOf(item) {
		names = append(names, o.Name)
	}
	who := strings.Join(names, ", ")
	c.line("BEGIN", "VEVENT")
	c.line("UID", eventID(item, repository))
	c.line("DTSTAMP", c.stamp.Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE", item.Due.Time().Format("20060102"))
	c.line("SUMMARY", icsText(fmt.Sprintf("%s %s: %s (%s)", item.What, item.Name, item.Title, who)))
	c.line("DESCRIPTION", icsText(item.Path))
	c.line("CATEGORIES", icsText(item.What))
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
}

// eventID names an item in all calendars: by its sort and key within the repository, never by its day.
func eventID(item isms.Item, repository string) string {
	sum := sha256.Sum256([]byte(repository + "\x00" + item.What + "\x00" + item.Key))
	return fmt.Sprintf("%x@writ", sum[:16])
}

// icsText writes a text as a value: what parts values is escaped, and other control characters are left out.
func icsText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// line writes a property, folded so that no line is longer than 75 octets and no character is parted.
func (c *calendar) line(name, value string) {
	const most = 75
	rest, room := name+":"+value, most
	for len(rest) > room {
		n := room
		for !utf8.RuneStart(rest[n]) {
			n--
		}
		c.text.WriteString(rest[:n] + "\r\n ")
		rest, room = rest[n:], most-1
	}
	c.text.WriteString(rest + "\r\n")
}
