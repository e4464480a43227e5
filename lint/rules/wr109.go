package rules

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr109() *lint.Rule {
	return &lint.Rule{
		ID: "WR109", Name: "id-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "The id doesn't have the shape that its kind asks for",
		Text: `The id is the document's name for ever: in links, in approvals, in addresses on the site. So it has to
be one that can be written there.

**What counts.** An id that doesn't match the kind's ` + "`id_pattern`" + `, is longer than 64 letters, or isn't a
single value. Without a pattern of yours it starts with a letter and goes on with letters and digits, with single
hyphens, dots or underscores between them.

**What doesn't.** Case: ` + "`pol-001`" + ` is well formed, and the same id as ` + "`POL-001`" + `.

**How to fix it.** Fix the id before the document is approved; afterwards an id that changes is another document.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR109"), Good: good("WR109"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			f, id, wrong, ok := single(p.Doc, "id")
			if !ok {
				return nil
			}
			if wrong == "" {
				patterns, err := idPatterns(p.Input)
				if err != nil {
					return err
				}
				wrong = malformedID(id, p.Doc.Kind, patterns[p.Doc.Kind.IDPattern])
			}
			if wrong != "" {
				p.Report(lint.Found{Span: place(f), Anchor: "id", Message: wrong,
					Help: "write an id such as POL-001, or set `id_pattern` for the kind in writ.yaml"})
			}
			return nil
		},
	}
}

// idPatterns compiles the patterns of all kinds, by their text. One that doesn't compile is left out: it is a fault of
// writ.yaml, reported there.
var idPatterns = lint.Share(func(in *lint.Input) (map[string]*regexp.Regexp, error) {
	out := map[string]*regexp.Regexp{}
	for _, k := range in.Config.Kinds {
		if pattern, err := regexp.Compile(`^(?:` + k.IDPattern + `)$`); err == nil {
			out[k.IDPattern] = pattern
		}
	}
	return out, nil
})

// malformedID says what is wrong with an id; "" for nothing. pattern is the kind's, or nil.
func malformedID(id string, k *config.Kind, pattern *regexp.Regexp) string {
	if len(id) > schema.MaxIDLength {
		return fmt.Sprintf("the id has %d letters; at most %d are allowed", len(id), schema.MaxIDLength)
	}
	if pattern == nil || pattern.MatchString(id) {
		return ""
	}
	if k.IDPattern == schema.IDPattern {
		return fmt.Sprintf("the id %s isn't well formed; letters and digits were expected, the first a letter, with "+
			"single hyphens, dots or underscores between", quoted(id))
	}
	return fmt.Sprintf("the id %s doesn't match the pattern of the kind %s: %s", quoted(id), k.Name,
		written(k.IDPattern))
}

// written is a pattern as somebody wrote it, without the anchors that the configuration adds.
func written(pattern string) string {
	if inner, ok := strings.CutPrefix(pattern, "^(?:"); ok {
		pattern = strings.TrimSuffix(inner, ")$")
	}
	return pattern
}
