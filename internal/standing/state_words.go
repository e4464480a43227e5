package standing

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
)

// PeriodText says from when to when words are in force, the last day included.
func PeriodText(i trail.Interval, today day.Day) string {
	switch {
	case i.Until == i.From-1:
		return fmt.Sprintf("in force on no day: replaced the same day, %s", i.From)
	case i.Empty():
		return fmt.Sprintf("in force on no day: replaced before %s", i.From)
	case i.Until != day.None:
		return fmt.Sprintf("in force %s until %s", i.From, i.Until)
	case i.From > today:
		return fmt.Sprintf("in force from %s", i.From)
	}
	return fmt.Sprintf("in force since %s", i.From)
}
