package cli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/nearest"
)

func (a *app) configCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "config [KEY…]",
		Short: "Print the effective configuration, and where each value comes from",
		Example: "writ config\n" +
			"writ config site kinds.policy\n" +
			"writ config --format json\n" +
			"WRIT_SITE_OUTPUT=old writ config site.output",
		Long: "config prints the values that hold for this repository, as writ.yaml would state them: those of the " +
			"file with their line, those of WRIT_… variables, and the defaults. KEY limits it to a part, such as " +
			"site or kinds.policy.\n\n" +
			"These can be set by variables, which come before the file: " + variables() + ". `writ schema config` " +
			"prints the schema of writ.yaml.",
		RunE: func(_ *cobra.Command, args []string) error { return a.config(args, format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	return cmd
}

func variables() string {
	var all []string
	for _, key := range config.Settable() {
		all = append(all, config.Variable(key))
	}
	return strings.Join(all, ", ")
}

// The data contract of `writ config --format json` (schema/settings.schema.json). It only grows.
type (
	settingsJSON struct {
		Schema   int           `json:"schema"`
		Settings []settingJSON `json:"settings"`
	}
	settingJSON struct {
		Key    string `json:"key"`
		Value  string `json:"value"`
		Source string `json:"source"`
		Line   *int   `json:"line"`
	}
)

func (a *app) config(keys []string, format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	settings, err := settingsBelow(p.config.Explain(), keys)
	if err != nil {
		return err
	}
	if format == "json" {
		out := settingsJSON{Schema: 1, Settings: []settingJSON{}}
		for _, s := range settings {
			source, line, _ := strings.Cut(s.Source, ":")
			x := settingJSON{Key: s.Key, Value: s.Value, Source: source}
			if n, err := strconv.Atoi(line); err == nil {
				x.Line = &n
			}
			out.Settings = append(out.Settings, x)
		}
		return a.printJSON(out)
	}
	var rows [][]string
	for _, s := range settings {
		rows = append(rows, []string{s.Key, s.Source, s.Value})
	}
	return printTable(a.streams.Out, []string{"KEY", "FROM", "VALUE"}, rows)
}

// settingsBelow returns the settings at or below each of some keys; all of them without a key. A key without any is
// an error.
func settingsBelow(all []config.Setting, keys []string) ([]config.Setting, error) {
	if len(keys) == 0 {
		return all, nil
	}
	var out []config.Setting
	for _, key := range keys {
		n := len(out)
		for _, s := range all {
			if s.Key == key || strings.HasPrefix(s.Key, key+".") {
				out = append(out, s)
			}
		}
		if len(out) == n {
			return nil, noSetting(all, key)
		}
	}
	return out, nil
}

// noSetting says which keys there are beside one that isn't there.
func noSetting(all []config.Setting, key string) error {
	known := map[string]bool{}
	for _, s := range all {
		for i, r := range s.Key + "." {
			if r == '.' {
				known[s.Key[:i]] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(known))
	if near := nearest.Word(key, names); near != "" {
		return fmt.Errorf("nothing is set under %q; did you mean %s?", key, near)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.Contains(name, ".") })
	return fmt.Errorf("nothing is set under %q, and no default holds there; values are under %s", key,
		strings.Join(names, ", "))
}
