package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (a *app) risksCommand() *cobra.Command {
	var w when
	var format string
	cmd := &cobra.Command{
		Use:   "risks",
		Short: "Follow risks to their treatment, its controls and its approval",
		Long: "risks follows each risk of the newest assessment through the treatment plan: its owner, what is done until " +
			"when, the controls that this takes, what the statement of applicability says of them, what shows them and " +
			"whether that is in force, and which owners approved the plan in force.\n\n" +
			"A row of the plan is a risk's by its id, else by the same words. What the plan has and no assessment is " +
			"listed behind the others. A risk from the level on that `kinds.risk-assessment.treat_from` states, and " +
			"that no plan treats, is told below the list.",
		Example: "writ risks\n" +
			"writ risks --format csv >risks.csv\n" +
			"writ risks --as-of 2026-06-30",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.risks(cmd.Context(), w, format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json, csv, markdown")
	whenFlags(cmd, &w)
	return cmd
}

// followed is what the command prints.
type followed struct {
	config  *config.Config
	book    *trail.Book
	threads []isms.Thread
}

func (a *app) risks(ctx context.Context, w when, format string) error {
	show := map[string]func(*followed) error{"text": a.risksText, "json": a.risksJSON, "csv": a.risksCSV,
		"markdown": a.risksMarkdown}[format]
	if show == nil {
		return fmt.Errorf("--format %q is unknown; there are: text, json, csv, markdown", format)
	}
	p, reg, book, err := a.readAll(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	view := standing.NewView(reg, book)
	in := &coverage.Input{Config: p.config, Register: reg, View: view}
	threads, err := isms.New(view).Threads(in)
	if err != nil {
		return err
	}
	return show(&followed{p.config, book, threads})
}

// risksHead are the columns of the list.
func risksHead() []string {
	return []string{"RISK", "LEVEL", "OWNER", "TREATMENT", "DUE", "CONTROL", "STATEMENT", "EVIDENCE", "APPROVED BY",
		"WORDS"}
}

// rows are the lines of the list: one for each control of each treatment of each risk.
func (x *followed) rows() (rows [][]string) {
	for _, t := range x.threads {
		risk := []string{orDash(t.ID), orDash(t.Level)}
		if len(t.Treatments) == 0 {
			rows = append(rows, append(risk, orDash(t.Cell("owner").Text), "–", "–", "–", "–", "–", "–", t.Words))
		}
		for _, treated := range t.Treatments {
			front := append(slices.Clone(risk), orDash(cmp.Or(treated.Cell("owner").Text, t.Cell("owner").Text)),
				orDash(treated.Cell("treatment").Text), dueOf(treated, x.book.Today))
			for _, c := range answersOf(treated) {
				rows = append(rows, append(append(slices.Clone(front), c...), x.accepted(treated), t.Words))
			}
		}
	}
	return rows
}

// dueOf says when a treatment is due, and that it is done or late.
func dueOf(t isms.Treated, today day.Day) string {
	due := t.Cell("due").Text
	switch late := t.Late(today); {
	case t.Done && due == "":
		return "done"
	case t.Done:
		return due + " (done)"
	case late > 0:
		return fmt.Sprintf("%s (%s late)", due, counted(late, "day", "days"))
	}
	return orDash(due)
}

// answersOf are control, statement and evidence of a treatment: one row for each control, or one without any.
func answersOf(t isms.Treated) (rows [][]string) {
	for _, c := range t.Controls {
		row := []string{c.Number, "unknown", "–"}
		if p := c.Point; p != nil {
			row[1], row[2] = "not stated", orDash(answering(p.Evidence()))
			if p.Stated != nil {
				row[1] = p.Stated.Says()
				if row[2] == "–" && p.Stated.Evidence != "" {
					row[2] = p.Stated.Evidence
				}
			}
		}
		rows = append(rows, row)
	}
	if rows == nil {
		rows = [][]string{{orDash(t.Cell("control").Text), "–", "–"}}
	}
	return rows
}

// accepted says who approved a treatment for its owners, and which owners nobody did for.
func (x *followed) accepted(t isms.Treated) string {
	if !t.InForce {
		return "the plan isn't in force"
	}
	var all []string
	for _, a := range t.Accepted {
		switch {
		case a.Person == nil:
			all = append(all, x.party(a.Owner)+": nobody yet")
		case a.Record != nil:
			all = append(all, fmt.Sprintf("%s (%s, %s)", a.Person.Name, a.Day, a.Record.Key()))
		default:
			all = append(all, fmt.Sprintf("%s (%s)", a.Person.Name, a.Day))
		}
	}
	return orDash(strings.Join(all, ", "))
}

// party is the title of a role, or the name of a person.
func (x *followed) party(n records.Named) string {
	if r := x.config.Roles[n.Role]; r != nil {
		return cmp.Or(r.Title, r.Key)
	}
	if p := x.config.People[n.Person]; p != nil {
		return p.Name
	}
	return n.Role + n.Person
}

// notes say which risks no plan treats.
func (x *followed) notes() (all []string) {
	for _, t := range x.threads {
		if t.ToTreat && len(t.Treatments) == 0 {
			all = append(all, fmt.Sprintf("%s is %s, and no plan treats it", cmp.Or(t.ID, t.Words), t.Level))
		}
	}
	return all
}

func (a *app) risksText(x *followed) error {
	a.printStand(x.book)
	if len(x.threads) == 0 {
		fmt.Fprintln(a.streams.Out, "There is no risk assessment and no risk treatment plan with a row.")
		return nil
	}
	if err := printTable(a.streams.Out, risksHead(), x.rows()); err != nil {
		return err
	}
	for _, n := range x.notes() {
		fmt.Fprintf(a.streams.Out, "\nnote: %s\n", report.Visible(n))
	}
	return nil
}

func (a *app) risksMarkdown(x *followed) error {
	out := a.streams.Out
	fmt.Fprint(out, "# Risks\n\n")
	markdownTable(out, risksHead(), x.rows())
	for _, n := range x.notes() {
		fmt.Fprintf(out, "\n- %s\n", markdownCell(n))
	}
	return nil
}

func (a *app) risksCSV(x *followed) error {
	head := risksHead()
	for i, h := range head {
		head[i] = strings.ToLower(h)
	}
	rows := [][]string{head}
	for _, row := range x.rows() {
		for i, c := range row {
			if c == "–" {
				row[i] = ""
			}
		}
		rows = append(rows, row)
	}
	return a.printCSV(rows)
}
