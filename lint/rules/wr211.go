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
		Text: `Whoever reads "approved by" in a document believes it. Only history can show it: a name that no
approval supports is a false record.

**What counts.** In a document that is approved or says so: ` + "`approved_by`" + `, or a line such as "Approved by:
…" or "Signature: …" at the head or at the foot of the text, that names none of those who approved these words, or
somebody of the roster who didn't; an ` + "`approved_date`" + `, or a date beside such a line, after the day on which
they were approved, or without an approval at all.

**What doesn't.** Drafts; a placeholder, and a date beside one; a role's name, where its holder approved; a date
before that of the evidence, because the decision may have been taken earlier (before the words existed is WR212's);
what the company adopted.

**How to fix it.** Remove the claim: ` + "`writ log`" + ` and the page say who approved. Or have the person approve
the words.`,
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
	dated := func(span document.Span, anchor, says string, d day.Day) {
		switch {
		case c.Approval == nil:
			report(span, anchor, fmt.Sprintf("%s says %s, and nothing approves these words", says, d))
		case d > c.Approval.Day:
			report(span, anchor, fmt.Sprintf("%s says %s, and these words were approved on %s", says, d,
				c.Approval.Day))
		}
	}
	for _, s := range signOffs(e.Stated()) {
		if why := unsupported(p.Input.Config, c, s.names.Value); why != "" {
			report(s.names.Span, "line "+s.names.Label, fmt.Sprintf("the text says that %s approved it, %s",
				quoted(s.names.Value), why))
		}
		may := day.Readings(s.date.Value, p.Config.Organization.Timezone)
		if d, err := day.Parse(s.date.Value); err == nil {
			may = []day.Day{d}
		}
		if len(may) == 1 {
			dated(s.date.Span, "line "+s.date.Label, "the text's sign-off", may[0])
		}
	}
	if _, d := dayOf(e, "approved_date"); d != day.None && d <= p.Today { // else WR119 reports it
		dated(at(e, "approved_date"), "approved_date", "approved_date", d)
	}
}

// signOff is a line that says who approved a text, with the date beside it; either may be empty.
type signOff struct{ names, date document.Stated }

// signOffs reads the sign-offs of a text, without those that somebody has still to fill in.
func signOffs(stated []document.Stated) (all []signOff) {
	for i, s := range stated {
		by, on := schema.FieldNamed("approved_by"), schema.FieldNamed("approved_date")
		beside := s.Foot && (s.Label == "date" || s.Label == "datum") && i > 0 &&
			slices.Contains(by.Labels, stated[i-1].Label)
		switch {
		case slices.Contains(by.Labels, s.Label) && !blank(s.Value):
			all = append(all, signOff{names: s})
		case (slices.Contains(on.Labels, s.Label) || beside) && !blank(s.Value) &&
			(i == 0 || !slices.Contains(by.Labels, stated[i-1].Label) || !blank(stated[i-1].Value)):
			all = append(all, signOff{date: s})
		}
	}
	return all
}

// blank reports whether a value is a placeholder or a line to write on.
func blank(text string) bool {
	return strings.Trim(text, "_-–—…. ") == "" ||
		len(templates().in([]byte(text), document.Span{End: len(text)})) > 0
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
