package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// ruleOf returns the rule of the run with an id; nil for any other word, a rule's name included.
func ruleOf(p *lint.Pass, id string) *lint.Rule {
	i := slices.IndexFunc(p.Rules(), func(r *lint.Rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return p.Rules()[i]
}

// unknownRule says what is wrong with a word where the id of a rule is due, and what was most likely meant; "" for a
// rule that exists.
func unknownRule(p *lint.Pass, word string) (message, help string) {
	var ids []string
	for _, c := range p.Config.Rules.Custom {
		ids = append(ids, c.ID)
	}
	if ruleOf(p, word) != nil || slices.Contains(ids, word) {
		return "", ""
	}
	meant := map[string]*lint.Rule{}
	for _, r := range p.Rules() {
		ids = append(ids, r.ID, r.Name)
		meant[r.ID], meant[r.Name] = r, r
	}
	if r := meant[strings.ToLower(word)]; r != nil {
		return fmt.Sprintf("rules go by their ids here, and %s is %s", word, r.ID), "write " + r.ID
	}
	message, help = fmt.Sprintf("there is no rule %s", quoted(word)), "see `writ rules` for the rules that there are"
	near := nearest.Word(word, ids)
	if r := meant[near]; r != nil {
		return fmt.Sprintf("%s; did you mean %s (%s)?", message, r.ID, r.Name), "write " + r.ID +
			", or see `writ rules`"
	}
	if near != "" {
		return fmt.Sprintf("%s; did you mean %s?", message, near), "write " + near
	}
	return message, help
}

// suppressions returns a document's suppression comments; not those that only WR901 takes for one.
func suppressions(e *register.Entry) []document.Suppression {
	return slices.DeleteFunc(slices.Clone(e.Suppressions()),
		func(c document.Suppression) bool { return c.Slip.Text != "" })
}

// holds reports whether a suppression comment says all that it must.
func holds(c document.Suppression) bool { return lint.Faulty(c) == "" && len(c.Rules) > 0 }

// named lists the rules of a comment for a message.
func named(c document.Suppression) string {
	var ids []string
	for _, r := range c.Rules {
		ids = append(ids, short(r.Text))
	}
	return allOf(ids)
}

// wholeComment shows how a comment is to be written, with an end three months from today.
func wholeComment(in *lint.Input, e *register.Entry, c document.Suppression) string {
	ids, until, reason := "WR601", in.Today.Add(day.Cycle{Months: 3}).String(), "why it is accepted"
	if len(c.Rules) > 0 {
		ids = strings.ReplaceAll(strings.ReplaceAll(named(c), " and ", " "), ",", "")
	}
	if _, err := day.Parse(c.Until.Text); err == nil {
		until = c.Until.Text
	}
	if words := strings.TrimSpace(c.Reason.Text + " " + c.Extra.Text); words != "" {
		reason = short(words)
	}
	text := fmt.Sprintf("writ:ignore %s until=%s reason=%q", ids, until, reason)
	if c.Span.Start < e.Body.Start {
		return "# " + text
	}
	return "<!-- " + text + " -->"
}
