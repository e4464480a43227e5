package day

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

var (
	stamped   = lazyregexp.New(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[t ].*[0-9]{2}:[0-9]{2}`)
	yearFirst = lazyregexp.New(`^([0-9]{4})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})\.?$`)
	compact   = lazyregexp.New(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	dotted    = lazyregexp.New(`^([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})$`)
	slashed   = lazyregexp.New(`^([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})$`)
	dayMonth  = lazyregexp.New(`^([0-9]{1,2})(?:st|nd|rd|th|\.)?[\s/-]+(\pL{3,9})\.?,?[\s/-]+([0-9]{4})$`)
	monthDay  = lazyregexp.New(`^(\pL{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})$`)
)

// Readings returns the days that a text which isn't YYYY-MM-DD may mean: one, two where day and month can't be
// told apart or where a time is on another day in the zone, or none.
func Readings(s string, zone *time.Location) []Day {
	s = strings.ToLower(strings.TrimSpace(s))
	switch {
	case stamped.MatchString(s):
		d, _ := Parse(s[:10])
		if at, ok := Moment(s); ok && d != None {
			return known(d, In(at, zone))
		}
		return known(d)
	case yearFirst.MatchString(s):
		m := yearFirst.FindStringSubmatch(s)
		if d := real(m[1], m[2], m[3]); d != None {
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

// Moment reads a time of a day with its distance from UTC; false where it has none.
func Moment(s string) (time.Time, bool) {
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
func known(days ...Day) []Day {
	slices.Sort(days)
	return slices.DeleteFunc(slices.Compact(days), func(d Day) bool { return d == None })
}

// real returns the day of a year, month and day in digits; None where the calendar has no such day.
func real(y, m, d string) Day {
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	v, _ := Parse(y + "-" + pad(m) + "-" + pad(d))
	return v
}

// monthNumber returns the number of a month in digits; "" for anything that is no name of one.
func monthNumber(name string) string {
	if m := Month(name); m != 0 {
		return strconv.Itoa(int(m))
	}
	return ""
}

// Month returns the month that has an English or German name, in lower case, or its first three letters; 0 for
// anything else.
func Month(name string) time.Month {
	for m := time.January; m <= time.December; m++ {
		full, other := strings.ToLower(m.String()), german()[m-1]
		if name == full || name == full[:3] || m == time.September && name == "sept" || name == other ||
			name == string([]rune(other)[:3]) {
			return m
		}
	}
	return 0
}

func german() [12]string {
	return [...]string{"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
		"november", "dezember"}
}
