package records

import (
	"fmt"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
)

// Form says how a time is written.
type Form uint8

// The forms.
const (
	ADay     Form = iota
	Period        // a quarter, a month, a year or from one day to another
	Relative      // a length of time, or "today", from the day on which the row was raised
	NoDay         // ongoing, monthly, TBD: as if nothing was there
	Finished      // a word such as Completed, which answers where the status is done
)

// String returns the form as JSON has it.
func (f Form) String() string { return [...]string{"day", "period", "relative", "none", "done"}[f] }

// When is a day or a period. A due date is its last day; what was raised or held counts its first.
type When struct {
	First, Last day.Day // None for NoDay and Finished
	Form        Form
	Note        string // the words behind it
}

// Calendar says how times are counted.
type Calendar struct {
	Zone       *time.Location // of times of a day; nil is UTC
	FiscalYear time.Month     // the month in which quarters and fiscal years begin; 0 is January
	From       day.Day        // what a relative time counts from, and what a day without a year comes after
}

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// Problem says why a text has no value of its type.
type Problem struct {
	Message  string
	Help     string
	Certain  bool   // it is impossible or has several meanings; else nothing knows the text, which may be a good one
	Readings []When // what it may mean
}

// ReadWhen reads a day, a period or a relative time. Exactly one of the results has a meaning.
func ReadWhen(text string, c Calendar) (When, *Problem) {
	text = hyphened(text)
	if d, err := day.Parse(text); err == nil {
		return When{First: d, Last: d}, nil
	}
	words := strings.Fields(text)
	if len(words) == 0 {
		return When{}, unknownTime(text)
	}
	for n := min(len(words), longestTime); n > 0; n-- {
		written := strings.TrimRight(strings.Join(words[:n], " "), ",;:.")
		rest := strings.Join(words[n:], " ")
		w, p := c.one(written)
		switch {
		case p == unread:
			continue
		case p != nil:
			return When{}, p
		case w.Form == Period && isYear(written) && n < len(words) && !opensNote(rest):
			return When{}, unknownTime(text)
		}
		return c.rangeOf(w, rest)
	}
	return c.wordOf(text)
}

// longestTime is the number of words of the longest form, such as "1. March 2026" with blanks everywhere.
const longestTime = 5

// unread is a problem without words: the text isn't of a form.
var unread = &Problem{}

// one reads a text that is nothing but a day or a period.
func (c Calendar) one(text string) (When, *Problem) {
	if text == "" || len(text) > maxWord {
		return When{}, unread
	}
	if d, err := day.Parse(text); err == nil {
		return When{First: d, Last: d}, nil
	} else if isoShaped(text) {
		return When{}, impossible(text, err.Error())
	}
	switch days := day.Readings(text, c.zone()); len(days) {
	case 1:
		return When{First: days[0], Last: days[0]}, nil
	case 2:
		return When{}, severalTimes(text, When{First: days[0], Last: days[0]}, When{First: days[1], Last: days[1]})
	}
	return c.period(text)
}

func isoShaped(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && !digitAt(s, i) {
			return false
		}
	}
	return true
}

// rangeOf reads what follows a time: the end of a range, or a note.
func (c Calendar) rangeOf(w When, rest string) (When, *Problem) {
	first, after, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if class, _, ok := whenWords().at(first); after != "" && (first == "-" ||
		ok && whenWords().classes[class] == "until") {
		if end, p := ReadWhen(after, c); p == nil && end.Form <= Period {
			if end.Last < w.First {
				return When{}, impossible(w.First.String()+" "+rest, "it ends before it begins")
			}
			return When{First: w.First, Last: end.Last, Form: Period, Note: end.Note}, nil
		}
	}
	w.Note = note(rest)
	return w, nil
}

// opensNote reports whether a text is set apart from what comes before it.
func opensNote(rest string) bool { return rest != "" && strings.IndexByte("(-,;:[", rest[0]) >= 0 }

// wordOf reads relative times, and words that name no day.
func (c Calendar) wordOf(text string) (When, *Problem) {
	words := whenWords()
	if w, ok := c.length(text); ok {
		return w, nil
	}
	class, rest, ok := words.at(text)
	if ok && (strings.TrimSpace(rest) == "" || opensNote(strings.TrimSpace(rest))) {
		switch words.classes[class] {
		case "immediate":
			return When{First: c.From, Last: c.From, Form: Relative, Note: note(rest)}, nil
		case "none":
			return When{Form: NoDay, Note: note(rest)}, nil
		}
	}
	if s, done := Vocabularies()["status"].Read(text); done && s.Class != ClassOpen {
		return When{Form: Finished, Note: s.Note}, nil
	}
	return When{}, c.inWords(text)
}

func whenWords() *Words { return Vocabularies()["when"] }

// length reads "30 days" or "+2 weeks".
func (c Calendar) length(text string) (When, bool) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "+"))
	n, i := 0, 0
	for ; i < len(text) && i < 4 && digitAt(text, i); i++ {
		n = 10*n + int(text[i]-'0')
	}
	if i == 0 || digitAt(text, i) {
		return When{}, false
	}
	class, rest, ok := whenWords().at(strings.TrimSpace(text[i:]))
	if rest = strings.TrimSpace(rest); !ok || rest != "" && !opensNote(rest) {
		return When{}, false
	}
	d := c.From
	switch whenWords().classes[class] {
	case "day":
		d += day.Day(n)
	case "week":
		d += day.Day(7 * n)
	case "workday":
		d = afterWorkdays(d, n)
	case "month":
		d = d.AddMonths(n)
	case "year":
		d = d.AddMonths(12 * n)
	default:
		return When{}, false
	}
	if c.From == day.None {
		d = day.None
	}
	return When{First: d, Last: d, Form: Relative, Note: note(rest)}, true
}

// afterWorkdays counts Mondays to Fridays; holidays are nowhere known.
func afterWorkdays(d day.Day, n int) day.Day {
	for n > 0 {
		d++
		if wd := d.Time().Weekday(); wd != time.Saturday && wd != time.Sunday {
			n--
		}
	}
	return d
}

// inWords is the problem of a text that is no time. A time at its end is named as what may be meant.
func (c Calendar) inWords(text string) *Problem {
	p := unknownTime(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '-' })
	for i := max(1, len(words)-longestTime); i < len(words); i++ {
		if w, wrong := c.one(strings.Join(words[i:], " ")); wrong == nil {
			p.Readings = []When{w}
			p.Help = "write " + w.Last.String() + ", if that is meant"
			break
		}
	}
	return p
}

func unknownTime(text string) *Problem {
	return &Problem{Message: fmt.Sprintf("%q is no day and no period", text),
		Help: "write a day as 2026-03-31, or a period as Q1 2026, 2026-03 or 2026"}
}

func impossible(text, why string) *Problem {
	return &Problem{Message: fmt.Sprintf("%q: %s", text, why), Certain: true,
		Help: "write the day that is meant, as YYYY-MM-DD"}
}

func severalTimes(text string, a, b When) *Problem {
	return &Problem{Message: fmt.Sprintf("%q may be %s or %s", text, a.Last, b.Last), Certain: true,
		Help: "write the one that is meant, as YYYY-MM-DD", Readings: []When{a, b}}
}
