package report

import "github.com/writ-docs/writ/lint"

// ANSI colours and weights.
const (
	bold   = "1"
	red    = "31"
	yellow = "33"
	blue   = "34"
)

func hueOf(s lint.Severity) string {
	switch s {
	case lint.Error:
		return red
	case lint.Warning:
		return yellow
	}
	return blue
}

// paint shows a text in a colour or weight, on a terminal that has them.
func (t *textReport) paint(code, s string) string {
	if !t.color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
