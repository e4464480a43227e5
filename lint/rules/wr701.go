package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr701() *lint.Rule {
	return &lint.Rule{
		ID: "WR701", Name: "review-input-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "An input of the management review is missing or empty",
		Text: `The standard lists what a management review considers. An input that the minutes leave out wasn't
considered, as far as anybody can show.

**What counts.** A section of the review's inputs (9.3.2 a to g) that isn't there, is empty, or has
nothing but the header of a table: earlier actions; issues; needs and expectations of interested parties;
nonconformities; monitoring; audit results; objectives; feedback; risks and their treatment; opportunities. A section
"Risk assessment" where nothing speaks of the treatment plan, or the other way round: that is half of an input.

**What doesn't.** "None", "no change" and "not applicable", which are answers. Empty sections of a review whose day is
still to come: they are its agenda. Other names for a section; a line in bold, a label, a row of a table or a cited
clause in place of a heading; a section that an addendum adds; sections of your own (WR501); drafts, retired documents,
adopted words; languages other than English and German.

**How to fix it.** Write what was considered. If there was nothing, say so.`,
		Clause: "ISO27001:9.3.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR701"), Good: good("WR701"),
		Find: func(p *lint.Pass) error { return reportGaps(p, inputGaps) },
		Seed: func(s lint.Scratch) error {
			return plantMinutes(s, func(d *draft) bool { return len(inputs(d.kind.Outline)) > 0 }, func(*draft) {})
		},
	}
}

// inputs returns the sections of an outline that are inputs of a management review, by their indexes, with the clause
// that each answers: 9.3.2 or a letter of it, of its own or of the section that it is a part of.
func inputs(o schema.Outline) map[int]string {
	all, clause := map[int]string{}, ""
	for i, s := range o.Sections {
		if s.Clause != "" {
			clause = s.Clause
		}
		if s.Required && strings.HasPrefix(clause, "9.3.2") {
			all[i] = clause
		}
	}
	return all
}

// inputGaps are the inputs that a management review lacks.
func inputGaps(in *lint.Input, e *register.Entry) ([]gap, error) {
	m, err := minutesOf(in, e)
	if m == nil || err != nil || otherLanguage(e) {
		return nil, err
	}
	text, err := textOf(in, e)
	if err != nil {
		return nil, err
	}
	parts := text.Parts()
	o, all := e.Kind.Outline, []gap(nil)
	at := text.Placed(o)
	added := slices.DeleteFunc(slices.Clone(parts), func(p records.Part) bool { return p.Span.Start < addenda(e) })
	later := records.Placed(o, added)
	asked, held := inputs(o), m.Day() != day.None && m.Day() <= in.Today
	for i, s := range o.Sections {
		clause, ok := asked[i]
		if !ok {
			continue
		}
		g := gap{section: func(x schema.Section) bool { return x.Title == s.Title }}
		g.Anchor = "input " + strings.ToLower(s.Title)
		if at[i] < 0 {
			span, where := belongs(e, o, parts, at, i)
			g.Span, g.Message = span, fmt.Sprintf("the input %q (%s) is missing", s.Title, clause)
			g.Help = fmt.Sprintf("add a heading `## %s` %s with what was considered, or say there that nothing was",
				s.Title, where)
		} else {
			says, err := saysSince(e, parts, at[i], added, later[i])
			if err != nil {
				return nil, err
			}
			g.Span, g.headings = parts[at[i]].Span, []document.Span{parts[at[i]].Span}
			switch {
			case !held && e.Status() != schema.Closed:
			case !says:
				g.Message = fmt.Sprintf("nothing is written under the input %s (%s)", quoted(parts[at[i]].Text), clause)
				g.Help = "write what was considered, or say that nothing was"
			default:
				silent, err := topicsUnspoken(e, parts, at[i], s)
				if err != nil {
					return nil, err
				}
				for _, t := range silent {
					half := g
					half.Anchor += ", " + t.Title
					half.Message = fmt.Sprintf("the input %s (%s) says nothing of %s", quoted(parts[at[i]].Text), clause, t.Title)
					half.Help = "write what was considered of it, or say that nothing was"
					all = append(all, half)
				}
			}
		}
		all = append(all, g)
	}
	return all, nil
}

// topicsUnspoken are the topics of a section of which neither its part of the document nor one elsewhere speaks that
// has their name. They are asked for where the section, or a part within it, has the name of another topic: "Risks"
// may be about all of them.
func topicsUnspoken(e *register.Entry, parts []records.Part, i int,
	s schema.Section) (silent []schema.Topic, err error) {
	named := func(all []records.Part, t schema.Topic) bool {
		return slices.ContainsFunc(all, func(p records.Part) bool { return p.Names(t.Words) })
	}
	if !slices.ContainsFunc(s.Topics, func(t schema.Topic) bool {
		return parts[i].Names(t.Words) || named(records.Within(parts, i), t)
	}) {
		return nil, nil
	}
	for _, t := range s.Topics {
		spoken, err := records.Speaks(e.Document, parts, i, t.Words)
		for k := 0; k < len(parts) && !spoken && err == nil; k++ {
			if parts[k].Names(t.Words) {
				spoken, err = records.Says(e.Document, parts, k)
			}
		}
		if err != nil {
			return nil, err
		}
		if !spoken {
			silent = append(silent, t)
		}
	}
	return silent, nil
}

// saysSince reports whether a part of a document says something, or a part of its addenda, if there is one, does.
func saysSince(e *register.Entry, parts []records.Part, i int, added []records.Part, later int) (bool, error) {
	says, err := records.Says(e.Document, parts, i)
	if !says && err == nil && later >= 0 {
		return records.Says(e.Document, added, later)
	}
	return says, err
}

// addenda is where the first addendum of a record begins.
func addenda(e *register.Entry) int {
	for _, h := range e.Headings() {
		if h.Level == 2 && document.IsAddendum(h.Text) {
			return h.Span.Start
		}
	}
	return e.Size()
}
