package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr762() *lint.Rule {
	return &lint.Rule{
		ID: "WR762", Name: "retention-undefined", Scope: lint.Config, Severity: lint.Warning,
		Title: "Nobody decided how long records are kept",
		Text: `writ keeps records for 36 months where nobody says otherwise. A default that nobody wrote down is no decision,
and an auditor asks who made it.

**What counts.** Records of some kind are there, and writ.yaml states neither ` + "`retention`" + ` for all kinds nor
` + "`kinds.KIND.retention`" + ` for this one, or one that it extends. One finding names all these kinds.

**What doesn't.** A repository without writ.yaml; kinds without records.

**How to fix it.** Write ` + "`retention: 3 years`" + ` into writ.yaml, or the time that law and contracts ask for.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR762"), Good: good("WR762"),
		Find: func(p *lint.Pass) error {
			if !p.Config.States("version") || p.Config.States("retention") {
				return nil
			}
			count := map[string]int{}
			for _, e := range p.Register.All() {
				if judged(e) && e.Kind.Record && !p.Config.Stated(e.Kind, "retention") {
					count[e.Kind.Name]++
				}
			}
			if len(count) == 0 {
				return nil
			}
			kinds := slices.Sorted(maps.Keys(count))
			named := kinds
			if len(named) > maxNamed {
				named = append(slices.Clone(named[:maxNamed]), fmt.Sprintf("%d more", len(kinds)-maxNamed))
			}
			p.Report(lint.Found{Path: config.File, Anchor: "retention " + strings.Join(kinds, " "),
				Message: fmt.Sprintf("nothing says how long records are kept: %s", allOf(named)),
				Help:    "write `retention: 3 years`, or the time that law and contracts ask for, into " + config.File})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			src, err := s.Read(config.File)
			if err != nil {
				src = []byte("version: 1\n")
			}
			stated := lazyregexp.New(`(?m)^ *retention:.*\n|retention: [^,}\n]*,? *`)
			if err := s.Write(config.File, stated.ReplaceAll(src, nil)); err != nil {
				return err
			}
			return plant(s, func(d *draft) bool {
				return d.kind.Record && !slices.ContainsFunc(d.in.Register.All(), func(e *register.Entry) bool {
					return e.Kind == d.kind
				})
			}, func(*draft) {})
		},
	}
}
