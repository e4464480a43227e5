package site

import (
	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/sitegen"
)

// remarks are the findings about documents of a preview, by path, with the section in which each is.
func remarks(src *cli.Published) map[string][]sitegen.Remark {
	all := map[string][]sitegen.Remark{}
	for _, f := range src.Findings {
		e := src.Register.ByPath(f.Path)
		if e == nil {
			continue
		}
		r := remark(f)
		if f.Range != nil && f.File == "" {
			r.Line = f.Range.Start.Line
			for _, h := range e.Headings() {
				if h.Span.Start <= f.Range.Start.Offset {
					r.Section, r.Anchor = h.Text, h.Anchor
				}
			}
		}
		all[f.Path] = append(all[f.Path], r)
	}
	return all
}

func remark(f lint.Finding) sitegen.Remark {
	return sitegen.Remark{Rule: f.Rule.ID, Severity: string(f.Severity), Message: f.Message, Help: f.Help}
}
