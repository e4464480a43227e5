package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

func (a *app) tablesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "tables ID|PATH",
		Short: "Print how the tables of a document are understood",
		Long: "tables prints what writ reads in a document's tables and lists, and in lines such as \"Date: " +
			"2026-03-31\": which table of its kind each is, which column is which by what header, and each value, " +
			"or why a cell has none. It reads the file as it is in the working tree.\n\n" +
			"A table is known by its key columns, and a column by its name or an alias. A table that isn't known " +
			"is listed with what it lacks.",
		Example: "writ tables CAL-001\n" +
			"writ tables records/review-2026.md --format json",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.tables(cmd.Context(), args[0], format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	return cmd
}

func (a *app) tables(ctx context.Context, name, format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	reg, err := p.readRegister(ctx)
	if err != nil {
		return err
	}
	e, err := a.entry(p, reg, name)
	if err != nil {
		return err
	}
	known := e.Kind.Tables
	words, err := records.TextOf(e.Document)
	if err != nil {
		return err
	}
	reading, err := words.Read(known, records.Context{Roster: p.config,
		Calendar: records.Calendar{Zone: p.config.Organization.Timezone, From: records.DateOf(e.Front),
			FiscalYear: p.config.Organization.FiscalYear}})
	if err != nil {
		return err
	}
	t := tablesOutput{Entry: e, Reading: reading, known: known, parts: words.Parts()}
	if _, err = e.Locate(document.Span{}); err == nil && e.Sheet != nil {
		_, err = e.Sheet.Table()
	}
	if err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(t.contract())
	}
	return t.printText(a.streams.Out)
}

// entry finds a document by its id, by its path as seen from the current folder, or by its path from the root.
func (a *app) entry(p *project, reg *register.Register, name string) (*register.Entry, error) {
	same := reg.ByID(name)
	if len(same) > 1 {
		return nil, fmt.Errorf("%d documents have the id %s; name one by its path, such as %s", len(same), name,
			same[0].Path)
	}
	if len(same) == 1 {
		return same[0], nil
	}
	for _, at := range a.pathsOf(p, name) {
		if e := reg.ByPath(at); e != nil {
			return e, nil
		}
	}
	return nil, fmt.Errorf("no document has the id or path %q%s", name, nearestDocument(reg, name))
}
