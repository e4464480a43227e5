package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr211() *lint.Rule {
	return &lint.Rule{
		ID: "WR211", Name: "claim-unsupported", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "The text says who approved, and history doesn't",
		Text: `Whoever reads "approved by" in a document believes it. Only history can show it: a name that nobody's approval stands
behind is a false record.

**What counts.** In a document that is approved or says so: ` + "`approved_by`" + `, or a line "Approved by: …" at the head of the text,
that names none of those who approved these words, or somebody of the roster who didn't; an ` + "`approved_date`" + ` after the day on
which they were approved, or without an approval at all.

**What doesn't.** Drafts; a role's name, where its holder approved; a date before that of the evidence, because the decision may
have been taken earlier (before the words existed is WR212's); what the company adopted.

**How to fix it.** Remove the claim: ` + "`writ log`" + ` and the page say who approved. Or have the person approve the words.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR211"), Good: good("WR211"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				last, content := tip(t)
				e := entryOf(p.Input, t)
				if last == nil || e == nil || e.Blob != last.Blob || !t.Kind.Approval ||
					last.Facts.Status != schema.Approved {
					continue
				}
				if a := content.Approval; a != nil && (a.Adopted != nil || a.Merged) {
					continue
				}
				findClaims(p, t, content, e)
			}
			return nil
		},
		Seed: seedClaim,
	}
}

func findClaims(p *lint.Pass, t *trail.Trail, c *trail.Content, e *register.Entry) {
	help := "remove the claim: history says who approved which words, and when"
	if c.Approval == nil {
		help += "; or have the words approved: " + again(p.Input, t)
	}
	report := func(span document.Span, anchor, message string) {
		p.Report(lint.Found{Doc: e, Span: span, Anchor: anchor, Commit: c.First().Step.ID, Message: message,
			Help: help})
	}
	if f, ok := e.Front.Field("approved_by"); ok {
		if why := unsupported(p.Input.Config, c, namesIn(f.Value)); why != "" {
			report(at(e, "approved_by"), "approved_by", fmt.Sprintf("approved_by says %s, %s", quoted(namesIn(f.Value)),
				why))
		}
	}
	for _, s := range e.Stated() {
		if !slices.Contains(schema.FieldNamed("approved_by").Labels, s.Label) {
			continue
		}
		if why := unsupported(p.Input.Config, c, s.Value); why != "" {
			report(s.Span, "line "+s.Label, fmt.Sprintf("the text says that %s approved it, %s", quoted(s.Value), why))
		}
	}
	if _, d := dayOf(e, "approved_date"); d != day.None {
		switch {
		case d > p.Today: // WR119 reports it
		case c.Approval == nil:
			report(at(e, "approved_date"), "approved_date",
				fmt.Sprintf("approved_date says %s, and nothing approves these words", d))
		case d > c.Approval.Day:
			report(at(e, "approved_date"), "approved_date",
				fmt.Sprintf("approved_date says %s, and these words were approved on %s", d, c.Approval.Day))
		}
	}
}

// namesIn returns a value's text, that of a list with commas.
func namesIn(v document.Value) string {
	if v.Kind != document.List {
		return v.Text
	}
	var all []string
	for _, item := range v.List {
		all = append(all, item.Text)
	}
	return strings.Join(all, ", ")
}

// unsupported says why history doesn't bear out that those approved whom a text names; "" where it does.
func unsupported(cfg *config.Config, c *trail.Content, names string) string {
	if strings.TrimSpace(names) == "" {
		return ""
	}
	if c.Approval == nil {
		return "and nothing approves these words"
	}
	approved := map[string]bool{}
	var real []string
	borneOut := false
	for _, e := range c.Approval.By {
		approved[e.Person.Key] = true
		real = append(real, e.Person.Name)
		borneOut = borneOut || namesPerson(names, e.Person) || namesRole(names, e.Role, cfg)
	}
	for _, p := range cfg.People {
		if !approved[p.Key] && containsWords(names, p.Name) {
			return fmt.Sprintf("and %s didn't approve these words", p.Name)
		}
	}
	if !borneOut {
		return fmt.Sprintf("and the approval of these words names %s", allOf(real))
	}
	return ""
}

func namesPerson(text string, p *config.Person) bool {
	for _, name := range append([]string{p.Name, p.Key, p.GitHub, p.GitLab}, p.Emails...) {
		if containsWords(text, name) {
			return true
		}
	}
	f := strings.Fields(p.Name)
	return len(f) > 1 && containsWords(text, f[len(f)-1]) // "I. Marr"
}

func namesRole(text, role string, cfg *config.Config) bool {
	if r := cfg.Roles[role]; r != nil && containsWords(text, r.Title) {
		return true
	}
	return containsWords(text, role)
}

// containsWords reports whether a text holds some words as words of their own, whatever their case.
func containsWords(text, words string) bool {
	text, words = strings.ToLower(text), strings.ToLower(strings.TrimSpace(words))
	for from := 0; words != ""; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(words):])
		if !letter(before) && !letter(after) {
			return true
		}
		from = i + len(words)
	}
	return false
}

func letter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
