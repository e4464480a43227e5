package rules

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr524() *lint.Rule {
	return &lint.Rule{
		ID: "WR524", Name: "requirement-not-cited", Scope: lint.Register, Severity: lint.Info,
		Title: "A law that the context names and nothing else cites",
		Text: `A context that names the GDPR says that it applies. Then some policy or procedure answers it, and somebody keeps
its text up to date.

**What counts.** A context names one of the laws, regulations and rules of industries that writ knows by their common
names, and no other document cites it by any of these names, in its words, or as an external document in its title.

**What doesn't.** Drafts of the context, retired documents, adopted words; names in comments.

**How to fix it.** Cite it where a document answers it, or list it as an external document with its edition and the day on
which it was last checked.`,
		Clause: clauseParties, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR524"), Good: good("WR524"),
		Find: func(p *lint.Pass) error {
			return eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return as(p.Input, e, "context", "") },
				func(t *clauseText) error { return checkLaws(p, t) })
		},
	}
}

func checkLaws(p *lint.Pass, t *clauseText) error {
	open := map[string]document.Span{} // laws that are named, and not yet found elsewhere
	if err := eachProse(t.doc, func(text string, at int) bool {
		low := strings.ToLower(text)
		for _, law := range schema.Vocabularies()["laws"] {
			if i, n := cites(text, low, law.Words); i >= 0 {
				if _, twice := open[law.Name]; !twice {
					open[law.Name] = document.Span{Start: at + i, End: at + i + n}
				}
			}
		}
		return true
	}); err != nil {
		return err
	}
	for _, e := range p.Register.Documents {
		if len(open) == 0 {
			return nil
		}
		if e == t.doc || e.Status() == schema.Retired {
			continue
		}
		if err := strikeCited(e, open); err != nil {
			return err
		}
	}
	for _, law := range schema.Vocabularies()["laws"] {
		if span, left := open[law.Name]; left {
			p.Report(lint.Found{Doc: t.doc, Span: span, Anchor: "law " + law.Name,
				Message: fmt.Sprintf("the context names %s, and no other document cites it", law.Name),
				Help:    "cite it in the document that answers it, or list it as an external document"})
		}
	}
	return nil
}

// strikeCited takes out of the open laws those that a document cites.
func strikeCited(e *register.Entry, open map[string]document.Span) error {
	strike := func(text string, _ int) bool {
		low := strings.ToLower(text)
		for _, law := range schema.Vocabularies()["laws"] {
			if _, left := open[law.Name]; left {
				if i, _ := cites(text, low, law.Words); i >= 0 {
					delete(open, law.Name)
				}
			}
		}
		return len(open) > 0
	}
	if !strike(e.Front.Text("title"), 0) {
		return nil
	}
	return eachProse(e, strike)
}

// eachProse calls a function with the headings and the words of a document, and where they are, until it returns
// false.
func eachProse(e *register.Entry, do func(text string, at int) bool) error {
	for _, h := range e.Headings() {
		if !do(h.Text, h.Span.Start) {
			return nil
		}
	}
	src, err := e.Source()
	if err != nil {
		return err
	}
	for _, s := range e.Prose() {
		if !do(string(src[s.Start:s.End]), s.Start) {
			return nil
		}
	}
	return nil
}

// mostOfAcronym is the length up to which a law's name without blanks counts in capitals alone.
const mostOfAcronym = 6

// cites finds one of a law's names, which are in lower case, as whole words of a text, which is there in lower case,
// too; -1 for none.
func cites(text, low string, names []string) (at, length int) {
	exact := len(low) == len(text) // else the places in both differ
	for _, name := range names {
		for from := 0; ; {
			i := strings.Index(low[from:], name)
			if i < 0 {
				break
			}
			i += from
			from = i + len(name)
			if !bounded(low, i, from) {
				continue
			}
			if !exact || len(name) > mostOfAcronym || strings.IndexByte(name, ' ') >= 0 || capitals(text[i:from]) > 1 {
				return i, len(name)
			}
		}
	}
	return -1, 0
}

// capitals counts the capitals in a text.
func capitals(text string) (n int) {
	for _, r := range text {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// bounded reports whether what is between two places is no part of a longer word.
func bounded(s string, start, end int) bool {
	word := func(b byte) bool { return b >= 0x80 || 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }
	return (start == 0 || !word(s[start-1])) && (end == len(s) || !word(s[end]))
}
