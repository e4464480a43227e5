package lint

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/register"
)

// Gathered is something that a rule with Said found in a closed record.
type Gathered struct {
	Rule *Rule
	Found
}

// gathered takes what rules found in closed records of the main line out of their passes, and hands it to the rule
// that tells it. It returns the first error of a pass.
func (in *Input) gathered(passes []*Pass) ([]*Pass, error) {
	said := map[*register.Entry][]Gathered{}
	for _, p := range passes {
		if p.err != nil {
			return nil, p.err
		}
		if !p.Rule.Said {
			continue
		}
		var left []Found
		for _, f := range p.found {
			if f.Doc == nil {
				left = append(left, f)
				continue
			}
			frozen, err := in.View().Frozen(f.Doc)
			if err != nil {
				return nil, err
			}
			if !frozen {
				left = append(left, f)
			} else if in.severity(p.Rule, f.Doc.Path) != Off {
				said[f.Doc] = append(said[f.Doc], Gathered{p.Rule, f})
			}
		}
		p.found = left
	}
	i := slices.IndexFunc(in.rules, func(r *Rule) bool { return r.Gather != nil })
	if i < 0 || in.silent(in.rules[i]) || in.skips(in.rules[i]) != "" {
		return passes, nil
	}
	teller := &Pass{Input: in, Rule: in.rules[i]}
	for _, e := range in.Register.Documents {
		if found := said[e]; len(found) > 0 {
			slices.SortStableFunc(found, func(a, b Gathered) int {
				if a.Span.Start != b.Span.Start {
					return a.Span.Start - b.Span.Start
				}
				return strings.Compare(a.Rule.ID, b.Rule.ID)
			})
			if err := teller.Rule.failed(teller.Rule.Gather(teller, e, found)); err != nil {
				return nil, err
			}
		}
	}
	return append(passes, teller), nil
}
