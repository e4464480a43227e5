package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr540() *lint.Rule {
	return &lint.Rule{
		ID: "WR540", Name: "commitment-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "The top policy lacks a commitment",
		Text: `The information security policy commits the company to two things: to the requirements that apply to it, and to
improving its management system continually (5.2 c, d).

**What counts.** The policy that satisfies 5.2, whatever its kind, in which neither a section of that name nor a sentence
is a commitment to applicable requirements, or none to continual improvement. A sentence commits, undertakes, ensures,
complies, verpflichtet …, and names requirements, laws, contracts …, or continual improvement.

**What doesn't.** Other policies; drafts; one section for both; retired documents, adopted words, languages other than
English and German.

**How to fix it.** Write the sentence: top management approves these words, and auditors look for them.`,
		Clause: clausePolicy, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR540"), Good: good("WR540"),
		Find: func(p *lint.Pass) error { return reportGaps(p, commitmentGaps) },
	}
}

// commitments are what the top policy commits to, by the clauses of its sections and the words of sentences.
var commitments = [...]struct{ clause, class, what, sentence string }{
	{"5.2 c", "requirements", "meet applicable requirements",
		"We commit to meet the legal, regulatory and contractual requirements that apply to us."},
	{"5.2 d", "improvement", "continual improvement", "We commit to improve our management system continually."},
}

// commitmentGaps are the commitments that the top policy lacks.
func commitmentGaps(in *lint.Input, e *register.Entry) ([]gap, error) {
	t, err := clauseTextOf(in, e, asTopPolicy(in, e))
	if t == nil || err != nil {
		return nil, err
	}
	var out []gap
	words := schema.Vocabularies()["clauses"]
	for _, c := range commitments {
		suits := func(s schema.Section) bool { return s.Clause == c.clause }
		s, found := t.placed(suits)
		says := found && (s.Body == s.Span || t.Says(s.Body))
		if says || slices.ContainsFunc(t.Sentences(t.whole()), func(x records.Sentence) bool {
			return hasStem(x.Text, words.Of("commit")) && hasStem(x.Text, words.Of(c.class))
		}) {
			out = append(out, gap{section: suits})
			continue
		}
		g := gap{section: suits, Found: lint.Found{Span: t.top(), Anchor: "commitment " + c.class,
			Message: fmt.Sprintf("no section or sentence is a commitment to %s", c.what),
			Help:    fmt.Sprintf("write it, such as %q", c.sentence)}}
		if found {
			g.Span, g.headings = s.Span, []document.Span{s.Span}
		}
		out = append(out, g)
	}
	return out, nil
}
