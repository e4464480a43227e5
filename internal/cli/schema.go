package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/schema"
)

func (a *app) schemaCommand() *cobra.Command {
	var vscode bool
	cmd := &cobra.Command{
		Use:   "schema [NAME|KIND]",
		Short: "List the JSON Schemas, or print one",
		Example: "writ schema\n" +
			"writ schema config >.writ-schema.json      # writ.yaml, for an editor\n" +
			"writ schema policy                         # the front matter of a policy\n" +
			"writ schema lint                           # what lint --format json prints",
		Long: "schema prints a JSON Schema (draft 2020-12): config is that of writ.yaml, kind that of a kind's " +
			"file, and the others are those of what commands print as JSON, or read. Without NAME it lists " +
			"them.\n\n" +
			"The name of a kind stands for the front matter of its documents, with the kinds and names of fields " +
			"of the writ.yaml here. A kind that is called like one of the others is written kind/NAME.\n\n" +
			"An editor with the YAML language server checks writ.yaml where its first line is\n" +
			"  # yaml-language-server: $schema=.writ-schema.json\n\n" +
			"--vscode writes settings for Visual Studio Code's YAML extension, which give it the schemas of " +
			"writ.yaml and " +
			"of kinds' files, and snippets for the front matter and the tables of each kind " +
			"(writ-KIND, writ-KIND-TABLE). " +
			"Settings that are there stay as they are.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case vscode && len(args) > 0:
				return fmt.Errorf("--vscode writes all that an editor needs; leave %q out", args[0])
			case vscode:
				return a.vscode(cmd.Context())
			}
			if len(args) == 0 {
				return a.listSchemas()
			}
			if !slices.Contains(schema.Names(), args[0]) {
				return a.kindSchema(args[0])
			}
			text, err := schema.JSON(args[0])
			if err != nil {
				return err
			}
			_, err = a.streams.Out.Write(text)
			return err
		},
	}
	cmd.Flags().BoolVar(&vscode, "vscode", false, "write settings and snippets for Visual Studio Code")
	return cmd
}

// kindSchema prints the schema of the front matter of a kind, which the configuration here knows.
func (a *app) kindSchema(name string) error {
	cfg, problems := a.configHere()
	if k := cfg.Kinds[strings.TrimPrefix(name, "kind/")]; k != nil {
		return a.printJSON(cfg.FrontSchema(k))
	}
	known := append(schema.Names(), slices.Sorted(maps.Keys(cfg.Kinds))...)
	if near := nearest.Word(name, known); near != "" {
		return fmt.Errorf("no schema %q; did you mean %s?", name, near)
	}
	if len(problems) > 0 {
		a.printProblems(problems)
		return errReported
	}
	return fmt.Errorf("no schema and no kind is called %q; there are: %s", name, strings.Join(known, ", "))
}

// configHere reads the configuration that is checked out, as far as there is one. With problems it knows the built-in
// kinds alone.
func (a *app) configHere() (*config.Config, []config.Problem) {
	repo, err := gitrepo.Open(a.dir, a.getenv)
	if err != nil {
		return config.Default(), nil
	}
	defer func() { _ = repo.Close() }()
	p := &project{repo: repo}
	if p.head, err = repo.Head(); err != nil {
		return config.Default(), nil
	}
	files, err := p.checkedOut()
	if err != nil {
		return config.Default(), nil
	}
	src, err := snapshot.Read(files, config.File)
	if err != nil {
		return config.Default(), nil
	}
	cfg, problems := config.Load(src, snapshot.Files(files))
	if len(problems) > 0 {
		return config.Default(), problems
	}
	return cfg, nil
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
