package records

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

var (
	yearOnly    = lazyregexp.New(`^(fy ?)?([0-9]{4})(?:/[0-9]{2,4})?$`)
	partOfYear  = lazyregexp.New(`^([qh])([0-9])(?: ?- ?[qh]?([0-9]))?(?:[ /-]+(?:fy ?)?([0-9]{4}))?$`)
	yearAndPart = lazyregexp.New(`^(?:fy ?)?([0-9]{4})[ /-]*([qh])([0-9])(?: ?- ?[qh]?([0-9]))?$`)
	yearMonth   = lazyregexp.New(`^([0-9]{4})[-/]([0-9]{1,2})$`)
	monthOnly   = lazyregexp.New(`^(\pL{3,9})\.?(?:[ /-]+([0-9]{4}))?$`)
	monthYear   = lazyregexp.New(`^([0-9]{1,2})/([0-9]{4})$`)
	yearWeek    = lazyregexp.New(`^([0-9]{4})-?(?:w|kw)([0-9]{1,2})$`)
	noYear      = lazyregexp.New(`^([0-9]{1,2})\.?[ /-]*(\pL{3,9})\.?$|^(\pL{3,9})\.?[ -]+([0-9]{1,2})$`)
	shortYear   = lazyregexp.New(`^([0-9]{1,2})([-/.])([0-9]{1,2})([-/.])([0-9]{2})$`)
)

// century completes years of two digits.
const century = 2000

// isYear reports whether a text is nothing but a year.
func isYear(text string) bool { return len(text) == 4 && yearOnly.MatchString(text) }

// period reads a period.
func (c Calendar) period(written string) (When, *Problem) {
	low := strings.ToLower(written)
	w, p := c.inLowerCase(low)
	if p != nil && p != unread {
		p.Message = strings.Replace(p.Message, quoted(low), quoted(written), 1)
	}
	return w, p
}

func (c Calendar) inLowerCase(text string) (When, *Problem) {
	switch {
	case text[0] == 'q' || text[0] == 'h':
		if m := partOfYear.FindStringSubmatch(text); m != nil {
			return c.parts(text, m[4], m[1], m[2], m[3])
		}
	case digitAt(text, 0):
		return c.numbered(text)
	}
	if m := yearOnly.FindStringSubmatch(text); m != nil {
		return c.months(number(m[2]), int(c.fiscal()), 12), nil
	}
	if m := yearAndPart.FindStringSubmatch(text); m != nil {
		return c.parts(text, m[1], m[2], m[3], m[4])
	}
	if m := monthOnly.FindStringSubmatch(text); m != nil {
		if month := day.Month(m[1]); month != 0 {
			if m[2] == "" {
				return When{}, c.withoutYear(text, func(y int) When { return c.months(y, int(month), 1) })
			}
			return c.months(number(m[2]), int(month), 1), nil
		}
	}
	if m := noYear.FindStringSubmatch(text); m != nil {
		if p := c.dayOfNoYear(text, m[4], m[3]); p != nil {
			return When{}, p
		}
	}
	return When{}, unread
}

// numbered reads a period that begins with a digit.
func (c Calendar) numbered(text string) (When, *Problem) {
	if m := yearOnly.FindStringSubmatch(text); m != nil {
		return c.months(number(m[2]), 1, 12), nil
	}
	if m := yearAndPart.FindStringSubmatch(text); m != nil {
		return c.parts(text, m[1], m[2], m[3], m[4])
	}
	if m := yearMonth.FindStringSubmatch(text); m != nil {
		return c.month(text, m[1], m[2])
	}
	if m := monthYear.FindStringSubmatch(text); m != nil {
		return c.month(text, m[2], m[1])
	}
	if m := yearWeek.FindStringSubmatch(text); m != nil {
		return week(text, number(m[1]), number(m[2]))
	}
	if m := noYear.FindStringSubmatch(text); m != nil {
		if p := c.dayOfNoYear(text, m[1], m[2]); p != nil {
			return When{}, p
		}
	}
	if m := shortYear.FindStringSubmatch(text); m != nil && m[2] == m[4] {
		return c.ofShortYear(text, m[1], m[3], m[5], m[2])
	}
	if len(text) == len("2026-02-08-2026-02-10") && isoShaped(text[:10]) && isoShaped(text[11:]) {
		w, p := c.one(text[:10])
		if p != nil {
			return w, p
		}
		return c.rangeOf(w, "- "+text[11:])
	}
	return When{}, unread
}

