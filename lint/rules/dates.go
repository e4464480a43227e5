package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
)

var (
	stamped   = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[t ].*[0-9]{2}:[0-9]{2}`)
	yearFirst = regexp.MustCompile(`^([0-9]{4})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})\.?$`)
	compact   = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	dotted    = regexp.MustCompile(`^([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})$`)
	slashed   = regexp.MustCompile(`^([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})$`)
	dayMonth  = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,9})\.?,?[\s-]+([0-9]{4})$`)
	monthDay  = regexp.MustCompile(`^([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})$`)
)

// guessDays returns the days that a text which isn't YYYY-MM-DD may mean: one, two where day and month can't be
// told apart or where a time is on another day in the zone, or none.
func guessDays(s string, zone *time.Location) []day.Day {
	s = strings.ToLower(strings.TrimSpace(s))
	switch {
	case stamped.MatchString(s):
		d, _ := day.Parse(s[:10])
		if at, ok := stamp(s); ok && d != day.None {
			return known(d, day.In(at, zone))
		}
		return known(d)
	case yearFirst.MatchString(s):
		m := yearFirst.FindStringSubmatch(s)
		if d := real(m[1], m[2], m[3]); d != day.None {
			return known(d)
		}
		return known(real(m[1], m[3], m[2]))
	case compact.MatchString(s):
		m := compact.FindStringSubmatch(s)
		return known(real(m[1], m[2], m[3]))
	case dotted.MatchString(s): // where dots are written, the day comes first
		m := dotted.FindStringSubmatch(s)
		return known(real(m[3], m[2], m[1]))
	case slashed.MatchString(s):
		m := slashed.FindStringSubmatch(s)
		return known(real(m[3], m[2], m[1]), real(m[3], m[1], m[2]))
	case dayMonth.MatchString(s):
		m := dayMonth.FindStringSubmatch(s)
		return known(real(m[3], monthNumber(m[2]), m[1]))
	case monthDay.MatchString(s):
		m := monthDay.FindStringSubmatch(s)
		return known(real(m[3], monthNumber(m[1]), m[2]))
	}
	return nil
}

// stamp reads a time of a day with its distance from UTC; false where it has none.
func stamp(s string) (time.Time, bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) > 10 && s[10] != 'T' {
		s = s[:10] + "T" + s[10:]
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04Z0700"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// known returns the days that are some, each once.
func known(days ...day.Day) []day.Day {
	slices.Sort(days)
	return slices.DeleteFunc(slices.Compact(days), func(d day.Day) bool { return d == day.None })
}

// real returns the day of a year, month and day in digits; None where the calendar has no such day.
func real(y, m, d string) day.Day {
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	v, _ := day.Parse(y + "-" + pad(m) + "-" + pad(d))
	return v
}

// monthNumber returns the number of an English month in digits, by its name or its first three letters; "" for
// anything else.
func monthNumber(name string) string {
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if name == full || name == full[:3] || m == time.September && name == "sept" {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

// noSuchDay explains a text of the shape YYYY-MM-DD that no calendar has; "" for another shape.
func noSuchDay(s string) string {
	t := strings.Split(s, "-")
	if len(s) != 10 || len(t) != 3 || len(t[0]) != 4 {
		return ""
	}
	y, err1 := strconv.Atoi(t[0])
	m, err2 := strconv.Atoi(t[1])
	d, err3 := strconv.Atoi(t[2])
	switch {
	case err1 != nil || err2 != nil || err3 != nil:
		return ""
	case y < 1900:
		return "the year lies before 1900"
	case m < 1 || m > 12:
		return fmt.Sprintf("there is no month %d", m)
	}
	last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if d < 1 || d > last {
		return fmt.Sprintf("%s %d has %d days", time.Month(m), y, last)
	}
	return ""
}
