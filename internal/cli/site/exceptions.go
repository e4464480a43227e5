package site

import (
	"strconv"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/sitegen"
)

// exceptions are the findings that somebody set aside.
func exceptions(found []lint.Finding) []sitegen.Exception {
	var out []sitegen.Exception
	for _, f := range found {
		out = append(out, exceptionOf(f))
	}
	return out
}

func exceptionOf(f lint.Finding) sitegen.Exception {
	e := sitegen.Exception{Rule: f.Rule.ID, Title: f.Rule.Title, Document: f.Document, Message: f.Message,
		Reason: f.Suppressed.Reason, Until: f.Suppressed.Until, Where: f.Suppressed.Path}
	if e.Document == "" {
		e.Document = f.Path
	}
	if f.Suppressed.Line > 0 {
		e.Where += ":" + strconv.Itoa(f.Suppressed.Line)
	}
	return e
}
