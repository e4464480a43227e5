package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr804() *lint.Rule {
	return &lint.Rule{
		ID: "WR804", Name: "satisfies-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "A clause or control that its standard doesn't have",
		Text: `A document that claims to answer A.5.99 answers nothing, and the control that was meant looks uncovered.

**What counts.** An entry of ` + "`satisfies`" + ` whose number the standard doesn't have, such as one of the controls
of 2013; one that doesn't name its standard; one whose standard's name is a slip away from a known one.

**What doesn't.** Other standards than those that writ has as data; blanks, capitals, and "ISO/IEC 27001:2022" for
ISO27001.

**How to fix it.** Write the standard, a colon and the number, such as ` + "`ISO27001:A.5.1`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR804"), Good: good("WR804"),
		Find: func(p *lint.Pass) error {
			f, ok := p.Doc.Front.Field("satisfies")
			if !ok || !judged(p.Doc) || unfilled(f) {
				return nil
			}
			for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
				if v.Kind == document.Text || v.Kind == document.Number {
					checkReference(p, f, v)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, anywhere, func(d *draft) { d.set("satisfies", "[ISO27001:5.99]") })
		},
	}
}

func checkReference(p *lint.Pass, f document.Field, v document.Value) {
	text := strings.TrimSpace(v.Text)
	if text == "" {
		return
	}
	found := lint.Found{Span: v.Span, Anchor: "satisfies " + text}
	if found.Span.End == found.Span.Start {
		found.Span = place(f)
	}
	r := schema.ParseReference(text)
	s := schema.StandardNamed(r.Standard)
	switch {
	case r.Standard == "":
		found.Message = fmt.Sprintf("%s doesn't say of which standard it is", quoted(text))
		found.Help = "write the standard before it, such as " + schema.ISO27001 + ":" + text
	case s == nil:
		near := nearest.Word(r.Standard, standardNames())
		if near == "" {
			return // a standard that isn't among the data
		}
		found.Message = fmt.Sprintf("no standard is called %s; did you mean %s?", quoted(r.Standard), near)
		found.Help = "write " + near + ":" + r.Number
	default:
		if _, known := s.Point(r.Number); known {
			return
		}
		found.Message = fmt.Sprintf("%s has no clause or control %s", s.Name, r.Number)
		found.Help = "write the number of one that it has"
		if now := schema.Replaced(r.Number); len(now) > 0 {
			found.Message += "; the edition of 2013 had it"
			found.Help = "write what took its place: " + strings.Join(now, ", ")
		} else if near := nearest.Word(r.Number, pointsOf(s)); near != "" {
			found.Help = "did you mean " + s.Name + ":" + near + "?"
		}
	}
	p.Report(found)
}

func standardNames() (all []string) {
	for _, s := range schema.Standards() {
		all = append(all, s.Name)
	}
	return all
}

func pointsOf(s *schema.Standard) (all []string) {
	for _, p := range s.Points {
		all = append(all, p.Number)
	}
	return all
}
