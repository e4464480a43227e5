package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr901() *lint.Rule {
	return &lint.Rule{
		ID: "WR901", Name: "suppression-without-reason", Scope: lint.Document, Severity: lint.Error,
		Suppressible: false,
		Title:        "A suppression lacks its reason or its end",
		Text: `A suppression is an exception that somebody accepted. Why, and until when, is what an auditor asks
first, and what the next author needs to know before the exception can go.

**What counts.** A ` + "`writ:ignore`" + ` comment without a rule, without ` + "`reason=\"…\"`" + `, without
` + "`until=YYYY-MM-DD`" + `, with an end that is no day, with a quote that never closes, or with words that mean
nothing. But for such words it suppresses nothing. So does a comment that names a rule and begins nearly so, such as
` + "`writ: ignore WR601`" + ` or ` + "`writ:disable WR601`" + `.

**What doesn't.** Comments within code, which are text unless they stand alone between blank lines; other comments.

**How to fix it.** Write
` + "`<!-- writ:ignore WR601 until=2027-03-01 reason=\"the annex comes with the move\" -->`" + ` before the block that
is meant, or as the first line of the text for the whole file. In YAML write the same after a ` + "`#`" + `, behind a
field or on the line before it.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0",
		Bad: bad("WR901"), Good: good("WR901"),
		Find: func(p *lint.Pass) error {
			for _, c := range p.Doc.Suppressions() {
				if what := incomplete(c); what != "" {
					p.Report(lint.Found{Span: c.Span, Anchor: "suppression " + named(c), Message: what, Help: "write " +
						wholeComment(p.Input, p.Doc, c)})
				} else if c.Extra.Text != "" {
					p.Report(lint.Found{Span: c.Extra.Span, Anchor: "words in suppression " + named(c),
						Message: quoted(c.Extra.Text) + " means nothing in a suppression",
						Help:    "put a reason of several words in quotes, as in " + wholeComment(p.Input, p.Doc, c)})
				}
			}
			return nil
		},
	}
}

// incomplete says what keeps a comment from suppressing anything; "" where it may.
func incomplete(c document.Suppression) string {
	what := lint.Faulty(c)
	switch _, err := day.Parse(c.Until.Text); {
	case c.Slip.Text != "":
		return fmt.Sprintf("this comment begins with %s, so it suppresses nothing; writ:ignore was expected",
			quoted(c.Slip.Text))
	case len(c.Rules) == 0:
		return "this suppression names no rule, so it suppresses nothing"
	case what == "":
		return ""
	case c.Open:
		return fmt.Sprintf("a quote never closes in the suppression of %s, so it suppresses nothing", named(c))
	case c.Until.Text != "" && err != nil:
		message := fmt.Sprintf("the suppression of %s ends on %s, which is no day", named(c), quoted(c.Until.Text))
		if c.Reason.Text == "" {
			message += ", and it has no reason"
		}
		return message + "; it suppresses nothing"
	}
	return fmt.Sprintf("the suppression of %s has %s, so it suppresses nothing", named(c), what)
}
