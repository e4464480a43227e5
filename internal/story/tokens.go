package story

import (
	"fmt"
	"strconv"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

var token = lazyregexp.New(`\{\{(day|month|quarter|year)(?: ([+-]?[0-9]{1,5}))?\}\}`)

// Tokens replaces the tokens that are relative to today: {{day -45}} and {{day +30}} by a date, {{month -2}}
// by a month ("2026-09"), {{quarter -1}} by a quarter ("Q3 2026"), {{year}} by a year. Without a number each
// is that of today. Anything else in double braces stays as it is, and so does everything when today is None.
func Tokens(text string, today day.Day) string {
	if today == day.None {
		return text
	}
	return token.ReplaceAllStringFunc(text, func(t string) string {
		m := token.FindStringSubmatch(t)
		n, _ := strconv.Atoi(m[2])
		return tokenValue(m[1], n, today)
	})
}

func tokenValue(unit string, n int, today day.Day) string {
	switch unit {
	case "day":
		return (today + day.Day(n)).String()
	case "month":
		return today.AddMonths(n).Time().Format("2006-01")
	case "quarter":
		t := today.AddMonths(3 * n).Time()
		return fmt.Sprintf("Q%d %d", (int(t.Month())+2)/3, t.Year())
	}
	return strconv.Itoa(today.AddMonths(12 * n).Time().Year())
}
