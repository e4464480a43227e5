package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

func (a *app) coverageCommand() *cobra.Command {
	var w when
	var standard, format string
	var audits bool
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "List which documents answer which clauses and controls",
		Long: "coverage lists the clauses and controls of a standard with the documents that answer them: those in " +
			"force or on record, and those that are drafts. A document answers what `satisfies` names in the words " +
			"that count, and a clause that asks for its kind. A control has what the statement of applicability " +
			"says: whether it applies, how far it is carried out, and by what evidence.\n\n" +
			"What a clause asks to be written is mandatory where the standard asks for it, and expected where " +
			"auditors do. The standards are those of `coverage.standards` in writ.yaml, or ISO27001 where that " +
			"names none; `coverage.own_controls` adds the company's own controls.\n\n" +
			"With --audits it lists for each clause and control when an internal audit covered it last, by which report, " +
			"and for when the programme plans it next. An audit covers what its field covers names, else the clauses with " +
			"an answered item and the controls that items name. External audits, and those of suppliers, don't count.",
		Example: "writ coverage\n" +
			"writ coverage --format csv >coverage.csv\n" +
			"writ coverage --standard ISO27001 --format markdown\n" +
			"writ coverage --audits",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.coverage(cmd.Context(), w, standard, format, audits)
		},
	}
	cmd.Flags().BoolVar(&audits, "audits", false, "when internal audits covered each of them, and what is planned")
	cmd.Flags().StringVar(&standard, "standard", "", "the `STANDARD`, such as ISO27001; by default those of writ.yaml")
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json, csv, markdown")
	whenFlags(cmd, &w)
	return cmd
}

// covered is what the command prints.
type covered struct {
	book *trail.Book
	all  []*coverage.Standard
}

