package rules

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr109() *lint.Rule {
	var patterns patterns
	return &lint.Rule{
		ID: "WR109", Name: "id-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "The id doesn't have the shape that its kind asks for",
		Text: `The id is the document's name for ever: in links, in approvals, in addresses on the site. So it has to be one that
can be written there.

**What counts.** An id that doesn't match the kind's ` + "`id_pattern`" + `, is longer than 64 letters, or isn't a single value.
Without a pattern of yours it starts with a letter and goes on with letters and digits, with single hyphens, dots or
underscores between them.

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
				wrong = patterns.malformed(id, p.Doc.Kind)
			}
			if wrong != "" {
				p.Report(lint.Found{Span: place(f), Anchor: "id", Message: wrong,
					Help: "write an id such as POL-001, or set `id_pattern` for the kind in writ.yaml"})
			}
			return nil
		},
	}
}

// patterns are the compiled ones of kinds, by their text: there are few, and many ids. One that doesn't compile is nil.
type patterns struct{ compiled sync.Map }

func (p *patterns) of(k *config.Kind) *regexp.Regexp {
	if known, ok := p.compiled.Load(k.IDPattern); ok {
		return known.(*regexp.Regexp)
	}
	pattern, _ := regexp.Compile(`^(?:` + k.IDPattern + `)$`)
	p.compiled.Store(k.IDPattern, pattern)
	return pattern
}

// malformed says what is wrong with an id; "" for nothing.
func (p *patterns) malformed(id string, k *config.Kind) string {
	if len(id) > schema.MaxIDLength {
		return fmt.Sprintf("the id has %d letters; at most %d are allowed", len(id), schema.MaxIDLength)
	}
	if pattern := p.of(k); pattern == nil || pattern.MatchString(id) {
		return "" // a pattern that doesn't compile is a fault of writ.yaml, reported there
	}
	if k.IDPattern == schema.IDPattern {
		return fmt.Sprintf("the id %s isn't well formed; letters and digits were expected, the first a letter, with single hyphens, dots or underscores between", quoted(id))
	}
	return fmt.Sprintf("the id %s doesn't match the pattern of the kind %s: %s", quoted(id), k.Name, written(k.IDPattern))
}

// written is a pattern as somebody wrote it, without the anchors that the configuration adds.
func written(pattern string) string {
	if inner, ok := strings.CutPrefix(pattern, "^(?:"); ok {
		pattern = strings.TrimSuffix(inner, ")$")
	}
	return pattern
}
