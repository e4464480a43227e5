package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr505() *lint.Rule {
	return &lint.Rule{
		ID: "WR505", Name: "table-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A table that the kind requires is missing",
		Text: `A log consists of its table, and a context names stakeholders with what they require. Without the table
there is nothing to follow.

**What counts.** No table or list that is known as the one which the kind requires, by its key columns or their other
names: the stakeholders of a context; the table of a log, a plan, a programme, an assessment, a register or a
statement of applicability; what a kind of your own marks with ` + "`required: true`" + `. A table in raw HTML is
none.

**What doesn't.** Drafts, retired documents, closed records on the main branch, adopted words; a table without rows;
languages other than English and German, for the built-in kinds.

**How to fix it.** Add the table with the columns that the finding names. If it is there under other names, add these
under ` + "`kinds.KIND.tables`" + ` in writ.yaml; ` + "`writ tables ID`" + ` shows how each table is read.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR505"), Good: good("WR505"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if k := p.Doc.Kind; !asked || p.Doc.Status() == schema.Draft || k.Extends == "" && otherLanguage(p.Doc) {
				return err
			}
			for _, t := range p.Doc.Kind.Tables.Tables {
				same := func(x records.Table) bool { return x.Of.Name == t.Name }
				if t.Required && !slices.ContainsFunc(r.Tables, same) {
					missingTable(p, t, r)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, func(t schema.Table) bool { return t.Required && len(t.Key) > 0 }, func(t *sheet) {
				t.header, t.rows, t.of.In = []string{"seeded"}, [][]string{{"words"}}, nil
			})
		},
	}
}

// missingTable reports a table that isn't there, at the table that comes nearest to it.
func missingTable(p *lint.Pass, t schema.Table, r records.Reading) {
	e := p.Doc
	keys := append(slices.Clone(t.Key), t.AnyOf[:min(1, len(t.AnyOf))]...)
	for i, k := range keys {
		keys[i] = columnName(k)
	}
	f := lint.Found{Span: e.Front.Open, Anchor: "table " + t.Name,
		Message: fmt.Sprintf("the table %q is missing; a document of the kind %s requires it", t.Name, e.Kind.Name),
		Help:    "add a table with the columns " + strings.Join(keys, ", ")}
	if len(t.In) > 0 {
		f.Help += " in the section " + quoted(t.In[0])
	}
	if all := e.Headings(); len(all) > 0 {
		f.Span = all[0].Span
	}
	for _, o := range r.Others {
		if o.Near != t.Name {
			continue
		}
		f.Span = o.Span
		f.Message += "; this one lacks " + strings.Join(o.Missing, ", ")
		for _, m := range o.Missing {
			if near := nearest.Word(columnName(m), lowered(o.Headers)); near != "" {
				f.Message += fmt.Sprintf("; is %q meant as %s?", near, columnName(m))
			}
		}
		f.Help = fmt.Sprintf("name these columns so, or add their names under `kinds.%s.tables` in writ.yaml",
			e.Kind.Name)
		break
	}
	if at, ok := rawTable(e.Document); ok {
		f.Span = at
		f.Message += "; a table in raw HTML isn't read, and no page shows it as one"
		f.Help = "write it as a Markdown table: " + "| " + strings.Join(keys, " | ") + " |"
	}
	p.Report(f)
}

func lowered(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = schema.HeaderName(s)
	}
	return out
}

// rawTable returns where a document's first table in raw HTML begins.
func rawTable(d *document.Document) (document.Span, bool) {
	for _, t := range d.Tags() {
		if t.Name == "table" {
			return t.Span, true
		}
	}
	return document.Span{}, false
}
