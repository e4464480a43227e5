package rules

import (
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// plantMinutes commits the minutes of a management review that suit, spoilt.
func plantMinutes(s lint.Scratch, suits func(*draft) bool, spoil func(*draft)) error {
	return plant(s, func(d *draft) bool { return isMinutes(s, d) && suits(d) }, spoil)
}

// plantMinutesSheet commits minutes with a table that has a name, spoilt.
func plantMinutesSheet(s lint.Scratch, table string, spoil func(*draft, *sheet)) error {
	var t *sheet
	return plantMinutes(s, func(d *draft) bool {
		t = d.sheetOf(func(of schema.Table) bool { return of.Name == table })
		return t != nil
	}, func(d *draft) {
		spoil(d, t)
		d.body += t.text()
	})
}

// isMinutes reports whether a draft is the minutes of a management review, and gives it the state of an open record.
func isMinutes(s lint.Scratch, d *draft) bool {
	system := isms.New(s.Input().View())
	if !system.Is(d.kind, isms.Review) {
		return false
	}
	d.set("status", schema.Open)
	d.set("date", d.in.Today.String())
	return true
}
