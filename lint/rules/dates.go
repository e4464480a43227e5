package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