func (a *app) coverage(ctx context.Context, w when, standard, format string, audits bool) error {
	show := map[string]func(*covered) error{"text": a.coverageText, "json": a.coverageJSON, "csv": a.coverageCSV,
		"markdown": a.coverageMarkdown}[format]
	if show == nil {
		return fmt.Errorf("--format %q is unknown; there are: text, json, csv, markdown", format)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	names := p.config.Coverage.Standards
	switch {
	case standard != "":
		names = []string{standard}
	case len(names) == 0:
		names = []string{schema.ISO27001}
	}
	in := &coverage.Input{Config: p.config, Register: reg, View: standing.NewView(reg, book)}
	x := &covered{book: book}
	for _, name := range names {
		s, err := standardNamed(name)
		if err != nil {
			return err
		}
		c, err := in.Of(s)
		if err != nil {
			return err
		}
		x.all = append(x.all, c)
	}
	if audits {
		return a.auditCoverage(x, isms.New(in.View), format)
	}
	return show(x)
}

// auditCoverage prints what audits cover of the standards.
func (a *app) auditCoverage(x *covered, system *isms.System, format string) error {
	all := &programmes{book: x.book}
	for _, of := range x.all {
		p, err := system.Programme(of)
		if err != nil {
			return err
		}
		all.all = append(all.all, p)
	}
	return map[string]func(*programmes) error{"text": a.auditsText, "json": a.auditsJSON, "csv": a.auditsCSV,
		"markdown": a.auditsMarkdown}[format](all)
}

func standardNamed(name string) (*schema.Standard, error) {
	if s := schema.StandardNamed(name); s != nil {
		return s, nil
	}
	var known []string
	for _, s := range schema.Standards() {
		known = append(known, s.Name)
	}
	message := fmt.Sprintf("no standard is called %q", name)
	if near := nearest.Word(strings.ToUpper(name), known); near != "" {
		return nil, fmt.Errorf("%s; did you mean %s?", message, near)
	}
	return nil, errors.New(message + "; there are: " + strings.Join(known, ", "))
}

// summaryOf counts what is answered, in a sentence.
func summaryOf(s *coverage.Standard) string {
	var all, inForce, draft [2]int // clauses, controls
	excluded := 0
	for _, p := range s.Points {
		i := 0
		if p.Sort == schema.Control {
			i = 1
		}
		switch p.State {
		case coverage.Excluded:
			excluded++
			continue
		case coverage.InForce:
			inForce[i]++
		case coverage.Draft:
			draft[i]++
		}
		all[i]++
	}
	text := fmt.Sprintf("Documents in force answer %d of %d clauses and %d of %d controls; drafts alone %d and %d",
		inForce[0], all[0], inForce[1], all[1], draft[0], draft[1])
	if excluded > 0 {
		text += fmt.Sprintf("; %s excluded", counted(excluded, "control is", "controls are"))
	}
	return text + "."
}

// answering lists documents by their keys, with what those are that don't count yet.
func answering(docs []coverage.Document) string {
	var all []string
	for _, d := range docs {
		name := d.ID
		if name == "" {
			name = d.Path
		}
		switch {
		case d.Valid:
		case slices.Contains([]string{schema.Draft, schema.InReview, schema.Open}, d.Status):
			name += " (" + d.Status + ")"
		default:
			name += " (not in force)"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

// asksOf says what a point asks to be written, and how far it is.
func asksOf(asks []coverage.Ask) string {
	var all []string
	for _, x := range asks {
		need := "expected"
		if x.Mandatory {
			need = "mandatory"
		}
		all = append(all, fmt.Sprintf("%s (%s, %s)", x.What, need, x.State))
	}
	return strings.Join(all, "; ")
}

// coverageTables are the rows for clauses and for controls, with their heads.
func coverageTables(s *coverage.Standard) (heads [2][]string, rows [2][][]string) {
	heads = [2][]string{{"CLAUSE", "STATE", "DOCUMENTS", "ASKED FOR", "TITLE"},
		{"CONTROL", "STATE", "APPLICABLE", "IMPLEMENTED", "DOCUMENTS", "EXPECTED", "TITLE"}}
	for _, p := range s.Points {
		if p.Sort == schema.Clause {
			rows[0] = append(rows[0], []string{p.Number, string(p.State), orDash(answering(p.Documents)),
				orDash(asksOf(p.Asks)), p.Title})
			continue
		}
		applicable, implemented := "", ""
		docs := slices.Clone(p.Documents)
		if p.Stated != nil {
			applicable, implemented = string(p.Stated.Applicable), p.Stated.Implemented
			for _, d := range p.Stated.Documents {
				if !slices.Contains(docs, d) {
					docs = append(docs, d)
				}
			}
		}
		rows[1] = append(rows[1], []string{p.Number, string(p.State), orDash(applicable), orDash(implemented),
			orDash(answering(docs)), orDash(asksOf(p.Asks)), p.Title})
	}
	return heads, rows
}

// unknownClaims says which claims no standard knows.
func unknownClaims(s *coverage.Standard) (all []string) {
	for _, u := range s.Unknown {
		text := fmt.Sprintf("%s satisfies %s, which %s doesn't have", answering([]coverage.Document{u.Document}),
			u.Reference, s.Of.Title)
		if now := schema.Replaced(schema.ParseReference(u.Reference).Number); len(now) > 0 {
			text += "; in the edition of 2022 it is " + strings.Join(now, " and ")
		}
		all = append(all, text)
	}
	return all
}

func (a *app) coverageText(x *covered) error {
	out := a.streams.Out
	a.printStand(x.book)
	for i, s := range x.all {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s\n%s\n", s.Of.Title, summaryOf(s))
		if len(s.Statement) == 0 {
			fmt.Fprintln(out, "There is no statement of applicability.")
		}
		heads, rows := coverageTables(s)
		for k := range heads {
			fmt.Fprintln(out)
			if err := printTable(out, heads[k], rows[k]); err != nil {
				return err
			}
		}
		for _, u := range unknownClaims(s) {
			fmt.Fprintf(out, "\nnote: %s\n", report.Visible(u))
		}
	}
	return nil
}

func (a *app) coverageMarkdown(x *covered) error {
	out := a.streams.Out
	for i, s := range x.all {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "# %s\n\n%s\n", s.Of.Title, markdownCell(summaryOf(s)))
		heads, rows := coverageTables(s)
		for k, title := range []string{"Clauses", "Controls"} {
			fmt.Fprintf(out, "\n## %s\n\n", title)
			markdownTable(out, heads[k], rows[k])
		}
		for _, u := range unknownClaims(s) {
			fmt.Fprintf(out, "\n- %s\n", markdownCell(u))
		}
	}
	return nil
}

func (a *app) coverageCSV(x *covered) error {
	rows := [][]string{{"standard", "number", "sort", "title", "state", "documents", "asks", "applicable",
		"justification", "implemented", "evidence"}}
	for _, s := range x.all {
		for _, p := range s.Points {
			row := []string{s.Of.Name, p.Number, string(p.Sort), p.Title, string(p.State), answering(p.Documents),
				asksOf(p.Asks), "", "", "", ""}
			if t := p.Stated; t != nil {
				row = append(row[:7], string(t.Applicable), t.Justification, t.Implemented, t.Evidence)
			}
			rows = append(rows, row)
		}
	}
	return a.printCSV(rows)
}
