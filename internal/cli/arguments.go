package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/writ-docs/writ/internal/nearest"
)

// seeHelp ends a message about how a command is called.
func seeHelp(cmd *cobra.Command) string { return "see `" + cmd.CommandPath() + " --help`" }

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if offered(c) {
			names = append(names, c.Name())
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("`%s` has no commands below it; %s", cmd.CommandPath(), seeHelp(cmd))
	}
	if near := nearest.Word(name, names); near != "" {
		return fmt.Errorf("there is no command %q; did you mean `%s %s`?", name, cmd.CommandPath(), near)
	}
	return fmt.Errorf("there is no command %q; there are: %s", name, strings.Join(names, ", "))
}

// argsOf returns the check of a command's arguments, with a message that says what it takes.
func argsOf(cmd *cobra.Command) cobra.PositionalArgs {
	check := cmd.Args
	if check == nil {
		return cobra.ArbitraryArgs
	}
	return func(cmd *cobra.Command, args []string) error {
		if check(cmd, args) == nil {
			return nil
		}
		_, takes, _ := strings.Cut(cmd.Use, " ")
		takes, _, _ = strings.Cut(takes, " -")
		got := "got none"
		switch {
		case strings.HasPrefix(takes, "-") || takes == "":
			return fmt.Errorf("`%s` takes no arguments, and got %q; %s", cmd.CommandPath(), args[0], seeHelp(cmd))
		case len(args) > 0:
			got = fmt.Sprintf("got %q", strings.Join(args, " "))
		}
		return fmt.Errorf("`%s` takes %s, and %s; %s", cmd.CommandPath(), takes, got, seeHelp(cmd))
	}
}

// flagError says what is wrong with a flag as it was typed.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var message string
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		message = fmt.Sprintf("there is no flag -%.1s", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		message = fmt.Sprintf("there is no flag --%s%s", unknown.GetSpecifiedName(),
			meantFlag(cmd, unknown.GetSpecifiedName()))
	case errors.As(err, &bare):
		message = fmt.Sprintf("--%s is the last word, and its value is due after it", bare.GetFlag().Name)
	case errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "bool":
		message = fmt.Sprintf("--%s is true or false, and can't be %q", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &invalid):
		message = fmt.Sprintf("--%s can't be %q: it takes a %s", invalid.GetFlag().Name, invalid.GetValue(),
			invalid.GetFlag().Value.Type())
	default:
		message = err.Error()
	}
	return fmt.Errorf("%s; %s", message, seeHelp(cmd))
}

func meantFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := nearest.Word(name, names); near != "" {
		return ", did you mean --" + near + "?"
	}
	return ""
}

// Annotations under which cobra keeps which flags need or exclude each other; it exports the first one alone.
const (
	flagRequired  = cobra.BashCompOneRequiredFlag
	flagOneOf     = "cobra_annotation_one_required"
	flagExclusive = "cobra_annotation_mutually_exclusive"
	flagTogether  = "cobra_annotation_required_if_others_set"
)

// checkFlags reports flags that are missing, or that don't go with each other, before cobra does in its own words.
func checkFlags(cmd *cobra.Command, _ []string) error {
	var missing []string
	groups := map[string][][]string{}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if slices.Contains(f.Annotations[flagRequired], "true") && !f.Changed {
			missing = append(missing, "--"+f.Name)
		}
		for _, kind := range []string{flagOneOf, flagExclusive, flagTogether} {
			for _, names := range f.Annotations[kind] {
				groups[kind] = append(groups[kind], strings.Fields(names))
			}
		}
	})
	if len(missing) > 0 {
		return fmt.Errorf("`%s` needs %s; %s", cmd.CommandPath(), strings.Join(missing, " and "), seeHelp(cmd))
	}
	given := func(names []string) (yes, no []string) {
		for _, name := range names {
			if cmd.Flags().Changed(name) {
				yes = append(yes, "--"+name)
			} else {
				no = append(no, "--"+name)
			}
		}
		return yes, no
	}
	for _, names := range groups[flagExclusive] {
		if yes, _ := given(names); len(yes) > 1 {
			return fmt.Errorf("%s don't go together; leave all but one out", strings.Join(yes, " and "))
		}
	}
	for _, names := range groups[flagOneOf] {
		if yes, no := given(names); len(yes) == 0 {
			return fmt.Errorf("`%s` needs one of %s; %s", cmd.CommandPath(), strings.Join(no, ", "), seeHelp(cmd))
		}
	}
	for _, names := range groups[flagTogether] {
		if yes, no := given(names); len(yes) > 0 && len(no) > 0 {
			return fmt.Errorf("%s needs %s, too", strings.Join(yes, " and "), strings.Join(no, " and "))
		}
	}
	return nil
}
