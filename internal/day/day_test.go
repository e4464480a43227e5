package day

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		in string
		ok bool
	}{
		{"2024-02-29", true}, {"2023-02-29", false}, {"2024-02-30", false}, {"2024-13-01", false},
		{"2024-1-1", false}, {"01.02.2024", false}, {"", false}, {"0000-01-01", false}, {"2024-00-10", false},
	} {
		d, err := Parse(tc.in)
		if (err == nil) != tc.ok {
			t.Errorf("Parse(%q): %v", tc.in, err)
		}
		if err == nil && d.String() != tc.in {
			t.Errorf("Parse(%q) = %s", tc.in, d)
		}
	}
}

// TestEveryDayIsADay checks that no day of the calendar is the zero value, and that each is printed as it is read.
func TestEveryDayIsADay(t *testing.T) {
	if None.String() != "" || Of(1, time.January, 1) != 1 || Of(1970, time.January, 1) != epoch {
		t.Fatalf("day 1 is %s, the epoch %s", Day(1), Day(epoch))
	}
	before := None
	for at := time.Date(1, 1, 1, 23, 59, 59, 0, time.UTC); at.Year() < 10000; at = at.AddDate(0, 0, 1) {
		d := In(at, time.UTC)
		if d != before+1 || !d.Time().Equal(at.Truncate(24*time.Hour)) {
			t.Fatalf("%s is day %d after %d, and day %s", at, d, before, d)
		}
		if before = d; at.Year() < 1900 {
			continue
		}
		if parsed, err := Parse(at.Format("2006-01-02")); err != nil || parsed != d {
			t.Fatalf("%s is parsed as %s: %v", at, parsed, err)
		}
	}
	if d := In(time.Unix(0, 0), time.FixedZone("", -5*60*60)); d.String() != "1969-12-31" {
		t.Errorf("the first second of Unix is on %q in New York", d)
	}
}

func TestAddMonthsClamps(t *testing.T) {
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-02-29", 12, "2025-02-28"},
		{"2024-12-31", 2, "2025-02-28"}, {"2024-03-31", -1, "2024-02-29"}, {"2025-06-15", 12, "2026-06-15"},
	} {
		d, _ := Parse(tc.from)
		if got := d.AddMonths(tc.n).String(); got != tc.want {
			t.Errorf("%s + %d months = %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestInUsesTheZone(t *testing.T) {
	at := time.Date(2024, 1, 1, 23, 30, 0, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if got := In(at, berlin).String(); got != "2024-01-02" {
		t.Errorf("in Berlin: %s", got)
	}
}

func TestCycle(t *testing.T) {
	d, _ := Parse("2024-02-29")
	for in, want := range map[string]string{"1 year": "2025-02-28", "12 months": "2025-02-28", "30 days": "2024-03-30", "2 weeks": "2024-03-14"} {
		c, err := ParseCycle(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Add(c).String(); got != want {
			t.Errorf("%s after %s = %s, want %s", in, d, got, want)
		}
	}
	for _, in := range []string{"", "yearly", "0 days", "1.5 years", "12"} {
		if _, err := ParseCycle(in); err == nil {
			t.Errorf("ParseCycle(%q) passed", in)
		}
	}
}
