package rules

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sharedCoverage is what documents answer of the standards under `coverage.standards`, in the order of the
// configuration.
var sharedCoverage = lint.Share(func(in *lint.Input) (all []*coverage.Standard, err error) {
	if len(in.Config.Coverage.Standards) == 0 {
		return nil, nil
	}
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	c := &coverage.Input{Config: in.Config, Register: in.Register, View: in.View(), Read: system.ReadingAs,
		Statement: system.Statement}
	for _, name := range in.Config.Coverage.Standards {
		s, err := c.Of(schema.StandardNamed(name))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
})

// uncovered reports the points of each standard that suit, as one finding a standard.
func uncovered(p *lint.Pass, suits func(*coverage.Standard, *coverage.Point) bool, message func(*coverage.Standard,
	[]string) (text, help string)) error {
	all, err := sharedCoverage(p.Input)
	if err != nil {
		return err
	}
	for _, s := range all {
		var numbers []string
		for i := range s.Points {
			if suits(s, &s.Points[i]) {
				numbers = append(numbers, s.Points[i].Number)
			}
		}
		if len(numbers) > 0 {
			text, help := message(s, numbers)
			p.Report(onConfig(p.Input, lint.Found{Anchor: strings.ToLower(s.Of.Name), Message: text, Help: help},
				"coverage", "standards"))
		}
	}
	return nil
}

// begun reports whether an approved document answers anything of a standard. Where none does, WR801 says enough.
func begun(s *coverage.Standard) bool {
	return slices.ContainsFunc(s.Points, func(p coverage.Point) bool {
		return slices.ContainsFunc(p.Documents, func(d coverage.Document) bool {
			return d.Valid && d.Status == schema.Approved
		})
	})
}
