package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "List the JSON Schemas, or print one",
		Example: "writ schema\n" +
			"writ schema config >.writ-schema.json      # writ.yaml, for an editor\n" +
			"writ schema lint                           # what lint --format json prints",
		Long: "schema prints a JSON Schema (draft 2020-12): config is that of writ.yaml, and the others are those of what " +
			"commands print as JSON, or read. Without NAME it lists them.\n\n" +
			"An editor with the YAML language server checks writ.yaml where its first line is\n" +
			"  # yaml-language-server: $schema=.writ-schema.json",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listSchemas()
			}
			text, err := schema.JSON(args[0])
			if near := nearest.Word(args[0], schema.Names()); err != nil && near != "" {
				err = fmt.Errorf("no schema %q; did you mean %s?", args[0], near)
			}
			if err != nil {
				return err
			}
			_, err = a.streams.Out.Write(text)
			return err
		},
	}
}

func (a *app) listSchemas() error {
	var rows [][]string
	for _, name := range schema.Names() {
		text, err := schema.JSON(name)
		if err != nil {
			return err
		}
		var about struct{ Title, Description string }
		if err := json.Unmarshal(text, &about); err != nil {
			return err
		}
		first, _, _ := strings.Cut(about.Description, ". ")
		rows = append(rows, []string{name, about.Title, strings.TrimSuffix(first, ".")})
	}
	return printTable(a.streams.Out, []string{"NAME", "OF", "WHAT IT DESCRIBES"}, rows)
}
