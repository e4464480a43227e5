package icalendar

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/day"
)

// Calendar is a calendar with entries for whole days.
type Calendar struct {
	Product string // that made it, such as due
	Name    string // "" for none
	Events  []Event
}

// Event is an entry for a whole day.
type Event struct {
	UID         string
	Stamp       time.Time // when the entry was made
	Day         day.Day
	Summary     string
	Description string
	Category    string
	URL         string // "" for none
	Sequence    int    // how often it was changed; 0 for never
}

// String is the calendar as programs read it.
func (c Calendar) String() string {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//writ//"+c.Product+"//EN")
	w.line("CALSCALE", "GREGORIAN")
	if c.Name != "" {
		w.line("NAME", text(c.Name))
		w.line("X-WR-CALNAME", text(c.Name))
		w.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D")
		w.line("X-PUBLISHED-TTL", "P1D")
	}
	for _, e := range c.Events {
		w.event(e)
	}
	w.line("END", "VCALENDAR")
	return w.String()
}

// writer writes the lines of a calendar.
type writer struct{ strings.Builder }

func (w *writer) event(e Event) {
	stamp := e.Stamp.UTC().Format("20060102T150405Z")
	w.line("BEGIN", "VEVENT")
	w.line("UID", text(e.UID))
	w.line("DTSTAMP", stamp)
	w.line("DTSTART;VALUE=DATE", e.Day.Time().Format("20060102"))
	w.line("SUMMARY", text(e.Summary))
	w.line("DESCRIPTION", text(e.Description))
	w.line("CATEGORIES", text(e.Category))
	if e.URL != "" {
		w.line("URL", strings.Map(printable, e.URL))
	}
	if e.Sequence > 0 {
		w.line("SEQUENCE", strconv.Itoa(e.Sequence))
		w.line("LAST-MODIFIED", stamp)
	}
	w.line("TRANSP", "TRANSPARENT")
	w.line("END", "VEVENT")
}

// text writes a text as a value: what parts values is escaped, and other control characters are left out.
func text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return printable(r)
	}, strings.ToValidUTF8(s, "\ufffd"))
	return escaped.Replace(s)
}

var escaped = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

func printable(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// line writes a property, folded so that no line is longer than 75 octets and no character is parted.
func (w *writer) line(name, value string) {
	const most = 75
	rest, room := name+":"+value, most
	for len(rest) > room {
		n := room
		for !utf8.RuneStart(rest[n]) {
			n--
		}
		w.WriteString(rest[:n] + "\r\n ")
		rest, room = rest[n:], most-1
	}
	w.WriteString(rest + "\r\n")
}
