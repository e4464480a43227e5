package rules

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/lint"
)

func wr123() *lint.Rule {
	return &lint.Rule{
		ID: "WR123", Name: "title-differs", Scope: lint.Document, Severity: lint.Warning,
		Title: "The title and the first heading disagree",
		Text: `The register lists one name, and the page prints another. It happens when a document is made by
copying, and readers wonder which of the two they have before them.

**What counts.** A ` + "`title`" + ` and a first heading (of the first level) of which neither holds all words of the
other.

**What doesn't.** Case, punctuation, and words that only one of them has, such as the id, a version or the company's
name. A text that begins with a heading of a lower level has no title of its own.

**How to fix it.** Make them agree; the ` + "`title`" + ` is what the register shows.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR123"), Good: good("WR123"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			f, title, wrong, ok := single(e, "title")
			if !judged(e) || !ok || wrong != "" || len(e.Headings()) == 0 || e.Headings()[0].Level != 1 {
				return nil
			}
			h := e.Headings()[0]
			if holdsWords(title, h.Text) || holdsWords(h.Text, title) {
				return nil
			}
			src, err := e.Source()
			if err != nil || len(templates().in(src, h.Span)) > 0 {
				return err
			}
			p.Report(lint.Found{Span: h.Span, Anchor: "title",
				Message: fmt.Sprintf("the first heading is %s, and the %s is %s", quoted(h.Text), f.Key, quoted(title)),
				Help:    "write the same in both"})
			return nil
		},
	}
}

// holdsWords reports whether a text has all words of another.
func holdsWords(text, other string) bool {
	have := map[string]bool{}
	for _, w := range wordsIn(text) {
		have[w] = true
	}
	for _, w := range wordsIn(other) {
		if !have[w] {
			return false
		}
	}
	return true
}

// wordsIn cuts a text into words in small letters.
func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) &&
			!unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