func (c Calendar) fiscal() time.Month { return max(time.January, c.FiscalYear) }

// months is the period of n months from the month of a year.
func (c Calendar) months(year, month, n int) When {
	first := day.Of(year, time.Month(month), 1)
	return When{First: first, Last: first.AddMonths(n) - 1, Form: Period}
}

func (c Calendar) month(text, year, month string) (When, *Problem) {
	m := number(month)
	if m < 1 || m > 12 {
		return When{}, impossible(text, "a year has twelve months")
	}
	return c.months(number(year), m, 1), nil
}

// parts reads quarters and halves of a year, which begin with the fiscal one. A fiscal year has the number of the year
// in which it begins.
func (c Calendar) parts(text, year, letter, from, to string) (When, *Problem) {
	n, length := 4, 3
	if letter == "h" {
		n, length = 2, 6
	}
	a, b := number(from), number(from)
	if to != "" {
		b = number(to)
	}
	if a < 1 || b > n || b < a {
		return When{}, impossible(text, fmt.Sprintf("a year has %s1 to %s%d", strings.ToUpper(letter),
			strings.ToUpper(letter), n))
	}
	in := func(y int) When { return c.months(y, int(c.fiscal())+(a-1)*length, (b-a+1)*length) }
	if year == "" {
		return When{}, c.withoutYear(text, in)
	}
	return in(number(year)), nil
}

// week is a week of ISO 8601, from Monday to Sunday.
func week(text string, year, n int) (When, *Problem) {
	fourth := day.Of(year, time.January, 4)
	monday := fourth - day.Day((int(fourth.Time().Weekday())+6)%7) + day.Day(7*(n-1))
	if y, _ := (monday + 3).Time().ISOWeek(); n < 1 || y != year {
		return When{}, impossible(text, fmt.Sprintf("%d has no week %d", year, n))
	}
	return When{First: monday, Last: monday + 6, Form: Period}, nil
}

// dayOfNoYear is the problem of a day such as 28-Feb; nil where no month is named.
func (c Calendar) dayOfNoYear(text, dayOfMonth, name string) *Problem {
	month, d := day.Month(name), number(dayOfMonth)
	if month == 0 {
		return nil
	}
	if day.Of(century, month, d).Time().Day() != d { // 2000 was a leap year
		return impossible(text, "the month has no such day")
	}
	return c.withoutYear(text, func(y int) When {
		at := day.Of(y, month, d)
		return When{First: at, Last: at}
	})
}

// withoutYear is the problem of a time whose year isn't written. Its reading is the nearest one that isn't over when
// the row was raised.
func (c Calendar) withoutYear(text string, in func(year int) When) *Problem {
	p := &Problem{Message: fmt.Sprintf("%q has no year", text), Certain: true, Help: "write the year, too"}
	if c.From == day.None {
		return p
	}
	y := c.From.Time().Year() - 1
	for in(y).Last < c.From {
		y++
	}
	w := in(y)
	p.Readings = []When{w}
	p.Help = fmt.Sprintf("write the year, too; the next one after %s ends on %s", c.From, w.Last)
	return p
}

// ofShortYear is the problem of a day whose year has two digits, with the days that it may be.
func (c Calendar) ofShortYear(text, a, b, year, sign string) (When, *Problem) {
	p := &Problem{Message: fmt.Sprintf("%q has a year of two digits", text), Certain: true,
		Help: "write the day that is meant, as YYYY-MM-DD"}
	for _, d := range day.Readings(a+sign+b+sign+strconv.Itoa(century+number(year)), c.zone()) {
		p.Readings = append(p.Readings, When{First: d, Last: d})
	}
	if len(p.Readings) == 1 {
		p.Help = "write " + p.Readings[0].Last.String() + ", if that is meant"
	}
	return When{}, p
}

// number returns the value of a few digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
