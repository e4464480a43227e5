package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// groups are the parts of the list of commands, in its order.
func groups() []cobra.Group {
	return []cobra.Group{
		{ID: "check", Title: "Check and ask"},
		{ID: "write", Title: "Write, through your own git"},
		{ID: "site", Title: "Publish"},
		{ID: "self", Title: "The program itself"},
	}
}

// groupOf returns the group of a command; the first one for a command that no other lists.
func groupOf(name string) string {
	for group, names := range map[string]string{
		"write": " adopt approve capture fix init new release review ",
		"site":  " build demo serve ",
		"self":  " completion config explain help rules schema version ",
	} {
		if strings.Contains(names, " "+name+" ") {
			return group
		}
	}
	return "check"
}

// Commands returns all commands as a tree, to read their documentation. Main runs them.
func Commands(s Surroundings, more ...Command) *cobra.Command { return newApp(s).commands(s, more) }

// dress gives a command, and those below it, this program's own help and messages in place of cobra's.
func dress(cmd *cobra.Command) {
	if cmd.DisableFlagParsing {
		return
	}
	cmd.Args = argsOf(cmd)
	if cmd.Flags().Lookup("help") == nil {
		cmd.Flags().BoolP("help", "h", false, "print this help")
	}
	cmd.DisableFlagsInUseLine = true
	for _, c := range cmd.Commands() {
		c.GroupID = cmp.Or(c.GroupID, groupOf(c.Name()))
		dress(c)
	}
}

// offered reports whether help lists a command.
func offered(cmd *cobra.Command) bool { return cmd.IsAvailableCommand() || cmd.Name() == "help" }

func printHelp(cmd *cobra.Command, _ []string) { _, _ = io.WriteString(cmd.OutOrStdout(), Help(cmd)) }

// Help is what --help prints of a command.
func Help(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString(wrapped(cmp.Or(cmd.Long, cmd.Short+".")))
	fmt.Fprintf(&b, "\nUsage: %s\n", usage(cmd))
	if cmd.HasAvailableSubCommands() {
		for _, g := range cmd.Groups() {
			listGroup(&b, cmd, g)
		}
		fmt.Fprintf(&b, "\n`%s help COMMAND` says more of each.\n", cmd.Name())
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExamples:\n%s", indentBy("  ", inProgram(cmd.Example, cmd.Root().Name())))
	}
	if cmd.HasAvailableFlags() {
		fmt.Fprintf(&b, "\nFlags:\n%s", cmd.Flags().FlagUsagesWrapped(columns))
	}
	return b.String()
}

// usage is how a command is written.
func usage(cmd *cobra.Command) string {
	line := cmd.UseLine()
	if !cmd.HasAvailableSubCommands() {
		return line + " [flags]"
	}
	return line + " COMMAND"
}

func listGroup(b *strings.Builder, cmd *cobra.Command, g *cobra.Group) {
	title := "\n" + g.Title + ":\n"
	for _, c := range cmd.Commands() {
		if c.GroupID == g.ID && offered(c) {
			fmt.Fprintf(b, "%s  %-*s  %s\n", title, cmd.Commands()[0].NamePadding(), c.Name(), c.Short)
			title = ""
		}
	}
}

// calls are the places of an example where the program is called.
var calls = lazyregexp.New(`(?m)(^|\| )writ `)

// inProgram returns examples as they are typed where the program has this name.
func inProgram(examples, name string) string {
	return calls.ReplaceAllString(examples, "${1}"+name+" ")
}

func indentBy(margin, s string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(s) + "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString(margin)
		}
		b.WriteString(line)
	}
	return b.String()
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Print the help of a command, as COMMAND --help does",
		Example: "writ help lint",
		RunE: func(cmd *cobra.Command, args []string) error {
			about := cmd.Root()
			for _, name := range args {
				next, rest, err := about.Find([]string{name})
				if err != nil || len(rest) > 0 {
					return unknownCommand(about, name)
				}
				about = next
			}
			return about.Help()
		},
	}
}

func completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script that completes commands and flags in a shell",
		Long: "completion prints a script that lets a shell complete commands and flags: bash, zsh, fish or " +
			"powershell.",
		Example: "writ completion bash >~/.local/share/bash-completion/completions/writ\n" +
			"writ completion zsh >~/.zfunc/_writ",
		Args:      cobra.ExactArgs(1),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return fmt.Errorf("there are no completions for %q; there are some for %s", args[0],
				strings.Join(shells, ", "))
		},
	}
}
