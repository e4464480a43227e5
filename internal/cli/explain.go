package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

func (a *app) explainCommand() *cobra.Command {
	examples := false
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Print the documentation of a rule",
		Long: "explain prints why a rule exists, what counts for it, what doesn't, and how to fix what it finds. " +
			"RULE is an id or a name: WR101 or front-matter-missing.",
		Example: "writ explain WR101\n" +
			"writ explain owner-missing --examples",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := findRule(args[0])
			if err != nil {
				return err
			}
			text := ruleText(r)
			if examples {
				text += fmt.Sprintf("\nBad:\n\n%s\nGood:\n\n%s", indent(r.Bad()), indent(r.Good()))
			}
			_, err = fmt.Fprint(a.streams.Out, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&examples, "examples", false,
		"also print a repository in which the rule reports something, and one in which it doesn't")
	return cmd
}

func findRule(name string) (*lint.Rule, error) {
	var known, near []string
	for _, r := range rules.All() {
		if strings.EqualFold(r.ID, name) || strings.EqualFold(r.Name, name) {
			return r, nil
		}
		known = append(known, r.Name)
		if len(name) >= 3 && (strings.HasPrefix(r.ID, strings.ToUpper(name[:3])) ||
			strings.Contains(r.Name, strings.ToLower(name))) {
			near = append(near, r.ID+" "+r.Name)
		}
	}
	if len(near) > 0 {
		return nil, fmt.Errorf("there is no rule %q; near: %s", name, strings.Join(near, ", "))
	}
	if meant := nearest.Word(name, known); meant != "" {
		return nil, fmt.Errorf("there is no rule %q; did you mean %s?", name, meant)
	}
	return nil, fmt.Errorf("there is no rule %q; `writ rules` lists all", name)
}

// ruleText is a rule's documentation, which fits on a screen.
func ruleText(r *lint.Rule) string {
	facts := []string{"Since writ " + r.Since + "."}
	if r.Clause != "" {
		facts = append(facts, "Serves "+r.Clause+".")
	}
	if !r.Suppressible {
		facts = append(facts, "Can't be suppressed.")
	} else if !r.InComments() {
		facts = append(facts, "No comment suppresses it.")
	}
	facts = append(facts, "`--examples` shows it at work.")
	return fmt.Sprintf("%s %s (%s, %s)\n%s\n%s\n%s", r.ID, r.Name, r.Family(), r.Severity, wrapped(r.Title),
		wrapped(strings.ReplaceAll(r.Text, "**", "")), wrapped(strings.Join(facts, " ")))
}

func indent(s string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(s) + "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}

func (a *app) rulesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Example: "writ rules\n" +
			"writ rules --format json",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return a.listRules()
			case "json":
				return a.rulesJSON()
			}
			return fmt.Errorf("--format %q is unknown; there are: text, json", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	return cmd
}

func (a *app) listRules() error {
	family := ""
	for _, r := range rules.All() {
		if f := r.Family(); f != family {
			if family != "" {
				fmt.Fprintln(a.streams.Out)
			}
			family = f
			fmt.Fprintln(a.streams.Out, strings.ToUpper(f[:1])+f[1:])
		}
		if _, err := fmt.Fprintf(a.streams.Out, "  %s  %-26s %-8s %s\n", r.ID, r.Name, r.Severity,
			r.Title); err != nil {
			return err
		}
	}
	return nil
}

// The data contract of `writ rules --format json` (schema/rules.schema.json). It only grows.
type (
	rulesJSON struct {
		Schema int        `json:"schema"`
		Rules  []ruleJSON `json:"rules"`
	}
	ruleJSON struct {
		ID           string       `json:"id"`
		Name         string       `json:"name"`
		Family       string       `json:"family"`
		Scope        string       `json:"scope"`
		Severity     string       `json:"severity"`
		Title        string       `json:"title"`
		Text         string       `json:"text"`
		Clause       *string      `json:"clause"`
		Since        string       `json:"since"`
		Suppressible bool         `json:"suppressible"`
		Fixable      bool         `json:"fixable"`
		Examples     examplesJSON `json:"examples"`
	}
	examplesJSON struct {
		Bad  string `json:"bad"`
		Good string `json:"good"`
	}
)

func (a *app) rulesJSON() error {
	out := rulesJSON{Schema: 1, Rules: []ruleJSON{}}
	for _, r := range rules.All() {
		out.Rules = append(out.Rules, ruleJSON{r.ID, r.Name, r.Family(), string(r.Scope), string(r.Severity),
			r.Title, r.Text,
			orNull(r.Clause), r.Since, r.Suppressible, r.Fixable, examplesJSON{r.Bad(), r.Good()}})
	}
	return a.printJSON(out)
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.streams.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
