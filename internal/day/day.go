package day

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Day is a civil day of the Gregorian calendar, counted from 0001-01-01, which is 1. So the zero value is no day of a
// calendar that Parse reads, or of a clock: a commit of 1970-01-01T00:00Z is of 1969 in zones west of Greenwich.
type Day int32

// None is the absence of a day.
const None Day = 0

const (
	secondsPerDay = 24 * 60 * 60

	// epoch is 1970-01-01 as a Day.
	epoch = 719163
)

// Of returns the day of the given calendar date. Out-of-range values are normalised as time.Date does.
func Of(year int, month time.Month, dayOfMonth int) Day {
	return Day(time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC).Unix()/secondsPerDay + epoch)
}

// In returns the day on which t falls in the zone loc.
func In(t time.Time, loc *time.Location) Day {
	y, m, d := t.In(loc).Date()
	return Of(y, m, d)
}

var isoDay = lazyregexp.New(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)

// Parse reads a day written as YYYY-MM-DD, and nothing else. A date that no calendar has, such as
// 2024-02-30, is an error.
func Parse(s string) (Day, error) {
	m := isoDay.FindStringSubmatch(s)
	if m == nil {
		return None, fmt.Errorf("%q isn't a day written as YYYY-MM-DD", s)
	}
	y, _ := strconv.Atoi(m[1])
	mo, _ := strconv.Atoi(m[2])
	d, _ := strconv.Atoi(m[3])
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || t.Year() != y || int(t.Month()) != mo || t.Day() != d {
		return None, fmt.Errorf("%s isn't in the calendar", s)
	}
	if y < 1900 {
		return None, fmt.Errorf("%s is before 1900", s)
	}
	return Of(y, time.Month(mo), d), nil
}

// Time returns midnight UTC of d.
func (d Day) Time() time.Time { return time.Unix((int64(d)-epoch)*secondsPerDay, 0).UTC() }

// String returns d as YYYY-MM-DD, and "" for None.
func (d Day) String() string {
	if d == None {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

// MarshalText prints d as YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; the empty text is None.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = None
		return nil
	}
	v, err := Parse(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// AddMonths moves d by n months. The day of the month is clamped to the month's end, so that
// 2024-01-31 plus one month is 2024-02-29.
func (d Day) AddMonths(n int) Day {
	y, m, dom := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Of(first.Year(), first.Month(), min(dom, last))
}

// Cycle is a length of calendar time: whole months plus whole days. The zero value is no cycle.
type Cycle struct{ Months, Days int }

var cycleText = lazyregexp.New(`^([0-9]{1,5})\s*(day|week|month|year)s?$`)

// ParseCycle reads "30 days", "6 weeks", "12 months" or "3 years".
func ParseCycle(s string) (Cycle, error) {
	m := cycleText.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if m == nil {
		return Cycle{}, fmt.Errorf("%q isn't a length of time such as \"30 days\", \"12 months\" or \"3 years\"", s)
	}
	n, _ := strconv.Atoi(m[1])
	if n == 0 {
		return Cycle{}, fmt.Errorf("%q is no time at all", s)
	}
	switch m[2] {
	case "day":
		return Cycle{Days: n}, nil
	case "week":
		return Cycle{Days: 7 * n}, nil
	case "month":
		return Cycle{Months: n}, nil
	}
	return Cycle{Months: 12 * n}, nil
}

// IsZero reports whether c is no cycle.
func (c Cycle) IsZero() bool { return c == Cycle{} }

// Longer reports whether c ends later than another cycle that begins on the same New Year's Day.
func (c Cycle) Longer(o Cycle) bool {
	from := Of(2001, time.January, 1)
	return from.Add(c) > from.Add(o)
}

// String prints c as ParseCycle reads it.
func (c Cycle) String() string {
	n, unit := c.Days, "day"
	if c.Months != 0 {
		n, unit = c.Months, "month"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// Add returns the day one cycle after d.
func (d Day) Add(c Cycle) Day { return d.AddMonths(c.Months) + Day(c.Days) }

// Until returns the number of days from d to another day; negative where that lies before.
func (d Day) Until(o Day) int { return int(o) - int(d) }
