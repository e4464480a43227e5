package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
	"github.com/writ-docs/writ/sitegen"
)

// exceptions lists the findings that the published commit sets aside, for the site. Where nothing sets any aside,
// nothing is linted.
func (p *project) exceptions(ctx context.Context, reg *register.Register, book *trail.Book) ([]sitegen.Exception, error) {
	in := &lint.Input{Config: reg.Config, Register: reg, Book: book, Today: book.Today}
	if err := p.loadBaseline(in, false); err != nil {
		return nil, err
	}
	if in.Baseline == nil && len(reg.Config.Suppressions) == 0 &&
		!slices.ContainsFunc(reg.Documents, func(e *register.Entry) bool { return len(e.Suppressions()) > 0 }) {
		return nil, nil
	}
	result, err := lint.Run(ctx, in, rules.All())
	if err != nil {
		return nil, err
	}
	var out []sitegen.Exception
	for _, f := range result.Suppressed {
		out = append(out, exceptionOf(f))
	}
	return out, nil
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
